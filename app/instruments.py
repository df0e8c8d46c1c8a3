"""The companies' thermometers with their calibration; kept by their company, or by a supervisor."""

from collections.abc import Mapping
from typing import Any

from app.day_words import read_day
from app.errors import BadInput, NotAllowed
from app.records import Role
from app.room_days import local_day
from app.room_records import Instrument
from app.seat import Seat
from app.typed_words import line
from db import temperature as stored

OLDEST_DAYS = 3660
"""A calibration of more than ten years ago, or for so long, is a slip of the hand."""


def list_instruments(seat: Seat, company_id: int | None = None, *, retired: bool = False) -> list[Instrument]:
    """The instruments that this person may see, by company and number; ``retired``: those out of use too."""
    with seat.use() as connection:
        found = [_instrument(row) for row in stored.instruments(connection, company_id)]
    return found if retired else [one for one in found if one.retired_at is None]


def find_instrument(seat: Seat, company_id: int, number: str) -> Instrument:
    """A company's instrument in use, by its number. Errors: BadInput(field="instrument")."""
    wanted = number.strip().casefold()
    for one in list_instruments(seat, company_id):
        if one.number.casefold() == wanted:
            return one
    known = "、".join(one.number for one in list_instruments(seat, company_id)) or "还没有登记"
    raise BadInput(f"没有编号“{number.strip()[:20]}”的仪器，可用：{known}。", field="instrument")


def put_instrument(
    seat: Seat,
    number: str,
    model: str,
    calibrated_on: str,
    valid_until: str,
    company_id: int | None = None,
    id: int | None = None,
    reason: str = "",
) -> Instrument:
    """Add an instrument, or change one; days as 2026-10-01. ``company_id``: for the supervisor.

    Errors: BadInput with its field, NotAllowed.
    """
    _check_keeper(seat)
    owner = seat.person.company_id if seat.person.role is Role.COMPANY else company_id
    if owner is None and id is None:
        raise BadInput("请选择仪器属于哪家热力公司。", field="company")
    today = local_day(seat.now())
    begins, ends = (
        read_day(calibrated_on, today, "calibrated_on", past=True),
        read_day(valid_until, today, "valid_until"),
    )
    if begins > today:
        raise BadInput("检定日期在将来，请核对。", field="calibrated_on")
    if (today - begins).days > OLDEST_DAYS:
        raise BadInput(f"检定日期 {begins} 太早，请核对年份。", field="calibrated_on")
    if (ends - begins).days > OLDEST_DAYS:
        raise BadInput(f"检定有效期 {ends} 太晚，请核对年份。", field="valid_until")
    if ends <= begins:
        raise BadInput("检定有效期应在检定日期之后。", field="valid_until")
    values = {
        "company_id": owner,
        "number": line(number, "number", "仪器编号", 40, required=True),
        "model": line(model, "model", "型号", 60, required=True),
        "calibrated_on": begins.isoformat(),
        "valid_until": ends.isoformat(),
    }
    return _put(seat, id, {name: value for name, value in values.items() if value is not None}, False, reason)


def retire_instrument(seat: Seat, instrument: Instrument, reason: str, back: bool = False) -> Instrument:
    """Take an instrument out of use, or (``back``) into it again. Errors: BadInput(field="reason"), NotAllowed."""
    _check_keeper(seat)
    return _put(seat, instrument.id, {}, not back, line(reason, "reason", "原因", 400, required=True))


def _put(seat: Seat, id: int | None, values: Mapping[str, Any], retired: bool, reason: str) -> Instrument:
    said = line(reason, "reason", "说明", 400)
    with seat.use() as connection:
        return _instrument(stored.put_instrument(connection, id, dict(values), retired, said))


def _check_keeper(seat: Seat) -> None:
    if seat.person.role not in (Role.COMPANY, Role.SUPERVISOR):
        raise NotAllowed("仪器由所属企业登记，班长也可登记。", field="instrument")


def _instrument(row: Mapping[str, Any]) -> Instrument:
    return Instrument(**row)
