"""The score sheet's items as they are typed: one a line, name, points, what it rests on."""

import pytest

from app.errors import BadInput
from app.review_records import ScoreItem
from app.score_words import items_text, read_items, weights_sentence

NOW = [
    ScoreItem("greeting", "问候与用语", 40, "接通先报“12319 供热热线”；本系统建议"),
    ScoreItem("facts", "要素齐全", 60, ""),
]


def test_what_is_shown_reads_back_to_the_same() -> None:
    assert items_text(NOW) == "问候与用语 40 接通先报“12319 供热热线”；本系统建议\n要素齐全 60"
    assert read_items(items_text(NOW), NOW) == NOW


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("要素齐全 60\n问候与用语 40", [("facts", "要素齐全", 60), ("greeting", "问候与用语", 40)]),
        ("问候 ４０分\n要素齐全 60 分", [("greeting", "问候", 40), ("facts", "要素齐全", 60)]),
        ("问候与用语40\n\n要素齐全：60", [("greeting", "问候与用语", 40), ("facts", "要素齐全", 60)]),
        (
            "问候与用语 40\n要素齐全 50\n态度 10",
            [("greeting", "问候与用语", 40), ("facts", "要素齐全", 50), ("item_1", "态度", 10)],
        ),
        ("要素齐全 60\n态度 40", [("facts", "要素齐全", 60), ("item_1", "态度", 40)]),
        ("态度 100", [("item_1", "态度", 100)]),
    ],
)
def test_codes_stay_with_their_items(typed: str, items: list[tuple[str, str, int]]) -> None:
    assert [(one.code, one.name, one.weight) for one in read_items(typed, NOW)] == items


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "至少"),
        ("问候", "第 1 行"),
        ("问候 40\n十分", "第 2 行"),
        ("甲 50\n甲 50", "两次"),
        ("问候 0\n甲 100", "1–100"),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(typed: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read_items(typed, NOW)
    assert refused.value.field == "items"


def test_the_sum_is_told() -> None:
    assert weights_sentence(NOW) == "2 项，合计 100 分"
    assert weights_sentence(NOW[:1]) == "1 项，合计 40 分，还差 60 分"
    assert weights_sentence([*NOW, ScoreItem("x", "态度", 5)]) == "3 项，合计 105 分，多 5 分"
