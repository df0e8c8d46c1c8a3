"""The list of changes an import would make: each in words, and as the row that ``directory_put`` takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from app.directory_columns import plain
from app.directory_names import Names, Ref
from app.errors import BadInput
from app.phones import read_phone

Value = str | int | bool | list[str] | None  # plain JSON; dates and times as ISO text
Values = Mapping[str, Value]

TABLE_WORDS = {"company": "公司", "station": "换热站", "community": "小区", "building": "楼栋", "manager": "管理员"}
_COLUMN_WORDS = {
    "name": "名称",
    "code": "代码",
    "short_name": "简称",
    "service_phones": "客服电话",
    "duty_phone": "值班电话",
    "address": "地址",
    "homes": "户数",
    "aliases": "别名",
    "kind": "类型",
    "company_id": "热力公司",
    "station_id": "换热站",
    "handed_over": "是否移交",
    "warranty_until": "保修期至",
    "note": "备注",
    "phones": "电话",
    "duty_from": "值班",
    "rank": "次序",
    "verified_on": "核实日期",
}
_PHONES = {"service_phones", "duty_phone", "phones"}
_KIND_WORDS = {"residential": "小区", "unit": "单位"}


class ChangeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of the file does to one row of the directory.

    ``payload`` is one element of ``directory_put``'s list: {"table", "id" or None, "key", "values", "retire"}; None
    when nothing changes.
    """

    kind: ChangeKind
    sheet: str
    row: int
    words: str  # 牡丹花园 管理员 张某：电话 138 5300 0011 → 138 5300 0012
    payload: dict[str, object] | None = None


class Ledger:
    """Collects changes in the order in which the database must make them."""

    def __init__(self, names: Names, area_code: str) -> None:
        self.changes: list[Change] = []
        self._names = names
        self._area_code = area_code

    def put(
        self, table: str, at: tuple[str, int], subject: str, given: Values, stored: Values | None, row_id: int | None
    ) -> Ref:
        """Compare what the file gives with what is stored (None: a new row); returns what later rows refer to.

        ``given`` holds only what the file says: a blank cell never erases anything.
        """
        if stored is None or row_id is None:
            key = f"{table}{len(self.changes) + 1}"
            payload: dict[str, object] = {
                "table": table,
                "id": None,
                "key": key,
                "values": dict(given),
                "retire": False,
            }
            told = "，".join(
                f"{_COLUMN_WORDS[column]} {self._shown(column, given)}"
                for column, value in given.items()
                if column in _COLUMN_WORDS and column != "name" and value not in (None, "")
            )
            words = f"新增{TABLE_WORDS[table]} {subject}" + (f"：{told}" if told else "")
            self.changes.append(Change(ChangeKind.ADDED, *at, words, payload))
            return f"${key}"
        new = {column: value for column, value in given.items() if not self._same(column, value, stored[column])}
        if not new:
            self.changes.append(Change(ChangeKind.SAME, *at, subject))
            return row_id
        if new.keys() & {"duty_from", "duty_to"}:
            new |= {"duty_from": given["duty_from"], "duty_to": given["duty_to"]}
        payload = {"table": table, "id": row_id, "key": None, "values": new, "retire": False}
        told = "；".join(
            f"{_COLUMN_WORDS[column]} {self._shown(column, stored)} → {self._shown(column, new)}"
            for column in new
            if column in _COLUMN_WORDS
        )
        self.changes.append(Change(ChangeKind.CHANGED, *at, f"{subject}：{told}", payload))
        return row_id

    def _same(self, column: str, one: Value, other: Value) -> bool:
        if column in _PHONES:
            return self._dialled_once(one) == self._dialled_once(other)
        if isinstance(one, str) and isinstance(other, str):
            return plain(one) == plain(other)
        if isinstance(one, list) and isinstance(other, list):
            return [plain(word) for word in one] == [plain(word) for word in other]
        return one == other

    def _dialled_once(self, phones: Value) -> list[str]:
        """What is dialled, in order; one number stored in two writings counts once, as it does in a file."""
        return list(dict.fromkeys(self._dialled(phone) for phone in _list(phones)))

    def _dialled(self, phone: str) -> str:
        """The number without regard to how it is written."""
        try:
            return plain(read_phone(phone, self._area_code).national)
        except BadInput:
            return plain(phone)

    def _shown(self, column: str, values: Values) -> str:
        value = values[column]
        if column == "duty_from":
            return f"{value}-{values['duty_to']}" if value else "全天"
        if column in _PHONES:
            return "、".join(self._national(phone) for phone in _list(value)) or "（空）"
        if column in ("company_id", "station_id") and not isinstance(value, list):
            return self._names.words_of(column, value) or "（空）"
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, list):
            return "、".join(value) or "（空）"
        return _KIND_WORDS.get(str(value), str(value)) if value not in (None, "") else "（空）"

    def _national(self, phone: str) -> str:
        try:
            return read_phone(phone, self._area_code).national
        except BadInput:
            return phone


def plain_value(value: object) -> Value:
    """A field of a record as plain JSON: dates and times as ISO text (19:00), tuples as lists."""
    match value:
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case tuple():
            return [str(word) for word in value]
        case bool() | int() | None:
            return value
    return str(value)


def stored_values(record: object, columns: Iterable[str]) -> dict[str, Value]:
    """These columns of a record of app.records, as ``Ledger.put`` compares them."""
    return {column: plain_value(getattr(record, column)) for column in columns}


def _list(value: Value) -> list[str]:
    """Phones of a column that holds one or several."""
    if isinstance(value, list):
        return value
    return [str(value)] if value else []
