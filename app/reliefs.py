"""Reliefs (减免): applied for, decided by whom the year's paper says, paid; each step an event that names nobody.

菏泽市供热条例第二十三条. One application a household: of two in one flat each its own, their areas together within the
area that the flat is paid for. Which proof was seen is kept in a word; no copy and no number of it.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.entitlements import FlatKey, acts_of, checked_flat, company_of
from app.errors import BadInput, NotAllowed
from app.records import Role
from app.relief_records import GONE_STATES, OPEN_STATES, NewRelief, Relief, relief_of
from app.relief_sums import Rate, ReliefSum, build_rates, check_flat, relief_sum
from app.rules import CITY_TIME
from app.seat import Seat
from app.typed_words import line, paragraph
from db import relief as stored

LONGEST = 1000
LONGEST_HOUSEHOLD = 30


def rates(seat: Seat) -> dict[str, Rate]:
    """The rates by season, the newest first."""
    with seat.use() as connection:
        return build_rates(stored.rates(connection))


def set_rate(seat: Seat, season: str, rate: Decimal, basis: str, mark: str, reason: str) -> Rate:
    """A season's rate, with what it rests on; the administrator's. What was approved keeps the rate it was approved by.

    Errors: NotAllowed; BadInput(field="rate", "basis", "mark", "reason").
    """
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以修改规则。")
    if not 0 < rate <= 100:
        raise BadInput("减免标准应大于 0、不超过每平方米 100 元。", field="rate")
    if mark not in ("V", "V-", "P"):
        raise BadInput("依据标记只有 V（见原文）、V-（见报道）、P（自定）。", field="mark")
    rests_on = line(basis, "basis", "依据", 200, required=True)
    said = paragraph(reason, "reason", "修改依据", 400, required=True)
    seat.do(lambda db, _at: stored.put_rate(db, season, rate, rests_on, mark, said))
    return rates(seat)[season]


def explain(seat: Seat, season: str, area: Decimal, fee: Decimal | None = None) -> ReliefSum:
    """What an area comes to in a season, and why. Errors: BadInput(field="area", "fee")."""
    return relief_sum(season, area, rates(seat), fee)


def make(seat: Seat, new: NewRelief, id: UUID | None = None) -> Relief:
    """Take an application down; the proof was seen by this person now. The same ``id`` again is the same application.

    Errors: BadInput(field="flat", "community", "household", "area", "flat_area", "fee", "proof"), MoveRefused,
    NotAllowed.
    """
    if not may_make(seat):
        raise NotAllowed("减免申请由话务员、驻点联络员或班长登记。")
    flat = checked_flat(new.flat)
    own_id = id or uuid7()
    values = _checked(seat, new, flat, own_id)
    complaint = {"complaint_id": new.complaint_id} if new.complaint_id else {}
    row = {
        "id": own_id,
        "season": new.season,
        **flat._asdict(),
        "company_id": company_of(seat.directory, flat),
        **complaint,
        **values,
    }
    return show(seat, seat.do(lambda db, _at: stored.make(db, row)))


def amend(seat: Seat, relief: Relief, new: NewRelief) -> Relief:
    """Correct what was taken down and compute anew; flat and season stay. Errors as make, ChangedElsewhere."""
    return _step(seat, relief, "amend", _checked(seat, new, relief.flat, relief.id))


def approve(seat: Seat, relief: Relief, decider: str, note: str = "") -> Relief:
    """``decider`` (of the setting relief_deciders) granted it. Errors: MoveRefused, NotAllowed, BadInput."""
    return _step(
        seat, relief, "approve", {"decider": _decider(seat, decider)}, paragraph(note, "note", "核定说明", LONGEST)
    )


def refuse(seat: Seat, relief: Relief, decider: str, reason: str) -> Relief:
    """``decider`` refused it, and why. Errors: BadInput(field="note", "decider"), NotAllowed."""
    said = paragraph(reason, "note", "不予减免的原因", LONGEST, required=True)
    return _step(seat, relief, "refuse", {"decider": _decider(seat, decider)}, said)


def pay(seat: Seat, relief: Relief, paid_on: date | None = None) -> Relief:
    """It was paid, or taken off the bill (HZ Art.23). Errors: BadInput(field="paid_on"), NotAllowed."""
    today = seat.now().astimezone(CITY_TIME).date()
    day = paid_on or today
    decided = relief.decided_at.astimezone(CITY_TIME).date() if relief.decided_at else day
    if not decided <= day <= today:
        raise BadInput(f"兑付日期应在核定（{decided}）之后、今天之前。", field="paid_on")
    return _step(seat, relief, "pay", {"paid_on": day})


def withdraw(seat: Seat, relief: Relief, reason: str) -> Relief:
    """Taken back, and why. Errors: BadInput(field="note"), NotAllowed."""
    return _step(seat, relief, "withdraw", {}, paragraph(reason, "note", "撤回的原因", LONGEST, required=True))


def reopen(seat: Seat, relief: Relief, reason: str) -> Relief:
    """To be decided anew; a supervisor's. Errors: BadInput(field="note"), NotAllowed."""
    return _step(seat, relief, "reopen", {}, paragraph(reason, "note", "重新核定的原因", LONGEST, required=True))


def show(seat: Seat, key: str | UUID) -> Relief:
    """An application by its number or id. Errors: BadInput(field="relief")."""
    given: dict[str, Any] = {"id": key} if isinstance(key, UUID) else {"number": key.strip().upper() or "-"}
    found = _reliefs(seat, **given)
    if not found:
        raise BadInput("没有这份减免申请，或它不归您办理。", field="relief")
    return found[0]


def list_reliefs(seat: Seat, season: str = "", only_open: bool = False, limit: int = 500) -> list[Relief]:
    """Those that this person may see: what is overdue first, then what is open, each newest first."""
    today = seat.now().astimezone(CITY_TIME).date()
    found = _reliefs(seat, season=season, first=OPEN_STATES, only=only_open, limit=limit)
    return sorted(found, key=lambda one: (not one.overdue(today), one.state not in OPEN_STATES))


def allowed(seat: Seat, relief: Relief) -> frozenset[str]:
    """What this person may do with it now: amend, approve, refuse, pay, withdraw, reopen."""
    return acts_of(seat.rules, "relief", relief.state, seat.person.role)


def may_make(seat: Seat) -> bool:
    """Whether this person takes applications down."""
    return "make" in acts_of(seat.rules, "relief", "new", seat.person.role)


def deciders(seat: Seat) -> list[str]:
    """Who may decide, as the setting has it."""
    return list(seat.rules.settings["relief_deciders"])


def proofs(seat: Seat) -> list[str]:
    """Which proofs count, as the setting has it."""
    return list(seat.rules.settings["relief_proofs"])


def _checked(seat: Seat, new: NewRelief, flat: FlatKey, but: UUID) -> dict[str, Any]:
    """The fields of a household, refused in words where they can't be."""
    household = line(new.household, "household", "户号", LONGEST_HOUSEHOLD, required=True)
    if new.proof not in proofs(seat):
        raise BadInput(f"请选见过哪种证明：{'、'.join(proofs(seat))}。", field="proof")
    remarks = paragraph(new.remarks, "remarks", "备注", LONGEST)
    flat_area = new.flat_area or new.area
    with_flat = [
        one for one in _reliefs(seat, season=new.season, flat=flat) if one.state not in GONE_STATES and one.id != but
    ]
    told = next((one.flat_area for one in with_flat), None)
    if told is not None and told != flat_area:
        raise BadInput(f"这套房已登记缴费面积 {told} 平方米，与这次的 {flat_area} 不同，请核对。", field="flat_area")
    check_flat(new.area, flat_area, sum((one.area for one in with_flat), Decimal(0)))
    fees = [one for one in (new.fee, *(other.fee for other in with_flat)) if one is not None]
    made = relief_sum(new.season, new.area, rates(seat), new.fee)
    whole = (made.sum or Decimal(0)) + sum((one.sum or Decimal(0) for one in with_flat), Decimal(0))
    if fees and whole > min(fees):
        raise BadInput(f"这套房的减免合计 {whole} 元，超过季热费 {min(fees)} 元。", field="fee")
    return {
        "kind": new.kind,
        "household": household,
        "area": str(new.area),
        "flat_area": str(flat_area),
        "fee": None if new.fee is None else str(new.fee),
        "proof": new.proof,
        "remarks": remarks,
    }


def _decider(seat: Seat, typed: str) -> str:
    if typed not in deciders(seat):
        raise BadInput(f"请选由谁核定：{'、'.join(deciders(seat))}。", field="decider")
    return typed


def _step(seat: Seat, relief: Relief, act: str, values: dict[str, Any], note: str = "") -> Relief:
    seat.do(lambda db, _at: stored.step(db, relief.id, relief.revision, act, values, note))
    return show(seat, relief.id)


def _reliefs(seat: Seat, **wanted: Any) -> list[Relief]:
    with seat.use() as connection:
        return [relief_of(row, seat.directory, seat.rules) for row in stored.reliefs(connection, **wanted)]
