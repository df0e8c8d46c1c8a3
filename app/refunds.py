"""Refunds: judged from what is known of a flat's season, decided, told and paid; each step an event of ``refund``.

菏泽市供热条例第四十四条至第四十六条. Who may do what in which state stands in the table entitlement_move. Money is
reckoned only where the administrator has written down what allows a formula (the setting refund_formula).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.entitlements import FlatKey, acts_of, checked_flat, company_of
from app.errors import BadInput
from app.records import RefundState
from app.refund_days import RefundDay, Stop, refund_days
from app.refund_money import refund_sum, refund_words
from app.refund_records import OPEN_STATES, Refund, day_row, refund_of, stop_row
from app.refund_sources import judged_of, rule_now, stops_of
from app.rule_settings import OFF
from app.rules import CITY_TIME, Season
from app.seat import Seat
from app.typed_words import line, paragraph
from db import reading, refunds as stored

NO_FORMULA = "条例第四十四条没有写怎么算钱，本系统只记天数和比例，不计算金额。"
PER_ROOM = "条例写的是“对被测房间”，是否按面积折算没有写明，本系统不折算。"
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """What a flat's season comes to as it is known now. ``given``: days that another refund gives back already."""

    season: Season
    days: tuple[RefundDay, ...]
    stops: tuple[Stop, ...]
    given: int
    sum: Decimal | None
    sum_words: str


def judge_flat(
    seat: Seat,
    flat: FlatKey,
    season: Season,
    own_stops: Sequence[Stop] = (),
    without: Sequence[str] = (),
    fee: Decimal | None = None,
    but: UUID | None = None,
) -> Judged:
    """Judge each day of a season, and change nothing. ``own_stops``: outages that no incident tells of.

    ``without``: keys of stops that are left out; ``but``: the refund that is judged anew.
    """
    if any(stop.began_at > seat.now() for stop in own_stops):
        raise BadInput("补记的停热还没有到开始的时间。", field="stop")
    stops = tuple(
        replace(stop, counted=stop.key not in without) for stop in (*stops_of(seat, flat, season), *own_stops)
    )
    days = refund_days(rule_now(seat.rules), season, stops, judged_of(seat, flat, season), seat.now())
    others = [one for one in refunds_of(seat, flat, season.name) if one.id != but]
    taken = {day.day for one in others if one.state not in (RefundState.REFUSED, RefundState.VOID) for day in one.days}
    left = tuple(day for day in days if day.day not in taken)
    sum_, words = reckon(seat, season, left, fee)
    return Judged(season, left, stops, len(days) - len(left), sum_, words)


def reckon(seat: Seat, season: Season, days: Sequence[RefundDay], fee: Decimal | None) -> tuple[Decimal | None, str]:
    """What the days come to, and how; None where no rule says it, or nobody said the fee."""
    basis = str(seat.rules.settings["refund_formula"])
    if basis == OFF:
        return None, NO_FORMULA
    if fee is None:
        return None, f"没有填季热费，未计算金额（依据：{basis}）。"
    length = (season.ends_on - season.starts_on).days + 1
    return refund_sum(fee, length, days), f"{refund_words(fee, length, days)}；依据：{basis}"


def make(
    seat: Seat,
    flat: FlatKey,
    season: Season,
    complaint_ids: Sequence[UUID] = (),
    own_stops: Sequence[Stop] = (),
    without: Sequence[str] = (),
    fee: Decimal | None = None,
    remarks: str = "",
    id: UUID | None = None,
) -> Refund:
    """Begin a refund with its days as they are known now; the same ``id`` again is the same refund.

    Errors: BadInput(field="flat", "community", "days", "complaints", "remarks"), NotAllowed, MoveRefused.
    """
    where = checked_flat(flat)
    company = company_of(seat.directory, where)
    said = paragraph(remarks, "remarks", "备注", LONGEST)
    judged = judge_flat(seat, where, season, own_stops, without, fee)
    if not judged.days and not judged.stops and not complaint_ids:
        raise BadInput("这一户本季没有停热、室温检测的记录，也没有诉求，没有可核定的。", field="flat")
    values: dict[str, Any] = {
        "id": id or uuid7(),
        "season": season.name,
        **where._asdict(),
        "company_id": company,
        **_judged(judged, complaint_ids, fee, said),
    }
    return _read(seat, seat.do(lambda db, _at: stored.make(db, values)))


def judge_anew(
    seat: Seat,
    refund: Refund,
    own_stops: Sequence[Stop] | None = None,
    without: Sequence[str] | None = None,
    fee: Decimal | None = None,
    remarks: str | None = None,
    complaint_ids: Sequence[UUID] | None = None,
) -> Refund:
    """Judge a draft anew by what is known now; what is None stays as it is. Errors as make, ChangedElsewhere."""
    season = season_named(seat, refund.season)
    kept = tuple(stop for stop in refund.stops if stop.key.startswith(OWN)) if own_stops is None else own_stops
    left_out = [stop.key for stop in refund.stops if not stop.counted] if without is None else without
    charge = refund.fee if fee is None else fee
    judged = judge_flat(seat, refund.flat, season, kept, left_out, charge, refund.id)
    said = refund.remarks if remarks is None else paragraph(remarks, "remarks", "备注", LONGEST)
    ids = refund.complaint_ids if complaint_ids is None else complaint_ids
    return _step(seat, refund, "judge", _judged(judged, ids, charge, said))


def decide(seat: Seat, refund: Refund, note: str = "") -> Refund:
    """Decide on the days as they stand in the draft. Errors: MoveRefused where there are none, NotAllowed."""
    return _step(seat, refund, "decide", {}, paragraph(note, "note", "核定说明", LONGEST))


def refuse(seat: Seat, refund: Refund, reason: str) -> Refund:
    """Nothing is given back, and why. Errors: BadInput(field="note"), NotAllowed."""
    return _step(seat, refund, "refuse", {}, paragraph(reason, "note", "不予退费的原因", LONGEST, required=True))


def tell(seat: Seat, refund: Refund, told_on: date | None = None, note: str = "") -> Refund:
    """The user was told (HZ Art.46). Errors: BadInput(field="told_on"), NotAllowed."""
    day = told_on or today(seat)
    _after_decision(seat, refund, day, "told_on", "告知日期")
    return _step(seat, refund, "tell", {"told_on": day}, paragraph(note, "note", "说明", LONGEST))


def pay(
    seat: Seat, refund: Refund, paid_on: date | None = None, paid_sum: Decimal | None = None, note: str = ""
) -> Refund:
    """The company reports that it paid (HZ Art.46). Errors: BadInput(field="paid_on"), NotAllowed."""
    day = paid_on or today(seat)
    _after_decision(seat, refund, day, "paid_on", "退费日期")
    values = {"paid_on": day, "paid_sum": None if paid_sum is None else str(paid_sum)}
    return _step(seat, refund, "pay", values, paragraph(note, "note", "说明", LONGEST))


def reopen(seat: Seat, refund: Refund, reason: str) -> Refund:
    """Judge it anew after it was decided; a supervisor's. Errors: BadInput(field="note"), NotAllowed."""
    return _step(seat, refund, "reopen", {}, paragraph(reason, "note", "重新核定的原因", LONGEST, required=True))


def void(seat: Seat, refund: Refund, reason: str) -> Refund:
    """A draft that should not be. Errors: BadInput(field="note"), NotAllowed."""
    return _step(seat, refund, "void", {}, paragraph(reason, "note", "作废的原因", LONGEST, required=True))


OWN = "补记"
"""How the keys of stops begin that no incident tells of."""


def own_stop(began_at: Any, ended_at: Any, words: str, number: int) -> Stop:
    """An outage that no incident tells of. Errors: BadInput(field="stop")."""
    said = line(words, "stop", "停热的来由", 60) or "企业记录"
    if any(not 2000 <= at.year <= 2100 for at in (began_at, ended_at) if at is not None):
        raise BadInput("停热的时间请核对年份。", field="stop")
    if ended_at is not None and ended_at <= began_at:
        raise BadInput("恢复的时间要在停热之后。", field="stop")
    return Stop(began_at, ended_at, f"{OWN}：{said}", f"{OWN}{number}")


def show(seat: Seat, key: str | UUID) -> Refund:
    """A refund by its number or id. Errors: BadInput(field="refund")."""
    with seat.use() as connection:
        row = (
            stored.refund(connection, key)
            if isinstance(key, UUID)
            else stored.refund_numbered(connection, key.strip().upper())
        )
    if row is None:
        raise BadInput("没有这份退费单，或它不归您办理。", field="refund")
    return _read(seat, row)


def list_refunds(
    seat: Seat, season: str | None = None, only_open: bool = False, overdue: bool = False, limit: int = 500
) -> list[Refund]:
    """Those that this person may see; what is overdue first, then what is open, each newest first."""
    with seat.use() as connection:
        rows = stored.refunds(connection, season, OPEN_STATES, only_open or overdue, limit)
    day = today(seat)
    found = [_read(seat, row) for row in rows]
    late = [one for one in found if one.overdue(day)]
    rest = [one for one in found if not one.overdue(day)]
    open_, done = ([one for one in rest if (one.state in OPEN_STATES) is still] for still in (True, False))
    return late if overdue else [*late, *open_, *done]


def refunds_of(seat: Seat, flat: FlatKey, season: str) -> list[Refund]:
    """All of a flat in a season, the oldest first."""
    with seat.use() as connection:
        return [_read(seat, row) for row in stored.refunds_of(connection, season, flat)]


def complaint_numbers(seat: Seat, refund: Refund) -> list[str]:
    """The numbers of the complaints that it is about, as far as this person may see them."""
    if not refund.complaint_ids:
        return []
    with seat.use() as connection:
        return sorted(str(row.number) for row in reading.rows_of(connection, list(refund.complaint_ids)))


def allowed(seat: Seat, refund: Refund) -> frozenset[str]:
    """What this person may do with it now: judge, decide, refuse, tell, pay, reopen, void."""
    return acts_of(seat.rules, "refund", refund.state, seat.person.role)


def may_make(seat: Seat) -> bool:
    """Whether this person begins refunds."""
    return "make" in acts_of(seat.rules, "refund", "new", seat.person.role)


def today(seat: Seat) -> date:
    """The day in the city, by the server's clock."""
    return seat.now().astimezone(CITY_TIME).date()


def season_named(seat: Seat, name: str) -> Season:
    """A season that is known to be there."""
    return next(season for season in seat.rules.seasons if season.name == name)


def _after_decision(seat: Seat, refund: Refund, day: date, field: str, name: str) -> None:
    decided = refund.decided_at.astimezone(CITY_TIME).date() if refund.decided_at else day
    if not decided <= day <= today(seat):
        raise BadInput(f"{name}应在核定（{decided}）之后、今天之前。", field=field)


def _judged(judged: Judged, complaint_ids: Sequence[UUID], fee: Decimal | None, remarks: str) -> dict[str, Any]:
    season = judged.season
    return {
        "complaint_ids": list(dict.fromkeys(complaint_ids)),
        "days": [day_row(day) for day in judged.days],
        "stops": [stop_row(stop) for stop in judged.stops],
        "season_days": (season.ends_on - season.starts_on).days + 1,
        "fee": None if fee is None else str(fee),
        "sum": None if judged.sum is None else str(judged.sum),
        "sum_words": judged.sum_words,
        "remarks": remarks,
    }


def _step(seat: Seat, refund: Refund, act: str, values: dict[str, Any], note: str = "") -> Refund:
    return _read(seat, seat.do(lambda db, _at: stored.step(db, refund.id, refund.revision, act, values, note)))


def _read(seat: Seat, row: dict[str, Any]) -> Refund:
    return refund_of(row, seat.directory, seat.rules)
