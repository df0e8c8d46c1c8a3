"""Every state, act and role: what the table of moves allows is done, all else is refused by the database itself."""

import itertools
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from app import answers, callback, complaints, dispatch, intake
from app.errors import MoveRefused, NotAllowed
from app.records import Act, Complaint, Role, State
from app.states import allowed, next_state
from small_city import City, new

LOGINS = {
    Role.OPERATOR: "op1",
    Role.COMPANY: "a1",
    Role.LIAISON: "lia1",
    Role.COLLECTOR: "net1",
    Role.SUPERVISOR: "sup1",
}
INCIDENT = UUID(int=4)
TOMORROW = (datetime.now(UTC) + timedelta(hours=20)).isoformat()
WITH: dict[Act, dict[str, Any]] = {
    Act.DISPATCH: {"slip": {}},
    Act.EXTEND: {"changes": {"extension_asked": 5}},
    Act.SUPERVISE: {"changes": {"supervise_level": 2}},
    Act.ESCALATE: {"changes": {"supervise_level": 1}},
    Act.REFER: {"changes": {"referred_to": "market"}},
    Act.REFUSE: {"changes": {"referred_to": "court"}},
    Act.CALL_BACK: {"changes": {"contacted": True, "solved": True, "satisfaction": 5}},
    Act.REOPEN: {"changes": {"contacted": True, "solved": False, "satisfaction": 1}},
    Act.JOIN: {"changes": {"incident_id": str(INCIDENT)}},
    Act.ASSIGN: {"changes": {"worker": "刘师傅", "worker_phone": "138 5300 0033"}},
    Act.FORM: {"changes": {"form": {}}},
    Act.PAUSE: {
        "detail": {
            "pause": {"kind": "access", "words": "无法入户", "clocks": ["on_site", "test"], "until": TOMORROW},
        },
    },
}
"""What these acts can't do without."""
_made: dict[State, Complaint] = {}


@pytest.fixture
def there(shared_city: City, state: State) -> Complaint:
    """A complaint in this state that all roles see: of company a, dispatched before, whatever its state."""
    if state not in _made:
        made = shared_city.bring(state if state is not State.WAITING else State.DISPATCHED, room=state.value)
        owner = shared_city.owner()
        if state is State.WAITING:  # only what it took down itself does a company see before the dispatch
            owner.execute(
                "UPDATE complaint SET state = %s, dispatched_at = NULL, taken_by = %s WHERE id = %s",
                (state, shared_city.seat("a1").person.id, made.id),
            )
        elif state in (State.ANSWERED, State.VOID, State.REFERRED, State.REFUSED):
            owner.execute(
                "UPDATE complaint SET state = %s, dispatched_at = coalesce(dispatched_at, taken_at) WHERE id = %s",
                (state, made.id),
            )
        # What else an act may presuppose: an extension asked for, a third reminder, no reply wanted, a call-back by
        # somebody else and in another hour, an incident.
        owner.execute(
            "UPDATE complaint SET extension_asked = 3, reminders = 3, no_reply = true WHERE id = %s", (made.id,)
        )
        owner.execute(
            "INSERT INTO incident (id, number, kind, community_id, company_id, category, began_at, opened_by,"
            " opened_at, revision) VALUES (%s, 'P1', 'community', 1, 1, 'A3', now(), %s, now(), 1)"
            " ON CONFLICT DO NOTHING",
            (INCIDENT, made.taken_by),
        )
        owner.execute("UPDATE complaint SET incident_id = %s WHERE id = %s", (INCIDENT, made.id))
        if state in (State.REPORTED, State.CALL_BACK):
            owner.execute(
                "UPDATE complaint SET taken_by = %s WHERE id = %s", (shared_city.seat("op2").person.id, made.id)
            )
            shared_city.let_pass(made.id)
        _made[state] = made
    return _made[state]


@pytest.mark.parametrize(("state", "role"), list(itertools.product(State, LOGINS)))
def test_every_act_in_this_state_by_this_role(shared_city: City, there: Complaint, state: State, role: Role) -> None:
    seat = shared_city.seat(LOGINS[role])
    connection = shared_city.raw(LOGINS[role])
    able = allowed(seat, state)
    for act in Act:
        values = WITH.get(act, {}) | ({"detail": {"slip": f"{there.number}-1"}} if act is Act.PRINT else {})
        with connection.transaction(force_rollback=True):
            if act is Act.ADD_FILE and act in able:
                values = a_file(connection, there)
            if act in able and (act is not Act.PRINT or there.dispatches):
                row = shared_city.act(LOGINS[role], there.id, None, act, **values)
                assert row["state"] == next_state(seat, state, act), act
                assert row["revision"] == shared_city.revision(there.id) + 1, act
            elif act not in able:
                with pytest.raises(psycopg.Error) as told:
                    shared_city.act(LOGINS[role], there.id, None, act, **values)
                assert told.value.sqlstate in ("WL002", "WL003"), act
                assert next_state(seat, state, act) is None


def a_file(connection: psycopg.Connection, there: Complaint) -> dict[str, Any]:
    """What act() needs to attach a file: one that has come up in this transaction."""
    key, content = uuid4(), b"%PDF-1.7"
    digest = sha256(content)
    begin = "SELECT attachment_begin(%s, %s, '说明', 'pdf', %s, %s)"
    connection.execute(begin, (key, there.id, len(content), digest.digest()))
    connection.execute("SELECT attachment_part(%s, 0, %s)", (key, content))
    return {"detail": {"attachment": str(key), "sha256": digest.hexdigest()}}


def test_a_new_complaint_by_each_role(shared_city: City) -> None:
    for role in Role:
        login = LOGINS.get(role, "admin" if role is Role.ADMINISTRATOR else "audit")
        seat = shared_city.seat(login)
        if Act.TAKE in allowed(seat, None):
            assert intake.take(seat, new()).taken_by == seat.person.id
        else:
            with pytest.raises(NotAllowed):
                intake.take(seat, new())


def test_a_refused_move_says_where_the_complaint_stands(shared_city: City) -> None:
    closed = shared_city.bring(State.CLOSED)
    op, a = shared_city.seat("op1"), shared_city.seat("a1")
    for refused in (
        lambda: dispatch.dispatch(op, closed.id, closed.revision),
        lambda: dispatch.sign(a, closed.id, closed.revision),
        lambda: dispatch.contact(a, closed.id, closed.revision, "联系"),
        lambda: dispatch.arrive(a, closed.id, closed.revision),
        lambda: dispatch.give_back(a, closed.id, closed.revision, "退"),
        lambda: answers.report(a, closed.id, closed.revision, "好了"),
        lambda: callback.call_back(op, closed.id, closed.revision, True, True, 5),
        lambda: callback.call_back(op, closed.id, closed.revision, False),
        lambda: intake.remind(op, closed.id),
        lambda: complaints.edit(op, closed.id, closed.revision, text="改"),
        lambda: complaints.void(shared_city.seat("sup1"), closed.id, closed.revision, "误报"),
        lambda: callback.close(op, closed.id, closed.revision),
    ):
        with pytest.raises(MoveRefused, match=r"已经?结案"):
            refused()


def test_another_roles_act(shared_city: City) -> None:
    sent = shared_city.bring(State.DISPATCHED)
    with pytest.raises(NotAllowed, match="没有这项权限"):
        complaints.edit(shared_city.seat("a1"), sent.id, sent.revision, text="改")
    with pytest.raises(NotAllowed):
        dispatch.sign(shared_city.seat("net1"), sent.id, sent.revision)


@pytest.mark.parametrize("changes", [{"state": "closed"}, {"number": "1"}, {"taken_by": 1}, {"revision": 9}, {"x": 1}])
def test_an_act_changes_only_its_own_fields(shared_city: City, changes: dict[str, object]) -> None:
    sent = shared_city.bring(State.DISPATCHED)
    for act in (Act.SIGN, Act.EDIT, Act.NOTE, Act.DISPATCH):
        with pytest.raises(psycopg.Error) as told:
            shared_city.act("sup1", sent.id, sent.revision, act, changes=changes)
        assert told.value.sqlstate == "WL003"


@pytest.mark.parametrize("act", [Act.ANSWER, Act.REPORT, Act.RETURN, Act.CLOSE, Act.NOTE, Act.REVEAL, Act.VOID])
def test_a_reason_is_demanded_by_the_database_too(shared_city: City, act: Act) -> None:
    state = next(
        move.state for move in shared_city.seat("sup1").rules.moves if move.act is act and move.role == "supervisor"
    )
    assert state is not None
    there = shared_city.bring(state)
    for note in ("", "  "):
        with pytest.raises(psycopg.Error) as told:
            shared_city.act("sup1", there.id, there.revision, act, note=note)
        assert told.value.sqlstate == "WL006"
