"""Notices (公告): issued, changed and withdrawn with the reason, never deleted; every version is kept.

Everybody reads all of them. A company issues what concerns its own plant, supervisor and administrator all; the
database holds to it (sql/0005_notices.sql). Rules: 菏泽市供热条例第十七条 (stops), 第十九条 (before the season).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.directory import building_key
from app.errors import BadInput, NotAllowed
from app.limits import until_words
from app.notice_checks import NewNotice, check_places, check_times, told_too_late
from app.notice_places import PublicNotice, overlaps, place_words, season_of
from app.notice_words import KIND_BASIS, KIND_WORDS, NOTICE_REFUSALS
from app.records import Role
from app.rules import CITY_TIME
from app.seat import Seat
from app.typed_words import line, paragraph
from db import notices as stored
from db.notices import NoticeKind, NoticeReach

MOST = 2000
"""More notices than a season brings."""
LEAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Version:
    """What a notice said at one revision."""

    notice: PublicNotice
    note: str
    made_by_name: str
    made_at: datetime


def may_issue(seat: Seat) -> bool:
    """Whether this person issues notices at all."""
    return seat.person.role in (Role.COMPANY, Role.SUPERVISOR, Role.ADMINISTRATOR)


def may_change(seat: Seat, notice: PublicNotice) -> bool:
    """Whether this person may change or withdraw this one; a company only what it issued."""
    if notice.withdrawn_at is not None or not may_issue(seat):
        return False
    return seat.person.role is not Role.COMPANY or notice.company_id == seat.person.company_id


def add_notice(seat: Seat, new: NewNotice, id: UUID | None = None) -> PublicNotice:
    """Issue a notice; the same ``id`` again is the same notice.

    Errors: NotAllowed; BadInput(field="places", "buildings", "begins_at", "ends_at", "text", "late_reason", …);
    MoveRefused(field="begins_at") where one of its kind is there already.
    """
    _issuers_only(seat)
    fields = _fields(seat, new, None)
    return _notice(seat, seat.do(lambda db, _at: stored.put(db, id or uuid7(), None, fields, "")))


def change_notice(seat: Seat, notice: PublicNotice, new: NewNotice, note: str = "") -> PublicNotice:
    """Put other words, times or places into a notice; the old version stays. Errors as add_notice, ChangedElsewhere."""
    _issuers_only(seat)
    fields = _fields(seat, new, notice)
    said = paragraph(note, "note", "更改原因", 400)
    return _notice(seat, seat.do(lambda db, _at: stored.put(db, notice.id, notice.revision, fields, said)))


def withdraw_notice(seat: Seat, notice: PublicNotice, reason: str) -> PublicNotice:
    """Take a notice back, and say why. Errors: BadInput(field="note"), NotAllowed, MoveRefused, ChangedElsewhere."""
    _issuers_only(seat)
    said = paragraph(reason, "note", "撤回原因", 400, required=True)
    return _notice(seat, seat.do(lambda db, _at: stored.withdraw(db, notice.id, notice.revision, said)))


def current_notices(seat: Seat) -> list[PublicNotice]:
    """What is in force or to come, by its beginning."""
    with seat.use() as connection:
        return [_notice(seat, row) for row in stored.notices(connection, seat.now(), MOST)]


def list_notices(seat: Seat, limit: int = MOST) -> list[PublicNotice]:
    """All there ever were, withdrawn ones too, the newest beginning first."""
    with seat.use() as connection:
        return [_notice(seat, row) for row in stored.notices(connection, None, limit)]


def show_notice(seat: Seat, key: str | UUID) -> PublicNotice:
    """A notice by its number or id. Errors: BadInput(field="notice")."""
    with seat.use() as connection:
        given = {"id": key} if isinstance(key, UUID) else {"number": key.strip().upper()}
        row = stored.notice(connection, **given)
    if row is None:
        raise BadInput("没有这条公告。", field="notice")
    return _notice(seat, row)


def versions_of(seat: Seat, notice: PublicNotice) -> list[Version]:
    """Every version of a notice, newest first."""
    with seat.use() as connection:
        rows = stored.versions(connection, notice.id)
    return [
        Version(_notice(seat, _from_json(row["content"])), row["note"], _name(seat, row["made_by"]), row["made_at"])
        for row in rows
    ]


def _issuers_only(seat: Seat) -> None:
    if not may_issue(seat):
        raise NotAllowed(NOTICE_REFUSALS["notice_role"][0])


def _fields(seat: Seat, new: NewNotice, old: PublicNotice | None) -> dict[str, Any]:
    """The row's values. Everything that can be known here is said here, at its field."""
    places = tuple(dict.fromkeys(new.places))
    buildings = tuple(dict.fromkeys(key for one in new.buildings if (key := building_key(one))))
    check_places(seat, new.reach, places, buildings)
    check_times(seat, new, old)
    said = paragraph(new.text, "text", "告知用语", 1000, required=True)
    if len(said) < LEAST_WORDS:
        raise BadInput("告知用语太短，请写成能念给用户听的一句话。", field="text")
    late = paragraph(new.late_reason, "late_reason", "未提前告知的原因", 400)
    moved = old is None or (old.kind, old.begins_at, old.ends_at) != (new.kind, new.begins_at, new.ends_at)
    question = told_too_late(seat.rules, new, seat.now()) if moved else ""
    if question and not late:
        raise BadInput(question, field="late_reason")
    season = season_of(seat.rules.seasons, new.begins_at)
    rival = next(
        (
            one
            for one in current_notices(seat)
            if (old is None or one.id != old.id) and overlaps(one, new.kind, new.reach, places, buildings, _span(new))
        ),
        None,
    )
    if rival is not None:
        words = place_words(seat.directory, rival)
        raise BadInput(
            f"{words}已有{KIND_WORDS[rival.kind]}公告 {rival.number}（{span_words(rival.begins_at, rival.ends_at)}），"
            "时段重叠；请更改那一条，或先撤回。",
            field="begins_at",
        )
    return {
        "kind": new.kind,
        "reach": new.reach,
        "places": list(places),
        "buildings": list(buildings),
        "area": line(new.area, "area", "范围", 400),
        "begins_at": new.begins_at.isoformat(),
        "ends_at": new.ends_at.isoformat() if new.ends_at else None,
        "text": said,
        "basis": line(new.basis, "basis", "依据", 400) or KIND_BASIS.get(new.kind, ""),
        "late_reason": late,
        "season": season.name if season else None,
    }


def _span(new: NewNotice) -> tuple[datetime, datetime | None]:
    return new.begins_at, new.ends_at


def span_words(begins_at: datetime, ends_at: datetime | None) -> str:
    """12月1日 08:00 至 12月2日 24:00; 至恢复为止 where nobody knows."""
    local = begins_at.astimezone(CITY_TIME)
    return f"{local.month}月{local.day}日 {local:%H:%M} 至 {until_words(ends_at) if ends_at else '恢复为止'}"


def _notice(seat: Seat, row: Mapping[str, Any]) -> PublicNotice:
    return PublicNotice(
        id=row["id"],
        number=row["number"],
        revision=row["revision"],
        kind=NoticeKind(row["kind"]),
        reach=NoticeReach(row["reach"]),
        places=tuple(row["places"]),
        buildings=tuple(row["buildings"]),
        area=row["area"],
        begins_at=row["begins_at"],
        ends_at=row["ends_at"],
        text=row["text"],
        basis=row["basis"],
        late_reason=row["late_reason"],
        season=row["season"] or "",
        company_id=row["company_id"],
        made_by_name=_name(seat, row["made_by"]),
        made_at=row["made_at"],
        withdrawn_at=row["withdrawn_at"],
        withdrawn_by_name=_name(seat, row["withdrawn_by"]),
        withdrawn_reason=row["withdrawn_reason"],
    )


def _from_json(content: Mapping[str, Any]) -> dict[str, Any]:
    moments = ("begins_at", "ends_at", "made_at", "withdrawn_at")
    read = {name: datetime.fromisoformat(content[name]) if content[name] else None for name in moments}
    return {**content, **read, "id": UUID(content["id"])}


def _name(seat: Seat, person_id: int | None) -> str:
    person = seat.directory.people.get(person_id or 0)
    return person.name if person else ""
