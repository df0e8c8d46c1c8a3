"""The lines of the section 公告: how a notice stands, what it is about, where and when, and its words."""

from datetime import datetime
from enum import StrEnum

from app.directory import building_words
from app.limits import until_words
from app.moment_words import until_short
from app.notice_places import PublicNotice, place_words
from app.notice_words import KIND_SHAPES, KIND_WORDS, TELL_AUTHORITY, NoticeKind, NoticeReach
from app.notices import Version, span_words
from app.rules import CITY_TIME
from app.seat import Seat
from ui.table_model import Column

STOPS = frozenset({NoticeKind.PLANNED_STOP, NoticeKind.SUDDEN_STOP})


class Standing(StrEnum):
    """How a notice stands, by its shape and word."""

    NOW = "● 现行"
    COMING = "◔ 未开始"
    OVER = "– 已过"
    WITHDRAWN = "× 已撤回"


COLOURS = {Standing.NOW: "accent", Standing.COMING: "warning", Standing.OVER: "muted", Standing.WITHDRAWN: "muted"}


def standing(notice: PublicNotice, now: datetime) -> Standing:
    """How a notice stands at this moment."""
    if notice.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if notice.stands_at(now):
        return Standing.NOW
    return Standing.OVER if notice.is_over(now) else Standing.COMING


def rank(notice: PublicNotice, now: datetime) -> tuple[int, float]:
    """What is in force first, then what comes, the soonest first; what is over last, the newest first."""
    how = list(Standing).index(standing(notice, now))
    begins = notice.begins_at.timestamp()
    return how, begins if how < 2 else -begins


def columns(seat: Seat) -> list[Column[PublicNotice]]:
    """The columns of the list."""

    def how(notice: PublicNotice) -> Standing:
        return standing(notice, seat.now())

    def place(notice: PublicNotice) -> str:
        return f"{place_words(seat.directory, notice)} {notice.area}".strip()

    def issuer(notice: PublicNotice) -> str:
        company = seat.directory.companies.get(notice.company_id or 0)
        return company.short_name if company else "热线"

    return [
        Column(title="状态", text=how, width=10, colour=lambda one: COLOURS[how(one)], ticks=True),
        Column(title="种类", text=kind_words, width=12, strong=lambda one: one.kind in STOPS),
        Column(title="地点", text=place, width=24, strong=lambda _one: True),
        Column(title="开始", text=lambda one: _short(one.begins_at), width=12),
        Column(title="结束", text=lambda one: until_short(one.ends_at) if one.ends_at else "恢复为止", width=12),
        Column(title="发布", text=issuer, width=7),
        Column(title="告知用语", text=lambda one: " ".join(one.text.split()), width=30),
    ]


def kind_words(notice: PublicNotice) -> str:
    """▽ 计划停热."""
    return f"{KIND_SHAPES[notice.kind]} {KIND_WORDS[notice.kind]}"


def line_words(seat: Seat, notice: PublicNotice, now: datetime, at_home: bool = False) -> str:
    """One line: ▽ 计划停热 至 12月2日 18:00 · 牡丹花园 3 号楼; of what comes from when.

    ``at_home``: it stands beside its own community, whose name needs no saying.
    """
    if notice.stands_at(now):
        when = f"至 {until_words(notice.ends_at)}" if notice.ends_at else "至恢复为止"
    else:
        when = span_words(notice.begins_at, notice.ends_at)
    place = place_words(seat.directory, notice)
    if at_home and notice.reach is NoticeReach.COMMUNITY:
        place = "、".join(building_words(one) for one in notice.buildings)
    parts = (f"{kind_words(notice)} {when}", f"{place} {notice.area}".strip())
    return " · ".join(part for part in parts if part)


def about(seat: Seat, notice: PublicNotice, versions: list[Version]) -> str:
    """All of a notice in lines: words, basis, who issued it, its versions, why it was withdrawn."""
    company = seat.directory.companies.get(notice.company_id or 0)
    issuer = f"{company.name if company else '热线'} {notice.made_by_name}"
    said = [
        f"{notice.number}  {line_words(seat, notice, seat.now())}",
        f"告知：{notice.text}",
        f"依据：{notice.basis or '—'}    发布：{issuer} {_short(notice.made_at)}",
    ]
    if notice.late_reason:
        said.append(f"未提前告知的原因：{notice.late_reason}")
    if notice.kind is NoticeKind.SUDDEN_STOP and notice.withdrawn_at is None:
        said.append(TELL_AUTHORITY)
    if notice.withdrawn_at is not None:
        said.append(f"撤回：{notice.withdrawn_reason}（{notice.withdrawn_by_name}）")
    for one in versions if len(versions) > 1 else []:
        at = one.made_at.astimezone(CITY_TIME)
        said.append(f"第 {one.notice.revision} 版 {at:%m-%d %H:%M} {one.made_by_name} {one.note}".rstrip())
    return "\n".join(said)


def _short(at: datetime) -> str:
    local = at.astimezone(CITY_TIME)
    return f"{local:%m-%d %H:%M}"
