"""More time for the answer: asked before the limit, decided by a supervisor, ten working days in all."""

import psycopg
import pytest

from app import answers, complaints, dispatch, extensions
from app.errors import BadInput, MoveRefused, NotAllowed
from app.records import Act, Clock, Complaint, State
from app.working_days import add_days
from small_city import City


def answer_due(complaint: Complaint):
    return next(one.due_at for one in complaint.due_times if one.clock == Clock.ANSWER)


def test_granted_days_move_the_answer_and_nothing_else(city: City) -> None:
    a, sup = city.seat("a1"), city.seat("sup1")
    there = city.bring(State.ARRIVED)
    asked = extensions.ask(a, there.id, there.revision, 3, "等待配件到货")
    assert (asked.extension_asked, asked.due_at, asked.state) == (3, there.due_at, State.ARRIVED)
    granted = extensions.grant(sup, asked.id, asked.revision, "同意，每日通报")
    assert answer_due(granted) == add_days(answer_due(there), 3, a.rules.calendar)
    assert granted.due_at == answer_due(granted)
    assert (granted.extension_asked, granted.extended_days) == (None, 3)
    on_site = [[one.due_at for one in c.due_times if one.clock != Clock.ANSWER] for c in (there, granted)]
    assert on_site[0] == on_site[1]
    assert [event.act for event in granted.events][-2:] == [Act.EXTEND, Act.GRANT]
    assert granted.events[-1].detail["extension"] == {"days": 3}
    assert complaints.show(a, granted.id) == granted


def test_what_comes_after_counts_with_the_extension(city: City) -> None:
    a, sup = city.seat("a1"), city.seat("sup1")
    signed = city.bring(State.SIGNED)
    asked = extensions.ask(a, signed.id, signed.revision, 2, "等待配件到货")
    granted = extensions.grant(sup, asked.id, asked.revision)
    assert granted.due_at == signed.due_at  # being on site comes first and is not extended
    there = dispatch.arrive(a, granted.id, granted.revision)
    assert there.due_at == answer_due(granted) > answer_due(signed)


def test_denied_leaves_the_limit(city: City) -> None:
    there = city.bring(State.ARRIVED)
    asked = extensions.ask(city.seat("a1"), there.id, there.revision, 5, "等待配件到货")
    with pytest.raises(BadInput, match="不予延期的原因"):
        extensions.deny(city.seat("sup1"), asked.id, asked.revision, "")
    denied = extensions.deny(city.seat("sup1"), asked.id, asked.revision, "配件本市有货")
    assert (denied.extension_asked, denied.extended_days, denied.due_at) == (None, 0, there.due_at)
    with pytest.raises(MoveRefused, match="没有待批的延期申请"):
        extensions.grant(city.seat("sup1"), denied.id, denied.revision)


@pytest.mark.parametrize("days", [-1, 0, 11, 400])
def test_ten_working_days_at_most(city: City, days: int) -> None:
    there = city.bring(State.ARRIVED)
    with pytest.raises(BadInput, match="1 到 10 个工作日") as told:
        extensions.ask(city.seat("a1"), there.id, there.revision, days, "等待配件到货")
    assert told.value.field == "days"
    with pytest.raises(psycopg.Error) as refused:
        city.act("a1", there.id, there.revision, Act.EXTEND, changes={"extension_asked": days})
    assert (refused.value.sqlstate, refused.value.diag.message_hint) == ("WL006", "days")


def test_ten_working_days_in_all(city: City) -> None:
    a, sup = city.seat("a1"), city.seat("sup1")
    there = city.bring(State.ARRIVED)
    for days in (7, 3):
        asked = extensions.ask(a, there.id, there.revision, days, "等待配件到货")
        there = extensions.grant(sup, asked.id, asked.revision)
        if days == 7:
            with pytest.raises(BadInput, match=r"1 到 3 个工作日（已准 7 个）"):
                extensions.ask(a, there.id, there.revision, 4, "还要")
    assert (there.extended_days, extensions.days_left(a.rules, there)) == (10, 0)
    with pytest.raises(BadInput, match="累计已满 10 个工作日"):
        extensions.ask(a, there.id, there.revision, 1, "还要")


def test_too_late_to_ask(city: City) -> None:
    there = city.bring(State.ARRIVED)
    city.owner().execute(
        'UPDATE complaint SET due_times = (SELECT jsonb_agg(d || \'{"due_at": "2020-01-01T00:00:00+08:00"}\')'
        " FROM jsonb_array_elements(due_times) d) WHERE id = %s",
        (there.id,),
    )
    with pytest.raises(MoveRefused, match="延期要在到期前申请"):
        extensions.ask(city.seat("a1"), there.id, there.revision, 2, "等待配件到货")


def test_only_a_supervisor_decides(city: City) -> None:
    there = city.bring(State.ARRIVED)
    asked = extensions.ask(city.seat("a1"), there.id, there.revision, 2, "等待配件到货")
    for login in ("a1", "op1"):
        with pytest.raises(NotAllowed):
            extensions.grant(city.seat(login), asked.id, asked.revision)
        with pytest.raises(NotAllowed):
            extensions.deny(city.seat(login), asked.id, asked.revision, "不同意")


def test_a_report_makes_the_request_void(city: City) -> None:
    a = city.seat("a1")
    there = city.bring(State.ARRIVED)
    asked = extensions.ask(a, there.id, there.revision, 2, "等待配件到货")
    done = answers.report(a, asked.id, asked.revision, "配件提前到货，已修好")
    assert (done.state, done.extension_asked) == (State.REPORTED, None)


def test_the_granted_days_are_the_ones_asked_for_whatever_is_sent(city: City) -> None:
    there = city.bring(State.ARRIVED)
    asked = extensions.ask(city.seat("a1"), there.id, there.revision, 2, "等待配件到货")
    row = city.act("sup1", asked.id, asked.revision, Act.GRANT, detail={"extension": {"days": 99}})
    assert row["extended_days"] == 2
    assert complaints.show(city.seat("sup1"), asked.id).events[-1].detail["extension"] == {"days": 2}
