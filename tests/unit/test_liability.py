"""Who is likely to be liable: one test a rule, its article in the name. HZ is 菏泽市供热条例."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from app.liability import advise, missing, over_share, percent_words, reached, share_words
from app.records import Community, CommunityKind, Liability, LimitUnit
from app.rules import LimitRule
from app.working_days import WORKING_DAY
from db.kinds import Clock
from shipped_rules import shipped_rules

TODAY = date(2026, 11, 29)
SETTINGS = {
    "join_percent": 50,
    "retrofit_percent": 60,
    "warranty_seasons": 2,
    "stop_notice_by": "10-15",
    "resume_paid_by": "11-10",
    "hand_over_share": "2/3",
}
STOPS = LimitRule(
    7, ("C2",), Clock.ON_SITE, 10080, None, None, False, "菏泽市供热条例第三十条", "市供热条例第三十条", "7 日内办理",
    "V", date(2017, 12, 2), None, LimitUnit.HOURS, (("matter", ("报停", "恢复用热")),),
)  # fmt: skip
"""As 0005_forms.sql has it."""
SHIPPED = shipped_rules()
RULES = replace(SHIPPED, settings=SETTINGS, limit_rules=(*SHIPPED.limit_rules, STOPS))
COMPANY, USER, DEVELOPER, PROPERTY = Liability.COMPANY, Liability.USER, Liability.DEVELOPER, Liability.PROPERTY


def community(handed_over: bool = True, warranty_until: date | None = None) -> Community:
    return Community(1, "牡丹花园", (), "", CommunityKind.RESIDENTIAL, 1, 1, handed_over, warranty_until, 1260)


def said(category: str, form: dict[str, str], place: Community | None = None, today: date = TODAY):
    return advise(RULES, category, form, place, today)


@pytest.mark.parametrize("part", ["楼内公共管道", "室外管网", "换热站"])
def test_hz_34_outside_the_inlet_is_the_company_s(part):
    (one,) = said("C8", {"part": part}, community())
    assert (one.parties, one.article) == ((COMPANY,), "菏泽市供热条例第三十四条")


def test_hz_34_inside_the_inlet_is_the_user_s():
    (one,) = said("C8", {"part": "户内"}, community())
    assert (one.parties, one.article) == ((USER,), "菏泽市供热条例第三十四条")


def test_hz_34_the_meter_is_the_boundary_and_names_nobody():
    (one,) = said("C8", {"part": "热计量装置"}, community())
    assert one.parties == ()
    assert "分界" in one.words


def test_hz_27_within_the_warranty_developer_and_company_each_by_fault():
    for part in ("户内", "室外管网"):
        (one,) = said("C8", {"part": part}, community(warranty_until=TODAY))  # its last day counts
        assert (one.parties, one.article) == ((DEVELOPER, COMPANY), "菏泽市供热条例第二十七条")


def test_hz_27_the_day_after_the_warranty_the_boundary_decides():
    over, part = said("C8", {"part": "户内"}, community(warranty_until=date(2026, 11, 28)))
    assert (over.parties, over.article) == ((), "菏泽市供热条例第二十七条")
    assert (part.parties, part.article) == ((USER,), "菏泽市供热条例第三十四条")


def test_hz_27_fewer_than_two_heating_seasons_are_within_the_warranty():
    (one,) = said("C8", {"part": "户内", "seasons": "1"}, community())
    assert one.parties == (DEVELOPER, COMPANY)
    assert "才供 1 个供暖季，保修至少 2 个供暖季" in one.words
    assert said("C8", {"part": "户内", "seasons": "2"}, community())[0].parties == ()


def test_hz_27_never_heated_begins_with_the_first_heated_season():
    (one,) = said("C8", {"part": "户内", "seasons": "0"}, community(warranty_until=date(2025, 3, 15)))
    assert one.parties == (DEVELOPER, COMPANY)
    assert "从第一个供暖季起算" in one.words


def test_hz_27_a_warranty_that_was_not_done_goes_on():
    form = {"part": "户内", "seasons": "5", "undone": "yes"}
    (one,) = said("C8", form, community(warranty_until=date(2025, 3, 15)))
    assert one.parties == (DEVELOPER, COMPANY)
    assert "保修期顺延" in one.words


@pytest.mark.parametrize("category", ["A2", "B1", "B2"])
def test_hz_27_a_cold_flat_within_the_warranty_says_so(category):
    (one,) = said(category, {}, community(warranty_until=date(2027, 3, 15)))
    assert "到 2027-03-15" in one.words
    assert said(category, {}, community(warranty_until=date(2026, 3, 15))) == ()
    assert said(category, {}, None) == ()


@pytest.mark.parametrize("category", ["A1", "A2", "A3", "B1", "B2", "B4", "C8"])
def test_hz_35_plant_not_handed_over_is_the_owners_or_the_property_firm_s(category):
    first = said(category, {"part": "户内"} if category == "C8" else {}, community(handed_over=False))[0]
    assert (first.parties, first.article, first.warning) == ((PROPERTY,), "菏泽市供热条例第三十五条", True)


@pytest.mark.parametrize(("agreed", "enough"), [("66", False), ("67", True), ("0", False), ("100", True)])
def test_hz_35_more_than_two_thirds_of_the_owners_hand_over(agreed, enough):
    form = {"part": "换热站", "owners": "100", "agreed": agreed}
    (one,) = said("C8", form, community(handed_over=False))
    assert ("可以移交供热公司" in one.words) is enough
    assert one.warning is not enough


def test_hz_35_exactly_two_thirds_is_not_more_than_two_thirds():
    assert not over_share(66, 99, "2/3")
    assert over_share(67, 99, "2/3")
    (one,) = said("C8", {"part": "户内", "owners": "99", "agreed": "66"}, community(handed_over=False))
    assert "没有超过三分之二" in one.words


def test_hz_35_the_share_is_the_setting_s():
    strict = replace(RULES, settings={**SETTINGS, "hand_over_share": "3/4"})
    form = {"part": "户内", "owners": "100", "agreed": "70"}
    (one,) = advise(strict, "C8", form, community(handed_over=False), TODAY)
    assert "没有超过四分之三" in one.words
    (none,) = advise(strict, "C8", {"part": "户内"}, community(handed_over=False), TODAY)
    assert "超过四分之三的业主同意" in none.words
    assert share_words("11/20") == "11/20"


@pytest.mark.parametrize("cause", ["层高过高", "改动户内管道", "遮挡散热器", "自建系统不匹配"])
def test_hz_47_what_the_user_did_is_the_user_s(cause):
    (one,) = said("C8", {"part": "室外管网", "user_cause": cause}, community())
    assert (one.parties, one.article) == ((USER,), "菏泽市供热条例第四十七条")
    assert said("C8", {"part": "室外管网", "user_cause": "无"}, community())[0].parties == (COMPANY,)


@pytest.mark.parametrize(
    ("applicants", "homes", "must"),
    [("50", "100", True), ("49", "100", False), ("51", "101", True), ("50", "101", False), ("1", "1", True)],
)
def test_hz_26_half_of_the_households_applying_is_enough(applicants, homes, must):
    first = said("C7", {"matter": "新小区入网", "homes": homes, "applicants": applicants})[0]
    assert first.article == "菏泽市供热条例第二十六条"
    assert (first.parties == (COMPANY,)) is must
    assert first.warning is not must


def test_hz_26_says_how_many_are_missing():
    first = said("C7", {"matter": "新小区入网", "homes": "101", "applicants": "50"})[0]
    assert first.words == "申请 50/101 户（49.5%），没有达到 50%，还差 1 户"


@pytest.mark.parametrize(("applicants", "must"), [("60", True), ("59", False)])
def test_hz_11_a_retrofit_takes_sixty_per_cent(applicants, must):
    first = said("C7", {"matter": "既有小区改造", "homes": "100", "applicants": applicants})[0]
    assert first.article == "菏泽市供热条例第十一条"
    assert (first.parties == (COMPANY,)) is must


def test_hz_28_the_company_surveys_within_seven_days():
    (one,) = said("C7", {"matter": "单户入网", "homes": "1", "applicants": "1", "applied_on": "2026-11-20"})
    assert (one.words, one.article) == ("2026-11-20 申请，公司应在 7 日内到现场勘察", "菏泽市供热条例第二十八条")


@pytest.mark.parametrize("matter", ["报停", "恢复用热"])
def test_hz_30_stop_and_resume_are_asked_for_in_writing_by_10_15(matter):
    (good,) = said("C2", {"matter": matter, "written_on": "2026-10-15"})
    assert (good.parties, good.warning) == ((COMPANY,), False)
    (late,) = said("C2", {"matter": matter, "written_on": "2026-10-16"})
    assert late.warning
    assert "晚于条例规定的 2026-10-15" in late.words
    (none,) = said("C2", {"matter": matter})
    assert none.words == f"{matter}须在 10 月 15 日前书面申请，今年的日期已过"
    assert none.article == "菏泽市供热条例第三十条"
    assert "已过" not in said("C2", {"matter": matter}, today=date(2026, 10, 15))[0].words


def test_hz_28_and_30_how_long_the_company_has_stands_in_the_limits():
    changed = (
        replace(
            SHIPPED.limit_rules[3], minutes=3 * WORKING_DAY, unit=LimitUnit.WORKING_DAYS, legal_name="某规定第一条"
        ),
        replace(STOPS, minutes=36 * 60),
    )
    assert changed[0].categories == ("C7",)
    rules = replace(RULES, limit_rules=changed)
    (survey,) = advise(rules, "C7", {"matter": "单户入网", "applied_on": "2026-11-20"}, None, TODAY)
    assert (survey.words, survey.article) == ("2026-11-20 申请，公司应在 3 个工作日内到现场勘察", "某规定第一条")
    (stop,) = advise(rules, "C2", {"matter": "报停", "written_on": "2026-10-12"}, None, TODAY)
    assert stop.words == "2026-10-12 书面申请，公司应在 36 小时内办理"
    none = replace(RULES, limit_rules=())
    assert advise(none, "C7", {"matter": "单户入网"}, None, TODAY)[0].words == "公司收到申请后应到现场勘察"
    assert advise(none, "C2", {"matter": "报停", "written_on": "2026-10-12"}, None, TODAY)[0].words.endswith(
        "公司应办理"
    )


def test_hz_30_a_notice_of_the_summer_is_for_the_next_season():
    (one,) = said("C2", {"matter": "报停", "written_on": "2026-03-16"})
    assert one.parties == (COMPANY,)


@pytest.mark.parametrize("matter", ["过户", "面积变更"])
def test_hz_30_says_nothing_of_transfer_and_area(matter):
    assert said("C2", {"matter": matter}) == ()


@pytest.mark.parametrize(("paid", "opened"), [("2026-11-10", True), ("2026-11-11", False)])
def test_hz_30_who_stopped_last_year_and_has_paid_by_11_10_asks_to_be_opened(paid, opened):
    form = {"matter": "恢复供暖", "stopped_before": "yes", "paid_in_full": "yes", "paid_on": paid}
    (one,) = said("C1", form)
    assert (one.parties == (COMPANY,)) is opened
    assert one.warning is not opened


def test_hz_30_who_stopped_last_year_and_has_not_paid_is_still_stopped():
    (one,) = said("C1", {"matter": "开阀", "stopped_before": "yes", "paid_in_full": "no", "paid_on": "2026-11-01"})
    assert "视为继续报停" in one.words
    assert one.warning


def test_hz_30_who_has_paid_is_not_cut_off_for_others():
    (one,) = said("C1", {"matter": "开阀", "stopped_before": "no", "paid_in_full": "yes"})
    assert one.parties == (COMPANY,)


def test_hz_31_the_fee_goes_by_the_inner_area():
    form = {"matter": "收费面积", "area_charged": "100.50", "area_inner": "98.2"}
    (one,) = said("C3", form)
    assert "多 2.30 平方米" in one.words
    assert (one.parties, one.article) == ((COMPANY,), "菏泽市供热条例第三十一条")
    assert said("C3", {**form, "area_charged": "98.20"})[0].parties == ()
    assert said("C3", {"matter": "缴费"}) == ()


def test_of_metering_disputes_no_rule_was_found_so_none_is_said():
    assert said("C5", {"objection": "读数"}) == ()
    (one,) = said("C5", {"objection": "故障"})
    assert (one.parties, one.article) == ((), "菏泽市供热条例第三十四条")


@given(st.integers(1, 20000), st.integers(1, 100), st.data())
def test_hz_11_and_26_what_is_missing_is_exactly_what_it_takes(whole, percent, data):
    part = data.draw(st.integers(0, whole))
    more = missing(part, whole, percent)
    assert reached(part, whole, percent) is (more == 0)
    assert reached(part + more, whole, percent)
    assert more == 0 or not reached(part + more - 1, whole, percent)


@given(st.integers(1, 20000), st.data())
def test_a_share_that_has_not_reached_a_figure_never_reads_as_if(whole, data):
    part = data.draw(st.integers(0, whole))
    shown = float(percent_words(part, whole).rstrip("%"))
    assert (shown >= 50) <= reached(part, whole, 50)
