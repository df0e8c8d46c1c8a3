"""What refunds (退费) and reliefs (减免) have in common: the flat, the season, the steps, the day to pay by."""

import re
from datetime import date
from typing import NamedTuple

from app.directory import Directory
from app.errors import BadInput
from app.flats import bare_building, parse_flat, place_words
from app.records import Complaint, Role
from app.rules import CITY_TIME, Rules, Season
from app.typed_words import line

_SEASON = re.compile(r"(20\d\d)(?:\s*[-–—/至]\s*(?:20)?(\d\d))?")
_PART = 20


class FlatKey(NamedTuple):
    """A flat as it is stored; the building without its suffix."""

    community_id: int
    building: str
    unit: str
    room: str


def flat_of(community_id: int | None, typed: str) -> FlatKey:
    """A community and what was typed behind it: 3-2-501. Errors: BadInput(field="community", "flat")."""
    if community_id is None:
        raise BadInput("请选小区。", field="community")
    flat = parse_flat(typed)
    return checked_flat(FlatKey(community_id, flat.building, flat.unit, flat.room))


def checked_flat(flat: FlatKey) -> FlatKey:
    """The flat as it is stored. Errors: BadInput(field="flat") where it names no home."""
    building, unit, room = (
        line(typed, "flat", name, _PART)
        for typed, name in ((flat.building, "楼号"), (flat.unit, "单元"), (flat.room, "室号"))
    )
    if not (building or room):
        raise BadInput("请写明是哪一户，例如 3-2-501。", field="flat")
    return FlatKey(flat.community_id, bare_building(building), unit, room)


def flat_of_complaint(complaint: Complaint) -> FlatKey:
    """The flat that a complaint is about. Errors: BadInput(field="community", "flat")."""
    if complaint.community_id is None:
        raise BadInput("这件诉求没有写小区，请先补上。", field="community")
    return checked_flat(FlatKey(complaint.community_id, complaint.building, complaint.unit, complaint.room))


def place_of(directory: Directory, flat: FlatKey) -> str:
    """牡丹花园 3-2-501."""
    community = directory.communities.get(flat.community_id)
    return place_words(community.name if community else "（已删除的小区）", flat.building, flat.unit, flat.room)


def company_of(directory: Directory, flat: FlatKey) -> int:
    """Who heats the flat. Errors: BadInput(field="community")."""
    company = directory.route(flat.community_id, flat.building).company
    if company is None:
        raise BadInput("这个小区没有登记供热企业，请先在小区名录里补上。", field="community")
    return company.id


def season_name(typed: str) -> str:
    """2026-2027 from 2026-2027, 2026-27 or 2026. Errors: BadInput(field="season")."""
    years = _SEASON.fullmatch(typed.strip())
    if years is None or (years[2] and (int(years[1]) + 1) % 100 != int(years[2])):
        raise BadInput(f"供暖季写作 2026-2027 的样子，不是“{typed.strip()[:20]}”。", field="season")
    return f"{years[1]}-{int(years[1]) + 1}"


def find_season(rules: Rules, typed: str, today: date) -> Season:
    """The season of that name; nothing typed: the one of today, else the last one before it.

    Errors: BadInput(field="season") for one that nobody entered.
    """
    if typed.strip():
        wanted = season_name(typed)
        for season in rules.seasons:
            if season.name == wanted:
                return season
        raise BadInput(f"还没有录入 {wanted} 供暖季的起止日期。", field="season")
    begun = [season for season in rules.seasons if season.starts_on <= today]
    if not begun:
        raise BadInput("还没有录入供暖季的起止日期。", field="season")
    return max(begun, key=lambda season: season.starts_on)


def season_of_complaint(rules: Rules, complaint: Complaint) -> Season:
    """The season that a complaint is about: that of its day, or the last before it."""
    return find_season(rules, "", complaint.taken_at.astimezone(CITY_TIME).date())


def due_on(rules: Rules, season: str, setting: str) -> date:
    """The day in the year the season ends in by which it must be paid (HZ Art.46, Art.23)."""
    month, day = str(rules.settings[setting]).split("-")
    return date(int(season[-4:]), int(month), int(day))


def relief_due_words(rules: Rules) -> str:
    """By when a relief is paid, with the article (HZ Art.23)."""
    month, day = str(rules.settings["relief_due"]).split("-")
    return f"次年 {int(month)} 月 {int(day)} 日前：菏泽市供热条例第二十三条"


def acts_of(rules: Rules, record: str, state: str, role: Role) -> frozenset[str]:
    """What this role may do with a record of that state, as the database has it; ``new``: before it is there."""
    return frozenset(
        act for kind, at, act, who, _ in rules.entitlement_moves if (kind, at, who) == (record, state, role)
    )
