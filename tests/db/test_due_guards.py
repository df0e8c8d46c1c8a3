"""A limit that no seat could read, or that a company gave itself, is refused by the database: raw SQL as each role."""

from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from app import dispatch, extensions, incidents, live_queue, pauses
from app.complaints import due_values, show
from app.incident_groups import Spot
from app.records import Act, Complaint, IncidentKind, State
from small_city import PEONY, City

LIMIT = {
    "clock": "answer",
    "due_at": "2026-11-25T00:00:00+08:00",
    "minutes": 4320,
    "rule": "答复",
    "article": "第二十八条",
}


def refusal(city: City, login: str, one: Complaint, act: Act, **changes: Any) -> tuple[str, str]:
    with pytest.raises(psycopg.Error) as told:
        city.act(login, one.id, None, act, changes=changes)
    return told.value.sqlstate or "", told.value.diag.message_hint or ""


@pytest.mark.parametrize("field", ["due_at", "rank_at"])
@pytest.mark.parametrize("moment", ["infinity", "-infinity", "9999-12-31T00:00:00Z", "0044-03-15 BC", None])
def test_a_row_of_the_queue_holds_moments_that_every_seat_can_read(city: City, field: str, moment: str | None) -> None:
    sent = city.bring(State.DISPATCHED)
    for login in ("a1", "op1"):
        assert refusal(city, login, sent, Act.SIGN, **{field: moment})[0] in ("WL006", "23502")
    assert [row.id for row in live_queue.first_page(city.seat("op1"))] == [sent.id]


@pytest.mark.parametrize(
    "limits",
    [
        [LIMIT | {"due_at": "infinity"}],
        [LIMIT | {"due_at": "tomorrow"}],
        [LIMIT | {"due_at": "2026-13-45T00:00:00+08:00"}],
        [LIMIT | {"due_at": "2026-11-25"}],
        [LIMIT, LIMIT | {"clock": "nap"}],
        [LIMIT | {"clock": None}],
        [LIMIT | {"minutes": "bald"}],
        [LIMIT | {"rule": None}],
        [LIMIT | {"started_at": "gestern"}],
        [LIMIT | {"unit": "moons"}],
        [LIMIT, "x"],
    ],
)
def test_limits_are_what_the_clocks_can_be_rebuilt_from(shared_city: City, limits: list[Any]) -> None:
    taken = shared_city.take()
    sqlstate, _ = refusal(shared_city, "op1", taken, Act.EDIT, due_times=limits)
    assert sqlstate == "WL006" or sqlstate[:2] == "22"
    given = {"id": str(uuid7()), "category": "B1", "channel": "hotline", "urgency": "urgent", "text": "冷"}
    moments = {"due_at": LIMIT["due_at"], "rank_at": LIMIT["due_at"], "due_times": limits}
    with pytest.raises(psycopg.Error) as told:
        shared_city.raw("a1").execute(
            "SELECT take(%s, '{}', '', '{}', clock_timestamp(), '')", (Jsonb(given | moments),)
        )
    assert told.value.sqlstate == "WL006" or (told.value.sqlstate or "")[:2] == "22"
    assert show(shared_city.seat("op1"), taken.id).revision == taken.revision


def test_what_the_program_writes_passes(shared_city: City) -> None:
    taken = shared_city.take()
    row = shared_city.act("op1", taken.id, None, Act.EDIT, changes={"due_times": due_values(taken.due_times)})
    assert row["revision"] == taken.revision + 1


def test_no_company_gives_itself_more_time(city: City) -> None:
    sent = city.bring(State.DISPATCHED)
    assert refusal(city, "a1", sent, Act.SIGN, due_at="2099-01-01T00:00:00+08:00") == ("WL003", "due_at")
    row = city.act("op1", sent.id, None, Act.SIGN, changes={})
    assert row["due_at"] == sent.due_at


def test_a_company_goes_on_to_the_later_limit_with_pauses_and_granted_days_in_it(city: City) -> None:
    op, a, sup = city.seat("op1"), city.seat("a1"), city.seat("sup1")
    signed = city.bring(State.SIGNED)
    paused = pauses.pause(op, signed.id, signed.revision, "user", "出差，后天回来")
    asked = extensions.ask(a, paused.id, paused.revision, 10, "等待配件")
    granted = extensions.grant(sup, asked.id, asked.revision)
    there = dispatch.arrive(a, granted.id, granted.revision)
    assert there.due_at == max(one.due_at for one in there.due_times)
    assert there.due_at > max(one.due_at for one in signed.due_times)


def test_a_company_signs_and_arrives_for_a_whole_incident(city: City) -> None:
    sent = [city.bring(State.DISPATCHED), city.bring(State.DISPATCHED, room="502")]
    spot = Spot(IncidentKind.COMMUNITY, PEONY)
    made = incidents.open_incident(city.seat("op1"), spot, "A3", [one.id for one in sent])
    for act in (incidents.sign, incidents.arrive):
        act(city.seat("a1"), made.id)
    assert {show(city.seat("op1"), one.id).state for one in sent} == {State.ARRIVED}
