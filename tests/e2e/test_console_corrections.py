"""What the window sets right, the console does too: a complaint's words, a source, and the rounds behind a rate."""

import pytest

from app.records import State
from small_city import City
from typist import Console


def test_a_complaint_is_corrected_field_by_field(console: Console, city: City) -> None:
    number = city.take(building="3", room="501").number
    made = console("op1", "complaint", "edit", number, "--building", "5号楼", "--vulnerable", "老人", "--no-reply")
    assert (made["building"], made["room"], made["vulnerable"], made["no_reply"]) == ("5", "501", "老人", True)
    assert console("op1", "complaint", "edit", number, "--room", "")["room"] == ""
    moved = console("op1", "complaint", "edit", number, "--category", "A3", "--text", "整个小区都停了")
    assert (moved["category"], moved["text"], moved["building"]) == ("A3", "整个小区都停了", "5")
    assert "更正" in console("op1", "complaint", "edit", number, code=2)
    assert console("op1", "complaint", "edit", number, "--text", " ", code=2).startswith("text: ")
    assert console("op1", "complaint", "edit", number, "--category", "Z9", code=2).startswith("category: ")
    assert console("op1", "complaint", "edit", number, "--community", "没有的小区", code=2).startswith("community: ")
    assert "没有这项权限" in console("audit", "complaint", "edit", number, "--text", "别的", code=3)
    console("op1", "complaint", "dispatch", number)
    assert "没有这项权限" in console("a1", "complaint", "edit", number, "--text", "别的", code=3)


def test_a_secret_caller_is_looked_at_against_a_reason(console: Console, city: City) -> None:
    number = city.bring(State.DISPATCHED, category="D1", secret=True, phone="13853000001", caller="王小明").number
    assert console("op1", "complaint", "reveal", number, "--reason", " ", code=2).startswith("note: ")
    found = console("op1", "complaint", "reveal", number, "--reason", "回访")
    assert (found["caller"], found["phone_raw"]) == ("王小明", "13853000001")
    assert [one["act"] for one in console("op1", "complaint", "show", number)["events"]].count("reveal") == 1
    for login in ("a1", "audit"):
        console(login, "complaint", "reveal", number, "--reason", "看看", code=3)


def test_a_source_is_changed_and_ended(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARMLINE_SOURCE_TOKEN", "token-123456")
    base = ("--kind", "nodebb", "--base", "https://bbs.example.org", "--category", "7", "--reply-as", "3")
    made = console("net1", "source", "add", "牡丹论坛", *base)
    monkeypatch.delenv("WARMLINE_SOURCE_TOKEN")
    changed = console("net1", "source", "change", "牡丹论坛", "--name", "牡丹社区", "--category", "9", "--intranet")
    assert (changed["id"], changed["name"], changed["intranet"]) == (made["id"], "牡丹社区", True)
    assert changed["feed_url"].endswith("/category/9.rss")
    assert changed["has_token"]
    assert console("net1", "source", "change", "牡丹社区", "--no-intranet")["intranet"] is False
    assert console("net1", "source", "change", "牡丹社区", "--url", "bbs", code=2).startswith("feed_url: ")
    ended = console("net1", "source", "end", "牡丹社区")
    assert (ended["active"], ended["has_token"]) == (False, False)
    console("op1", "source", "change", "牡丹社区", "--name", "别的", code=3)
    console("op1", "source", "end", "牡丹社区", code=3)


def test_the_rounds_behind_a_rate(demo_console: Console) -> None:
    since = ("--since", "2020-01-01")
    together = demo_console("sup1", "callback", "rates", *since)["rates"][0]
    rounds = demo_console("sup1", "callback", "rounds", *since)["rounds"]
    for name in ("contacted", "solved", "satisfied"):
        share = together[name]
        assert share["whole"] == sum(one[name] is not None for one in rounds)
        lacking = demo_console("sup1", "callback", "rounds", *since, "--lacking", name)
        assert lacking["total"] == share["whole"] - share["part"]
    assert "contacted" in demo_console("sup1", "callback", "rounds", "--lacking", "all", code=2)
    assert "没有回访" in demo_console(
        "sup1", "callback", "rounds", "--since", "2020-01-01", "--until", "2020-01-02", text=True
    )
