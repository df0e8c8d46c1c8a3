"""The administrator's bounds of the fields of a short form: nothing that would keep an operator from filling it in."""

from datetime import date

import pytest

from app.errors import BadInput
from app.form_book import find_field, set_field
from app.forms import read_form
from small_city import City

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("category", "key", "bound", "typed"),
    [
        ("C1", "paid_on", "most", "999999999"),  # no day is so far away
        ("C1", "paid_on", "least", "-999999999"),
        ("C1", "paid_on", "most", "1.5"),
        ("C2", "household", "most", "0"),
        ("C2", "household", "most", "-3"),
        ("C2", "household", "most", "201"),
        ("C2", "household", "most", "2.5"),
        ("C2", "household", "least", "2"),  # a text has none
        ("C7", "homes", "most", "1e5"),
        ("C7", "homes", "least", "-1"),
        ("C7", "homes", "most", "2.5"),
        ("C2", "area_old", "least", "0.0001"),
        ("C2", "area_old", "most", "NaN"),
        ("C2", "area_old", "most", "Infinity"),
        ("C2", "area_old", "most", "1_000"),
        ("C2", "area_old", "most", "9999999999"),
        ("C1", "paid_in_full", "most", "1"),
    ],
)
def test_a_bound_that_no_value_could_meet_is_refused(
    shared_city: City, category: str, key: str, bound: str, typed: str
) -> None:
    admin = shared_city.seat("admin")
    one = find_field(admin, category, key)
    with pytest.raises(BadInput) as told:
        set_field(admin, one, "试试", least=typed if bound == "least" else "", most=typed if bound == "most" else "")
    assert told.value.field == bound
    assert find_field(admin, category, key) == one


def test_bounds_are_typed_as_numbers_are(city: City) -> None:
    admin = city.seat("admin")
    made = set_field(admin, find_field(admin, "C1", "paid_on"), "上年也收", least="－800", most="３０")
    assert (made.least, made.most) == (-800, 30)
    assert read_form(admin.rules, "C1", {"matter": "开阀", "paid_on": "2026-12-20"}, TODAY)["paid_on"] == "2026-12-20"
    assert set_field(admin, find_field(admin, "C2", "area_old"), "试行", least="10.5").least is not None
    assert set_field(admin, find_field(admin, "C2", "household"), "试行", most="40").most == 40
