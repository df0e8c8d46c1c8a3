"""The administrator's keeping of the bands of refunds; what was decided keeps the version it was decided by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.directory_cells import half_width
from app.errors import BadInput, NotAllowed
from app.records import Role
from app.refund_bands import Band, check_bands
from app.rules import CITY_TIME
from app.seat import Seat
from app.typed_words import line, paragraph
from db import rule_book

MARKS = ("V", "V-", "P")
_STEP = re.compile(r"(?:(<=|≤|<)(-?\d{1,2}(?:\.\d)?)|以上|其余|else)[:=](\d{1,3})%?")
_SPLIT = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Step:
    """One band as it is typed: up to which reading, that one included or not, and how much is given back."""

    up_to: Decimal | None
    included: bool
    percent: int

    @property
    def words(self) -> str:
        """As it is typed: <=14.0:100, <18.0:30, 以上:0."""
        edge = "以上" if self.up_to is None else f"{'<=' if self.included else '<'}{self.up_to}"
        return f"{edge}:{self.percent}"


def read_steps(typed: str) -> list[Step]:
    """The bands meant by ``<=14.0:100 <=16.0:50 <18.0:30 以上:0``. Errors: BadInput(field="bands")."""
    found = []
    for one in filter(None, _SPLIT.split(half_width(typed).strip())):
        step = _STEP.fullmatch(one)
        if step is None:
            raise BadInput(f"“{one[:20]}”看不懂，请写成 <=14.0:100、<18.0:30、以上:0 的样子。", field="bands")
        edge = Decimal(step[2]) if step[2] else None
        found.append(Step(edge, step[1] != "<", int(step[3])))
    return found


def set_bands(
    seat: Seat, valid_from: date, steps: Sequence[Step], article: str, reason: str, mark: str = "V"
) -> tuple[Band, ...]:
    """Have days be judged by these bands from a day on; the administrator's.

    ``article`` stands beside each band; a band that is as before keeps its own, with its note. A day before today is
    refused: what was judged by the bands of that day would be judged anew.
    Errors: NotAllowed; BadInput(field="bands", "article", "mark", "valid_from", "reason").
    """
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以修改规则。")
    if mark not in MARKS:
        raise BadInput("依据标记只有 V（见原文）、V-（见报道）、P（自定）。", field="mark")
    basis = line(article, "article", "依据", 200, required=True)
    said = paragraph(reason, "reason", "修改依据", 400, required=True)
    today = seat.now().astimezone(CITY_TIME).date()
    if valid_from < today:
        raise BadInput("新的退费档次最早从今天起：以前的日子按当时的档次算。", field="valid_from")
    kept = {(one.up_to, one.included, one.percent): one for one in seat.rules.bands_on(today)}
    bands = []
    for step in steps:
        same = kept.get((step.up_to, step.included, step.percent))
        bands.append(
            Band(0, valid_from, step.up_to, step.included, step.percent, *_basis(same, basis, mark)),
        )
    check_bands(bands)
    seat.do(lambda db, _at: rule_book.bands_put(db, valid_from, [_row(one) for one in bands], said))
    seat.refresh()
    return seat.rules.bands_on(valid_from)


def _basis(same: Band | None, article: str, mark: str) -> tuple[str, str, str]:
    return (same.article, same.mark, same.note) if same else (article, mark, "")


def _row(band: Band) -> dict[str, Any]:
    return {
        "up_to": None if band.up_to is None else str(band.up_to),
        "included": band.included,
        "percent": band.percent,
        "article": band.article,
        "mark": band.mark,
        "note": band.note,
    }
