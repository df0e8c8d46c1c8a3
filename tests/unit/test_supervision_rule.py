"""Which level of supervision the facts ask for: each fact counts one level, and the level never falls."""

import pytest
from hypothesis import given, strategies as st

from app.rules import Rules, build_rules
from app.supervision import Facts, Suggestion, suggest


def rules(reminders: int = 3, reopened: int = 2) -> Rules:
    settings = [
        {"key": "supervise_reminders", "value": reminders},
        {"key": "supervise_reopened", "value": reopened},
    ]
    return build_rules(categories=[], limit_rules=[], seasons=[], moves=[], settings=settings)


@pytest.mark.parametrize(
    ("facts", "suggested"),
    [
        (Facts(False, 0, 0, 0), None),
        (Facts(False, 2, 1, 0), None),
        (Facts(True, 0, 0, 0), Suggestion(1, "已超时")),
        (Facts(False, 3, 0, 0), Suggestion(1, "催办 3 次")),
        (Facts(False, 0, 2, 0), Suggestion(1, "回访 2 次不满意")),
        (Facts(True, 4, 0, 1), Suggestion(2, "已超时；催办 4 次")),
        (Facts(True, 3, 2, 0), Suggestion(3, "已超时；催办 3 次；回访 2 次不满意")),
        (Facts(True, 0, 0, 1), None),
        (Facts(True, 3, 2, 3), None),
    ],
)
def test_each_fact_counts_one_level(facts: Facts, suggested: Suggestion | None) -> None:
    assert suggest(facts, rules()) == suggested


def test_the_thresholds_are_data() -> None:
    assert suggest(Facts(False, 3, 2, 0), rules(reminders=5, reopened=4)) is None
    assert suggest(Facts(False, 5, 4, 0), rules(reminders=5, reopened=4)) == Suggestion(2, "催办 5 次；回访 4 次不满意")


@given(st.booleans(), st.integers(0, 9), st.integers(0, 9), st.integers(0, 3))
def test_what_is_suggested_is_higher_and_asked_for_once(late: bool, reminders: int, reopened: int, level: int) -> None:
    found = suggest(Facts(late, reminders, reopened, level), rules())
    if found is not None:
        assert level < found.level <= 3
        assert suggest(Facts(late, reminders, reopened, found.level), rules()) is None
