"""Search by words: one, two and four characters, digits, numbers and phones; true hits only, nonsense is harmless."""

import pytest

from app import answers, complaints
from app.records import Complaint, State
from small_city import City

TEXTS = {
    "leak": "龑𬭎㸌公馆三楼漏水，水已流到邻居家",
    "cold": "牡丹花园家里暖气不热，测温１６度",
    "valve": "开阀门；用户说“请尽快”，电话 100% 打不通 a_b c\\d",
    "noise": "换热站 Pump-2 噪声大",
}


@pytest.fixture(scope="module")
def stored(shared_city: City) -> dict[str, Complaint]:
    return {
        name: shared_city.take(text=text, community_id=2, building="", unit="", room="", phone=f"1390000000{index}")
        for index, (name, text) in enumerate(TEXTS.items())
    }


def found(city: City, stored: dict[str, Complaint], words: str, login: str = "op1") -> set[str]:
    names = {complaint.id: name for name, complaint in stored.items()}
    return {names[row.id] for row in complaints.look_for(city.seat(login), words)}


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("漏", {"leak"}),
        ("水", {"leak"}),
        ("漏水", {"leak"}),
        ("暖气不热", {"cold"}),
        ("邻居家", {"leak"}),
        ("龑", {"leak"}),
        ("𬭎", {"leak"}),
        ("㸌", {"leak"}),
        ("龑𬭎㸌", {"leak"}),
        ("㸌公馆三楼", {"leak"}),
        ("16度", {"cold"}),
        ("１６度", {"cold"}),
        ("16", {"cold"}),
        ("度", {"cold"}),
        ("暖气 测温", {"cold"}),
        ("测温  暖气", {"cold"}),
        ("漏水 暖气", set()),
        ("水漏", set()),
        ("热气", set()),
        ("大", {"noise"}),
        ("pump", {"noise"}),
        ("PUMP-2", {"noise"}),
        ("Ｐｕｍｐ", {"noise"}),
        ("木兰", {"leak", "cold", "valve", "noise"}),
        ("木兰苑 阀门", {"valve"}),
        ("100%", {"valve"}),
        ("100", {"valve"}),
        ("a_b", {"valve"}),
        ("axb", set()),
        ("c\\d", {"valve"}),
        ("“请尽快”", {"valve"}),
        ("2099", set()),
        ("", {"leak", "cold", "valve", "noise"}),
        ("   ", {"leak", "cold", "valve", "noise"}),
    ],
)
def test_words(shared_city: City, stored: dict[str, Complaint], words: str, hits: set[str]) -> None:
    assert found(shared_city, stored, words) == hits


NONSENSE = ["%", "'", "\\", "&", "|", "!", "()", ":*", "<->", '"', "' OR 1=1 --", "$$", "%s", "%(a)s", "\x00", "\ud800"]


@pytest.mark.parametrize("words", NONSENSE)
@pytest.mark.parametrize("around", ["{}", "!{}漏", "漏:*{}z", "({}漏", "漏|{}暖x", "{}{}{}"])
def test_nonsense_is_harmless(shared_city: City, stored: dict[str, Complaint], words: str, around: str) -> None:
    assert found(shared_city, stored, around.replace("{}", words)) == set()


def test_numbers_whole_and_in_part(shared_city: City, stored: dict[str, Complaint]) -> None:
    number = stored["cold"].number
    day, ordinal = number.split("-")
    assert found(shared_city, stored, number) == {"cold"}
    assert found(shared_city, stored, ordinal) == found(shared_city, stored, f"-{ordinal}") == {"cold"}
    assert found(shared_city, stored, day) == found(shared_city, stored, f"{day}-") == set(stored)
    assert found(shared_city, stored, f"{day} 漏水") == {"leak"}
    assert found(shared_city, stored, f"{day[4:]}-{ordinal}") == {"cold"}
    assert found(shared_city, stored, day[2:4]) == set()  # two digits stand in every number of the year


def test_phones(shared_city: City, stored: dict[str, Complaint]) -> None:
    wide = "13900000001".translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    for typed in ("13900000001", "139 0000 0001", "+8613900000001", wide):
        assert found(shared_city, stored, typed) == {"cold"}
    assert found(shared_city, stored, "13900000009") == set()


def test_a_caller_of_long_ago_is_found_and_a_secret_one_is_not(city: City) -> None:
    old, secret = city.bring(State.CLOSED), city.take(category="D1", secret=True, room="9")
    city.owner().execute("UPDATE complaint SET closed_at = now() - interval '1 year' WHERE id = %s", (old.id,))
    assert [row.id for row in complaints.look_for(city.seat("op1"), "13853000001")] == [old.id]
    assert secret.secret


def test_what_is_changed_is_found_by_its_new_words(city: City) -> None:
    op = city.seat("op1")
    arrived = city.bring(State.ARRIVED)
    answers.report(city.seat("a1"), arrived.id, arrived.revision, "更换了平衡阀")
    assert [row.id for row in complaints.look_for(op, "平衡阀")] == [arrived.id]
    waiting = city.take(room="7")
    complaints.edit(op, waiting.id, waiting.revision, text="井盖破损")
    assert [row.id for row in complaints.look_for(op, "井盖")] == [waiting.id]
    assert [row.id for row in complaints.look_for(op, "暖气不热")] == [arrived.id]


def test_filters_and_pages(city: City) -> None:
    op = city.seat("op1")
    made = [city.take(room=str(room)) for room in range(6)]
    sent = city.bring(State.DISPATCHED, room="9")
    newest = [one.id for one in reversed(made)]
    for words in ("", "暖气不热", "气"):
        first = complaints.look_for(op, words, states=[State.WAITING], limit=4)
        rest = complaints.look_for(op, words, states=[State.WAITING], limit=4, after=first[-1])
        assert [row.id for row in first + rest] == newest
        assert [row.id for row in complaints.look_for(op, words, states=[State.DISPATCHED], limit=1)] == [sent.id]
        assert complaints.look_for(op, words, company_id=2) == []
        assert len(complaints.look_for(op, words, company_id=1)) == 7
