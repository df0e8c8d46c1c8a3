"""The shipped rules: complete, in order, and nothing unverified among them."""

from datetime import date

import pytest

from app.errors import BadInput
from app.records import Act, Role, State, Urgency
from app.rules import Move, build_rules
from db.kinds import Clock
from shipped_rules import shipped_rows, shipped_rules

RULES = shipped_rules()
COUNTS = {"A": 3, "B": 4, "C": 10, "D": 4}
ALL_CODES = [f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)]


def test_the_categories_stand_in_the_order_of_the_table() -> None:
    assert list(RULES.categories) == ALL_CODES


@pytest.mark.parametrize("code", ALL_CODES)
def test_every_category_has_an_on_site_test_or_answer_limit(code: str) -> None:
    clocks = {rule.clock for rule in RULES.limit_rules if code in rule.categories}
    assert clocks & {Clock.ON_SITE, Clock.TEST, Clock.ANSWER}
    assert Clock.ANSWER in clocks, "SD 28: every query and complaint is answered"


@pytest.mark.parametrize("code", ALL_CODES)
def test_every_category_has_questions_to_ask_first(code: str) -> None:
    questions = RULES.categories[code].questions
    assert questions
    assert all(question.endswith("？") for question in questions)


def test_a_limit_names_only_categories_that_exist() -> None:
    assert {code for rule in RULES.limit_rules for code in rule.categories} == set(ALL_CODES)


def test_no_category_has_two_rules_for_one_clock_at_a_time() -> None:
    pairs = [(code, rule.clock) for rule in RULES.limit_rules for code in rule.categories]
    assert len(pairs) == len(set(pairs))


def test_no_shipped_limit_is_unverified() -> None:
    assert {row["mark"] for row in shipped_rows("limit_rule")} <= {"V", "V-", "P"}


def test_every_limit_names_its_law_and_its_note() -> None:
    for row in shipped_rows("limit_rule"):
        assert "条例第" in row["legal_name"]
        assert row["short_article"]
        assert row["note"]


def test_an_unverified_limit_never_becomes_a_rule() -> None:
    rows = [{"valid_until": None, **row, "mark": "U"} for row in shipped_rows("limit_rule")]
    rules = build_rules(categories=[], limit_rules=rows, seasons=[], moves=[], settings=[])
    assert rules.limit_rules == ()


def test_shutting_the_inlet_valve_is_advice() -> None:
    assert RULES.categories["A2"].first_words.startswith("建议：")


def test_urgency_secrecy_and_answer_at_once_follow_the_table() -> None:
    critical = [code for code, category in RULES.categories.items() if category.urgency is Urgency.CRITICAL]
    urgent = [code for code, category in RULES.categories.items() if category.urgency is Urgency.URGENT]
    assert critical == ["A1", "A2", "A3"]
    assert urgent == ["B1", "B2", "B3", "B4"]
    assert [code for code, category in RULES.categories.items() if category.secret] == ["D1"]
    assert [code for code, category in RULES.categories.items() if category.answer_at_once] == ["D2"]


@pytest.mark.parametrize("typed", ["B1", "b1", " b1 ", "Ｂ１"])
def test_a_category_is_found_as_it_is_typed(typed: str) -> None:
    assert RULES.category(typed).name == "不热、温度低（单户）"


@pytest.mark.parametrize("typed", ["", "Z9", "B", "不热", "B1\0"])
def test_an_unknown_category_is_refused_in_chinese(typed: str) -> None:
    with pytest.raises(BadInput, match=r"没有类别.*A1–D4") as refused:
        RULES.category(typed)
    assert refused.value.field == "category"
    assert refused.value.sentence.isprintable()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param(date(2018, 3, 18), "2017-2018", id="2017-18 ended on 03-18"),
        pytest.param(date(2018, 3, 19), None, id="the day after"),
        pytest.param(date(2023, 11, 9), None, id="before the early start"),
        pytest.param(date(2023, 11, 10), "2023-2024", id="2023-24 began on 11-10"),
        pytest.param(date(2026, 11, 14), None, id="the eve"),
        pytest.param(date(2026, 11, 15), "2026-2027", id="HZ 20 first day"),
        pytest.param(date(2027, 3, 15), "2026-2027", id="HZ 20 last day"),
        pytest.param(date(2027, 3, 16), None, id="over"),
    ],
)
def test_the_season_of_a_day(day: date, name: str | None) -> None:
    season = RULES.season_on(day)
    assert (season.name if season else None) == name


def test_a_season_counts_121_days_and_122_in_a_leap_year() -> None:
    lengths = {season.name: season.day_of(season.ends_on) for season in RULES.seasons}
    assert lengths["2026-2027"] == 121
    assert lengths["2027-2028"] == 122


@pytest.mark.parametrize(
    ("day", "known"),
    [
        pytest.param(date(2026, 12, 1), True, id="in a season"),
        pytest.param(date(2026, 7, 1), True, id="summer between two seasons"),
        pytest.param(date(2018, 12, 1), False, id="a season nobody entered"),
        pytest.param(date(2016, 12, 1), False, id="before the first row"),
        pytest.param(date(2045, 12, 1), False, id="after the last row"),
    ],
)
def test_a_day_of_a_season_that_nobody_entered_is_not_called_summer(day: date, known: bool) -> None:
    assert RULES.knows_season(day) is known


def test_settings_give_the_area_code() -> None:
    assert RULES.area_code == "0530"


def test_the_slip_prints_the_short_article() -> None:
    assert RULES.short_article("菏泽市供热条例第四十一条第（二）项") == "市供热条例第四十一条"
    assert RULES.short_article("已废止的办法第一条") == "已废止的办法第一条"


def test_moves_are_read_with_their_kinds() -> None:
    rows = [
        {"state": "new", "act": "take", "role": "operator", "next_state": "waiting"},
        {"state": "waiting", "act": "dispatch", "role": "operator", "next_state": "dispatched"},
    ]
    rules = build_rules(categories=[], limit_rules=[], seasons=[], moves=rows, settings=[])
    assert rules.moves == (
        Move(None, Act.TAKE, Role.OPERATOR, State.WAITING),
        Move(State.WAITING, Act.DISPATCH, Role.OPERATOR, State.DISPATCHED),
    )
