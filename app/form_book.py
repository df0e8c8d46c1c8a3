"""The administrator's keeping of the short forms: what a field is called, what it takes, and whether it must be there.

Key and kind of a field stay, for complaints hold values of it; each change stays readable in the rule book's history.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.errors import BadInput, NotAllowed
from app.forms import fields_of
from app.records import FieldKind, FormField, Role
from app.seat import Seat
from app.typed_words import line, paragraph
from db import rule_book

MOST_CHOICES = 10  # one digit each
MOST_TEXT = 200
FARTHEST_DAYS = 36500
LARGEST = 999_999_999
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,3})?")


def find_field(seat: Seat, category: str, key: str) -> FormField:
    """The field of that key or label. Errors: BadInput(field="category", "field")."""
    code = seat.rules.category(category).code
    for one in fields_of(seat.rules, code):
        if key.strip() in (one.key, one.label):
            return one
    raise BadInput(f"{code} 的登记表没有栏目“{key.strip()[:30]}”，请用 form show {code} 查看。", field="field")


def set_field(
    seat: Seat,
    one: FormField,
    reason: str,
    label: str = "",
    hint: str | None = None,
    choices: Sequence[str] | None = None,
    least: str = "",
    most: str = "",
    required: bool | None = None,
) -> FormField:
    """Change a field; what is empty or None stays as it is. Returns it as it is now.

    Errors: NotAllowed; BadInput(field="label", "hint", "choices", "least", "most", "field", "reason").
    """
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以修改规则。")
    changes: dict[str, Any] = {}
    if label:
        changes["label"] = line(label, "label", "栏目名称", 20, required=True)
    if hint is not None:
        changes["hint"] = line(hint, "hint", "提示", 60)
    if choices is not None:
        changes["choices"] = _choices(one, choices)
    for name, typed in (("least", least), ("most", most)):
        if typed:
            changes[name] = str(_number(one, name, typed))
    bounds = [Decimal(changes[name]) if name in changes else getattr(one, name) for name in ("least", "most")]
    if None not in bounds and bounds[0] > bounds[1]:
        raise BadInput(f"{one.label}：最小不能大于最大。", field="least")
    if required is not None:
        changes["required"] = required
    if not changes:
        raise BadInput("没有要改的内容。", field="field")
    said = paragraph(reason, "reason", "修改依据", 400, required=True)
    seat.do(lambda db, _at: rule_book.form_field_put(db, one.category, one.key, changes, said))
    seat.refresh()
    return find_field(seat, one.category, one.key)


def _choices(one: FormField, typed: Sequence[str]) -> list[str]:
    if one.kind is not FieldKind.CHOICE:
        raise BadInput(f"{one.label}不是选择的栏目。", field="choices")
    found = list(dict.fromkeys(line(words, "choices", "选项", 20) for words in typed if words.strip()))
    if not 2 <= len(found) <= MOST_CHOICES:
        raise BadInput(f"{one.label}要有 2–{MOST_CHOICES} 个不同的选项。", field="choices")
    return found


def _number(one: FormField, name: str, typed: str) -> Decimal:
    """A bound as typed: of a text its length, of a date days from today, of a number its value."""
    match one.kind:
        case FieldKind.TEXT if name == "most":
            lowest, highest = 1, MOST_TEXT
        case FieldKind.DATE:
            lowest, highest = -FARTHEST_DAYS, FARTHEST_DAYS
        case FieldKind.WHOLE | FieldKind.DECIMAL:
            lowest, highest = 0, LARGEST
        case _:
            raise BadInput(f"{one.label}没有大小可限。", field=name)
    text = unicodedata.normalize("NFKC", typed).strip()
    number = Decimal(text) if _NUMBER.fullmatch(text) else None
    whole = one.kind is not FieldKind.DECIMAL
    if number is None or not lowest <= number <= highest or (whole and number != int(number)):
        kind = "整数" if whole else "数，最多三位小数"
        raise BadInput(f"“{typed[:20]}”不对：{one.label}的大小限应是 {lowest} 到 {highest} 的{kind}。", field=name)
    return number
