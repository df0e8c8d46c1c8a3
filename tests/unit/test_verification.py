"""Whose published number nobody has checked for this season, and the day of the check on the slip."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import public_city
from app.directory import Directory
from app.directory_file import read_directory_file
from app.records import Building, Community, Manager
from app.slip_records import manager_words
from app.verification import season_begins, unverified_managers, unverified_table
from app.workbooks import write_book
from shipped_rules import shipped_rules

RULES = shipped_rules()


def city(*verified: date | None) -> Directory:
    """A community a manager, in the order given; the last is served by company 2 in one building."""
    places: list[Community] = []
    for number, day in enumerate(verified, start=1):
        who = replace(public_city.manager(number, f"管理员{number}", "+8613853000011"), verified_on=day)
        places.append(public_city.community(number, f"{number}号院", managers=(who,)))
    places[-1] = replace(places[-1], buildings=(Building(1, len(places), "3", 2, 2),))
    return Directory.of(public_city.COMPANIES, public_city.STATIONS, places)


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 11, 20), date(2026, 3, 16)),  # in a season: since the one before it ended
        (date(2026, 7, 1), date(2026, 3, 16)),  # in summer: for the season to come
        (date(2026, 3, 16), date(2026, 3, 16)),
        (date(2026, 3, 15), date(2025, 3, 16)),
    ],
)
def test_a_check_counts_for_the_season_from_the_end_of_the_one_before(day: date, since: date) -> None:
    assert season_begins(RULES.seasons, day) == since


def test_without_seasons_a_check_counts_for_a_year() -> None:
    assert season_begins((), date(2026, 11, 20)) == date(2025, 11, 20)


def test_who_was_not_checked_this_season_oldest_first() -> None:
    directory = city(date(2026, 10, 1), date(2026, 3, 15), None, date(2026, 3, 16), date(2024, 1, 1))
    found = unverified_managers(directory, RULES, date(2026, 11, 20))
    assert [one.manager.name for one in found] == ["管理员3", "管理员5", "管理员2"]
    assert [one.community.name for one in found] == ["3号院", "5号院", "2号院"]
    assert [one.company.short_name for one in found if one.company] == ["永恒"] * 3
    of_second = unverified_managers(directory, RULES, date(2026, 11, 20), company_id=2)
    assert [one.manager.name for one in of_second] == ["管理员5"]  # one building of it is theirs


def test_the_list_to_fill_in_can_be_imported(tmp_path: Path) -> None:
    found = unverified_managers(city(None, date(2024, 1, 1)), RULES, date(2026, 11, 20))
    write_book(tmp_path / "待核实.xlsx", [unverified_table(found, "0530")])
    file = read_directory_file(tmp_path / "待核实.xlsx", "0530")
    read = [(entry.name, one.name, one.phones, one.verified_on) for entry in file.communities for one in entry.managers]
    assert read == [(f"{n}号院", f"管理员{n}", ("+8613853000011",), None) for n in (1, 2)]


@pytest.mark.parametrize(
    ("verified", "said"),
    [
        (date(2026, 10, 20), "核实于 2026-10-20"),
        (date(2026, 3, 15), "本供暖季未核实"),  # for the season before
        (None, "本供暖季未核实"),
    ],
)
def test_the_slip_says_when_a_number_was_checked(verified: date | None, said: str) -> None:
    one = replace(public_city.manager(1, "张某", "+8613853000011"), verified_on=verified)
    assert isinstance(one, Manager)
    words = manager_words(RULES, one, datetime(2026, 11, 20, 4, 17, tzinfo=UTC))
    assert words == f"张某 138 5300 0011（全天，{said}）"
