"""Which alarm is told to whom and when, once a crossing; and a claim that lapses without a bell."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.alarm_board import FLOOD_BEGINS, AlarmBoard
from app.alarms import Alarm, AlarmKind, SlipDues, alarms
from app.live_queue import OpenQueue
from app.records import Clock, Person, QueueRow, Role, State
from app.rules import Rules
from clock_story import RULES, SIGN
from queue_rows import DUE, SENT, row

DUES = SlipDues(RULES)
OPERATOR = Person(1, "op1", "周岚", Role.OPERATOR, None, 1)
DESK = Person(2, "a1", "永恒一号", Role.COMPANY, 1, 1)


def told(person: Person, *rows: QueueRow, minutes: float = 0) -> list[tuple[AlarmKind, str]]:
    return [(one.kind, one.row.number) for one in alarms(rows, SENT + timedelta(minutes=minutes), person, DUES)]


def test_the_company_hears_of_its_new_slip_at_once_the_hotline_after_ten_minutes() -> None:
    assert told(DESK, row()) == [(AlarmKind.NEW_SLIP, "20261120-0001")]
    assert told(OPERATOR, row(), minutes=9.99) == []
    assert told(OPERATOR, row(), minutes=10) == [(AlarmKind.UNSIGNED, "20261120-0001")]


def test_the_ten_minutes_are_those_of_the_limit_rule_on_the_day_of_the_call() -> None:
    five = replace(SIGN, id=99, minutes=5, valid_from=SENT.date())
    rules = replace(RULES, limit_rules=(*RULES.limit_rules, five))
    at = SENT + timedelta(minutes=5)
    assert [one.since for one in alarms([row()], at, OPERATOR, SlipDues(rules))] == [at]
    assert alarms([row(taken_at=SENT - timedelta(days=1))], at, OPERATOR, SlipDues(rules)) == []
    assert alarms([row()], at + timedelta(hours=1), OPERATOR, SlipDues(replace(RULES, limit_rules=()))) == []


def test_a_reopened_slip_has_the_minutes_of_the_signature_anew() -> None:
    again = row(state=State.REOPENED, reopened_at=SENT + timedelta(hours=2))
    assert told(OPERATOR, again, minutes=129) == []
    (alarm,) = alarms([again], SENT + timedelta(minutes=130), OPERATOR, DUES)
    assert (alarm.kind, alarm.since) == (AlarmKind.UNSIGNED, SENT + timedelta(minutes=130))
    (rings,) = alarms([again], SENT + timedelta(hours=2), DESK, DUES)
    assert (rings.kind, rings.since) == (AlarmKind.REOPENED, SENT + timedelta(hours=2))


def test_the_hotline_hears_of_a_caller_whom_nobody_rings_in_the_minutes_of_the_house() -> None:
    call = replace(SIGN, id=98, clock=Clock.CONTACT, minutes=30, words="联系：30 分钟")
    rules = replace(RULES, limit_rules=(*RULES.limit_rules, call))
    signed = row(state=State.SIGNED)

    def kinds(one: QueueRow, minutes: int, with_rules: Rules = rules) -> list[AlarmKind]:
        return [
            found.kind for found in alarms([one], SENT + timedelta(minutes=minutes), OPERATOR, SlipDues(with_rules))
        ]

    assert kinds(signed, 29) == []
    assert kinds(signed, 30) == [AlarmKind.UNCONTACTED]
    assert kinds(replace(signed, contacted_at=SENT), 30) == []
    assert kinds(replace(signed, state=State.ARRIVED), 30) == []
    law = replace(call, mark="V")  # stands in the due time of the row
    assert kinds(signed, 30, replace(RULES, limit_rules=(*RULES.limit_rules, law))) == []


def test_the_companys_card_comes_when_the_row_turns_yellow() -> None:
    early = row(state=State.SIGNED, near_at=SENT + timedelta(hours=1))
    (alarm,) = alarms([early], SENT + timedelta(hours=1), DESK, DUES)
    assert (alarm.kind, alarm.since) == (AlarmKind.NEAR, SENT + timedelta(hours=1))


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
    found = alarms([row(n, incident_id=cause) for n in range(1, 301)] + [row(400)], SENT, DESK, DUES)
    assert [(one.row.number, one.count) for one in found] == [("20261120-0001", 300), ("20261120-0400", 1)]
    board = AlarmBoard("永恒一号", SENT)
    assert len(board.update(found, SENT)) == 2
    assert board.update(alarms([row(n, incident_id=cause) for n in range(1, 302)], SENT, DESK, DUES), SENT) == []


def alarm(*rows: QueueRow) -> list[Alarm]:
    return alarms(rows, SENT + timedelta(minutes=11), OPERATOR, DUES)


def update(board: AlarmBoard, *rows: QueueRow) -> list[Alarm]:
    return board.update(alarm(*rows), SENT + timedelta(minutes=11))


def test_a_crossing_is_told_once_and_anew_after_the_next_dispatch() -> None:
    board = AlarmBoard("周岚", SENT)
    assert len(update(board, row())) == 1
    assert update(board, row(reminders=1, revision=3)) == []  # still the same crossing
    assert len(board.waiting) == 1
    board.acknowledge(row().id)
    assert update(board, row()) == []
    assert board.waiting == []
    again = row(dispatched_at=SENT + timedelta(minutes=1))
    assert len(update(board, again)) == 1
    assert board.update([], SENT) == []
    assert board.waiting == []


def test_what_a_colleague_holds_waits_for_nobody_until_the_claim_lapses() -> None:
    board = AlarmBoard("周岚", SENT)
    assert update(board, row(claimed_by="吴敏")) == []
    assert board.waiting == []
    assert len(update(board, row(claimed_by=None))) == 1
    assert update(board, row(claimed_by="周岚")) == []
    assert len(board.waiting) == 1


# yellow and red


def around(person: Person, minutes: float, *rows: QueueRow) -> list[tuple[AlarmKind, str]]:
    """What is told this many minutes after the due time of ``DUE``."""
    found = alarms(rows, DUE + timedelta(minutes=minutes), person, DUES)
    return [(one.kind, one.row.number) for one in found]


def test_the_desk_hears_before_its_own_is_due_and_the_hotline_after() -> None:
    signed = row(state=State.SIGNED)
    assert around(DESK, -30.1, signed) == []
    assert around(DESK, -29.9, signed) == around(DESK, 0, signed) == [(AlarmKind.NEAR, signed.number)]
    assert around(DESK, 0.1, signed) == around(OPERATOR, 0, signed) == []
    assert around(OPERATOR, 0.1, signed) == [(AlarmKind.OVER, signed.number)]
    assert around(DESK, -10, row(state=State.SIGNED, company_id=2)) == []
    for role in (Role.LIAISON, Role.COLLECTOR, Role.ADMINISTRATOR, Role.AUDITOR):
        assert around(replace(OPERATOR, role=role), 60, signed) == []


def test_what_is_done_or_at_rest_is_not_near_for_the_desk() -> None:
    still = (State.DISPATCHED, State.SIGNED, State.ARRIVED, State.REOPENED)
    told = {state for state in State if (AlarmKind.NEAR, "20261120-0001") in around(DESK, -10, row(state=state))}
    assert told == set(still)
    assert around(OPERATOR, 10, row(state=State.SHELVED)) == []
    assert around(OPERATOR, 10, row(state=State.WAITING, dispatched_at=None)) == [(AlarmKind.OVER, "20261120-0001")]


def test_a_due_time_that_moves_is_crossed_anew() -> None:
    board = AlarmBoard("周岚", SENT)
    signed, later = row(state=State.SIGNED), row(state=State.SIGNED, due_at=DUE + timedelta(hours=2), revision=3)
    over = DUE + timedelta(minutes=1)
    assert len(board.update(alarms([signed], over, OPERATOR, DUES), over)) == 1
    assert board.update(alarms([later], over, OPERATOR, DUES), over) == []
    over += timedelta(hours=2)
    assert len(board.update(alarms([later], over, OPERATOR, DUES), over)) == 1


def test_one_card_a_complaint_the_most_pressing_one() -> None:
    board = AlarmBoard("永恒一号", SENT)
    slip = row()
    assert [one.kind for one in board.update(alarms([slip], SENT, DESK, DUES), SENT)] == [AlarmKind.NEW_SLIP]
    near = DUE - timedelta(minutes=20)
    assert [one.kind for one in board.update(alarms([slip], near, DESK, DUES), near)] == [AlarmKind.NEAR]
    assert [one.kind for one in board.waiting] == [AlarmKind.NEAR]
    board.acknowledge(slip.id)
    over = DUE + timedelta(minutes=20)
    assert board.update(alarms([slip], over, DESK, DUES), over) == []
    assert board.waiting == []  # put away once is put away: it has been seen as a new slip too


def test_what_was_over_before_the_seat_was_taken_is_the_queues_to_show() -> None:
    board = AlarmBoard("周岚", DUE + timedelta(minutes=1))
    at = DUE + timedelta(minutes=2)
    fresh = row(2, state=State.SIGNED, due_at=at - timedelta(seconds=1))
    told = board.update(alarms([row(state=State.SIGNED), fresh], at, OPERATOR, DUES), at)
    assert [one.row.number for one in told] == [fresh.number]


def test_many_of_one_kind_are_one_card_put_away_together() -> None:
    board, at = AlarmBoard("周岚", SENT), DUE + timedelta(minutes=1)
    rows = [row(n, state=State.SIGNED, due_at=DUE - timedelta(seconds=n)) for n in range(1, 8)]
    assert len(board.update(alarms(rows[:3], at, OPERATOR, DUES), at)) == 3
    assert [one.count for one in board.cards] == [1, 1, 1]
    board.update(alarms(rows, at, OPERATOR, DUES), at)
    assert [(one.row.number, one.count) for one in board.cards] == [("20261120-0007", 7)]
    board.acknowledge(rows[6].id)  # its complaint was opened
    assert [(one.row.number, one.count) for one in board.cards] == [("20261120-0006", 6)]
    board.put_away(board.cards[0])
    assert board.cards == []
    assert board.update(alarms(rows, at, OPERATOR, DUES), at) == []


def test_a_flood_is_shown_but_not_heard_until_it_has_gone_down() -> None:
    """ISA-18.2: more than ten in ten minutes is a flood, fewer than five its end."""
    board = AlarmBoard("周岚", SENT)
    rows, heard = [], []
    for n in range(1, FLOOD_BEGINS + 4):
        at = DUE + timedelta(seconds=10 * n)
        rows.append(row(n, state=State.SIGNED, due_at=at - timedelta(seconds=1)))
        board.update(alarms(rows, at, OPERATOR, DUES), at)
        heard += board.heard
    assert len(heard) == FLOOD_BEGINS
    assert board.flooded
    at += timedelta(minutes=9.5)
    board.update(alarms(rows, at, OPERATOR, DUES), at)
    assert not board.flooded
    rows.append(row(90, state=State.SIGNED, due_at=at - timedelta(seconds=1)))
    board.update(alarms(rows, at, OPERATOR, DUES), at)
    assert [one.row.number for one in board.heard] == ["20261120-0090"]


def test_new_slips_are_heard_in_a_rush_too() -> None:
    board = AlarmBoard("永恒一号", SENT)
    board.update(alarms([row(n) for n in range(1, 41)], SENT, DESK, DUES), SENT)
    assert len(board.heard) == 40
    assert len(board.cards) == 40
    assert not board.flooded


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
