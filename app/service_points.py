"""Service halls and ways to pay (大厅、缴费渠道): what an operator reads out; kept by the administrator.

Nothing is made up: what nobody has verified is empty here and said as 待补充.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.directory import Directory
from app.errors import BadInput, NotAllowed
from app.lookup_keys import plain
from app.phones import PhoneKind, read_phone
from app.pinyin import spellings
from app.records import Role
from app.rules import CITY_TIME
from app.seat import Seat
from app.typed_words import line, paragraph
from db import service_points as stored
from db.service_points import PointKind as PointKind

KIND_WORDS: dict[PointKind, str] = {
    PointKind.HALL: "服务大厅",
    PointKind.BANK: "银行",
    PointKind.WECHAT: "微信",
    PointKind.ALIPAY: "支付宝",
    PointKind.OTHER: "其他渠道",
}
UNKNOWN = "待补充"
MOST_PHONES = 4
OLDEST_DAYS = 1830
"""A check of more than five years ago is a slip of the hand."""
STALE_DAYS = 365
"""What nobody has verified for so long may be wrong."""


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """A hall, or a way to pay."""

    id: int
    kind: PointKind
    name: str
    company_id: int | None  # None: of all companies
    address: str
    hours: str
    phones: tuple[str, ...]
    how: str  # 凭用热户号在银行网点缴费
    source: str  # where it is known from
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class PointWords:
    """What is typed of one; phones apart by 、 or blanks."""

    kind: PointKind
    name: str
    company_id: int | None = None
    address: str = ""
    hours: str = ""
    phones: tuple[str, ...] = ()
    how: str = ""
    source: str = ""
    verified_on: date | None = None


def list_points(seat: Seat) -> list[ServicePoint]:
    """All that are in use: halls first, then the ways to pay."""
    with seat.use() as connection:
        found = [_point(row) for row in stored.points(connection)]
    kinds = list(PointKind)
    return sorted(found, key=lambda one: (kinds.index(one.kind), one.id))


def find_points(points: Iterable[ServicePoint], directory: Directory, typed: str) -> list[ServicePoint]:
    """Those that have every word typed: in name, kind, address, company, phone; by pinyin and initials too. Pure."""
    words = [plain(word) for word in typed.split()]
    return [one for one in points if all(_has(one, directory, word) for word in words)]


def add_point(seat: Seat, words: PointWords, note: str = "") -> ServicePoint:
    """Add a hall or a way to pay. Errors: NotAllowed; BadInput with the field; MoveRefused(field="name")."""
    return _put(seat, None, words, note)


def change_point(seat: Seat, point_id: int, words: PointWords, note: str = "") -> ServicePoint:
    """Change one; what it was stays in the events. Errors as add_point."""
    return _put(seat, point_id, words, note)


def retire_point(seat: Seat, point_id: int, reason: str) -> None:
    """Take one out of use. Errors: NotAllowed, BadInput(field="note")."""
    _administrator_only(seat)
    said = paragraph(reason, "note", "停用原因", 400, required=True)
    seat.do(lambda db, _at: stored.put(db, point_id, {}, said, retire=True))


def words_of(point: ServicePoint) -> PointWords:
    """What one says now, to be changed."""
    return PointWords(
        point.kind,
        point.name,
        point.company_id,
        point.address,
        point.hours,
        point.phones,
        point.how,
        point.source,
        point.verified_on,
    )


def checked_words(point: ServicePoint, today: date) -> str:
    """2026-10-20 核实, or what is wrong with it."""
    if point.verified_on is None:
        return "未核实"
    stale = (today - point.verified_on).days > STALE_DAYS
    return f"{point.verified_on} 核实" + ("，已过一年" if stale else "")


def read_out(point: ServicePoint) -> str:
    """What is said to the caller, without what is not known."""
    parts = [point.name, point.address if point.address != point.name else "", point.hours, "、".join(point.phones)]
    said = "，".join(part for part in [*parts, point.how] if part)
    return f"{said}。"


def _put(seat: Seat, point_id: int | None, words: PointWords, note: str) -> ServicePoint:
    _administrator_only(seat)
    if words.company_id is not None and words.company_id not in seat.directory.companies:
        raise BadInput("名录里没有这家热力公司。", field="company")
    today = seat.now().astimezone(CITY_TIME).date()
    if words.verified_on is not None and words.verified_on > today:
        raise BadInput("核实日期不能晚于今天。", field="verified_on")
    if words.verified_on is not None and (today - words.verified_on).days > OLDEST_DAYS:
        raise BadInput(f"{words.verified_on} 太早，算不得核实，请核对年份。", field="verified_on")
    phones = [_phone(seat, one) for one in words.phones if one.strip()]
    if len(phones) > MOST_PHONES:
        raise BadInput(f"电话最多 {MOST_PHONES} 个。", field="phones")
    values = {
        "kind": words.kind,
        "name": line(words.name, "name", "名称", 60, required=True),
        "company_id": words.company_id,
        "address": line(words.address, "address", "地址", 200),
        "hours": line(words.hours, "hours", "时间", 100),
        "phones": phones,
        "how": paragraph(words.how, "how", "办法", 400),
        "source": line(words.source, "source", "依据", 200),
        "verified_on": words.verified_on.isoformat() if words.verified_on else None,
    }
    said = paragraph(note, "note", "说明", 400)
    return _point(seat.do(lambda db, _at: stored.put(db, point_id, values, said)))


def _phone(seat: Seat, typed: str) -> str:
    """A number as it was typed, where it is one that people can ring."""
    phone = line(typed, "phones", "电话", 40)
    try:
        kind = read_phone(phone, seat.rules.area_code).kind
    except BadInput as error:
        raise BadInput(error.sentence, field="phones") from None
    if kind is PhoneKind.WITHHELD:
        raise BadInput(f"“{phone}”不是可以拨打的号码。", field="phones")
    return phone


def _administrator_only(seat: Seat) -> None:
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("大厅和缴费渠道由系统管理员维护。")


def _has(point: ServicePoint, directory: Directory, word: str) -> bool:
    company = directory.companies.get(point.company_id or 0)
    texts = [point.name, KIND_WORDS[point.kind], point.address, point.hours, *point.phones, point.how]
    texts += [company.name, company.short_name] if company else []
    if any(word in plain(text) for text in texts):
        return True
    if not word.isascii():
        return False
    for name in (point.name, KIND_WORDS[point.kind], company.short_name if company else ""):
        for said in spellings("".join(sign for sign in name if sign.isalnum())[:12]):
            full = "".join(said)
            if "".join(one[0] for one in said).find(word) >= 0 or full.startswith(word):
                return True
            if any("".join(said[at:]).startswith(word) for at in range(1, len(said))):
                return True
    return False


def _point(row: Mapping[str, Any]) -> ServicePoint:
    return ServicePoint(
        id=row["id"],
        kind=PointKind(row["kind"]),
        name=row["name"],
        company_id=row["company_id"],
        address=row["address"],
        hours=row["hours"],
        phones=tuple(row["phones"]),
        how=row["how"],
        source=row["source"],
        verified_on=row["verified_on"],
    )
