"""The console shows how each due time was reached, pauses, and keeps the rule book."""

from datetime import datetime, timedelta
from pathlib import Path

from app.rules import CITY_TIME
from app.working_days import Calendar
from small_city import City
from typist import Console


def tomorrow() -> str:
    return (datetime.now(CITY_TIME) + timedelta(days=1)).date().isoformat()


def test_the_working_is_shown(console: Console, city: City) -> None:
    taken = city.take()
    console("op1", "complaint", "dispatch", taken.number)
    console("a1", "complaint", "sign", taken.number)
    paused = console("op1", "complaint", "pause", taken.number, "--kind", "access", "--text", "家中无人")
    assert paused["events"][-1]["act"] == "pause"
    console("op1", "complaint", "resume", taken.number, "--text", "到家了")
    told = {one["clock"]: one for one in console("op1", "clock", taken.number)["clocks"]}
    assert list(told) == ["sign", "on_site", "answer"]
    assert (told["sign"]["house"], told["sign"]["mark"], told["sign"]["in_time"]) == (True, "P", True)
    assert [one["counted"] for one in told["on_site"]["working"]] == [True, False, True]
    assert told["on_site"]["working"][1]["why"] == "无法入户：家中无人"
    assert told["answer"]["working"] == [
        {
            "from": told["answer"]["started_at"],
            "to": told["answer"]["due_at"],
            "minutes": 4320.0,
            "counted": True,
            "why": "",
        }
    ]
    lines = console("op1", "clock", taken.number, text=True)
    assert "签收：按时" in lines
    assert "内部要求，不是法定时限" in lines
    assert "菏泽市供热条例第四十一条第（二）项" in lines
    assert "（无法入户：家中无人）" in lines


def test_an_explained_limit_says_what_is_not_sure(console: Console) -> None:
    told = console("op1", "limits", "explain", "--category", "D3", "--at", "2096-12-29T10:00", text=True)
    assert "（暂定）  建议、表扬答复：5 个工作日  山东省政务服务热线管理办法；据报道，未见原文" in told
    told = console("op1", "limits", "explain", "--category", "D4", text=True)
    assert "参照山东省供热条例第二十八条；本系统建议" in told


def test_what_can_not_be_paused(console: Console, city: City) -> None:
    signed = city.take()
    assert console("op1", "complaint", "pause", signed.number, "--kind", "lunch", "--text", "试", code=2).startswith(
        "kind:"
    )
    assert console("op1", "complaint", "resume", signed.number, code=2).startswith("state:")
    assert console(
        "op1", "complaint", "pause", signed.number, "--kind", "user", "--text", "试", "--until", "明天", code=2
    ).startswith("until:")


def test_limits_are_kept_with_their_history(console: Console) -> None:
    words = (
        "limits",
        "set",
        "6",
        "--from",
        tomorrow(),
        "--length",
        "5",
        "--unit",
        "working_days",
        "--reason",
        "市里规定",
    )
    made = console("admin", *words)
    assert (made["minutes"], made["unit"], made["words"]) == (
        7200,
        "working_days",
        "建议、表扬、转办事项答复：5 个工作日",
    )
    listed = {one["id"]: one for one in console("op1", "limits", "list")["limits"]}
    assert listed[6]["valid_until"] is not None
    assert [one["house"] for one in listed.values() if one["clock"] in ("sign", "call_back")] == [True, True]
    (change,) = console("op1", "limits", "history", "--kind", "limit")["changes"]
    assert (change["person"], change["reason"], change["before"]["minutes"]) == ("系统管理员", "市里规定", 4320)
    assert console("op1", *words, code=3)
    assert console("admin", "limits", "set", "99", *words[3:], code=2).startswith("limit:")
    assert console("admin", *words[:4], "昨天", *words[5:], code=2).startswith("from:")


def test_seasons_and_categories(console: Console) -> None:
    made = ("season", "set", "2031-2032", "--from", "2031-11-10", "--to", "2032-03-20", "--reason", "公告")
    assert console("admin", *made)["starts_on"] == "2031-11-10"
    assert console("op1", "season", "list")["seasons"][-1]["name"] == "2031-2032"
    changed = console("admin", "category", "set", "B1", "--question", "缴费了吗？", "--reason", "班会")
    assert changed["questions"] == ["缴费了吗？"]
    assert console("admin", "category", "set", "B1", "--reason", "班会", code=2).startswith("category:")


def test_a_year_is_loaded(console: Console, tmp_path: Path) -> None:
    year = next(one for one in range(2026, 2100) if not Calendar().knows(one))
    file = tmp_path / "放假安排.csv"
    file.write_text(f"日期,班休,名称\n{year}-02-06,休,春节\n{year}-10-01,休,国庆节\n", encoding="utf-8")
    assert not console("op1", "calendar", "show", str(year))["known"]
    assert "暂定" in console("op1", "calendar", "show", str(year), text=True)
    assert console("admin", "calendar", "load", str(file), "--reason", "国办通知") == {"days": 2, "years": [year]}
    shown = console("op1", "calendar", "show", str(year))
    assert shown["known"]
    assert {"day": f"{year}-10-01", "working": False, "name": "国庆节"} in shown["days"]
    assert console("sup1", "calendar", "recount") == {"complaints": []}
    assert console("admin", "calendar", "recount", code=3)
    file.write_text("这不是日期,休,春节\n", encoding="utf-8")
    assert console("admin", "calendar", "load", str(file), "--reason", "试", code=2).startswith("file:")


def test_categories_are_listed_and_changed_in_words(console: Console) -> None:
    told = console("op1", "category", "list")["categories"]
    assert [one["code"] for one in told][:3] == ["A1", "A2", "A3"]
    assert (len(told), told[0]["urgency"], told[0]["secret"]) == (21, "critical", False)
    changed = console("admin", "category", "set", "B1", "--urgency", "critical", "--reason", "会议", text=True)
    assert "B1 不热、温度低（单户）（特急）" in changed


def test_a_limit_for_no_category_is_refused_at_its_field(console: Console) -> None:
    words = ("limits", "add", "--clock", "contact", "--length", "30", "--basis", "内部要求", "--reason", "试")
    assert console("admin", *words, "--from", tomorrow(), "--categories", "，", code=2).startswith("category: 请填写")
