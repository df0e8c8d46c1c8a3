"""Changing one shift's places: who is replaced, who moves, where the lead stays."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from app.person_search import find_people
from app.records import Person, Role, SeatState
from app.seat_duty import Presence
from app.seats_now import seats_now
from app.shift_records import Duty, Shift
from app.week_roster import led_by, monday_of, with_person, without_person

BEGINS, ENDS = datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)
LAN, MIN, ZHENG, HE = 1, 2, 3, 4
DUTIES = (Duty(LAN, 1), Duty(MIN, 2, leader=True), Duty(ZHENG))


def a_shift(*duties: Duty, number: int = 1) -> Shift:
    return Shift(UUID(int=number), None, date(2026, 11, 24), 1, "白班", "x", BEGINS, ENDS, None, None, 1, "", duties)


def sits(person_id: int, seat_number: int | None, shift: int = 1) -> Presence:
    return Presence(
        UUID(int=100 + person_id), person_id, "", None, seat_number, UUID(int=shift), SeatState.READY, "", BEGINS,
        BEGINS, None, None,
    )  # fmt: skip


def test_a_replaced_leader_leaves_the_lead_to_the_place() -> None:
    assert with_person(a_shift(*DUTIES), HE, 2) == [Duty(LAN, 1), Duty(ZHENG), Duty(HE, 2, leader=True)]


def test_who_is_elsewhere_in_the_shift_moves_and_is_never_there_twice() -> None:
    assert with_person(a_shift(*DUTIES), MIN, 1) == [Duty(ZHENG), Duty(MIN, 1, leader=True)]
    assert with_person(a_shift(*DUTIES), HE, None, instead_of=ZHENG) == [*DUTIES[:2], Duty(HE)]
    assert with_person(a_shift(*DUTIES), HE, None) == [*DUTIES, Duty(HE)]


def test_taken_off_and_led() -> None:
    assert without_person(a_shift(*DUTIES), LAN) == list(DUTIES[1:])
    assert [duty.person_id for duty in led_by(a_shift(*DUTIES), LAN) if duty.leader] == [LAN]
    assert not any(duty.leader for duty in led_by(a_shift(*DUTIES), None))


def test_a_shift_that_ends_at_midnight_ends_at_24_of_its_day() -> None:
    late = replace(a_shift(), name="中班", begins_at=datetime(2026, 11, 24, 8, tzinfo=UTC))
    at = {hour: replace(late, ends_at=datetime(2026, 11, 24, hour, tzinfo=UTC)).words for hour in (15, 16, 17)}
    assert at[15] == "11月24日 中班 16:00–23:00"
    assert at[16] == "11月24日 中班 16:00–24:00"
    assert at[17] == "11月24日 中班 16:00–次日 01:00"


def test_a_week_begins_on_monday_over_the_new_year_too() -> None:
    assert monday_of(date(2027, 1, 1)) == date(2026, 12, 28)
    assert monday_of(date(2026, 12, 28)) == date(2026, 12, 28)


def test_who_sits_at_another_seat_is_missing_at_none() -> None:
    found = seats_now(None, 3, [sits(LAN, 3), sits(HE, None)], a_shift(*DUTIES), a_shift(Duty(HE, 1), number=2))
    by_seat = {one.seat_number: one for one in found if one.seat_number}
    assert [(one.presence is not None, one.due and one.due.person_id) for one in by_seat.values()] == [
        (False, None),
        (False, MIN),
        (True, None),
    ]
    coming = by_seat[1].coming
    assert coming is not None
    assert coming.person_id == HE
    rest = [one for one in found if one.seat_number is None]
    assert [(one.presence and one.presence.person_id, one.due and one.due.person_id) for one in rest] == [
        (HE, None),
        (None, ZHENG),
    ]
    assert len({one.key for one in found}) == len(found)


@pytest.mark.parametrize("typed", ["周岚", "岚", "zhoulan", "zl", "op1"])
def test_somebody_is_found_by_name_pinyin_initials_and_login(typed: str) -> None:
    lan, other = (
        Person(id=1, login="op1", name="周岚", role=Role.OPERATOR, company_id=None, seat_number=1, active=True),
        Person(id=2, login="sup1", name="郑班长", role=Role.SUPERVISOR, company_id=None, seat_number=3, active=True),
    )
    assert find_people([other, lan], typed) == [lan]
    assert find_people([other, lan], " ") == [other, lan]
