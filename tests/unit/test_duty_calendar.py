"""The calendar of duties counted from a season's dates, each shipped rule with its article. Pure."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from app.duty_calendar import (
    FORGET_DAYS,
    Duty,
    DutyRule,
    DutyState,
    Reminder,
    Stage,
    reminders,
    season_now,
)
from app.rules import CITY_TIME, Season
from db.season_duties import Anchor
from shipped_rules import shipped_rules

SQL = Path(__file__).parents[2] / "db" / "migrations" / "sql"
ROW = re.compile(
    r"\('(\w+)', (\d), '([^']+)', '([^']+)', '(\w+)', (-?\d+|NULL), (?:'(\w+)'|NULL),\s+'([^']+)', '([^']+)', 'V'\)"
)
SETTING = re.compile(r"\('(\w+)', '\"(\d\d-\d\d)\"',")
DATES = {key: value for file in SQL.glob("0005_*.sql") for key, value in SETTING.findall(file.read_text("utf-8"))}
"""The days that the settings name, as they are shipped."""
RULES = {
    code: DutyRule(
        code,
        int(rank),
        name,
        words,
        Anchor(anchor),
        None if days == "NULL" else int(days),
        DATES.get(setting, ""),
        *law,
    )
    for code, rank, name, words, anchor, days, setting, *law in ROW.findall(
        (SQL / "0005_duties.sql").read_text("utf-8")
    )
}
SEASONS = shipped_rules().seasons
USUAL = Season("2026-2027", date(2026, 11, 15), date(2027, 3, 15), "")
EARLY = Season("2023-2024", date(2023, 11, 10), date(2024, 3, 15), "")
LONGER = Season("2017-2018", date(2017, 11, 15), date(2018, 3, 18), "")
LEAP = Season("2027-2028", date(2027, 11, 15), date(2028, 2, 29), "")


def due(code: str, season: Season) -> str:
    return str(RULES[code].due_on(season))


def test_the_shipped_rules_are_all_read() -> None:
    assert len(RULES) == 8
    assert {one.article for one in RULES.values()} == {
        f"菏泽市供热条例第{n}条" for n in ("十九", "二十", "二十三", "三十", "四十六")
    }


def test_hz_19_pressure_test_ten_days_before_the_season() -> None:
    assert due("pressure_test", USUAL) == "2026-11-05"


def test_hz_19_users_are_told_five_days_before_the_pressure_test() -> None:
    assert due("test_told", USUAL) == "2026-10-31"


def test_hz_19_preheating_five_days_before_the_season() -> None:
    assert due("preheating", USUAL) == "2026-11-10"


def test_hz_20_a_season_that_begins_on_11_10_shifts_what_hangs_on_its_first_day() -> None:
    codes = ("test_told", "pressure_test", "preheating", "season_start")
    assert [due(code, EARLY) for code in codes] == ["2023-10-26", "2023-10-31", "2023-11-05", "2023-11-10"]


def test_hz_20_a_season_that_ends_later_is_heated_to_its_last_day() -> None:
    assert due("season_end", LONGER) == "2018-03-18"
    assert due("season_end", LEAP) == "2028-02-29"


@pytest.mark.parametrize("season", [USUAL, EARLY, LEAP])
def test_hz_30_paperwork_of_stop_and_resume_by_10_15_whenever_the_season_begins(season: Season) -> None:
    assert due("stop_resume", season) == f"{season.starts_on.year}-10-15"


def test_a_day_that_a_year_does_not_have_is_the_last_of_its_month() -> None:
    moved = replace(RULES["refund"], month_day="02-29")
    assert [str(moved.due_on(one)) for one in (USUAL, LEAP)] == ["2027-02-28", "2028-02-29"]


@pytest.mark.parametrize("season", [USUAL, EARLY, LEAP, LONGER])
def test_hz_23_relief_is_paid_by_05_31(season: Season) -> None:
    assert due("relief", season) == f"{season.ends_on.year}-05-31"


@pytest.mark.parametrize("season", [USUAL, EARLY, LEAP, LONGER])
def test_hz_46_refunds_are_told_and_paid_by_05_31(season: Season) -> None:
    assert due("refund", season) == f"{season.ends_on.year}-05-31"


@given(st.dates(date(2017, 10, 25), date(2060, 12, 31)), st.integers(60, 180))
def test_hz_19_wherever_a_season_begins_the_days_between_stay(start: date, days: int) -> None:
    season = Season("any", start, start + timedelta(days=days), "")
    told, test, heat = (RULES[code].due_on(season) for code in ("test_told", "pressure_test", "preheating"))
    assert ((start - test).days, (test - told).days, (start - heat).days) == (10, 5, 5)


def duty(code: str = "pressure_test", company: int = 1, done_on: date | None = None) -> Duty:
    rule = RULES[code]
    return Duty(rule, USUAL.name, company, rule.due_on(USUAL), done_on)


@pytest.mark.parametrize(
    ("day", "done", "expected"),
    [
        (date(2026, 10, 30), None, DutyState.AHEAD),
        (date(2026, 10, 31), None, DutyState.NEAR),
        (date(2026, 11, 5), None, DutyState.NEAR),
        (date(2026, 11, 6), None, DutyState.LATE),
        (date(2026, 11, 6), date(2026, 11, 6), DutyState.DONE),
    ],
)
def test_how_a_duty_stands(day: date, done: date | None, expected: DutyState) -> None:
    assert duty(done_on=done).state(day, 5) is expected


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    ("moment", "stage"),
    [
        (at(10, 30), None),
        (at(10, 31), Stage.AHEAD),
        (at(11, 5), Stage.AHEAD),
        (at(11, 6), Stage.LATE),
        (at(12, 5), Stage.LATE),
        (at(12, 6), None),  # 31 days later a new installation is silent
        (at(11, 5, 7), None),
        (at(11, 5, 20), None),
        (at(11, 5, 8), Stage.AHEAD),
    ],
)
def test_companies_are_reminded_days_ahead_and_once_more_by_day_only(moment: datetime, stage: Stage | None) -> None:
    one = duty()
    assert reminders([one], moment, 5) == ([Reminder(one, stage)] if stage else [])
    assert reminders([duty(done_on=date(2026, 11, 1))], moment, 5) == []


def test_no_duty_is_reminded_of_for_ever() -> None:
    assert reminders([duty()], at(11, 5) + timedelta(days=FORGET_DAYS + 1), 5) == []


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 5, 31), "2025-2026"),  # refunds may still be paid
        (date(2026, 6, 1), "2026-2027"),
        (date(2027, 3, 16), "2026-2027"),
        (date(2040, 1, 1), "2030-2031"),  # the last one that was entered
    ],
)
def test_the_season_whose_duties_are_not_over(day: date, name: str) -> None:
    found = season_now(RULES.values(), SEASONS, day)
    assert found is not None
    assert found.name == name
