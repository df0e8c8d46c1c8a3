"""Which alarm is told to whom and when, once a crossing; and a claim that lapses without a bell."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.alarms import Alarm, AlarmBoard, AlarmKind, alarms
from app.live_queue import OpenQueue
from app.records import Channel, Person, QueueRow, Role, State, Urgency
from app.rules import CITY_TIME

SENT = datetime(2026, 11, 20, 9, 0, tzinfo=CITY_TIME)
OPERATOR = Person(1, "op1", "周岚", Role.OPERATOR, None, 1)
DESK = Person(2, "a1", "永恒一号", Role.COMPANY, 1, 1)


def row(number: int = 1, state: State = State.DISPATCHED, **fields: object) -> QueueRow:
    made = QueueRow(
        id=UUID(int=number),
        number=f"20261120-{number:04}",
        revision=2,
        state=state,
        urgency=Urgency.URGENT,
        category="B1",
        place="牡丹花园 3-2-501",
        community_id=1,
        company_id=1,
        channel=Channel.HOTLINE,
        taken_by=1,
        taken_by_name="周岚",
        taken_at=SENT,
        due_at=SENT,
        rank_at=SENT,
        reminders=0,
        secret=False,
        dispatched_at=SENT,
    )
    return replace(made, **fields)


def told(person: Person, *rows: QueueRow, minutes: float = 0) -> list[tuple[AlarmKind, str]]:
    return [(one.kind, one.row.number) for one in alarms(rows, SENT + timedelta(minutes=minutes), person)]


def test_the_company_hears_of_its_new_slip_at_once_the_hotline_after_ten_minutes() -> None:
    assert told(DESK, row()) == [(AlarmKind.NEW_SLIP, "20261120-0001")]
    assert told(OPERATOR, row(), minutes=9.99) == []
    assert told(OPERATOR, row(), minutes=10) == [(AlarmKind.UNSIGNED, "20261120-0001")]
    assert alarms([row()], SENT + timedelta(minutes=5), OPERATOR, sign_minutes=5) != []


@pytest.mark.parametrize("role", [Role.LIAISON, Role.COLLECTOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_can_do_nothing_about_it_is_not_told(role: Role) -> None:
    assert told(replace(OPERATOR, role=role), row(), minutes=60) == []


def test_the_companys_own_and_unsigned_ones_only() -> None:
    others = [row(state=state) for state in State if state not in (State.DISPATCHED, State.REOPENED)]
    assert told(DESK, *others, row(company_id=2), row(dispatched_at=None)) == []
    assert told(OPERATOR, *others, row(state=State.REOPENED), minutes=60) == []
    assert told(DESK, row(state=State.REOPENED)) == [(AlarmKind.REOPENED, "20261120-0001")]


def test_oldest_first() -> None:
    later = row(1, dispatched_at=SENT + timedelta(minutes=1))
    assert [number for _, number in told(DESK, later, row(2))] == ["20261120-0002", "20261120-0001"]


def test_the_complaints_of_one_incident_are_one_alarm() -> None:
    cause = UUID(int=99)
    found = alarms([row(n, incident_id=cause) for n in range(1, 301)] + [row(400)], SENT, DESK)
    assert [(one.row.number, one.count) for one in found] == [("20261120-0001", 300), ("20261120-0400", 1)]
    board = AlarmBoard("永恒一号")
    assert len(board.update(found)) == 2
    assert board.update(alarms([row(n, incident_id=cause) for n in range(1, 302)], SENT, DESK)) == []


def alarm(*rows: QueueRow) -> list[Alarm]:
    return alarms(rows, SENT + timedelta(minutes=11), OPERATOR)


def test_a_crossing_is_told_once_and_anew_after_the_next_dispatch() -> None:
    board = AlarmBoard("周岚")
    assert len(board.update(alarm(row()))) == 1
    assert board.update(alarm(row(reminders=1, revision=3))) == []  # still the same crossing
    assert len(board.waiting) == 1
    board.acknowledge(row().id)
    assert board.update(alarm(row())) == []
    assert board.waiting == []
    again = row(dispatched_at=SENT + timedelta(minutes=1))
    assert len(board.update(alarm(again))) == 1
    assert board.update([]) == []
    assert board.waiting == []


def test_what_a_colleague_holds_waits_for_nobody_until_the_claim_lapses() -> None:
    board = AlarmBoard("周岚")
    assert board.update(alarm(row(claimed_by="吴敏"))) == []
    assert board.waiting == []
    assert len(board.update(alarm(row(claimed_by=None)))) == 1
    assert board.update(alarm(row(claimed_by="周岚"))) == []
    assert len(board.waiting) == 1


def test_a_lapsed_claim_leaves_the_row_by_the_clock_alone() -> None:
    queue, until = OpenQueue(), SENT + timedelta(seconds=120)
    queue.put(row(1, claimed_by="吴敏", claimed_until=until))
    queue.put(row(2))
    assert queue.lapse(until - timedelta(seconds=1)) == []
    assert [one.number for one in queue.lapse(until)] == ["20261120-0001"]
    assert {one.claimed_by for one in queue} == {None}
    assert queue.lapse(until) == []
    queue.put(row(1, claimed_by="周岚", claimed_until=until + timedelta(seconds=60)))
    assert queue.lapse(until) == []
    queue.remove(UUID(int=1))
    assert queue.lapse(until + timedelta(hours=1)) == []
