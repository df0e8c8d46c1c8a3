"""The short form of a category: its fields as data, what is typed into them understood, and how it is said. Pure.

Every value is kept as a text: numbers plain (12, 98.50), dates as 2026-10-12, yes and no; check_form() in the database
holds to the same. Nobody has to fill a form in; once it is begun, what it asks for must be there.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from app.directory_cells import half_width, read_day
from app.errors import BadInput
from app.records import FieldKind, FormField
from app.rules import Rules
from app.typed_words import line

Form = Mapping[str, str]

YES_NO = {"yes": "是", "no": "否"}
MOST_TEXT = 60
_YES = {"yes": "yes", "y": "yes", "是": "yes", "有": "yes", "no": "no", "n": "no", "否": "no", "没有": "no", "无": "no"}
_PLACES = 3  # of a decimal number
_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(rf"[0-9]{{1,9}}(?:\.[0-9]{{1,{_PLACES}}})?")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_NOT_MORE = (("applicants", "homes"), ("agreed", "owners"))  # the first is a part of the second


def form_error(key: str) -> str:
    """What errors and forms call the field of this key."""
    return f"form.{key}"


def fields_of(rules: Rules, category: str) -> tuple[FormField, ...]:
    """The fields of a category in their order; most categories have none."""
    return rules.forms.get(category, ())


def draft_key(one: FormField) -> str:
    """Under what a draft keeps the field: what is typed goes along to another category's form, a choice does not."""
    return f"{one.category}.{one.key}" if one.kind is FieldKind.CHOICE else one.key


def of_draft(rules: Rules, category: str, kept: Form) -> dict[str, str]:
    """What a draft keeps for the form of a category, by the fields' keys."""
    return {one.key: kept[draft_key(one)] for one in fields_of(rules, category) if kept.get(draft_key(one))}


def read_form(rules: Rules, category: str, typed: Form, today: date) -> dict[str, str]:
    """The form as it is kept; empty where nothing was filled in. What belongs to another category's form is left out.

    Errors: BadInput(field="form.<key>").
    """
    fields = fields_of(rules, category)
    read = {one.key: read_value(one, typed.get(one.key, ""), today) for one in fields}
    found = {key: value for key, value in read.items() if value}
    for one in fields:
        if found and one.required and one.key not in found:
            raise BadInput(f"登记表填了一部分，还要有“{one.label}”。", field=form_error(one.key))
    names = {one.key: one.label for one in fields}
    for part, whole in _NOT_MORE:
        if part in found and whole in found and int(found[part]) > int(found[whole]):
            raise BadInput(
                f"{names[part]} {found[part]} 户多于{names[whole]} {found[whole]} 户。", field=form_error(part)
            )
    return found


def form_so_far(rules: Rules, category: str, typed: Form, today: date) -> dict[str, str]:
    """What of a form can be read while one still types: what can't be is left out."""
    found = {}
    for one in fields_of(rules, category):
        with suppress(BadInput):
            if value := read_value(one, typed.get(one.key, ""), today):
                found[one.key] = value
    return found


def read_value(one: FormField, typed: str, today: date) -> str:
    """One value as it is kept; empty for an empty field. Errors: BadInput(field="form.<key>")."""
    text = line(half_width(typed), form_error(one.key), one.label, 200)
    if not text:
        return ""
    match one.kind:
        case FieldKind.TEXT:
            return line(text, form_error(one.key), one.label, int(one.most or MOST_TEXT))
        case FieldKind.WHOLE | FieldKind.DECIMAL:
            return _number(one, text)
        case FieldKind.DATE:
            return _day(one, text, today)
        case FieldKind.CHOICE:
            return _choice(one, text)
        case FieldKind.YES_NO:
            if text.casefold() not in _YES:
                raise BadInput(f"{one.label}请写 是 或 否。", field=form_error(one.key))
            return _YES[text.casefold()]


def value_words(one: FormField, value: str) -> str:
    """A kept value as people say it: 98.50 平方米, 是."""
    if one.kind is FieldKind.YES_NO:
        return YES_NO.get(value, value)
    return f"{value} {one.unit}" if one.unit else value


def form_words(rules: Rules, category: str, form: Form) -> tuple[str, ...]:
    """What was filled in, a field each, in the form's order: 事项 报停, 书面申请 2026-10-12."""
    return tuple(
        f"{one.label} {value_words(one, form[one.key])}" for one in fields_of(rules, category) if form.get(one.key)
    )


def bounds_words(one: FormField) -> str:
    """What a field takes, for lists: 整数 1–20000 户, 读数、故障、结算."""
    match one.kind:
        case FieldKind.CHOICE:
            return "、".join(one.choices)
        case FieldKind.YES_NO:
            return "是、否"
        case FieldKind.TEXT:
            return f"文字，最多 {int(one.most or MOST_TEXT)} 字"
        case FieldKind.DATE:
            return "日期" + ("，不晚于今天" if one.most == 0 else "")
    kind = "整数" if one.kind is FieldKind.WHOLE else f"数，最多 {_PLACES} 位小数"
    least, most = (f"{one.least:f}" if one.least is not None else ""), (f"{one.most:f}" if one.most is not None else "")
    return f"{kind} {least}–{most} {one.unit}".strip()


def parse_pairs(pairs: Iterable[str], fields: Sequence[FormField]) -> dict[str, str]:
    """``key=value`` words of the console; a field is named by its key or its label. Errors: BadInput(field="form")."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = unicodedata.normalize("NFKC", pair).partition("=")
        one = next((one for one in fields if name.strip() in (one.key, one.label)), None)
        if not sign or one is None:
            known = "、".join(f"{one.key}（{one.label}）" for one in fields)
            raise BadInput(
                f"登记表写作 栏目=内容，不是“{pair[:40]}”；可用：{known}。" if fields else "这个类别没有登记表。",
                field="form",
            )
        found[one.key] = value
    return found


def _number(one: FormField, text: str) -> str:
    bare = text.removesuffix(one.unit).replace(",", "").strip() if one.unit else text.replace(",", "")
    whole = one.kind is FieldKind.WHOLE
    if not (_WHOLE if whole else _DECIMAL).fullmatch(bare):
        what = "整数" if whole else f"数，最多 {_PLACES} 位小数"
        raise BadInput(f"{one.label}“{text[:20]}”应是{what}。", field=form_error(one.key))
    number = Decimal(bare)
    if (one.least is not None and number < one.least) or (one.most is not None and number > one.most):
        raise BadInput(f"{one.label}应在 {one.least:f} 到 {one.most:f} 之间。", field=form_error(one.key))
    return f"{number:f}"


def _day(one: FormField, text: str, today: date) -> str:
    try:
        day = _recent(text, today) or read_day(text)
    except BadInput as error:
        raise BadInput(f"{one.label}{error.sentence}。", field=form_error(one.key)) from None
    if one.most is not None and day > today + timedelta(days=int(one.most)):
        late = "还没有到" if one.most == 0 else "太晚"
        raise BadInput(f"{one.label} {day} {late}，请核对。", field=form_error(one.key))
    if one.least is not None and day < today + timedelta(days=int(one.least)):
        raise BadInput(f"{one.label} {day} 太早，请核对年份。", field=form_error(one.key))
    return day.isoformat()


def _recent(text: str, today: date) -> date | None:
    """10-12 and 10月12日: the last one up to today."""
    found = _MONTH_DAY.fullmatch("".join(text.split()))
    if found is None:
        return None
    try:
        day = date(today.year, int(found[1]), int(found[2]))
        return day if day <= today else day.replace(year=today.year - 1)
    except ValueError:
        raise BadInput(f"没有“{text}”这一天") from None


def _choice(one: FormField, text: str) -> str:
    if text in one.choices:
        return text
    if text.isdecimal() and 1 <= int(text) <= len(one.choices):
        return one.choices[int(text) - 1]
    known = "、".join(f"{at} {words}" for at, words in enumerate(one.choices, 1))
    raise BadInput(f"{one.label}请从这些里选：{known}。", field=form_error(one.key))
