"""What the queue and the slip make of the clocks: which one is shown, in which order, in which words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from app.limits import (
    NEAR,
    Pressure,
    due_at,
    due_times,
    explain,
    limit_words,
    pressure,
    rank_at,
    time_left,
    until_words,
)
from app.records import DueTime, State, Urgency
from app.rules import CITY_TIME
from db.kinds import Clock
from shipped_rules import shipped_rules

RULES = shipped_rules()


def local(text: str) -> datetime:
    """A time of the city: 2026-11-20 12:17."""
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


B1 = due_times(RULES, "B1", local("2026-11-20 12:15"), local("2026-11-20 12:17"))
ON_SITE, ANSWER = B1[0].due_at, B1[1].due_at
ARRIVED = local("2026-11-20 14:02")
LIMITS = {Clock.SIGN: 10, Clock.CONTACT: 30, Clock.ON_SITE: 120, Clock.ANSWER: 4320}
"""In minutes."""


@pytest.mark.parametrize(
    ("state", "arrived", "expected"),
    [
        (State.WAITING, None, ON_SITE),
        (State.DISPATCHED, None, ON_SITE),
        (State.SIGNED, None, ON_SITE),
        (State.RETURNED, None, ON_SITE),
        (State.ARRIVED, None, ANSWER),
        (State.ARRIVED, ARRIVED, ANSWER),
        (State.REPORTED, None, ANSWER),
        (State.CALL_BACK, ARRIVED, ANSWER),
        (State.REOPENED, ARRIVED, ANSWER),
        (State.REOPENED, None, ON_SITE),
        (State.CLOSED, ARRIVED, ANSWER),
        (State.ANSWERED, None, ANSWER),
        (State.VOID, None, ANSWER),
    ],
)
def test_the_queue_shows_the_next_running_clock(state: State, arrived: datetime | None, expected: datetime) -> None:
    assert due_at(B1, state, arrived_at=arrived) == expected


def test_an_answer_that_falls_due_first_is_shown_first() -> None:
    """C7: the survey has seven days, the answer three."""
    clocks = explain(RULES, "C7", local("2026-11-20 12:00"))
    assert due_at(clocks, State.SIGNED) == local("2026-11-23 12:00")


def test_sign_and_contact_clocks_stop_with_their_stamps() -> None:
    start = local("2026-11-20 12:00")
    clocks = [DueTime(clock, start + timedelta(minutes=minutes), minutes, "", "") for clock, minutes in LIMITS.items()]

    def running(state: State, **stamps: datetime) -> int:
        return int((due_at(clocks, state, **stamps) - start) / timedelta(minutes=1))

    assert running(State.DISPATCHED) == 10
    assert running(State.SIGNED, signed_at=start) == 30
    assert running(State.SIGNED, signed_at=start, contacted_at=start) == 120
    assert running(State.ARRIVED, arrived_at=start) == 4320


def test_a_returned_slip_asks_nobody_to_sign_or_ring() -> None:
    start = local("2026-11-20 12:00")
    clocks = [DueTime(clock, start + timedelta(minutes=minutes), minutes, "", "") for clock, minutes in LIMITS.items()]
    assert due_at(clocks, State.RETURNED) == start + timedelta(minutes=LIMITS[Clock.ON_SITE])


def test_with_no_clock_running_the_last_one_stays() -> None:
    assert due_at(B1[:1], State.REPORTED, arrived_at=ARRIVED) == ON_SITE


def test_rank_lifts_reminders_by_half_an_hour_and_critical_before_others() -> None:
    at = local("2026-11-20 17:17")
    assert rank_at(at, Urgency.ORDINARY, 0) == at
    assert rank_at(at, Urgency.URGENT, 2) == local("2026-11-20 16:17")
    assert rank_at(at, Urgency.CRITICAL, 0) < rank_at(at, Urgency.URGENT, 0)
    assert rank_at(at, Urgency.URGENT, 1) < rank_at(at, Urgency.CRITICAL, 0)


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (Clock.SIGN, "11月20日 17:17 前签收"),
        (Clock.CONTACT, "11月20日 17:17 前联系"),
        (Clock.ON_SITE, "11月20日 17:17 前到场"),
        (Clock.TEST, "11月20日 17:17 前检测"),
        (Clock.ANSWER, "11月20日 17:17 前答复"),
    ],
)
def test_limit_words_of_the_slip(clock: Clock, words: str) -> None:
    at = local("2026-11-20 17:17").replace(second=59)
    assert limit_words(DueTime(clock, at, 300, "", "")) == words
    assert limit_words(DueTime(clock, at.astimezone(UTC), 300, "", "")) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-12-03 00:00", "12月2日 24:00"),  # midnight ends a day, it begins none
        ("2027-01-01 00:00", "12月31日 24:00"),
        ("2026-12-03 00:01", "12月3日 00:01"),
        ("2026-12-02 23:59", "12月2日 23:59"),
    ],
)
def test_an_end_at_midnight_is_the_day_before_at_24(at: str, words: str) -> None:
    assert until_words(local(at)) == until_words(local(at).astimezone(UTC)) == words
    assert limit_words(DueTime(Clock.ANSWER, local(at), 300, "", "")) == f"{words} 前答复"


def test_a_provisional_limit_says_so_on_paper() -> None:
    due = DueTime(Clock.ANSWER, local("2027-02-10 12:00"), 7200, "", "", provisional=True)
    assert limit_words(due) == "2月10日 12:00 前答复（暂定）"


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(days=3), "3 天"),
        (timedelta(days=3, seconds=-1), "2 天"),
        (timedelta(hours=48), "2 天"),
        (timedelta(hours=48, seconds=-1), "47:59"),
        (timedelta(hours=21, minutes=40), "21:40"),
        (timedelta(hours=1, minutes=5), "1:05"),
        (timedelta(minutes=18, seconds=59), "0:18"),
        (timedelta(seconds=59), "0:00"),
        (timedelta(), "0:00"),
        (timedelta(seconds=-1), "−0:01"),
        (timedelta(minutes=-21), "−0:21"),
        (timedelta(hours=-47, minutes=-59), "−47:59"),
        (timedelta(hours=-49), "−2 天"),
        (timedelta(days=-3), "−3 天"),
    ],
)
def test_time_left(left: timedelta, shown: str) -> None:
    now = local("2026-11-20 14:32:05")
    assert time_left(now + left, now) == shown
    assert time_left((now + left).astimezone(UTC), now) == shown


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(hours=2), Pressure.CALM),
        (NEAR, Pressure.CALM),
        (NEAR - timedelta(seconds=1), Pressure.NEAR),
        (timedelta(), Pressure.NEAR),
        (timedelta(microseconds=-1), Pressure.OVER),
    ],
)
def test_pressure(left: timedelta, expected: Pressure) -> None:
    now = local("2026-11-20 14:32:05")
    assert pressure(now + left, now) is expected


moments = st.datetimes(datetime(2018, 1, 1), datetime(2046, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
later = st.timedeltas(timedelta(), timedelta(days=2))


@given(moments, later, st.sampled_from(list(Urgency)), st.integers(0, 20))
def test_rank_keeps_the_order_of_the_due_times_and_each_reminder_lifts(
    at: datetime, wait: timedelta, urgency: Urgency, reminders: int
) -> None:
    assert rank_at(at, urgency, reminders) <= rank_at(at + wait, urgency, reminders)
    assert rank_at(at, urgency, reminders + 1) < rank_at(at, urgency, reminders) <= at


@given(moments, st.timedeltas(timedelta(days=-10), timedelta(days=10)))
def test_the_sign_and_the_colour_say_the_same(now: datetime, left: timedelta) -> None:
    assert time_left(now + left, now).startswith("−") == (pressure(now + left, now) is Pressure.OVER)
