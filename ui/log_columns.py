"""The lists of the section 值班日志 as data: events, who did how much at which seat, complaints, typed entries."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.log_words import mask_phones
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_log import ComplaintPart, Entry, LogRow, SeatPart
from app.shift_words import ENTRY_WORDS
from ui.table_model import Column


class LogView(StrEnum):
    """How the log is put together, by the word on its chip."""

    TIME = "按时间"
    SEAT = "按座席"
    COMPLAINT = "按诉求"
    ENTRIES = "记事"


def event_columns() -> list[Column[LogRow]]:
    """One event a line; phone numbers are masked."""
    return [
        Column(title="时间", text=lambda one: _clock(one.at), width=16),
        Column(title="座席", text=lambda one: _seat(one.seat_number), width=6),
        Column(title="人员", text=lambda one: one.person, width=8),
        Column(title="事项", text=lambda one: one.act_words, width=13, strong=_typed, colour=_typed_colour),
        Column(title="对象", text=lambda one: mask_phones(one.subject), width=35),
        Column(title="内容", text=lambda one: one_line(one.words), width=40),
    ]


def seat_columns() -> list[Column[SeatPart]]:
    """One person at one seat a line."""
    return [
        Column(title="座席", text=lambda one: _seat(one.seat_number), width=10, strong=lambda _one: True),
        Column(title="人员", text=lambda one: one.person, width=12),
        Column(title="事件", text=lambda one: str(one.events), width=8, right=True),
        Column(title="第一件", text=lambda one: _clock(one.first_at), width=17),
        Column(title="最后一件", text=lambda one: _clock(one.last_at), width=17),
    ]


def complaint_columns(seat: Seat) -> list[Column[ComplaintPart]]:
    """One complaint a line."""

    def company(one: ComplaintPart) -> str:
        found = seat.directory.companies.get(one.company_id) if one.company_id else None
        return found.short_name if found else "—"

    return [
        Column(title="编号", text=lambda one: one.number, width=17, strong=lambda _one: True),
        Column(title="地点", text=lambda one: one.place, width=32),
        Column(title="类别", text=lambda one: seat.rules.category(one.category).name, width=24),
        Column(title="热力公司", text=company, width=10),
        Column(title="事件", text=lambda one: str(one.events), width=8, right=True),
        Column(title="最后一件", text=lambda one: _clock(one.last_at), width=17),
    ]


def entry_columns() -> list[Column[Entry]]:
    """One version of an entry a line; those that were amended are muted and say so."""

    def mark(one: Entry) -> str:
        return "" if one.last else "已更正"

    def muted(one: Entry) -> str | None:
        return None if one.last else "muted"

    return [
        Column(title="时间", text=lambda one: _clock(one.made_at), width=16, colour=muted),
        Column(title="种类", text=lambda one: ENTRY_WORDS[one.kind], width=11, strong=lambda one: one.last),
        Column(title="人员", text=lambda one: one.made_by_name, width=8, colour=muted),
        Column(title="版本", text=mark, width=9, colour=lambda _one: "warning"),
        Column(title="内容", text=lambda one: one_line(one.text), width=60, colour=muted),
    ]


def versions(entries: dict[UUID, Entry], entry_id: UUID | None) -> list[Entry]:
    """All versions of an entry, the newest first, whichever of them is given; none for what is no entry."""
    after = {one.amends: one for one in entries.values() if one.amends}
    found = entries.get(entry_id) if entry_id else None
    while found is not None and found.id in after:
        found = after[found.id]
    chain: list[Entry] = []
    while found is not None:
        chain.append(found)
        found = entries.get(found.amends) if found.amends else None
    return chain


def version_words(chain: Iterable[Entry]) -> str:
    """The versions below each other, each with its moment and its author."""
    newest, *older = chain
    lines = [f"{ENTRY_WORDS[newest.kind]}　{newest.made_by_name} {_clock(newest.made_at)}：{newest.text}"]
    lines += [f"原为（{one.made_by_name} {_clock(one.made_at)}）：{one.text}" for one in older]
    return mask_phones("\n".join(lines))


def event_words(row: LogRow) -> str:
    """An event with all that was said."""
    at = f"{_clock(row.at)}　{row.person}　{row.act_words}　{row.subject}"
    return mask_phones(f"{at}\n{row.words}".strip())


def one_line(words: str) -> str:
    """Words in one line, with masked phone numbers."""
    return mask_phones(" ".join(words.split()))


def _clock(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M:%S}"


def _seat(number: int | None) -> str:
    return f"{number} 号" if number else "—"


def _typed(row: LogRow) -> bool:
    return row.entry_id is not None


def _typed_colour(row: LogRow) -> str | None:
    return "accent" if _typed(row) else None
