"""A pattern of shifts as it is typed: its shifts with their hours, and the cycle of a crew."""

from dataclasses import replace
from datetime import time

import pytest

from app.errors import BadInput
from app.pattern_words import cycle_line, free_code, pattern_sentence, read_cycle, read_slots, slots_line
from app.shift_patterns import Pattern, Slot

TWO = (Slot(1, "白班", time(8), time(20)), Slot(2, "夜班", time(20), time(8)))
THREE = (Slot(1, "夜班", time(0), time(8)), Slot(2, "早班", time(8), time(16)), Slot(3, "中班", time(16), time(0)))


@pytest.mark.parametrize(
    ("typed", "slots"),
    [
        ("白班 8:00-20:00、夜班 20:00-8:00", TWO),
        ("白班8-20 夜班20-8", TWO),
        ("白班 08：00～20：00\n夜班 20：00—次日08：00", TWO),
        ("白班 8点到20点，夜班 20点至8点", TWO),
        ("夜班 0-8，早班 8-16，中班 16-24", THREE),
        ("中班 16-0，早班 8-16，夜班 0-8", THREE),
        ("早班 6:30-14:30", (Slot(1, "早班", time(6, 30), time(14, 30)),)),
    ],
)
def test_shifts_of_a_day(typed: str, slots: tuple[Slot, ...]) -> None:
    assert read_slots(typed) == slots
    assert read_slots(slots_line(slots)) == slots


@pytest.mark.parametrize(
    "typed", ["", "白班", "白班 8-25", "8-20", "白班 8-20 夜班", "白班 8:61-9:00", "白班 8-20、白班 20-8"]
)
def test_shifts_that_are_not_understood(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_slots(typed)
    assert refused.value.field == "slots"


@pytest.mark.parametrize(
    ("typed", "slots", "cycle"),
    [
        ("白 夜 休", TWO, (1, 2, 0)),
        ("白夜休休", TWO, (1, 2, 0, 0)),
        ("白班、夜班、休息", TWO, (1, 2, 0)),
        ("1 2 0", TWO, (1, 2, 0)),
        ("1,2,0", TWO, (1, 2, 0)),
        ("120", TWO, (1, 2, 0)),
        ("早早中中休夜夜休", THREE, (2, 2, 3, 3, 0, 1, 1, 0)),
    ],
)
def test_a_cycle(typed: str, slots: tuple[Slot, ...], cycle: tuple[int, ...]) -> None:
    assert read_cycle(typed, slots) == cycle
    assert read_cycle(cycle_line(cycle, slots), slots) == cycle


@pytest.mark.parametrize("typed", ["", "白 中 休", "1 3", "白" * 57])
def test_a_cycle_that_is_not_understood(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_cycle(typed, TWO)
    assert refused.value.field == "cycle"


def test_shifts_with_the_same_first_character_are_told_apart_by_their_names() -> None:
    slots = (Slot(1, "白一班", time(6), time(14)), Slot(2, "白二班", time(14), time(22)))
    assert read_cycle("白一班 白二班 休 休", slots) == (1, 2, 0, 0)
    assert cycle_line((1, 2, 0, 0), slots) == "白一班 白二班 休 休"
    with pytest.raises(BadInput, match="“白”"):
        read_cycle("白 休", slots)


def test_a_pattern_is_said_in_a_sentence_and_gets_a_code_of_its_own() -> None:
    pattern = Pattern("x", "三班两运转", 3, (1, 2, 0), TWO)
    late = replace(pattern, slots=(*TWO[:1], replace(TWO[1], ends=time())))
    assert pattern_sentence(late).endswith("每天 白班 08:00–20:00、夜班 20:00–24:00")
    assert slots_line(late.slots) == "白班 08:00-20:00、夜班 20:00-24:00"
    assert read_slots(slots_line(late.slots)) == late.slots
    assert pattern_sentence(pattern) == "3 个班组，3 天一轮：白 夜 休；每天 白班 08:00–20:00、夜班 20:00–次日 08:00"
    assert free_code({"own_1": pattern, "three": pattern}) == "own_2"
