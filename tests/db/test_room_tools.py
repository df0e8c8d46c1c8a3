"""The companies' thermometers: their numbers, their calibration, and whose they are (HZ Art.42)."""

import pytest

from app import instruments, temperature
from app.errors import BadInput, MoveRefused
from small_city import City
from thermometer import asked, instrument, measured


def test_an_instrument_out_of_date_is_said_and_not_refused(city: City) -> None:
    old = instrument(city, "TM-09", valid_days=-3)
    test = temperature.enter_visit(city.seat("a1"), asked(city).id, measured(city, instrument_id=old.id))
    assert test.visits[0].out_of_date
    assert not temperature.enter_visit(city.seat("a1"), asked(city).id, measured(city)).visits[0].out_of_date


def test_instruments_are_their_companys(city: City) -> None:
    own = instrument(city)
    assert instruments.list_instruments(city.seat("b1")) == []
    assert instruments.find_instrument(city.seat("sup1"), 1, "tm-01") == own
    with pytest.raises(MoveRefused, match="已有这个编号"):
        instruments.put_instrument(city.seat("a1"), "TM-01", "另一台", "2026-01-01", "2027-01-01")
    for typed, field in (
        (("TM-02", "型号", "2026-13-01", "2027-01-01"), "calibrated_on"),
        (("TM-02", "型号", "2099-01-01", "2099-06-01"), "calibrated_on"),
        (("TM-02", "型号", "2026-01-01", "2026-01-01"), "valid_until"),
        (("", "型号", "2026-01-01", "2027-01-01"), "number"),
    ):
        with pytest.raises(BadInput) as refused:
            instruments.put_instrument(city.seat("a1"), *typed)
        assert refused.value.field == field
    with pytest.raises(MoveRefused):
        instruments.retire_instrument(city.seat("b1"), own, "不是我的")
    gone = instruments.retire_instrument(city.seat("a1"), own, "摔坏")
    assert gone.retired_at is not None
    with pytest.raises(MoveRefused, match="没有这台仪器"):
        temperature.enter_visit(city.seat("a1"), asked(city).id, measured(city, instrument_id=own.id))
