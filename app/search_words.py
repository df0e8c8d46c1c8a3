"""The words that a complaint is found by, beside its number. Pure; how they are looked through: db/search.py."""

from app.forms import Form, fields_of
from app.records import FieldKind
from app.rules import Rules

FORM_KINDS = (FieldKind.TEXT, FieldKind.CHOICE, FieldKind.WHOLE, FieldKind.DECIMAL)
"""Fields of a form that it is found by, as in db/migrations/form_words.py: days, and yes or no, stand in too many."""


def search_words(
    rules: Rules, category: str, form: Form, place: str, text: str, report: str = "", outside_number: str = ""
) -> str:
    """Place, text, report, the number of outside, and household, meter, readings and matter of the short form.

    Never the caller's name or phone.
    """
    filled = (form.get(one.key, "") for one in fields_of(rules, category) if one.kind in FORM_KINDS)
    return " ".join(part for part in (place, text, report, outside_number, *filled) if part)
