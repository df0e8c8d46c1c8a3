"""The shift log on paper (值班日志): by time, by seat or by complaint, with phone numbers masked."""

from collections.abc import Iterable
from datetime import datetime
from threading import Event

from app.directory import Directory
from app.log_orders import ORDER_WORDS, LogOrder, log_number
from app.log_words import mask_phones
from app.paper import Cancelled, Paper, PaperColumn, Progress
from app.rules import CITY_TIME
from app.shift_log import LogRow
from app.shift_records import Shift

_COLUMNS = (
    PaperColumn("时间", 15),
    PaperColumn("座席", 6),
    PaperColumn("人员", 9),
    PaperColumn("事项", 12),
    PaperColumn("对象", 26),
    PaperColumn("内容", 32),
)


def draw_log(
    shift: Shift,
    pages: Iterable[list[LogRow]],
    directory: Directory,
    printed_at: datetime,
    order: LogOrder = LogOrder.TIME,
    *,
    phones: bool = False,
    progress: Progress | None = None,
    cancelled: Event | None = None,
) -> bytes:
    """The rows of app.shift_log.whole_log() as a PDF file. ``phones``: in full. Errors: Cancelled, and what reading may
    raise. Safe from any thread; slips can be drawn meanwhile."""
    rows: list[LogRow] = []
    for page in pages:
        if cancelled is not None and cancelled.is_set():
            raise Cancelled
        rows += page
    company = directory.companies.get(shift.company_id) if shift.company_id else None
    team = company.name if company else "12319 供暖热线"
    under = f"{team}　{shift.words}　打印 {printed_at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
    paper = Paper("值班日志", log_number(shift, directory), under)
    paper.paragraph(f"{team}　{shift.words}　{ORDER_WORDS[order]}　共 {len(rows)} 条")
    paper.gap(4)
    if order is LogOrder.TIME:
        paper.table(_COLUMNS)
    part: str | None = None
    for row in sorted(rows, key=lambda one: _place(one, order)):
        if order is not LogOrder.TIME and (found := _part(row, order)) != part:
            part = found
            paper.heading(part)
            paper.table(_COLUMNS)
        if cancelled is not None and cancelled.is_set():
            raise Cancelled
        at = row.at.astimezone(CITY_TIME)
        subject, words = (row.subject, row.words) if phones else (mask_phones(row.subject), mask_phones(row.words))
        seat = str(row.seat_number) if row.seat_number else ""
        paper.row((f"{at:%m-%d %H:%M:%S}", seat, row.person, row.act_words, subject, words))
    if not rows:
        paper.paragraph("本班没有记录。")
    return paper.print(progress, cancelled)


def _place(row: LogRow, order: LogOrder) -> tuple[int, str, datetime, int]:
    if order is LogOrder.SEAT:
        return row.seat_number or 99, row.person, row.at, row.id
    if order is LogOrder.COMPLAINT:
        return int(not row.number), row.number, row.at, row.id
    return 0, "", row.at, row.id


def _part(row: LogRow, order: LogOrder) -> str:
    if order is LogOrder.COMPLAINT:
        return f"{row.number} {row.place}" if row.number else "其他"
    return f"{row.seat_number} 号座席　{row.person}" if row.seat_number else f"不占座席　{row.person}"
