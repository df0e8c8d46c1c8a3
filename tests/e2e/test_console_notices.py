"""Notices typed word for word: issued by a company, changed, withdrawn, listed for one community."""

from datetime import timedelta

import pytest

from app.rules import CITY_TIME
from small_city import City
from typist import Console

TEXT = "因换热站检修停热，请做好防冻。"


def test_from_the_issue_to_the_withdrawal(console: Console, city: City) -> None:
    begins = (city.seat("op1").now() + timedelta(days=3)).astimezone(CITY_TIME)
    at = ("--from", f"{begins:%Y-%m-%dT08:00}", "--until", f"{begins:%Y-%m-%dT18:00}")
    made = console(
        "a1", "notice", "add", "--kind", "计划停热", "--station", "018", *at, "--text", TEXT, "--area", "一期"
    )
    assert (made["kind"], made["place"], made["issued_by"]) == ("planned_stop", "站 018 牡丹换热站", "永恒热力有限公司")
    assert (made["basis"], made["state_words"]) == ("菏泽市供热条例第十七条", "未开始")
    number = made["number"]
    changed = console(
        "a1", "notice", "change", number, "--until", f"{begins:%Y-%m-%dT20:00}", "--reason", "多检修两小时"
    )
    assert changed["ends_at"] == f"{begins:%Y-%m-%dT20:00}:00+08:00"
    there = console("op1", "notice", "list", "--community", "牡丹花园")["notices"]
    assert [one["number"] for one in there] == [number]
    assert console("op1", "notice", "list", "--community", "木兰苑")["notices"] == []
    assert "不是本公司发布的" in console("b1", "notice", "withdraw", number, "--reason", "试试", code=3)
    gone = console("sup1", "notice", "withdraw", number, "--reason", "改期")
    assert (gone["state_words"], gone["withdrawn_reason"]) == ("已撤回", "改期")
    assert console("op1", "notice", "list")["notices"] == []
    shown = console("audit", "notice", "show", number)
    assert [(one["revision"], one["note"]) for one in shown["versions"]] == [(3, "改期"), (2, "多检修两小时"), (1, "")]
    assert len(console("op1", "notice", "list", "--all")["notices"]) == 1


def test_a_sudden_stop_reminds_of_the_authority(console: Console) -> None:
    made = console(
        "b1", "notice", "add", "--kind", "突发停热", "--company", "同心", "--from", "明天 6:30", "--text", TEXT
    )
    assert "向供热主管部门报告" in made["to_do"]
    assert made["ends_at"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "停水", "--city", "--from", "明天 6:30"), "kind: 没有“停水”这一类公告"),
        (("--kind", "恢复供热", "--from", "明天 6:30"), "places: 请给出地点"),
        (("--kind", "恢复供热", "--city", "--station", "018", "--from", "明天 6:30"), "places: 地点只给一种"),
        (("--kind", "恢复供热", "--station", "999", "--from", "明天 6:30"), "places: 没有编号“999”的换热站"),
        (("--kind", "恢复供热", "--city", "--from", "不久"), "begins_at: 看不懂时间“不久”"),
        (("--kind", "恢复供热", "--city", "--from", "明天 6:30"), "ends_at: 请填写结束时间"),
        (("--kind", "恢复供热", "--city", "--from", "明天 6:30", "--until", "明天 6:00"), "ends_at: 结束时间要晚于"),
        (("--kind", "计划停热", "--city", "--from", "明天 6:30", "--until", "80小时"), "late_reason: 计划停热超过 24"),
    ],
)
def test_what_is_refused(console: Console, words: tuple[str, ...], said: str) -> None:
    assert said in console("sup1", "notice", "add", *words, "--text", TEXT, code=2)
