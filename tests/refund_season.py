"""A season that runs, what went wrong in it, and the refunds of one flat."""

from datetime import datetime, timedelta
from typing import Any

from uuid6 import uuid7

from app import refunds
from app.entitlements import FlatKey, find_season
from app.refund_days import Stop
from app.refund_records import Refund
from app.rules import CITY_TIME, Season
from app.seat import Seat
from small_city import PEONY, City

FLAT = FlatKey(PEONY, "3", "2", "501")


def season(seat: Seat) -> Season:
    return find_season(seat.rules, "2026-2027", refunds.today(seat))


def in_season(city: City) -> None:
    """As if the season had begun 30 days ago, whatever day it is."""
    city.owner().execute(
        "UPDATE season SET starts_on = current_date - 30, ends_on = current_date + 90 WHERE name = '2026-2027'"
    )
    city.owner().execute("DELETE FROM season WHERE name <> '2026-2027'")
    for seat in city._seats.values():
        seat.refresh()


def outage(city: City, hours: float, days_ago: int = 10, category: str = "A3") -> Stop:
    """What an incident of the community's left behind that lasted so long."""
    begin = datetime.now(CITY_TIME).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    city.owner().execute(
        "INSERT INTO incident (id, number, kind, community_id, company_id, category, state, began_at, opened_by,"
        " opened_at, closed_at, closed_by, revision)"
        " SELECT %s, %s, 'community', %s, 1, %s, 'closed', %s, id, %s, %s, id, 1 FROM person WHERE login = 'op1'",
        (
            (id := uuid7()), f"P{id.hex[-8:]}", PEONY, category, begin, begin,
            begin + timedelta(hours=hours),
        ),
    )  # fmt: skip
    return Stop(begin, begin + timedelta(hours=hours), "")


def made(city: City, by: str = "op1", **values: Any) -> Refund:
    seat = city.seat(by)
    return refunds.make(seat, FLAT, season(seat), **values)
