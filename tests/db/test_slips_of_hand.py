"""Years and questions that are slips of the hand: asked about before they are stored."""

from datetime import date

import pytest

from app import instruments, knowledge
from app.errors import BadInput
from app.knowledge import NewArticle
from small_city import City


@pytest.mark.parametrize(
    ("calibrated", "until", "field"),
    [
        ("2026-01-05", "9999-12-31", "valid_until"),
        ("0001-01-01", "2026-12-31", "calibrated_on"),
        ("2006-01-05", "2007-01-05", "calibrated_on"),
    ],
)
def test_a_calibration_of_another_century_is_refused(
    shared_city: City, calibrated: str, until: str, field: str
) -> None:
    with pytest.raises(BadInput) as told:
        instruments.put_instrument(shared_city.seat("a1"), "TM-77", "数字温度计", calibrated, until)
    assert told.value.field == field
    assert instruments.list_instruments(shared_city.seat("a1")) == []


def test_the_same_question_is_not_asked_twice_in_the_same_time(city: City) -> None:
    """Two answers to one question would be read out as it comes."""
    sup = city.seat("sup1")
    number = knowledge.add_article(sup, NewArticle("能开发票吗？", "可以，向供热企业索取。"))
    with pytest.raises(BadInput, match=f"{number} 号") as told:
        knowledge.add_article(sup, NewArticle("能开发票吗", "不能。"))
    assert told.value.field == "question"
    before = knowledge.find_article(sup, number)
    knowledge.change_article(sup, before, NewArticle("能开发票吗？", "可以。", valid_until=date(2027, 3, 15)))
    later = NewArticle("能开发票吗？", "可以，也有电子的。", valid_from=date(2027, 3, 16))
    second = knowledge.add_article(sup, later)
    other = knowledge.find_article(sup, second)
    with pytest.raises(BadInput, match=f"{number} 号"):
        knowledge.change_article(sup, other, NewArticle("能开发票吗？", "可以。", valid_from=date(2027, 3, 1)))
    knowledge.retire_article(sup, knowledge.find_article(sup, number), "旧的")
    knowledge.change_article(sup, other, NewArticle("能开发票吗？", "可以。", valid_from=date(2027, 3, 1)))
