"""Choosing the category by code, words or pinyin, and how long there is for it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.category_search import category_words, find_categories
from app.errors import BadInput
from app.limits import explain, to_be_done
from app.records import Category, Clock, DueTime, Urgency
from app.rules import Rules
from app.words import URGENCY_WORDS
from ui.choice_list import Choice

DAY, HOUR = 24 * 60, 60


def category_choices(rules: Callable[[], Rules]) -> Callable[[str], list[Choice]]:
    """Finds the lines under the field; the rules are asked for each time, for they change while the window is open."""

    def find(words: str) -> list[Choice]:
        return [_choice(one) for one in find_categories(rules(), words)]

    return find


def limit_side(rules: Rules, code: str, at: datetime, form: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The limit that presses first, and why: (到场 5 小时内, rule and article of each clock)."""
    try:
        times = explain(rules, code, at, form)
    except BadInput as error:
        return "", error.sentence
    first = next((one for one in times if one.clock in (Clock.ON_SITE, Clock.TEST)), times[-1])
    why = "\n".join(f"{one.rule}（{one.article}）" for one in times)
    return f"{to_be_done(first)} {_length(first)}内", why


def _choice(category: Category) -> Choice:
    """Quiet for the ordinary, a word for 紧急, and in colour only 特急."""
    words = URGENCY_WORDS[category.urgency]
    return Choice(
        category.code,
        category_words(category),
        words if category.urgency is Urgency.URGENT else "",
        words if category.urgency is Urgency.CRITICAL else "",
    )


def _length(due: DueTime) -> str:
    if due.minutes % DAY == 0 and due.minutes > DAY:
        return f"{due.minutes // DAY} 天"
    return f"{due.minutes // HOUR} 小时" if due.minutes % HOUR == 0 else f"{due.minutes} 分钟"
