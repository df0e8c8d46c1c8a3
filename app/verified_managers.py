"""When a manager's published number was checked: whether that counts for the season, how it is said, and the act.

A check counts for a season from the day after the season before it ended: managers change over the summer.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from app.directory import Directory
from app.errors import BadInput, NotAllowed
from app.records import Community, Manager, Role
from app.rules import CITY_TIME, Rules, Season
from app.seat import Seat
from db import acts

VERIFIERS: frozenset[Role] = frozenset({Role.OPERATOR, Role.LIAISON, Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who may enter that a number answered; verify_manager() in the database says the same."""
OLDEST_DAYS = 366  # a check of longer ago is none


def season_begins(seasons: Iterable[Season], day: date) -> date:
    """From when on a check counts for the season of this day, or in summer the next; a year, where none is known."""
    known = sorted(seasons, key=lambda one: one.ends_on)
    before = [one.ends_on for one in known if one.ends_on < day]
    if before and (day - before[-1]).days <= 366:
        return before[-1] + timedelta(days=1)
    now = next((one.ends_on for one in known if day <= one.ends_on), None)
    return _year_before(now) + timedelta(days=1) if now and (now - day).days <= 366 else _year_before(day)


def is_verified(rules: Rules, manager: Manager, day: date) -> bool:
    """Whether somebody has checked the manager's number for the season of this day."""
    return manager.verified_on is not None and manager.verified_on >= season_begins(rules.seasons, day)


def checked_words(rules: Rules, manager: Manager, day: date) -> str:
    """As slips say it: 核实于 2026-10-12, 本供暖季未核实."""
    return f"核实于 {manager.verified_on}" if is_verified(rules, manager, day) else "本供暖季未核实"


def verify_manager(seat: Seat, manager_id: int, on: date | None = None) -> bool:
    """Enter that the manager answered under the published number, today or on a day of the last year.

    Returns False where that day stands there already. Errors: NotAllowed, BadInput(field="manager", "verified_on").
    """
    if seat.person.role not in VERIFIERS:
        raise NotAllowed("您的岗位不能登记核实。")
    today = seat.now().astimezone(CITY_TIME).date()
    day = on or today
    manager = find_manager(seat.directory, manager_id)
    if day > today:
        raise BadInput(f"{day} 还没有到，请填实际打通电话的日期。", field="verified_on")
    if day < today - timedelta(days=OLDEST_DAYS):
        raise BadInput(f"{day} 是一年以前，算不得核实，请重新打电话核实。", field="verified_on")
    if manager.verified_on is not None and day < manager.verified_on:
        raise BadInput(f"{manager.name}在 {manager.verified_on} 已核实过，日期不能往前改。", field="verified_on")
    return seat.do(lambda db, _at: acts.verify_manager(db, manager_id, day))


def find_manager(directory: Directory, manager_id: int) -> Manager:
    """The manager of that id. Errors: BadInput(field="manager")."""
    for community in directory.communities.values():
        for one in community.managers:
            if one.id == manager_id:
                return one
    raise BadInput("没有这位管理员，名录可能刚改过，请重新选择。", field="manager")


def managers_named(directory: Directory, words: str) -> list[tuple[Manager, Community]]:
    """Managers of that id, name, phone or community, for the console; several may be meant."""
    digits = "".join(char for char in words if char.isdigit())
    return [
        (one, community)
        for community in directory.communities.values()
        for one in community.managers
        if words.strip() in (str(one.id), one.name, f"{community.name} {one.name}", f"{community.name}{one.name}")
        or (len(digits) >= 7 and any(_digits(phone).endswith(digits) for phone in one.phones))
    ]


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char.isdigit())


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 2, 28)
