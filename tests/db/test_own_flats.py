"""A company begins tests and refunds of flats that it heats, whatever program it uses."""

from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from small_city import MAGNOLIA, PEONY, City


@pytest.mark.parametrize("community", [MAGNOLIA, None, 999])
def test_a_company_asks_for_tests_of_the_flats_it_heats_alone(city: City, community: int | None) -> None:
    asks = "SELECT test_ask(%s, NULL, %s, NULL, '申请')"
    values = {
        "company_id": 1,
        "community_id": community,
        "place": "木兰苑 1-1-101",
        "building": "1",
        "unit": "1",
        "room": "101",
        "phone": "13853000001",
        "requested_at": city.seat("a1").now().isoformat(),
    }
    with pytest.raises(psycopg.Error, match="no company that heats it"):
        city.raw("a1").execute(asks, (uuid4(), Jsonb(values)))
    city.raw("a1").execute(asks, (uuid4(), Jsonb({**values, "community_id": PEONY})))


def test_a_company_makes_refunds_of_the_flats_it_heats_alone(city: City) -> None:
    makes = "SELECT refund_make(%s)"
    values = {
        "id": str(uuid4()),
        "season": "2026-2027",
        "community_id": MAGNOLIA,
        "building": "1",
        "unit": "1",
        "room": "101",
        "company_id": 1,
        "season_days": 121,
    }
    with pytest.raises(psycopg.Error, match="another company's flat"):
        city.raw("a1").execute(makes, (Jsonb(values),))
    city.raw("a1").execute(makes, (Jsonb({**values, "community_id": PEONY}),))
