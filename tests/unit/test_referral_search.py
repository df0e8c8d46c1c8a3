"""The right door is found by code, name, phone, matter, pinyin and initials; what is not certain is refused."""

import pytest

from app.errors import BadInput
from app.referral import authority_of, find_authorities
from app.rules import build_rules

_DOORS: tuple[tuple[str, str, list[str], list[str], bool], ...] = (
    ("fire", "消防 119", ["119"], ["火灾", "电梯困人"], True),
    ("market", "市场监督管理部门", [], ["电梯", "特种设备"], False),
    ("water", "供水企业", [], ["自来水", "停水"], False),
    ("gas", "燃气企业", [], ["天然气", "停气"], False),
)
RULES = build_rules(
    categories=[],
    limit_rules=[],
    seasons=[],
    moves=[],
    settings=[],
    authorities=[
        {
            "code": code,
            "rank": rank,
            "name": name,
            "phones": phones,
            "matters": matters,
            "words": "请",
            "emergency": emergency,
            "mark": "P",
        }
        for rank, (code, name, phones, matters, emergency) in reversed(list(enumerate(_DOORS)))
    ],
)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("", ["fire", "market", "water", "gas"]),
        ("电梯", ["fire", "market"]),
        ("gas", ["gas"]),
        ("ＧＡＳ", ["gas"]),
        ("119", ["fire"]),
        ("停", ["water", "gas"]),
        ("zls", ["water"]),
        ("dianti", ["fire", "market"]),
        ("tzsb", ["market"]),
        ("法院", []),
        ("1", ["fire"]),
    ],
)
def test_found_in_the_order_of_the_table(words: str, codes: list[str]) -> None:
    assert [one.code for one in find_authorities(RULES, words)] == codes


@pytest.mark.parametrize(
    ("words", "code"),
    [("电梯", "market"), ("market", "market"), ("自来水", "water"), ("火灾", "fire"), ("119", "fire")],
)
def test_a_whole_word_is_certain(words: str, code: str) -> None:
    assert authority_of(RULES, words).code == code


@pytest.mark.parametrize("words", ["", "  ", "停", "法院", "x" * 5000, "'; DROP TABLE authority; --"])
def test_what_is_not_certain_is_refused_in_words(words: str) -> None:
    with pytest.raises(BadInput) as told:
        authority_of(RULES, words)
    assert told.value.field == "authority"
    assert len(told.value.sentence) < 120
