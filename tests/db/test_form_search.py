"""What stands in a short form is found like the words of its complaint, by whom it concerns, and goes out with it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app import complaints, dispatch
from app.answers import report
from app.complaint_exports import export_complaints
from app.figures import Scope
from app.form_filling import fill_form
from app.records import Complaint
from app.refunds import today
from app.search_words import search_words
from db.migrations import form_words
from db.search import grams, searchable
from small_city import City

METER = {"objection": "读数", "household": "３０１-１５８４９１", "meter": "RL-88120435", "reading": "4021.5"}


def found(city: City, login: str, words: str) -> list[str]:
    return [row.number for row in complaints.look_for(city.seat(login), words)]


@pytest.fixture
def metered(city: City) -> Complaint:
    return city.take(category="C5", form=METER)


@pytest.mark.parametrize("words", ["301-158491", "158491", "rl-88120435", "RL-88120435 走得快", "4021.5", "读数"])
def test_what_was_typed_into_the_form_finds_the_complaint(city: City, words: str) -> None:
    taken = city.take(category="C5", form=METER, text="热表走得快。")
    city.take(category="C5", text="热表走得快。")
    assert found(city, "op2", words) == [taken.number]


def test_days_and_yes_or_no_find_nothing(city: City) -> None:
    city.take(category="C1", form={"matter": "开阀", "paid_in_full": "是", "paid_on": "2026-11-08"})
    assert found(city, "op1", "2026-11-08") == found(city, "op1", "yes") == []


def test_a_form_filled_in_later_or_corrected_is_found_by_what_stands_in_it_now(city: City) -> None:
    taken = city.take(category="C5")
    filled = fill_form(city.seat("op1"), taken.id, taken.revision, METER)
    assert found(city, "op1", "158491") == [taken.number]
    fill_form(city.seat("op1"), taken.id, filled.revision, {**METER, "household": "302-000777"})
    assert found(city, "op1", "158491") == []
    assert found(city, "op1", "302-000777") == [taken.number]


def test_a_correction_and_a_report_keep_it_another_category_forgets_it(city: City, metered: Complaint) -> None:
    seat = city.seat("op1")
    edited = complaints.edit(seat, metered.id, metered.revision, text="表不准。")
    assert found(city, "op1", "158491 表不准") == [metered.number]
    sent, _ = dispatch.dispatch(seat, edited.id, edited.revision)
    desk = city.seat("a1")
    signed = dispatch.sign(desk, sent.id, sent.revision)
    told = report(desk, signed.id, signed.revision, "已校表，误差在允许范围。")
    assert found(city, "op1", "88120435 误差") == [metered.number]
    complaints.edit(seat, metered.id, told.revision, category="C3")
    assert found(city, "op1", "158491") == []


def test_a_company_finds_what_it_sees_and_nothing_else(city: City, metered: Complaint) -> None:
    assert found(city, "a1", "158491") == []  # not dispatched to it yet
    dispatch.dispatch(city.seat("op1"), metered.id, metered.revision)
    assert found(city, "a1", "158491") == [metered.number]
    assert found(city, "b1", "158491") == []


def test_what_stood_in_forms_before_is_found_after_the_upgrade(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """In steps, each row once; what a step leaves is what the acts would have written."""
    monkeypatch.setattr(form_words, "STEP", 2)
    taken = [city.take(category="C5", form={**METER, "meter": f"RL-{n}"}) for n in range(5)]
    plain = city.take(category="B1")
    with city.owner() as connection:
        kept = connection.execute("SELECT complaint_id, words, grams FROM complaint_search").fetchall()
        for one in taken:  # as 0005 left it
            said = searchable(search_words(city.seat("op1").rules, "C5", {}, one.place, one.text))
            connection.execute(
                "UPDATE complaint_search SET words = %s, grams = array_to_tsvector(array_append(%s::text[],"
                " month_gram(%s))) WHERE complaint_id = %s",
                (f"{one.number} {said}", [*grams(said), one.number], one.taken_at, one.id),
            )
        assert form_words.find_by_forms(connection) == len(taken)
        after = connection.execute("SELECT complaint_id, words, grams FROM complaint_search").fetchall()
    assert {row[0]: row[1:] for row in after} == {row[0]: row[1:] for row in kept}
    assert found(city, "op1", "RL-3") == [taken[3].number]
    assert plain.number not in found(city, "op1", "301-158491")


def test_the_list_that_goes_out_says_the_form_in_words(city: City, metered: Complaint, tmp_path: Path) -> None:
    seat = city.seat("sup1")
    day = today(seat)
    export_complaints(seat, tmp_path / "list.xlsx", Scope(day, day))
    head, *rows = load_workbook(tmp_path / "list.xlsx").active.iter_rows(values_only=True)
    cell = dict(zip(head, rows[0], strict=True))["登记表"]
    assert cell == "异议 读数；用热户号 301-158491；热表编号 RL-88120435；现在读数 4021.5"
