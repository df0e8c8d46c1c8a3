"""A company's thermometer and what it showed: room temperature tests as they are typed in."""

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from app import instruments, temperature
from app.room_records import Instrument, RoomKind, RoomTest, Signed
from app.rules import CITY_TIME
from app.seat import Seat
from app.temperature import FlatAsked
from app.visit_form import VisitForm
from small_city import PEONY, City

_ROOMS = itertools.count(1001)


def ago(seat: Seat, hours: float) -> str:
    """A moment so many hours ago, as it is typed."""
    return f"{(seat.now() - timedelta(hours=hours)).astimezone(CITY_TIME):%Y-%m-%d %H:%M}"


def instrument(city: City, number: str = "TM-01", login: str = "a1", valid_days: int = 200) -> Instrument:
    """A thermometer of company a, calibrated half a year ago."""
    seat = city.seat(login)
    today = seat.now().astimezone(CITY_TIME).date()
    found = [one for one in instruments.list_instruments(seat, retired=True) if one.number == number]
    if found:
        return found[0]
    begins, ends = today - timedelta(days=180), today + timedelta(days=valid_days)
    return instruments.put_instrument(seat, number, "数字温度计 0.1 ℃", begins.isoformat(), ends.isoformat())


def asked(city: City, hours: float = 6, by: str = "op1", **flat: Any) -> RoomTest:
    """A test of a flat of PEONY asked for so many hours ago."""
    seat = city.seat(by)
    room = str(next(_ROOMS))  # a flat has one test at a time
    given: dict[str, Any] = {"building": "3", "unit": "2", "room": room, "asker": "王女士", "phone": "13853000001"}
    return temperature.ask_for_flat(seat, FlatAsked(PEONY, **(given | flat)), ago(seat, hours))


def measured(city: City, readings: tuple[str, ...] = ("16.8", "16.5"), hours: float = 3, **fields: Any) -> VisitForm:
    """A visit of two hours that began so many hours ago; the last reading is the stable one."""
    seat = city.seat("a1")
    times = [ago(seat, hours - 1.5 - step / 6) for step in range(len(readings))]
    given: dict[str, Any] = {
        "tester": "刘师傅",
        "arrived": ago(seat, hours),
        "instrument_id": instrument(city).id,
        "room": RoomKind.BEDROOM,
        "shut": ago(seat, hours),
        "centre": True,
        "readings": "，".join(f"{at} {one}" for at, one in zip(times, readings, strict=True)),
        "outdoor": "-2.5",
        "user_signed": Signed.SIGNED,
    }
    return VisitForm(**(given | fields))


def raw_visit(
    city: City,
    login: str,
    test_id: UUID,
    changes: dict[str, Any] | None = None,
    readings: list[dict[str, Any]] | None = None,
) -> None:
    """The database's own test_visit(), as any program that this person runs could call it; times in hours from now."""
    now = city.seat("op1").now()

    def moment(hours: float | None) -> str | None:
        return None if hours is None else (now + timedelta(hours=hours)).isoformat()

    values: dict[str, Any] = {
        "outcome": "tested",
        "tester": "刘师傅",
        "arrived_at": -3,
        "instrument_id": instrument(city).id,
        "room_kind": RoomKind.BEDROOM,
        "shut_since": -3,
        "height_cm": 100,
        "centre": True,
        "outdoor": 0,
        "company_signed": "signed",
        "user_signed": "signed",
        **(changes or {}),
    }
    values |= {name: moment(values[name]) for name in ("arrived_at", "shut_since")}
    given = [{"read_at": -1.5, "celsius": 16.5, "stable": True}] if readings is None else readings
    rows = [{**one, "read_at": moment(one["read_at"])} for one in given]
    city.raw(login).execute(
        "SELECT test_visit(%s, %s, NULL, %s, %s, '{}', '检测')", (uuid4(), test_id, Jsonb(values), Jsonb(rows))
    )
