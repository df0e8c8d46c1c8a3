"""Whose published phone nobody has checked for this season: the list that asks for it, and the sheet to fill in.

A check counts for a season from the day after the season before it ended: managers change over the summer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.directory import Directory
from app.directory_export import manager_columns, manager_row
from app.records import Community, Company, Manager
from app.rules import CITY_TIME, Rules
from app.seat import Seat
from app.verified_managers import is_verified, season_begins as season_begins
from app.workbooks import Table, write_book

_NEVER = date.min


@dataclass(frozen=True, slots=True)
class Unverified:
    """A manager to ask for, with the community and the company that serves it."""

    community: Community
    manager: Manager
    company: Company | None


def unverified_managers(
    directory: Directory, rules: Rules, day: date, company_id: int | None = None
) -> list[Unverified]:
    """Managers whose number was not checked for the season of this day, those checked longest ago first."""
    places = directory.communities.values() if company_id is None else directory.of_company(company_id)
    found = [
        Unverified(place, one, directory.route(place.id).company)
        for place in places
        for one in place.managers
        if not is_verified(rules, one, day)
    ]
    return sorted(found, key=lambda one: (one.manager.verified_on or _NEVER, one.community.name, one.manager.rank))


def list_unverified(seat: Seat, company_id: int | None = None) -> list[Unverified]:
    """The same as stored now, by the server's day; a company's desk is told its own."""
    seat.refresh()
    own = seat.person.company_id or company_id
    return unverified_managers(seat.directory, seat.rules, seat.now().astimezone(CITY_TIME).date(), own)


def write_unverified(seat: Seat, path: Path, found: Sequence[Unverified]) -> None:
    """The list as a workbook: fill in the day of the check, or another number, and import it as it is.

    Errors: BadInput(field="file"), DiskFull.
    """
    write_book(path, [unverified_table(found, seat.rules.area_code)])


def unverified_table(found: Sequence[Unverified], area_code: str) -> Table:
    """The sheet 管理员 of the directory's own workbook; the day of the last check is left blank."""
    rows = [(*manager_row(one.community, one.manager, area_code)[:-1], None) for one in found]
    return Table("管理员", manager_columns(), rows)
