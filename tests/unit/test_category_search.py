"""The category is found by what is quickest to type."""

import pytest

from app.category_search import category_words, find_categories
from shipped_rules import shipped_rules

RULES = shipped_rules()


def found(words):
    return [one.code for one in find_categories(RULES, words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("b1", "B1"),
        ("Ｂ１", "B1"),
        ("c1", "C1"),  # before C10
        ("不热", "B1"),
        ("漏水", "A2"),
        ("br", "B1"),
        ("bure", "B1"),
        ("wendu", "B1"),
        ("loushui", "A2"),
        ("tf", "C4"),
        ("退费", "C4"),
        ("B1 不热、温度低（单户）", "B1"),
        ("zzzz", None),
    ],
)
def test_the_likeliest_comes_first(words, first):
    assert next(iter(found(words)), None) == first


def test_without_words_the_whole_table_is_offered():
    assert found(" ") == list(RULES.categories)


def test_a_letter_gives_its_group_in_order():
    assert found("d")[:4] == ["D1", "D2", "D3", "D4"]


def test_words_of_a_category_are_found_again():
    for category in RULES.categories.values():
        assert found(category_words(category))[0] == category.code
