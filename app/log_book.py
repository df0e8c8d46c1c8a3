"""The shift log as a workbook: one row an event, moments and numbers as such, phone numbers masked."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

from app.directory import Directory
from app.log_words import mask_phones
from app.long_workbooks import LongColumn, LongValue, write_long
from app.shift_log import LogRow

COLUMNS = (
    LongColumn("时间", 20),
    LongColumn("座席", 6),
    LongColumn("人员", 12),
    LongColumn("事项", 14),
    LongColumn("诉求编号", 16),
    LongColumn("地点", 30),
    LongColumn("热力公司", 12),
    LongColumn("类别", 8),
    LongColumn("对象", 30),
    LongColumn("内容", 60),
)


def write_log(
    path: Path,
    pages: Iterable[list[LogRow]],
    directory: Directory,
    *,
    phones: bool = False,
    progress: Callable[[int], None] | None = None,
    cancelled: Event | None = None,
) -> int:
    """Write the rows of app.shift_log.whole_log() to a .xlsx file, in constant memory; how many.

    ``phones``: in full. Errors: BadInput(field="file"), DiskFull, Cancelled, and what reading may raise.
    """
    return write_long(path, "值班日志", COLUMNS, _cells(pages, directory, phones), progress, cancelled)


def _cells(pages: Iterable[list[LogRow]], directory: Directory, phones: bool) -> Iterator[tuple[LongValue, ...]]:
    shown = (lambda text: text) if phones else mask_phones
    for page in pages:
        for row in page:
            company = directory.companies.get(row.company_id) if row.company_id else None
            yield (
                row.at,
                row.seat_number,
                row.person,
                row.act_words,
                row.number,
                row.place,
                company.short_name if company else "",
                row.category,
                "" if row.number else shown(row.subject),
                shown(row.words),
            )
