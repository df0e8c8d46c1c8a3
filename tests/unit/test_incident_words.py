"""What is said of an outage that gives back its days (HZ Art.45): in the hours that the setting has."""

from dataclasses import replace

from app.incidents import over_words, refund_words
from shipped_rules import shipped_rules

RULES = replace(shipped_rules(), settings={"refund_hours": 12})


def test_hz_45_the_words_name_the_hours_of_the_setting() -> None:
    assert refund_words(RULES) == "停热超过 12 小时，应退当日热费（菏泽市供热条例第四十五条）"
    assert over_words(RULES) == "超 12 小时"
