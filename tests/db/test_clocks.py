"""Pauses on the real database: who may, what the queue shows then, and that nothing is forgotten."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from app import complaints, dispatch
from app.clocks import clocks
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed
from app.pauses import pause, pause_reasons, resume
from app.records import Act, Clock, Complaint, LimitUnit, State
from small_city import City


def due(complaint: Complaint, clock: Clock) -> timedelta:
    """How far the due time lies behind the start of the limit."""
    limit = next(one for one in complaint.due_times if one.clock == clock)
    assert limit.started_at is not None
    return limit.due_at - limit.started_at


def test_paused_and_resumed(city: City) -> None:
    op = city.seat("op1")
    signed = city.bring(State.SIGNED)
    before = due(signed, Clock.ON_SITE)
    paused = pause(op, signed.id, signed.revision, "access", "约定明早八点")
    assert paused.state is State.SIGNED
    assert paused.events[-1].act is Act.PAUSE
    assert due(paused, Clock.ON_SITE) == before + timedelta(hours=24)
    assert due(paused, Clock.ANSWER) == due(signed, Clock.ANSWER)
    assert paused.due_at == min(one.due_at for one in paused.due_times)
    assert complaints.show(op, paused.id) == paused

    going = resume(op, paused.id, paused.revision, "用户提前到家")
    rest = going.events[-1].at - paused.events[-1].at
    assert due(going, Clock.ON_SITE) == before + rest
    assert going.due_at == min(one.due_at for one in going.due_times)


def test_a_visit_ends_the_pause(city: City) -> None:
    op, a = city.seat("op1"), city.seat("a1")
    signed = city.bring(State.SIGNED)
    paused = pause(op, signed.id, signed.revision, "user", "用户出差")
    there = dispatch.arrive(a, paused.id, paused.revision)
    rest = there.events[-1].at - paused.events[-1].at
    assert due(there, Clock.ANSWER) == due(signed, Clock.ANSWER) + rest
    assert there.due_at == next(one.due_at for one in there.due_times if one.clock == Clock.ANSWER)


def test_a_correction_of_the_category_keeps_the_pause(city: City) -> None:
    op = city.seat("op1")
    signed = city.bring(State.SIGNED)
    paused = pause(op, signed.id, signed.revision, "access", "家中无人")
    leak = complaints.edit(op, paused.id, paused.revision, category="A2")
    assert due(leak, Clock.ON_SITE) == timedelta(hours=25)
    assert leak.due_at == min(one.due_at for one in leak.due_times)


def test_a_correction_counts_from_the_first_company_that_had_it(city: City) -> None:
    """A second slip doesn't start the clock of HZ Art.41 anew, and no correction of the category does."""
    op = city.seat("op1")
    back = city.bring(State.RETURNED)
    first = next(one.at for one in back.events if one.act is Act.DISPATCH)
    sent, _ = dispatch.dispatch(op, back.id, back.revision, company_id=2)
    wider = complaints.edit(op, sent.id, sent.revision, category="B2")
    assert {one.started_at for one in wider.due_times if one.clock == Clock.ON_SITE} == {first}


def test_the_same_category_again_changes_no_limit(city: City) -> None:
    op = city.seat("op1")
    signed = city.bring(State.SIGNED)
    city.owner().execute("UPDATE limit_rule SET minutes = 1, first_days_minutes = 1 WHERE id = 2")
    op.refresh()
    same = complaints.edit(op, signed.id, signed.revision, category="b1", text="客厅十四度")
    assert same.due_times == signed.due_times


def test_what_can_not_be_paused_is_refused_in_words(city: City) -> None:
    op = city.seat("op1")
    signed = city.bring(State.SIGNED)
    with pytest.raises(BadInput, match="没有暂停原因“午休”") as told:
        pause(op, signed.id, signed.revision, "午休", "吃饭")
    assert told.value.field == "kind"
    with pytest.raises(BadInput, match="请填写暂停原因"):
        pause(op, signed.id, signed.revision, "user", " ")
    with pytest.raises(BadInput, match="最长暂停 24 小时") as told:
        pause(op, signed.id, signed.revision, "access", "等", op.now() + timedelta(hours=25))
    assert told.value.field == "until"
    with pytest.raises(MoveRefused, match="计时没有暂停"):
        resume(op, signed.id, signed.revision)
    paused = pause(op, signed.id, signed.revision, "user", "等用户回电")
    with pytest.raises(MoveRefused, match="计时已经暂停（等待用户：等用户回电）"):
        pause(op, paused.id, paused.revision, "access", "家中无人")
    with pytest.raises(ChangedElsewhere):
        resume(op, paused.id, signed.revision)
    waiting = city.take()
    with pytest.raises(MoveRefused):
        pause(op, waiting.id, waiting.revision, "user", "等用户回电")


def test_a_company_can_not_stop_its_own_clock(city: City) -> None:
    signed = city.bring(State.SIGNED)
    with pytest.raises(NotAllowed):
        pause(city.seat("a1"), signed.id, signed.revision, "user", "等用户回电")
    with pytest.raises(psycopg.Error) as told:
        city.act("a1", signed.id, None, "pause", detail={"pause": {}})
    assert told.value.sqlstate == "WL003"


def test_house_clocks_are_marked_and_stand_on_no_slip(city: City) -> None:
    op = city.seat("op1")
    sent, slip = dispatch.dispatch(op, *(lambda one: (one.id, one.revision))(city.take(category="C3")))
    assert all(one.mark != "P" for one in sent.due_times)
    assert slip.article == "省供热条例第二十八条"
    found = {run.clock: run for run in clocks(sent.events, op.rules, op.rules.calendar)}
    assert found[Clock.SIGN].is_house
    assert found[Clock.SIGN].due_at - found[Clock.SIGN].started_at == timedelta(minutes=10)
    assert not found[Clock.ANSWER].is_house


def test_clocks_of_the_events_are_those_of_the_record(city: City) -> None:
    op = city.seat("op1")
    closed = city.bring(State.CLOSED)
    law = [run for run in clocks(closed.events, op.rules, op.rules.calendar) if not run.is_house]
    assert [run.limit for run in law] == list(closed.due_times)
    assert [run.stopped_at for run in law] == [closed.arrived_at, closed.closed_at]


def test_the_reasons_are_data(city: City) -> None:
    reasons = pause_reasons(city.seat("op1").rules)
    assert [(one.words, one.longest) for one in reasons.values()] == [
        ("等待用户", timedelta(hours=72)),
        ("无法入户", timedelta(hours=24)),
    ]
    assert pause_reasons(replace(city.seat("op1").rules, settings={})) == {}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "kind"),
        ({"kind": "nap", "words": "午休", "clocks": ["answer"], "until": "1h"}, "kind"),
        ({"kind": "access", "words": "无法入户", "clocks": ["answer"], "until": "1h"}, "kind"),
        ({"kind": "access", "words": "无法入户", "clocks": ["on_site", "test"]}, "until"),
        ({"kind": "access", "words": "无法入户", "clocks": ["on_site", "test"], "until": "明天"}, "until"),
        (
            {"kind": "access", "words": "无法入户", "clocks": ["on_site", "test"], "until": "2026-11-30T10:00:00"},
            "until",
        ),
        ({"kind": "access", "words": "无法入户", "clocks": ["on_site", "test"], "until": "25h"}, "until"),
        ({"kind": "access", "words": "无法入户", "clocks": ["on_site", "test"], "until": "-1h"}, "until"),
    ],
)
def test_the_database_keeps_no_pause_that_nobody_could_read(city: City, said: dict[str, Any], field: str) -> None:
    """A pause by hand would stop a clock for ever, or leave the complaint unreadable at every seat."""
    op = city.seat("op1")
    signed = city.bring(State.SIGNED)
    if (until := said.get("until", "")).endswith("h"):
        said = said | {"until": (op.now() + timedelta(hours=int(until[:-1]))).isoformat()}
    with pytest.raises(psycopg.Error) as told:
        city.act("op1", signed.id, None, "pause", detail={"pause": said})
    assert (told.value.sqlstate, told.value.diag.message_hint) == ("WL006", field)
    assert complaints.show(op, signed.id) == signed


def test_praise_is_answered_in_working_days(city: City) -> None:
    """domain.md section 4: D3 has five; what no law says so is named as reported only."""
    (answer,) = city.take(category="D3").due_times
    assert (answer.minutes, answer.unit, answer.mark) == (5 * 1440, LimitUnit.WORKING_DAYS, "V-")
    assert [one.unit for one in city.take(category="D4").due_times] == [LimitUnit.HOURS]
