"""Rosters, swaps and seats, typed word for word."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.rules import CITY_TIME
from typist import Console


def day(ahead: int) -> str:
    return (datetime.now(CITY_TIME).date() + timedelta(days=ahead)).isoformat()


def test_from_the_crews_to_the_shift_that_runs(console: Console) -> None:
    console("sup1", "roster", "crews", "--crew", "1", "--put", "op1=1", "--put", "sup1", "--leader", "sup1")
    console("sup1", "roster", "crews", "--crew", "2", "--put", "op2=2")
    made = console("sup1", "roster", "make", "--from", day(1), "--to", day(3), code=2)
    assert "第 3 班组还没有人" in made
    members = console("sup1", "roster", "crews", "--crew", "3", "--put", "lia1=4")["crews"]
    assert [(one["crew"], one["login"], one["seat"], one["leader"]) for one in members] == [
        (1, "op1", 1, False),
        (1, "sup1", None, True),
        (2, "op2", 2, False),
        (3, "lia1", 4, False),
    ]
    seen = console("sup1", "roster", "make", "--from", day(1), "--to", day(3), "--first-crew", "1", "--preview")
    assert (seen["shifts"], len(seen["turns"])) == (None, 8)
    assert console("sup1", "roster", "make", "--from", day(1), "--to", day(3), "--first-crew", "1")["shifts"] == 6
    shifts = console("op1", "roster", "show", "--from", day(1), "--to", day(3))["shifts"]
    assert [(one["name"], [duty["login"] for duty in one["duties"]]) for one in shifts] == [
        ("白班", ["op1", "sup1"]),
        ("夜班", ["op2"]),
        ("白班", ["lia1"]),
        ("夜班", ["op1", "sup1"]),
        ("白班", ["op2"]),
        ("夜班", ["lia1"]),
    ]
    assert shifts[0]["faults"] == []
    assert [one["kind"] for one in shifts[1]["faults"]] == ["short", "no_leader"]
    changed = console("sup1", "roster", "change", day(1), "夜班", "--put", "lia1=4", "--leader", "op2")
    assert [(one["login"], one["leader"]) for one in changed["duties"]] == [("op2", True), ("lia1", False)]
    text = console("op1", "roster", "show", "--from", day(1), "--to", day(1), text=True)
    assert "吴敏（2 号，班长）、李联络（4 号）" in text
    assert console("sup1", "roster", "change", day(1), "2", "--take", "lia1")["duties"][0]["login"] == "op2"


def test_a_company_keeps_its_own_roster(console: Console) -> None:
    made = console("a1", "roster", "crews", "--crew", "1", "--put", "a1=1", "--leader", "a1")["crews"]
    assert [(one["crew"], one["login"], one["leader"]) for one in made] == [(1, "a1", True)]
    changed = console("a1", "roster", "change", day(1), "白班", "--put", "a2=2")
    assert [one["login"] for one in changed["duties"]] == ["a2"]
    assert console("sup1", "roster", "show", "--company", "永恒", "--from", "明天", "--to", "明天")["shifts"][
        0
    ] == changed | {
        "faults": [],
    }
    said = console("a1", "roster", "change", day(1), "白班", "--company", "同心", "--put", "b1=1", code=3)
    assert "只排本公司" in said
    assert console("a1", "roster", "plan", "--pattern", "four_by_two", "--from", day(3))["duties_lost"] == 0


def test_a_pattern_is_put_and_used(console: Console) -> None:
    words = ("--name", "两班三组", "--slots", "白班 7-19、夜班 19-7", "--cycle", "白 夜 休")
    made = console("sup1", "roster", "pattern", "own_1", *words, "--crews", "3")
    assert (made["cycle"], [one["begins"] for one in made["slots"]]) == ([1, 2, 0], ["07:00:00", "19:00:00"])
    assert "班组" in console("sup1", "roster", "pattern", "own_2", *words, "--crews", "2", code=2)
    console("sup1", "roster", "plan", "--pattern", "own_1", "--from", day(2))
    first = console("op1", "roster", "show", "--from", day(3), "--to", day(3))["shifts"][0]  # the old night is over
    assert first["begins_at"].endswith("T07:00:00+08:00")
    assert "没有这项权限" in console("op1", "roster", "pattern", "own_3", *words, "--crews", "3", code=3)


def test_a_swap_word_for_word(console: Console) -> None:
    console("sup1", "roster", "change", day(1), "白班", "--put", "op1=1")
    console("sup1", "roster", "change", day(2), "白班", "--put", "op2=2")
    words = ("roster", "swap")
    asked = console("op1", *words, "ask", day(1), "白班", "op2", "--reason", "家长会", "--for", day(2), "白班")
    id = asked["id"]
    assert (asked["state"], asked["other_shift"]["day"]) == ("asked", day(2))
    assert console("op2", *words, "agree", id)["state"] == "agreed"
    assert [one["id"] for one in console("sup1", *words, "list")["swaps"]] == [id]
    done = console("sup1", *words, "approve", id[:13])
    assert (done["state"], done["shift"]["duties"][0]["login"]) == ("approved", "op2")
    assert console("op1", *words, "list")["swaps"] == []
    assert "家长会" in console("op1", *words, "list", "--all", text=True)


def test_a_day_at_a_seat(console: Console) -> None:
    on = console("op1", "shift", "on")
    assert (on["login"], on["seat"], on["state"]) == ("op1", 1, "ready")
    assert "1 号座席由周岚" in console("op2", "shift", "on", "--seat", "1", code=2)
    assert console("op1", "shift", "pause", "writing-up")["state"] == "writing_up"
    assert "暂离原因" in console("op1", "shift", "pause", code=2)
    assert console("op1", "shift", "pause", "away", "--reason", "用餐")["reason"] == "用餐"
    now = console("sup1", "shift", "now")
    assert (now["now"]["id"], now["leader"], now["present"][0]["name"]) == (on["shift"], "op1", "周岚")
    assert now["next"]["begins_at"] == now["now"]["ends_at"]
    assert "暂离（用餐）" in console("sup1", "shift", "now", text=True)
    assert console("sup1", "shift", "free", "op1", "--reason", "忘记签退")["until"]
    assert "还没有签到" in console("op1", "shift", "off", code=2)
    console("op1", "shift", "on")
    assert "签退" in console("op1", "shift", "off", text=True)


def test_another_pattern(console: Console) -> None:
    found = console("sup1", "roster", "plan", "--pattern", "four_by_three", "--from", day(1))
    assert found["plans"][0] == {"team": "热线", "from": day(1), "pattern": "four_by_three"}
    assert {one["code"] for one in found["patterns"]} == {"three_by_two", "four_by_two", "four_by_three"}
    assert [one["name"] for one in console("a1", "roster", "show", "--from", day(2), "--to", day(2))["shifts"]] == [
        "夜班",
        "早班",
        "中班",
    ]


@pytest.mark.parametrize(
    ("login", "words", "code", "said"),
    [
        ("op1", ("roster", "make", "--from", "2027-01-01"), 2, "起止日期要一起给出"),
        ("op1", ("roster", "show", "--from", "哪天"), 2, "看不懂"),
        ("op1", ("roster", "change", day(1), "白班", "--put", "op1=1"), 3, "没有这项权限"),
        ("sup1", ("roster", "change", day(1), "晚班", "--put", "op1=1"), 2, "可用：1 白班、2 夜班"),
        ("sup1", ("roster", "change", day(1), "白班", "--put", "op1=x"), 2, "看不懂"),
        ("sup1", ("roster", "change", day(1), "白班", "--put", "op1=1", "--put", "op2=1"), 2, "排了周岚和吴敏两个人"),
        ("sup1", ("roster", "change", day(1), "白班", "--leader", "op1"), 2, "不在这个班里"),
        ("sup1", ("roster", "plan", "--pattern", "x", "--from", day(1)), 2, "没有班制"),
        ("sup1", ("roster", "swap", "agree", "0000"), 2, "没有这个换班申请"),
        ("op1", ("shift", "free", "op2", "--reason", "x"), 2, "没有签到"),
        ("op1", ("shift", "pause", "asleep"), 2, "没有“asleep”这种状态"),
        ("admin", ("shift", "on", "--seat", "1"), 3, "没有这项权限"),
    ],
)
def test_refusals_name_what_is_wrong(
    console: Console, login: str, words: tuple[str, ...], code: int, said: str
) -> None:
    assert said in console(login, *words, code=code)


def test_a_companys_desk_is_told_that_another_teams_log_is_not_its_own(console: Console) -> None:
    assert "只看本公司" in console("a1", "shift", "log", "昨天", "--company", "同心", code=3)
    assert "只看本公司" in console("a1", "roster", "show", "--company", "同心", code=3)


def test_a_log_for_a_folder_that_is_not_there_leaves_no_trace(console: Console, tmp_path: Path) -> None:
    gone = tmp_path / "没有" / "日志.pdf"
    assert "找不到文件夹" in console("sup1", "shift", "log", "昨天", "-o", str(gone), code=2)
    rows = console("sup1", "shift", "log", "昨天")["rows"]
    assert not [row for row in rows if "导出" in row["act_words"]]


def test_a_month_that_is_none_is_said_so(console: Console) -> None:
    for typed in ("2026-13", "上个月", "2026"):
        assert "2026-11 的样子" in console("sup1", "statistics", "freeze", typed, code=2)
