"""One field for building, unit and room, read as people type it and written so that it reads back."""

import pytest
from hypothesis import given, strategies as st

from app.errors import BadInput
from app.flats import Flat, flat_words, long_place_words, parse_flat, place_words, split_place
from app.numerals import fold_numerals


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("3-2-501", ("3", "2", "501")),
        ("３－２－５０１", ("3", "2", "501")),
        ("3 2 501", ("3", "2", "501")),
        ("3—2—501", ("3", "2", "501")),
        ("3/2/501", ("3", "2", "501")),
        ("3号楼2单元501", ("3", "2", "501")),
        ("3号楼2单元501室", ("3", "2", "501")),
        ("3 号楼 2 单元 501 室", ("3", "2", "501")),
        ("3 楼 2 单元 501 室", ("3", "2", "501")),
        ("三号楼二单元501", ("3", "2", "501")),
        ("3栋2单元501", ("3", "2", "501")),
        ("3号2单元501户", ("3", "2", "501")),
        ("3#2-501", ("3", "2", "501")),
        ("3#-2-501", ("3", "2", "501")),
        ("3-2单元501", ("3", "2", "501")),
        ("03-2-501", ("3", "2", "501")),
        ("十二号楼一单元1101", ("12", "1", "1101")),
        ("A座1203", ("A", "", "1203")),
        ("a座1203室", ("A", "", "1203")),
        ("A座2单元1203", ("A", "2", "1203")),
        ("3-501", ("3", "", "501")),
        ("3号楼501", ("3", "", "501")),
        ("3-2", ("3", "2", "")),
        ("3号楼2单元", ("3", "2", "")),
        ("3号楼", ("3", "", "")),
        ("3", ("3", "", "")),
        ("101号楼", ("101", "", "")),
        ("501", ("", "", "501")),
        ("501室", ("", "", "501")),
        ("2单元501", ("", "2", "501")),
        ("3--2", ("3", "", "2")),
        ("3-2-501-2", ("3", "2", "501-2")),
        ("3号楼2单元5楼东户", ("3", "2", "5楼东户")),
        ("3-东-501", ("3", "东", "501")),
        ("综合楼501", ("综合楼", "", "501")),
        ("1号院3号楼2单元501", ("1号院3号楼", "2", "501")),
        ("沿街商铺", ("沿街商铺", "", "")),
        ("", ("", "", "")),
    ],
)
def test_flats_as_people_type_them(text: str, flat: tuple[str, str, str]) -> None:
    assert parse_flat(text) == flat


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3-2-" + "5" * 21, "室号太长"),
        ("3" * 21, "太长"),
        ("5" * 200, "楼室太长"),
        ("单元501", "几单元"),
        ("3-2\x00-501", "控制字符"),
        ("3-2\n501", "控制字符"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        parse_flat(text)
    assert caught.value.field == "flat"


def test_places_in_words() -> None:
    assert place_words("牡丹花园", "3", "2", "501") == "牡丹花园 3-2-501"
    assert place_words("牡丹花园", "A", "", "1203") == "牡丹花园 A-1203"
    assert place_words("牡丹花园", "101", "", "") == "牡丹花园 101号楼"
    assert place_words("牡丹花园", "", "2", "") == "牡丹花园 2单元"
    assert place_words("牡丹花园", "", "", "") == "牡丹花园"
    assert place_words("", "3", "2", "501") == "3-2-501"
    assert long_place_words("牡丹花园", "3", "2", "501") == "牡丹花园 3 号楼 2 单元 501"
    assert long_place_words("牡丹花园", "A", "", "1203") == "牡丹花园 A 座 1203"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("牡丹花园3-2-501", ("牡丹花园", "3-2-501")),
        ("牡丹花园 3-2-501", ("牡丹花园", "3-2-501")),
        ("牡丹花园３－２－５０１", ("牡丹花园", "3-2-501")),
        ("牡丹花园3号楼2单元501", ("牡丹花园", "3号楼2单元501")),
        ("牡丹花园三号楼", ("牡丹花园", "三号楼")),
        ("牡丹花园，A座1203", ("牡丹花园", "A座1203")),
        ("曹州家园三期12#2-501", ("曹州家园三期", "12#2-501")),
        ("mdhy3-2-501", ("mdhy", "3-2-501")),
        ("牡丹花园", ("牡丹花园", "")),
        ("曹州家园3期", ("曹州家园3期", "")),
        ("国际城B区", ("国际城B区", "")),
        ("人民路 118 号", ("人民路 118 号", "")),
        ("0530-5201234", ("0530-5201234", "")),
        ("银座", ("银座", "")),
        ("", ("", "")),
    ],
)
def test_a_flat_pasted_behind_the_name_is_parted(text: str, parts: tuple[str, str]) -> None:
    assert split_place(text) == parts


def test_numerals_as_digits() -> None:
    folded = {
        "八一路": "81路",
        "三期": "3期",
        "十里铺": "10里铺",
        "二十": "20",
        "一百零五": "105",
        "二〇二": "202",
        "百十百": "百十百",
    }
    assert {name: fold_numerals(name) for name in folded} == folded


NUMBER = st.integers(1, 999).map(str)
BUILDINGS = st.just("") | NUMBER | st.sampled_from(["A", "B2", "综合楼", "东3号楼", "1号院3号楼", "沿街商铺"])
UNITS = st.just("") | st.integers(1, 12).map(str) | st.sampled_from(["A", "东", "甲"])
ROOMS = st.just("") | st.integers(1, 3305).map(str) | st.sampled_from(["501-2", "东户", "5楼东户", "1203A", "S1"])


@given(BUILDINGS, UNITS, ROOMS)
def test_words_read_back_to_the_same_flat(building: str, unit: str, room: str) -> None:
    flat = Flat(building, unit, room)
    assert parse_flat(flat_words(*flat)) == flat
    if building and unit:
        assert parse_flat(long_place_words("", *flat)) == flat


@given(st.text(max_size=90) | st.text(alphabet="0123456789AB-# 号楼栋座单元室户三十东", max_size=25))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        flat = parse_flat(text)
    except BadInput:
        return
    assert all(len(part) <= 20 for part in flat)
    flat_words(*flat)


@pytest.mark.parametrize(
    ("building", "unit", "room", "words"),
    [
        ("C座", "", "2401", "C-2401"),
        ("3号楼", "2", "501", "3-2-501"),
        ("０３栋", "", "", "3"),
        ("综合楼", "", "302", "综合楼-302"),
    ],
)
def test_a_building_is_said_in_short_however_it_was_stored(building: str, unit: str, room: str, words: str) -> None:
    assert flat_words(building, unit, room) == words
