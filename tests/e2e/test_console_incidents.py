"""An incident from the first suggestion to the list of call-backs, typed word for word."""

from datetime import timedelta

import pytest

from app.records import State
from small_city import City
from typist import Console


def test_from_the_suggestion_to_the_call_backs(console: Console, city: City) -> None:
    taken = [city.take(room=str(n)) for n in range(4)]
    (suggested,) = console("op1", "incident", "suggest")["suggestions"]
    assert suggested["words"] == "牡丹花园 3 号楼 1 分钟内 4 件：同一原因？"
    at = ("--community", "牡丹花园", "--building", "3号楼")
    made = console("op1", "incident", "open", *at, "--suggested", "--cause", "立管堵塞", "--homes", "60")
    assert (made["category"], made["homes"], len(made["complaints"])) == ("B2", 60, 4)
    number = made["number"]
    late = city.take(room="late")
    assert console("op1", "incident", "suggest")["suggestions"][0]["incident"] == number
    assert console("lia1", "incident", "attach", number, "--complaint", late.number)["attached"] == 1
    assert console("a1", "incident", "sign", number)["complaints"] == 5
    at = city.seat("op1").now() + timedelta(days=1)
    end = console("a1", "incident", "change", number, "--until", f"{at:%Y-%m-%d}T18:00")
    assert f"预计 {at.month}月{at.day}日 18:00 前恢复。" in end["read_out"]
    assert console("a1", "incident", "change", number, "--until", "")["expected_end"] is None
    left = console("sup1", "incident", "detach", taken[0].number, "--reason", "自家阀门")
    assert (left["state"], left["slips"]) == (State.SIGNED, 0)
    done = console("op1", "incident", "close", number, "--cause", "立管已疏通")
    assert (done["attached"], done["call_backs"], done["refund"]) == (4, 4, False)
    assert console("op1", "incident", "list")["incidents"] == []
    assert console("audit", "audit", "verify")


@pytest.mark.parametrize(
    ("login", "words", "code", "said"),
    [
        ("op1", ("open",), 2, "--station 或 --community"),
        ("op1", ("open", "--station", "999"), 2, "没有换热站"),
        ("op1", ("open", "--station", "018", "--suggested"), 2, "没有提示"),
        ("a1", ("open", "--station", "018"), 3, "没有这项权限"),
        ("op1", ("show", "P1"), 2, "没有这个片区事件"),
        ("op1", ("attach", "P1"), 2, "诉求编号"),
        ("op1", ("change", "P1"), 2, "没有要改的内容"),
        ("op1", ("open", "--station", "０１８", "--until", "2026-11-20T18:00"), 2, "已经过去"),
        ("op1", ("detach", "20261120-0001", "--reason", "误并"), 2, "没有编号"),
    ],
)
def test_what_is_refused(console: Console, login: str, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in console(login, "incident", *words, code=code)


def test_thresholds_are_data_with_a_history(console: Console, city: City) -> None:
    shipped = console("op1", "incident", "threshold", "list")["thresholds"]
    assert {"kind": "station", "min_homes": 3000, "flats": 10, "minutes": 60} in shipped
    change = ("incident", "threshold", "set", "station", "0:2:30", "1500:8:60", "--reason", "供暖初期放宽")
    set_now = console("admin", *change)["thresholds"]
    assert [(one["min_homes"], one["flats"]) for one in set_now] == [(0, 2), (1500, 8)]
    for n in range(2):
        city.take(building=str(n + 5), room="101", community_id=1)
    assert console("op1", "incident", "suggest")["suggestions"][0]["minutes"] == 1
    (told,) = console("admin", "incident", "threshold", "history")["changes"]
    assert (told["kind"], told["reason"]) == ("station", "供暖初期放宽")
    assert {"kind": "station", "min_homes": 3000, "calls": 10, "minutes": 60} in told["before"]


@pytest.mark.parametrize(
    ("login", "words", "code", "said"),
    [
        ("op1", ("station", "0:2:30", "--reason", "试"), 3, "没有这项权限"),
        ("admin", ("station", "0-2-30", "--reason", "试"), 2, "如 0:5:60"),
        ("admin", ("station", "5:2:30", "--reason", "试"), 2, "起始户数"),
        ("admin", ("station", "0:2:30", "0:3:30", "--reason", "试"), 2, "只能写一次"),
        ("admin", ("station", "0:2:30", "--reason", " "), 2, "修改原因"),
        ("admin", ("station", "0:1:30", "--reason", "试"), 2, "不符合要求"),
    ],
)
def test_which_thresholds_are_refused(
    console: Console, login: str, words: tuple[str, ...], code: int, said: str
) -> None:
    assert said in console(login, "incident", "threshold", "set", *words, code=code)
