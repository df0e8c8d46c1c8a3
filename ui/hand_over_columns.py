"""The lists of the section 交接 as data: the shifts to hand over and handed over, and what one of them leaves to do."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.forum_records import POST_STATE_WORDS
from app.hand_over_records import Facts, LeftComplaint, Sheet
from app.moment_words import until_short
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_records import Shift
from app.words import STATE_WORDS
from ui.table_model import Column

COMPLAINT_LISTS = ("overdue", "unsigned", "call_backs")
LISTS = ("open", *COMPLAINT_LISTS, "incidents", "drafts", "posts", "notices")
"""What a number of the sheet opens, in the order of COUNT_WORDS."""


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A shift of one's own team: handed over, or (``sheet`` None) to be handed over."""

    shift: Shift
    sheet: Sheet | None = None
    over: bool = False  # ended, and nobody handed it over

    @property
    def state(self) -> str:
        """Shape and word."""
        if self.sheet is None:
            return "▲ 漏交班" if self.over else "● 未交班"
        return "✓ 已接班" if self.sheet.signed_at else "▲ 待接班"

    @property
    def colour(self) -> str:
        """The colour of the state."""
        if self.sheet is None:
            return "warning" if self.over else "accent"
        return "good" if self.sheet.signed_at else "warning"


@dataclass(frozen=True, slots=True)
class LeftLine:
    """One thing left to do, whatever it is; ``key`` is its id, or the state of open complaints."""

    key: Hashable
    name: str
    words: str
    what: str
    who: str
    at: datetime | None
    late: bool = False
    ends: bool = False  # at ``at`` something ends: midnight is 24:00
    place: int = 0  # the order in which the database gave them


def shift_columns() -> list[Column[ShiftLine]]:
    """Which shift, and how far its hand-over is."""
    return [
        Column(title="班次", text=lambda one: f"{one.shift.day:%m-%d} {one.shift.name}", width=12, strong=_waits),
        Column(title="交接", text=lambda one: one.state, width=12, colour=lambda one: one.colour),
        Column(title="交班人", text=lambda one: one.sheet.made_by_name if one.sheet else "", width=9),
    ]


def left_columns(kind: str) -> list[Column[LeftLine]]:
    """The columns of one list, by its key in LISTS."""
    name, words, what, who, at = _TITLES[kind]
    columns = [
        Column(title=name, text=lambda one: one.name, width=17, strong=lambda _one: True),
        Column(title=words, text=lambda one: one.words, width=30),
        Column(title=at, text=_when, width=13, colour=lambda one: "danger" if one.late else None),
        Column(title=who, text=lambda one: one.who, width=10),
        Column(title=what, text=lambda one: one.what, width=30, colour=lambda _one: "muted"),
    ]
    return [column for column in columns if column.title]


def left_lines(seat: Seat, facts: Facts, kind: str) -> list[LeftLine]:
    """The rows of one list."""
    return [replace(row, place=at) for at, row in enumerate(_lines(seat, facts, kind))]


def _lines(seat: Seat, facts: Facts, kind: str) -> list[LeftLine]:
    people, companies = seat.directory.people, seat.directory.companies

    def person(person_id: int) -> str:
        found = people.get(person_id)
        return found.name if found else ""

    def company(company_id: int | None) -> str:
        found = companies.get(company_id) if company_id else None
        return found.short_name if found else "—"

    def complaint(one: LeftComplaint) -> LeftLine:
        what = f"{STATE_WORDS[one.state]} · {seat.rules.category(one.category).name}"
        late = one.due_at < facts.at
        return LeftLine(one.id, one.number, one.place, what, company(one.company_id), one.due_at, late, ends=True)

    match kind:
        case "open":
            return [
                LeftLine(state, STATE_WORDS[state], f"{many} 件", "", "", None) for state, many in facts.states.items()
            ]
        case "overdue" | "unsigned" | "call_backs":
            rows: tuple[LeftComplaint, ...] = getattr(facts, kind)
            return [complaint(one) for one in rows]
        case "incidents":
            return [
                LeftLine(
                    one.id,
                    one.number,
                    one.place,
                    f"{one.complaints} 件 · 约 {one.homes} 户 · {one.cause or '原因未明'}",
                    company(one.company_id),
                    one.expected_end,
                    ends=True,
                )
                for one in facts.incidents
            ]
        case "drafts":
            words = "未提交的草稿，只有本人能打开"
            return [LeftLine(one.id, person(one.person_id), words, "", "", one.kept_at) for one in facts.drafts]
        case "posts":
            return [
                LeftLine(one.id, one.source, one.title, POST_STATE_WORDS[one.state], "", one.seen_at)
                for one in facts.posts
            ]
    return [
        LeftLine(one.id, person(one.person_id), " ".join(one.text.split()), "", "", one.made_at)
        for one in facts.notices
    ]


_COMPLAINT_TITLES = ("编号", "地点", "状态 · 类别", "热力公司", "时限")
_TITLES: Mapping[str, tuple[str, str, str, str, str]] = {
    "open": ("状态", "件数", "", "", ""),
    **dict.fromkeys(COMPLAINT_LISTS, _COMPLAINT_TITLES),
    "incidents": ("编号", "地点", "规模与原因", "热力公司", "预计恢复"),
    "drafts": ("填写人", "草稿", "", "", "最后保存"),
    "posts": ("来源", "标题", "状态", "", "发现"),
    "notices": ("记录人", "须知", "", "", "记录时间"),
}


def _waits(line: ShiftLine) -> bool:
    return line.sheet is None or line.sheet.signed_at is None


def _when(line: LeftLine) -> str:
    if line.at is None:
        return "未知"
    return until_short(line.at) if line.ends else f"{line.at.astimezone(CITY_TIME):%m-%d %H:%M}"
