"""The three rates of the call-backs, counted by hand, and when the next try is due."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from app.call_tries import next_try_at, tries_since_report
from app.callback_list import CallTries
from app.rates import Outcome, Rate, Rates, Share, count_rates
from app.records import Act, CallResult, Event, State
from app.rules import CITY_TIME

SOLVED = Outcome(Act.CALL_BACK, 5, 0, 1)
BARELY = Outcome(Act.CALL_BACK, 3, 1, 1)
NOT_SOLVED = Outcome(Act.REOPEN, 1, 0, 1)
UNREACHABLE = Outcome(Act.CLOSE, None, 3, 1)
NO_REPLY = Outcome(Act.CLOSE, None, 0, 1)


def at(words: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{words}").replace(tzinfo=CITY_TIME)


def test_of_nothing_there_is_no_rate() -> None:
    found = count_rates([])
    assert found == Rates(Share(0, 0), Share(0, 0), Share(0, 0))
    assert (found.contacted.rate, found.solved.rate, found.satisfied.rate) == (None, None, None)


def test_each_rate_has_its_own_denominator() -> None:
    found = count_rates([SOLVED, SOLVED, BARELY, NOT_SOLVED, UNREACHABLE])
    assert found == Rates(contacted=Share(4, 5), solved=Share(3, 4), satisfied=Share(2, 4))
    assert found.contacted.rate == pytest.approx(0.8)


def test_where_no_reply_was_wanted_nobody_was_to_be_reached() -> None:
    assert count_rates([SOLVED, NO_REPLY]) == count_rates([SOLVED])
    given_up_early = Outcome(Act.CLOSE, None, 2, 1)  # no reply was wanted after all
    assert count_rates([SOLVED, given_up_early]) == count_rates([SOLVED])


def test_each_round_says_which_numbers_it_stands_behind() -> None:
    assert SOLVED.counts == {Rate.CONTACTED: True, Rate.SOLVED: True, Rate.SATISFIED: True}
    assert BARELY.counts == {Rate.CONTACTED: True, Rate.SOLVED: True, Rate.SATISFIED: False}
    assert Outcome(Act.REOPEN, None, 0, 1).counts == {Rate.CONTACTED: True, Rate.SOLVED: False}
    assert UNREACHABLE.counts == {Rate.CONTACTED: False}
    assert NO_REPLY.counts == {}


@given(st.lists(st.sampled_from([SOLVED, BARELY, NOT_SOLVED, UNREACHABLE, NO_REPLY])))
def test_the_figures_reconcile(outcomes: list[Outcome]) -> None:
    found = count_rates(outcomes)
    assert found.solved.whole == found.contacted.part <= found.contacted.whole
    assert found.contacted.whole == len(outcomes) - outcomes.count(NO_REPLY)
    assert found.contacted.part - found.solved.part == outcomes.count(NOT_SOLVED)


@pytest.mark.parametrize(
    ("reported", "tried", "due"),
    [
        ("20T10:20", None, "20T10:20"),  # now
        ("20T22:10", None, "21T08:00"),  # not at night
        ("20T05:30", None, "20T08:00"),
        ("20T10:20", "20T10:25", "20T11:00"),  # in another hour
        ("20T10:20", "20T10:59", "20T11:00"),
        ("20T10:20", "20T20:05", "21T08:00"),  # 21:00 is too late
        ("20T10:20", "20T23:05", "21T08:00"),
        ("20T10:20", "21T03:30", "21T08:00"),
    ],
)
def test_the_next_try(reported: str, tried: str | None, due: str) -> None:
    assert next_try_at(at(reported), at(tried) if tried else None) == at(due)


@given(st.integers(0, 150 * 24 * 60).map(lambda minutes: at("01T00:00") + timedelta(minutes=minutes)))
def test_the_next_try_is_in_another_hour_of_the_day_and_soon(tried: datetime) -> None:
    due = next_try_at(tried, tried)
    assert (due.date(), due.hour) != (tried.date(), tried.hour)
    assert 8 <= due.hour < 21
    assert timedelta(0) < due - tried <= timedelta(hours=12)


def test_what_was_due_last_night_waits_for_the_morning() -> None:
    tried = CallTries(UUID(int=1), False, False, 1, at("20T19:05"), CallResult.BUSY, next_at=at("20T20:00"))
    assert tried.due(at("20T19:30")) == at("20T20:00")
    assert tried.due(at("20T20:40")) == at("20T20:40")
    assert tried.due(at("21T01:50")) == at("21T08:00")


def test_tries_of_an_earlier_round_are_over() -> None:
    road = [Act.TAKE, Act.REPORT, Act.MISS, Act.MISS, Act.REOPEN, Act.REPORT, Act.MISS, Act.NOTE]
    events = [Event(seq, act, State.REPORTED, at("20T10:00"), "周岚", None, "") for seq, act in enumerate(road, 1)]
    assert [tries_since_report(events[:n]) for n in (2, 4, 5, 6, 8)] == [0, 2, 2, 0, 1]
