"""The short forms of the categories: what is typed is understood, kept as text, and refused in words at its field."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.errors import BadInput
from app.forms import bounds_words, form_words, parse_pairs, read_form, read_value
from app.records import FieldKind, FormField
from shipped_rules import shipped_rules

TODAY = date(2026, 11, 29)
MATTER = FormField("C2", "matter", "事项", FieldKind.CHOICE, choices=("报停", "恢复用热", "过户"), required=True)
WRITTEN = FormField("C2", "written_on", "书面申请", FieldKind.DATE, least=Decimal(-1100), most=Decimal(0))
AREA = FormField("C2", "area_new", "现面积", FieldKind.DECIMAL, "平方米", least=Decimal("0.01"), most=Decimal(100000))
ARREARS = FormField("C2", "arrears", "有欠费", FieldKind.YES_NO)
HOUSEHOLD = FormField("C2", "household", "用热户号", FieldKind.TEXT, most=Decimal(30))
HOMES = FormField("C7", "homes", "总户数", FieldKind.WHOLE, "户", least=Decimal(1), most=Decimal(20000))
APPLICANTS = FormField("C7", "applicants", "申请户数", FieldKind.WHOLE, "户", least=Decimal(0), most=Decimal(20000))
RULES = replace(shipped_rules(), forms={"C2": (MATTER, WRITTEN, AREA, ARREARS, HOUSEHOLD), "C7": (HOMES, APPLICANTS)})


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (MATTER, "报停", "报停"),
        (MATTER, "2", "恢复用热"),
        (WRITTEN, "2026-10-12", "2026-10-12"),
        (WRITTEN, "２０２６年１０月１２日", "2026-10-12"),
        (WRITTEN, "10-12", "2026-10-12"),
        (WRITTEN, "12月1日", "2025-12-01"),  # this year's has not come yet
        (AREA, "98.50", "98.50"),
        (AREA, "９８.５平方米", "98.5"),
        (AREA, "1,200", "1200"),
        (HOMES, "0120 户", "120"),
        (ARREARS, "有", "yes"),
        (ARREARS, "NO", "no"),
        (HOUSEHOLD, " A 0012  ", "A 0012"),
        (AREA, "  ", ""),
    ],
)
def test_a_value_is_kept_as_one_text_however_it_is_typed(field, typed, kept):
    assert read_value(field, typed, TODAY) == kept


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (MATTER, "退热", "请从这些里选：1 报停、2 恢复用热、3 过户"),
        (MATTER, "4", "请从这些里选"),
        (WRITTEN, "2026-11-30", "还没有到"),
        (WRITTEN, "2006-11-20", "太早"),
        (WRITTEN, "2026-02-30", "不是完整的日期"),
        (WRITTEN, "2-30", "没有“2-30”这一天"),
        (AREA, "九十八", "应是数，最多 3 位小数"),
        (AREA, "98.5001", "应是数"),
        (AREA, "0", "应在 0.01 到 100000 之间"),
        (AREA, "-3", "应是数"),
        (AREA, "1e3", "应是数"),
        (HOMES, "12.5", "应是整数"),
        (HOMES, "0", "应在 1 到 20000 之间"),
        (ARREARS, "也许", "请写 是 或 否"),
        (HOUSEHOLD, "1" * 31, "太长：31 字，最多 30 字"),
        (HOUSEHOLD, "a\x07b", "控制字符"),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(field, typed, said):
    with pytest.raises(BadInput, match=said) as told:
        read_value(field, typed, TODAY)
    assert told.value.field == f"form.{field.key}"


def test_nobody_has_to_fill_a_form_in_but_one_that_is_begun_says_what_it_is_about():
    assert read_form(RULES, "C2", {}, TODAY) == {}
    assert read_form(RULES, "B1", {"matter": "报停"}, TODAY) == {}
    with pytest.raises(BadInput, match="还要有“事项”") as told:
        read_form(RULES, "C2", {"household": "0012"}, TODAY)
    assert told.value.field == "form.matter"


def test_what_belongs_to_another_form_is_left_out():
    typed = {"matter": "过户", "homes": "100", "household": ""}
    assert read_form(RULES, "C2", typed, TODAY) == {"matter": "过户"}


def test_a_part_is_not_more_than_the_whole():
    assert read_form(RULES, "C7", {"homes": "100", "applicants": "100"}, TODAY)
    with pytest.raises(BadInput, match="申请户数 101 户多于总户数 100 户") as told:
        read_form(RULES, "C7", {"homes": "100", "applicants": "101"}, TODAY)
    assert told.value.field == "form.applicants"


def test_a_form_is_said_in_its_own_order():
    form = {"area_new": "98.50", "arrears": "no", "matter": "报停"}
    assert form_words(RULES, "C2", form) == ("事项 报停", "现面积 98.50 平方米", "有欠费 否")


def test_the_console_names_a_field_by_key_or_label():
    fields = RULES.forms["C2"]
    assert parse_pairs(["matter=报停", "现面积＝98.5"], fields) == {"matter": "报停", "area_new": "98.5"}
    with pytest.raises(BadInput, match="可用：matter（事项）"):
        parse_pairs(["户号:12"], fields)
    with pytest.raises(BadInput, match="没有登记表"):
        parse_pairs(["matter=报停"], ())


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (MATTER, "报停、恢复用热、过户"),
        (WRITTEN, "日期，不晚于今天"),
        (HOMES, "整数 1–20000 户"),
        (HOUSEHOLD, "文字，最多 30 字"),
        (ARREARS, "是、否"),
    ],
)
def test_what_a_field_takes_is_said(field, said):
    assert bounds_words(field) == said
