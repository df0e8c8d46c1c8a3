"""What a second looks at is what has ripened, and it finds the same alarms as a look at the whole queue."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, strategies as st

from app.alarm_index import AlarmIndex
from app.alarms import SlipDues, alarms
from app.live_queue import OpenQueue
from app.records import Person, QueueRow, Role, State
from clock_story import RULES
from queue_rows import SENT, row

DUES = SlipDues(RULES)
PEOPLE = [
    Person(1, "op1", "周岚", Role.OPERATOR, None, 1),
    Person(2, "a1", "永恒一号", Role.COMPANY, 1, 1),
    Person(3, "sup1", "丁班长", Role.SUPERVISOR, None, 1),
    Person(4, "net1", "网络专员", Role.COLLECTOR, None, 1),
]
MINUTES = st.integers(-30, 400)


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
