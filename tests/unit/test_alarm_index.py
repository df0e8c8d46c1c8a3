"""What a second looks at is what has ripened, and it finds the same alarms as a look at the whole queue."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, strategies as st

from app.alarm_index import AlarmIndex
from app.alarms import SlipDues, alarms
from app.live_queue import OpenQueue
from app.records import Channel, Person, QueueRow, Role, State, Urgency
from app.rules import CITY_TIME
from clock_story import RULES

SENT = datetime(2026, 11, 20, 9, 0, tzinfo=CITY_TIME)
DUES = SlipDues(RULES)
PEOPLE = [
    Person(1, "op1", "周岚", Role.OPERATOR, None, 1),
    Person(2, "a1", "永恒一号", Role.COMPANY, 1, 1),
    Person(3, "sup1", "丁班长", Role.SUPERVISOR, None, 1),
    Person(4, "net1", "网络专员", Role.COLLECTOR, None, 1),
]
MINUTES = st.integers(-30, 400)


def row(number: int = 1, **fields: Any) -> QueueRow:
    made = QueueRow(
        id=UUID(int=number),
        number=f"20261120-{number:04}",
        revision=2,
        state=State.DISPATCHED,
        urgency=Urgency.URGENT,
        category="B1",
        place="牡丹花园 3-2-501",
        community_id=1,
        company_id=1,
        channel=Channel.HOTLINE,
        taken_by=1,
        taken_by_name="周岚",
        taken_at=SENT,
        due_at=SENT + timedelta(hours=5),
        rank_at=SENT + timedelta(hours=5),
        reminders=0,
        secret=False,
        dispatched_at=SENT,
    )
    return replace(made, **fields)


def at(minutes: int) -> datetime:
    return SENT + timedelta(minutes=minutes)


@st.composite
def rows(draw: st.DrawFn) -> QueueRow:
    fields: Mapping[str, Any] = {
        "number": draw(st.integers(1, 6)),
        "revision": draw(st.integers(1, 5)),
        "state": draw(st.sampled_from(State)),
        "company_id": draw(st.sampled_from([1, 2, None])),
        "due_at": at(draw(MINUTES)),
        "near_at": draw(st.none() | MINUTES.map(at)),
        "dispatched_at": draw(st.none() | MINUTES.map(at)),
        "reopened_at": draw(st.none() | MINUTES.map(at)),
        "contacted_at": draw(st.none() | MINUTES.map(at)),
    }
    return row(**fields)


@given(st.sampled_from(PEOPLE), st.lists(rows(), max_size=12), st.lists(st.integers(1, 6), max_size=3), MINUTES)
def test_the_ripe_rows_ring_as_the_whole_queue_does(
    person: Person, changes: list[QueueRow], gone: list[int], minutes: int
) -> None:
    queue, index = OpenQueue(), AlarmIndex(person, DUES)
    for change in changes[:4]:
        queue.put(change)
    queue.follow(index)
    for change in changes[4:]:
        queue.put(change)
    for number in gone:
        queue.remove(UUID(int=number))
    found = alarms(index.ripe(at(minutes)), at(minutes), person, DUES)
    assert found == alarms(queue, at(minutes), person, DUES)


def test_a_calm_queue_costs_a_second_nothing() -> None:
    queue, index = OpenQueue(), AlarmIndex(PEOPLE[0], DUES)
    queue.follow(index)
    for number in range(1, 51):
        queue.put(row(number, state=State.ARRIVED))
    assert index.ripe(at(299)) == []
    assert len(index.ripe(at(301))) == 50


def test_an_index_that_is_let_go_hears_no_more() -> None:
    queue, index = OpenQueue(), AlarmIndex(PEOPLE[1], DUES)
    queue.follow(index)
    queue.put(row(1))
    queue.leave(index)
    queue.put(row(2))
    assert [one.number for one in index.ripe(at(0))] == ["20261120-0001"]
