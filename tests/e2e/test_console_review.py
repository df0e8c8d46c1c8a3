"""Reviews of shift logs, typed word for word."""

import pytest

from app import complaints
from reviewed_shift import end_shift, reviewed, reviewer, running_shift
from small_city import City
from typist import Console, typist

FULL = ("greeting=10", "facts=25", "category=15", "company=15", "limit=15", "words=10", "record=10")


@pytest.fixture
def console(city: City, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    return typist(city.server.address(city.database), monkeypatch, capfd, before=["shift", "review"])


def items(*given: str) -> list[str]:
    return [word for one in given for word in ("--item", one)]


def test_from_the_list_to_the_signature(city: City, console: Console) -> None:
    shift, _, (mine, _) = reviewed(city, 1)
    at = (shift.day.isoformat(), "--shift", shift.name)
    (log,) = console("sup2", "list")["logs"]
    assert (log["id"], log["state"], log["leader"], log["handed_over"]) == (str(shift.id), "waiting", "sup1", False)
    assert "未交班" in console("sup2", "list", text=True)
    sample = console("sup2", "sample", *at, "--each", "1")
    assert [one["login"] for one in sample["sample"]] == ["op1", "op2"]
    assert console("sup2", "sample", *at)["seed"] == sample["seed"]
    assert "评语" in console("sup2", "score", *at, mine.number, *items(*FULL[:-1], "record=8"), code=2)
    assert "告知" in console("sup2", "score", *at, mine.number, *items(*FULL[:5]), code=2)
    assert "facts=20" in console("sup2", "score", *at, mine.number, *items("facts=很好"), code=2)
    sheet = console("sup2", "score", *at, mine.number, *items(*FULL[:-1], "record=8"), "--feedback", "有错字")
    assert (sheet["total"], sheet["login"], sheet["round"]) == (98, "op1", 1)
    assert console("op1", "mine")["sheets"][0]["id"] == sheet["id"]
    assert console("op1", "answer", sheet["id"], "已更正")["answer"] == "已更正"
    assert "每轮只能申述一次" in console("op1", "answer", sheet["id"], "再说", code=2)
    assert "申述：已更正" in console("op1", "mine", text=True)
    again = console("sup2", "score", *at, mine.number, *items(*FULL))
    assert (again["round"], again["total"]) == (2, 100)
    assert console("sup2", "send-back", *at, "--note", "补记 3 号座席")["state"] == "sent_back"
    assert console("sup1", "resubmit", *at, "--note", "已补记")["state"] == "waiting"
    assert "由您带班" in console("sup1", "sign", *at, code=3)
    assert console("sup2", "sign", *at, "--note", "可以")["state"] == "signed"
    shown = console("sup2", "show", *at)
    assert [one["step"] for one in shown["steps"]] == ["send_back", "resubmit", "sign"]
    assert (shown["figures"][0]["name"], shown["figures"][0]["take"]) == ("全班", 2)
    assert console("sup2", "list")["logs"] == []
    assert console("sup2", "list", "--all")["logs"][0]["state"] == "signed"


def test_exceptions_by_the_number_of_their_complaint(city: City, console: Console) -> None:
    shift = running_shift(city)
    taken = city.take(category="D1", secret=True)
    complaints.reveal(city.seat("op2"), taken.id, "回访需要")
    over = end_shift(city, shift)
    reviewer(city)
    at = (over.day.isoformat(), "--shift", over.name)
    (found,) = console("sup2", "show", *at, "--kind", "reveal")["exceptions"]
    assert (found["complaint"], found["person"], found["words"]) == (taken.number, "吴敏", "回访需要")
    assert "没有“lates”这种例外" in console("sup2", "show", *at, "--kind", "lates", code=2)
    assert taken.number in console("sup2", "show", *at, text=True)


def test_the_items_of_the_sheet(city: City, console: Console) -> None:
    assert [one["code"] for one in console("op1", "items")["items"]][:2] == ["greeting", "facts"]
    assert "合计应为 100" in console("sup1", "items", *items("facts=要素:60"), "--note", "试", code=2)
    made = console("sup1", "items", *items("facts=要素:60:地点到室", "tone=态度:40"), "--note", "试行")
    assert made["items"][0] == {"code": "facts", "name": "要素", "weight": 60, "basis": "地点到室"}
