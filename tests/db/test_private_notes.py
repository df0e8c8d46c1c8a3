"""A manager's private note is the house's: no company's seat can read it, by the program or by SQL."""

import psycopg
import pytest

from small_city import City


def test_companies_see_managers_without_private_notes(city: City) -> None:
    city.owner().execute("UPDATE manager SET private_note = '只接熟人电话'")
    ours, theirs = city.seat("op1"), city.seat("a1")
    managers = [one for place in ours.directory.communities.values() for one in place.managers]
    assert {one.private_note for one in managers} == {"只接熟人电话"}
    shown = [one for place in theirs.directory.communities.values() for one in place.managers]
    assert {one.private_note for one in shown} == {""}
    assert [one.phones for one in shown] == [one.phones for one in managers]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw("a1").execute("SELECT private_note FROM manager")
