"""Visits of a room temperature test that cannot be: refused at the field, and by the database (HZ Art.42)."""

from typing import Any

import psycopg
import pytest

from app import room_tests, temperature
from app.errors import BadInput
from app.room_records import Signed
from small_city import City
from thermometer import ago, asked, measured, raw_visit

BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "reading above 50": ({"readings": ("50.1",)}, "readings", "−30 到 50"),
    "reading below -30": ({"readings": ("-31",)}, "readings", "−30 到 50"),
    "outdoor above 50": ({"outdoor": "60"}, "outdoor", "−30 到 50"),
    "no outdoor": ({"outdoor": ""}, "outdoor", "室外温度"),
    "not a number": ({"readings": ("十六度半",)}, "readings", "读数"),
    "no reading": ({"readings": ()}, "readings", "请填写读数"),
    "HZ 42: not at the centre": ({"centre": False}, "centre", "房间中央"),
    "HZ 42: not asked about the centre": ({"centre": None}, "centre", "房间中央"),
    "HZ 42: at the ceiling": ({"height": "2.2"}, "height", "离地面 1 米"),
    "HZ 42: no room": ({"room": None}, "room", "卧室或起居室"),
    "no instrument": ({"instrument_id": None}, "instrument", "选择检测仪器"),
    "nobody came": ({"tester": " "}, "tester", "检测人"),
    "HZ 42: nobody asked whether the user signed": ({"user_signed": None}, "user_signed", "用户是否签字"),
    "a refusal without its reason": ({"user_signed": Signed.REFUSED}, "user_reason", "理由"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_typed_wrong_is_refused_at_its_field(shared_city: City, name: str) -> None:
    fields, field, words = BAD[name]
    test = asked(shared_city)
    with pytest.raises(BadInput, match=words) as refused:
        temperature.enter_visit(shared_city.seat("a1"), test.id, measured(shared_city, **fields))
    assert refused.value.field == field


def test_times_that_cannot_be_are_refused(shared_city: City) -> None:
    """HZ 42: doors and windows shut for an hour; and no reading, visit or re-test before what it follows."""
    a = shared_city.seat("a1")
    test = asked(shared_city)

    def refusal(**fields: Any) -> tuple[str | None, str]:
        with pytest.raises(BadInput) as refused:
            temperature.enter_visit(a, test.id, measured(shared_city, **fields))
        return refused.value.field, refused.value.sentence

    assert refusal(hours=8)[0] == "arrived"  # before the request
    field, sentence = refusal(shut=ago(a, 2))
    assert field == "shut"
    assert "菏泽市供热条例第四十二条" in sentence
    assert "60 分钟" in sentence
    assert refusal(shut=ago(a, 1.4))[0] == "readings"  # read before they were shut
    assert refusal(arrived="")[0] == "arrived"
    assert "还没有到" in refusal(arrived=ago(a, -2))[1]
    assert refusal(retest=True)[0] == "kind"  # the re-test before the test
    temperature.enter_visit(a, test.id, measured(shared_city, ("16",)))
    assert refusal(hours=4)[0] == "arrived"  # before the last test
    with pytest.raises(BadInput, match="还没有到"):
        asked(shared_city, hours=-1)


RAW: dict[str, tuple[dict[str, Any], list[dict[str, Any]] | None]] = {
    "before the request": ({"arrived_at": -8}, None),
    "in the future": ({"arrived_at": 1}, None),
    "shut under an hour": ({"shut_since": -2}, None),
    "read before shut": ({"shut_since": -1}, None),
    "not shut at all": ({"shut_since": None}, None),
    "not at the centre": ({"centre": False}, None),
    "centre unknown": ({"centre": None}, None),
    "too high": ({"height_cm": 220}, None),
    "another's instrument": ({"instrument_id": 999}, None),
    "outdoor too hot": ({"outdoor": 51}, None),
    "no signature": ({"user_signed": None}, None),
    "a refusal without reason": ({"user_signed": "refused"}, None),
    "a re-test without test": ({"kind": "retest"}, None),
    "reading too hot": ({}, [{"read_at": -1.5, "celsius": 50.01, "stable": True}]),
    "reading in the future": ({}, [{"read_at": 1, "celsius": 16, "stable": True}]),
    "two stable readings": ({}, [{"read_at": -1.5, "celsius": 16, "stable": True}] * 2),
    "no stable reading": ({}, [{"read_at": -1.5, "celsius": 16, "stable": False}]),
    "no reading": ({}, []),
}


@pytest.mark.parametrize("name", RAW)
def test_the_database_refuses_it_too(shared_city: City, name: str) -> None:
    changes, readings = RAW[name]
    test = asked(shared_city)
    with pytest.raises(psycopg.Error):
        raw_visit(shared_city, "a1", test.id, changes, readings)
    assert room_tests.show(shared_city.seat("a1"), test.id).versions == ()


def test_what_the_database_would_take_is_taken(shared_city: City) -> None:
    test = asked(shared_city)
    raw_visit(shared_city, "a1", test.id)
    assert len(room_tests.show(shared_city.seat("a1"), test.id).visits) == 1
