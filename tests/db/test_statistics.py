"""Figures: each act counted once, for whoever had the complaint then; sums that always equal a recount."""

from datetime import timedelta

import pytest

from app import dispatch, intake, statistics
from app.errors import BadInput
from app.figures import Dimension, Figures, Measure, Ratio, Scope
from app.pauses import pause
from app.records import Channel, State
from app.rules import CITY_TIME
from small_city import MAGNOLIA, NOBODYS, PEONY, City


def today(city: City) -> Scope:
    day = city.seat("sup1").now().astimezone(CITY_TIME).date()
    return Scope(day - timedelta(days=1), day)  # tests may run over midnight


def by(city: City, dimension: Dimension, login: str = "sup1") -> dict[str, Figures]:
    return {line.name: line.figures for line in statistics.lines(city.seat(login), today(city), dimension)}


def counted(found: Figures) -> dict[str, int]:
    """Only what there is."""
    return {name: count for name, count in found.record.items() if count}


def test_program_and_database_name_the_same_measures(shared_city: City) -> None:
    assert shared_city.owner().execute("SELECT measures()").fetchone() == ([str(one) for one in Measure],)


def test_a_road_to_its_end_is_counted_step_by_step(city: City) -> None:
    city.bring(State.CLOSED)
    found = statistics.figures(city.seat("sup1"), today(city))
    assert counted(found) == {
        "taken": 1,
        "dispatched": 1,
        "signed": 1,
        "signed_in_time": 1,
        "arrived": 1,
        "arrived_in_time": 1,
        "reported": 1,
        "rounds": 1,
        "contacted": 1,
        "solved": 1,
        "graded": 1,
        "satisfied": 1,
    }
    assert found.share(Ratio.SATISFIED).rate == 1.0


def test_each_end_is_told_apart(city: City) -> None:
    for state in (State.ANSWERED, State.VOID, State.REFERRED, State.REFUSED, State.REOPENED, State.CALL_BACK):
        city.bring(state)
    intake.remind(city.seat("op1"), city.bring(State.WAITING).id)
    found = statistics.figures(city.seat("sup1"), today(city))
    assert counted(found) == {
        "taken": 8,
        "answered": 1,
        "invalid": 1,
        "referred": 2,
        "dispatched": 2,
        "signed": 2,
        "signed_in_time": 2,
        "arrived": 2,
        "arrived_in_time": 2,
        "reported": 2,
        "rounds": 1,
        "contacted": 1,
        "graded": 1,
        "reopened": 1,
        "repeats": 1,
    }


def test_every_step_counts_for_the_company_that_had_the_complaint_then(city: City) -> None:
    returned = city.bring(State.RETURNED)
    sent, _ = dispatch.dispatch(city.seat("sup1"), returned.id, returned.revision, 2)
    dispatch.sign(city.seat("b1"), sent.id, sent.revision)
    city.take()
    found = by(city, Dimension.COMPANY)
    assert {name: counted(one) for name, one in found.items()} == {
        "永恒": {"dispatched": 1, "returns": 1},
        "同心": {"taken": 1, "dispatched": 1, "signed": 1, "signed_in_time": 1},
        "未派企业": {"taken": 1},
    }
    assert by(city, Dimension.COMPANY, "a1") == {"永恒": found["永恒"]}
    assert by(city, Dimension.COMPANY, "b1") == {"同心": found["同心"]}


def test_by_community_station_category_channel_operator_hour_day_and_shift(city: City) -> None:
    city.take(community_id=PEONY, category="A2")
    city.take(by="op2", community_id=MAGNOLIA, channel=Channel.VISIT)
    city.take(community_id=NOBODYS)
    one = {dimension: {name: f[Measure.TAKEN] for name, f in by(city, dimension).items()} for dimension in Dimension}
    assert one[Dimension.COMMUNITY] == {"牡丹花园": 1, "木兰苑": 1, "无名大院": 1}
    assert one[Dimension.STATION] == {"牡丹换热站": 1, "木兰换热站": 1, "未知换热站": 1}
    assert sorted(name[:2] for name in one[Dimension.CATEGORY]) == ["A2", "B1"]
    assert sorted(one[Dimension.CHANNEL].values()) == [1, 2]
    assert one[Dimension.OPERATOR] == {"周岚": 2, "吴敏": 1}
    for dimension in (Dimension.TOTAL, Dimension.HOUR, Dimension.DAY, Dimension.SHIFT, Dimension.TURN):
        assert sum(one[dimension].values()) == 3, dimension
    assert all("班" in name for name in (*one[Dimension.SHIFT], *one[Dimension.TURN]))


def test_colleagues_are_compared_by_the_supervisor_alone(city: City) -> None:
    city.take(by="op1")
    city.take(by="op2")
    assert set(by(city, Dimension.OPERATOR)) == {"周岚", "吴敏"} == set(by(city, Dimension.OPERATOR, "audit"))
    assert set(by(city, Dimension.OPERATOR, "op2")) == {"吴敏"}
    assert by(city, Dimension.OPERATOR, "a1") == {}
    keep_all(city)
    assert set(by(city, Dimension.OPERATOR, "op2")) == {"吴敏"}
    kept = "SELECT DISTINCT dimension FROM day_figure"
    assert ("operator",) in city.raw("sup1").execute(kept).fetchall()
    assert ("operator",) not in city.raw("op1").execute(kept).fetchall()
    assert by(city, Dimension.TOTAL, "op1") == by(city, Dimension.TOTAL, "sup1")


def keep_all(city: City) -> None:
    statistics.catch_up(city.seat("sup1"))
    city.owner().execute("SELECT keep_day(day) FROM figure_day")


def test_every_number_opens_to_the_complaints_behind_it(city: City) -> None:
    made = [city.take() for _ in range(3)] + [city.bring(State.RETURNED), city.take(community_id=MAGNOLIA)]
    seat, scope = city.seat("sup1"), today(city)
    for dimension in Dimension:
        for line in statistics.lines(seat, scope, dimension):
            part = scope.narrowed(dimension, line.key)
            assert counted(statistics.figures(seat, part)) == counted(line.figures), (dimension, line.name)
            for measure in Measure:
                assert len(statistics.behind(seat, part, measure)) == line.figures[measure], (dimension, measure)
    first = statistics.behind(seat, scope, Measure.TAKEN, limit=2)
    second = statistics.behind(seat, scope, Measure.TAKEN, first[-1], limit=2)
    last = statistics.behind(seat, scope, Measure.TAKEN, second[-1], limit=2)
    assert [row.id for row in first + second + last] == [one.id for one in reversed(made)]


def test_a_company_opens_what_it_still_has(city: City) -> None:
    returned = city.bring(State.RETURNED)
    dispatch.dispatch(city.seat("sup1"), returned.id, returned.revision, 2)
    kept = city.bring(State.DISPATCHED)
    assert by(city, Dimension.TOTAL, "a1")["合计"][Measure.DISPATCHED] == 2
    assert [row.id for row in statistics.behind(city.seat("a1"), today(city), Measure.DISPATCHED)] == [kept.id]
    assert statistics.behind(city.seat("b1"), today(city), Measure.TAKEN)[0].id == returned.id


def test_most_complaints_per_thousand_homes_come_first(city: City) -> None:
    for community in (PEONY, PEONY, MAGNOLIA, MAGNOLIA, NOBODYS):
        city.take(community_id=community)
    found = statistics.top(city.seat("sup1"), today(city), Dimension.STATION)
    assert [(line.name, line.homes, line.per_thousand) for line in found] == [
        ("木兰换热站", 500, 4.0),
        ("牡丹换热站", 900, pytest.approx(2.222, abs=0.001)),
    ]
    assert {line.per_thousand for line in statistics.top(city.seat("sup1"), today(city), Dimension.COMMUNITY)} == {None}
    with pytest.raises(BadInput):
        statistics.top(city.seat("sup1"), today(city), Dimension.HOUR)


def test_wrong_days_are_refused(shared_city: City) -> None:
    scope = today(shared_city)
    with pytest.raises(BadInput) as refused:
        statistics.lines(shared_city.seat("sup1"), Scope(scope.last, scope.first), Dimension.DAY)
    assert refused.value.field == "dates"


def test_late_steps_are_told_apart_and_a_pause_makes_the_limit_longer(city: City) -> None:
    """As if the dispatch had been half an hour ago and somebody had to be there a minute ago."""
    seat = city.seat("sup1")
    for paused in (False, True):
        sent = city.bring(State.DISPATCHED)
        city.owner().execute(
            "UPDATE event SET at = at - interval '30 minutes' WHERE chain = %s AND act = 'dispatch'", (sent.id,)
        )
        signed = dispatch.sign(city.seat("a1"), sent.id, sent.revision)
        if paused:
            signed = pause(seat, signed.id, signed.revision, "access", "家中无人")
            city.owner().execute(
                "UPDATE event SET at = at - interval '10 minutes' WHERE chain = %s AND act = 'pause'", (sent.id,)
            )
        dispatch.arrive(city.seat("a1"), signed.id, signed.revision)
        city.owner().execute(
            "UPDATE complaint SET due_times = (SELECT jsonb_agg(CASE WHEN one->>'clock' = 'on_site'"
            " THEN one || jsonb_build_object('due_at', now() - interval '1 minute') ELSE one END)"
            " FROM jsonb_array_elements(due_times) one) WHERE id = %s",
            (sent.id,),
        )
    found = statistics.figures(seat, today(city))
    assert (found[Measure.SIGNED_LATE], found[Measure.SIGNED_IN_TIME]) == (2, 0)
    assert (found[Measure.ARRIVED_LATE], found[Measure.ARRIVED_IN_TIME]) == (1, 1)
    assert found.share(Ratio.ON_SITE).rate == 0.5


def test_what_was_under_way_at_the_last_look_is_seen_at_the_next(city: City) -> None:
    """An act whose number is lower than one that was counted already, because it was stored later."""
    slow = city.raw("op1")
    slow.autocommit = False
    waiting = city.take(by="op2")
    slow.execute("SELECT act(%s, NULL, 'remind', '{}', '', '{}', clock_timestamp())", (waiting.id,))
    city.take(by="op2")
    before = statistics.figures(city.seat("sup1"), today(city))
    slow.commit()
    slow.autocommit = True
    after = statistics.figures(city.seat("sup1"), today(city))
    assert (before[Measure.REPEATS], after[Measure.REPEATS], after[Measure.TAKEN]) == (0, 1, 2)
