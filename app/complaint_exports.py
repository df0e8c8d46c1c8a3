"""Taking a list of complaints out of the house as a workbook: a right, on the record, with phone numbers masked.

Whose right it is, the setting ``exporters`` says; the event is written before the first row is read. In full the
callers' numbers go out only against a reason; those of secret complaints never do.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import Any

from app.figures import Measure, Scope
from app.forms import form_words
from app.log_words import mask_phones
from app.long_workbooks import LongColumn, LongValue, write_long
from app.phones import read_phone
from app.records import Channel, State
from app.seat import Seat
from app.statistics import catch_up, check_days
from app.typed_words import paragraph
from app.words import CHANNEL_WORDS, STATE_WORDS
from db import statistics as stored

PAGE = 1000

COLUMNS = (
    LongColumn("编号", 16),
    LongColumn("受理时间", 20),
    LongColumn("来源", 10),
    LongColumn("类别", 24),
    LongColumn("地点", 32),
    LongColumn("状态", 10),
    LongColumn("热力公司", 12),
    LongColumn("诉求人", 12),
    LongColumn("电话", 18),
    LongColumn("内容", 60),
    LongColumn("登记表", 40),
    LongColumn("受理人", 10),
    LongColumn("派单时间", 20),
    LongColumn("签收时间", 20),
    LongColumn("到场时间", 20),
    LongColumn("反馈时间", 20),
    LongColumn("结案时间", 20),
    LongColumn("反馈内容", 60),
    LongColumn("催办", 8),
    LongColumn("退单", 8),
    LongColumn("重办", 8),
    LongColumn("满意度", 8),
)


def export_complaints(
    seat: Seat,
    path: Path,
    scope: Scope,
    measure: Measure = Measure.TAKEN,
    reason: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Event | None = None,
) -> int:
    """Write the complaints behind a number to a .xlsx file in constant memory; how many rows.

    ``reason``: why the phone numbers are needed in full; empty: they are masked. Errors: NotAllowed, BadInput
    (field="dates", "file"), DiskFull, Cancelled.
    """
    check_days(scope)
    why = paragraph(reason, "reason", "原因", 500)
    catch_up(seat)
    detail = {"measure": measure, "from": scope.first.isoformat(), "to": scope.last.isoformat(), "only": scope.only}
    with seat.use() as connection:
        stored.export_begin(connection, {**detail, "phones": "full" if why else "masked"}, why)
    rows = (_cells(seat, row, bool(why)) for row in _rows(seat, scope, measure))
    return write_long(path, "诉求清单", COLUMNS, rows, progress, cancelled)


def _rows(seat: Seat, scope: Scope, measure: Measure) -> Iterator[Mapping[str, Any]]:
    last = None
    while True:
        with seat.use() as connection:
            found = stored.behind(connection, measure, scope.first, scope.last, scope.only, last, PAGE)
            read = {row["id"]: row for row in stored.exported(connection, [key for key, _ in found])}
        yield from (read[key] for key, _ in found if key in read)
        if len(found) < PAGE:
            return
        last = (found[-1][1], found[-1][0])


def _cells(seat: Seat, row: Mapping[str, Any], phones: bool) -> tuple[LongValue, ...]:
    company = seat.directory.companies.get(row["company_id"])
    shown: Callable[[str], str] = str if phones else mask_phones
    return (
        row["number"],
        row["taken_at"],
        CHANNEL_WORDS[Channel(row["channel"])],
        f"{row['category']} {seat.rules.category(row['category']).name}",
        row["place"],
        STATE_WORDS[State(row["state"])],
        company.short_name if company else "",
        "保密" if row["secret"] else row["caller"] or "",
        _phone(row, phones),
        shown(row["text"]),
        _form(seat, row),
        row["taker"],
        *(row[name] for name in ("dispatched_at", "signed_at", "arrived_at", "reported_at", "closed_at")),
        shown(row["report"]),
        *(row[name] for name in ("reminders", "returns", "reopened", "satisfaction")),
    )


def _form(seat: Seat, row: Mapping[str, Any]) -> str:
    """The short form in words: 异议 读数；热表编号 RL-88120435. A secret caller's household is told to nobody."""
    words = "；".join(form_words(seat.rules, row["category"], row["form"]))
    return "保密" if words and row["secret"] else mask_phones(words)


def _phone(row: Mapping[str, Any], in_full: bool) -> str:
    if row["secret"]:
        return "保密"
    raw = str(row["phone_raw"] or "")
    if in_full or not raw:
        return raw
    return read_phone(row["phone"]).masked if row["phone"] else mask_phones(raw)
