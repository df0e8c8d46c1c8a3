"""A closed month's report stays as it was given; what changes afterwards is told as a correction."""

from datetime import date, timedelta

import pytest

from app import complaints, dispatch, statistics
from app.errors import MoveRefused, NotAllowed
from app.figures import Dimension, Measure
from app.frozen_months import Correction, corrections, freeze, frozen_months, month_scope, read_frozen
from app.records import State
from app.rules import CITY_TIME
from small_city import City


def last_month(city: City) -> date:
    today = city.seat("sup1").now().astimezone(CITY_TIME).date()
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def in_last_month(city: City) -> None:
    moved = "UPDATE complaint SET taken_at = taken_at - make_interval(days => extract(day FROM taken_at)::integer + 3)"
    city.owner().execute(moved)


def test_a_frozen_month_stays_and_a_recount_is_told_beside_it(city: City) -> None:
    seat = city.seat("sup1")
    city.bring(State.CLOSED)
    open_one = city.take()
    in_last_month(city)
    frozen = freeze(seat, last_month(city), "十月月报")
    assert frozen == read_frozen(seat, last_month(city))
    assert frozen_months(seat) == [last_month(city)]
    assert frozen.rule_version.split(".")[0] == "1"
    (all_of_it,) = frozen.lines[Dimension.TOTAL]
    assert (all_of_it.name, all_of_it.figures[Measure.TAKEN], all_of_it.figures[Measure.SOLVED]) == ("合计", 2, 1)
    assert [line.name for line in frozen.lines[Dimension.COMPANY]] == ["永恒", "未派企业"]
    assert corrections(seat, frozen) == []

    dispatch.dispatch(seat, open_one.id, open_one.revision)
    found = corrections(seat, frozen)
    assert Correction(Dimension.TOTAL, "", "合计", Measure.DISPATCHED, 1, 2) in found
    assert Correction(Dimension.COMPANY, "1", "永恒", Measure.TAKEN, 1, 2) in found
    assert Correction(Dimension.COMPANY, "0", "未派企业", Measure.TAKEN, 1, 0) in found
    assert read_frozen(seat, last_month(city)) == frozen
    assert statistics.figures(seat, month_scope(last_month(city)))[Measure.DISPATCHED] == 2
    events = city.raw("audit").execute("SELECT act, note FROM event WHERE act = 'month_freeze'").fetchall()
    assert events == [("month_freeze", "十月月报")]


def test_only_a_supervisor_freezes_a_month_that_is_over_once(city: City) -> None:
    for login in ("op1", "a1", "audit"):
        with pytest.raises(NotAllowed):
            freeze(city.seat(login), last_month(city))
    with pytest.raises(MoveRefused, match="还没有过完"):
        freeze(city.seat("sup1"), last_month(city) + timedelta(days=40))
    freeze(city.seat("sup1"), last_month(city))
    with pytest.raises(MoveRefused, match="已经定稿"):
        freeze(city.seat("sup1"), last_month(city))
    assert read_frozen(city.seat("audit"), last_month(city)) is not None
    with pytest.raises(NotAllowed):
        read_frozen(city.seat("a1"), last_month(city))


def test_an_edit_after_closing_is_a_correction_too(city: City) -> None:
    one = city.take(category="B1")
    in_last_month(city)
    frozen = freeze(city.seat("sup1"), last_month(city))
    complaints.edit(city.seat("sup1"), one.id, one.revision, category="A2")
    assert {(c.key, c.frozen, c.now) for c in corrections(city.seat("sup1"), frozen) if c.by is Dimension.CATEGORY} == {
        ("B1", 1, 0),
        ("A2", 0, 1),
    }
