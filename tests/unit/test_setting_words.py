"""What is said of outages (HZ Art.45) and of paying reliefs (HZ Art.23): in the figures that the settings have."""

from dataclasses import replace

from app.entitlements import relief_due_words
from app.incidents import over_words, refund_words
from shipped_rules import shipped_rules

RULES = replace(shipped_rules(), settings={"refund_hours": 12})


def test_hz_45_the_words_name_the_hours_of_the_setting() -> None:
    assert refund_words(RULES) == "停热超过 12 小时，应退当日热费（菏泽市供热条例第四十五条）"
    assert over_words(RULES) == "超 12 小时"


def test_hz_23_the_day_of_payment_is_the_setting_s() -> None:
    rules = replace(RULES, settings={"relief_due": "04-30"})
    assert relief_due_words(rules) == "次年 4 月 30 日前：菏泽市供热条例第二十三条"
