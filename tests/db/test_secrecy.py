"""Who sees whom: the caller's name and phone, what other companies have, drafts, and what the auditor reads."""

from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import complaints, dispatch, intake, live_queue, slip_records
from app.errors import BadInput, NotAllowed, UnknownComplaint
from app.records import Act, State
from small_city import City


def test_a_secret_caller_is_shown_to_nobody_but_against_a_reason(city: City) -> None:
    op, a = city.seat("op1"), city.seat("a1")
    taken = city.take(category="D1", secret=True)
    sent, slip = dispatch.dispatch(op, taken.id, taken.revision)
    assert (slip.caller, slip.phone, slip.secret) == ("", "", True)
    for login in ("op1", "op2", "sup1", "a1"):
        assert complaints.show(city.seat(login), taken.number).contact is None
        assert city.raw(login).execute("SELECT * FROM contact").fetchall() == []
    with pytest.raises(BadInput):
        complaints.reveal(op, taken.id, "  ")
    with pytest.raises(NotAllowed):
        complaints.reveal(a, taken.id, "想知道")
    known = complaints.reveal(city.seat("op2"), taken.id, "回访需要")
    assert (known.name, known.phone) == ("王女士", "+8613853000001")
    last = complaints.show(op, taken.id).events[-1]
    assert (last.act, last.note, last.person_name, last.detail) == (Act.REVEAL, "回访需要", "吴敏", {"changes": {}})
    assert sent.secret


def test_the_event_of_a_new_complaint_names_nobody(city: City) -> None:
    city.take()
    (detail,) = city.owner().execute("SELECT detail::text FROM event WHERE act = 'take'").fetchone()
    assert "王女士" not in detail
    assert "3853" not in detail


def test_made_secret_afterwards(city: City) -> None:
    op, sup = city.seat("op1"), city.seat("sup1")
    sent = city.bring(State.DISPATCHED)
    assert complaints.show(city.seat("a1"), sent.id).contact is not None
    hidden = complaints.edit(op, sent.id, sent.revision, secret=True)
    assert complaints.show(city.seat("a1"), sent.id).contact is None
    again = slip_records.preview_slip(op, sent.number)
    assert (again.caller, again.phone, again.secret) == ("", "", True)
    with pytest.raises(NotAllowed):
        complaints.edit(op, sent.id, hidden.revision, phone="13900000000")
    with pytest.raises(NotAllowed):
        complaints.edit(op, sent.id, hidden.revision, secret=False)
    assert complaints.edit(sup, sent.id, hidden.revision, secret=False).contact is not None


def test_a_company_sees_its_own_once_dispatched_and_what_it_took_itself(city: City) -> None:
    a, b = city.seat("a1"), city.seat("b1")
    waiting, theirs = city.take(), city.bring(State.DISPATCHED, room="2")
    own = city.take(by="a1", community_id=2, building="")
    assert {row.id for row in live_queue.first_page(a)} == {theirs.id, own.id}
    assert live_queue.first_page(b) == []
    for hidden in (waiting, theirs):
        with pytest.raises(UnknownComplaint):
            complaints.show(b, hidden.number)
    with pytest.raises(UnknownComplaint):
        complaints.show(a, waiting.id)
    assert complaints.look_for(b, "暖气不热") == complaints.look_for(b) == []
    assert {row.id for row in complaints.look_for(a, "暖气不热")} == {theirs.id, own.id}
    for table, key in (("contact", "complaint_id"), ("complaint_search", "complaint_id"), ("event", "complaint_id")):
        seen = {id for (id,) in city.raw("a1").execute(f"SELECT {key} FROM {table}")}
        assert seen == {theirs.id, own.id}, table
        assert city.raw("b1").execute(f"SELECT * FROM {table}").fetchall() == []
    assert {id for (id,) in city.raw("a1").execute("SELECT complaint_id FROM slip")} == {theirs.id}


@pytest.mark.parametrize("login", ["b1", "admin", "audit"])
def test_the_functions_know_of_no_complaint_of_others(city: City, login: str) -> None:
    sent = city.bring(State.DISPATCHED)
    for act in Act:
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.Error)) as told:
            city.act(login, sent.id, sent.revision, act)
        assert told.value.sqlstate in ("WL005", "42501"), act
    connection = city.raw(login)
    for call, nothing in (
        ("SELECT claim(%s, 60)", False),
        ("SELECT release(%s)", False),
        ("SELECT complaints_of_caller('+8613853000001') WHERE %s IS NOT NULL", None),
        ("SELECT claim_next(ARRAY['dispatched'], 60) WHERE %s IS NOT NULL", None),
    ):
        try:
            found = connection.execute(call, (sent.id,)).fetchone()
        except psycopg.errors.InsufficientPrivilege:
            continue
        assert found in (None, (nothing,))
    with pytest.raises(psycopg.Error) as told:
        connection.execute("SELECT reveal(%s, 'x', clock_timestamp())", (sent.id,))
    assert told.value.sqlstate in ("WL005", "42501")


def test_another_companys_complaint_taken_here_is_not_worked_on_here(city: City) -> None:
    op, a = city.seat("op1"), city.seat("a1")
    own = city.take(by="a1", community_id=2, building="")
    sent, _ = dispatch.dispatch(a, own.id, own.revision)
    with pytest.raises(NotAllowed):
        dispatch.sign(a, sent.id, sent.revision)
    assert complaints.note(a, sent.id, "用户又来电").revision == sent.revision + 1
    assert complaints.show(op, sent.id).state is State.DISPATCHED


def test_the_administrator_sees_no_complaint(city: City) -> None:
    admin = city.seat("admin")
    taken = city.take()
    for look in (
        lambda: live_queue.first_page(admin),
        lambda: complaints.show(admin, taken.number),
        lambda: complaints.look_for(admin, "暖气"),
        lambda: complaints.look_for(admin),
        lambda: intake.open_of_caller(admin, "13853000001"),
    ):
        with pytest.raises(NotAllowed):
            look()


def test_the_auditor_reads_complaints_and_events_but_nobodys_phone(city: City) -> None:
    audit = city.seat("audit")
    done = city.bring(State.CLOSED)
    seen = complaints.show(audit, done.number)
    assert (seen.contact, len(seen.events)) == (None, len(done.events))
    assert [row.id for row in complaints.look_for(audit, "暖气不热")] == [done.id]
    assert complaints.look_for(audit, "13853000001") == []
    for table in ("contact", "slip", "draft"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw("audit").execute(f"SELECT * FROM {table}")
    for act in (
        lambda: complaints.note(audit, done.id, "记"),
        lambda: intake.remind(audit, done.id),
        lambda: live_queue.claim(audit, done.id),
        lambda: complaints.reveal(audit, done.id, "查"),
        lambda: slip_records.print_slip(audit, done.number),
    ):
        with pytest.raises(NotAllowed):
            act()
    directory = city.raw("audit").execute("SELECT act FROM event WHERE complaint_id IS NULL").fetchall()
    assert ("directory",) in directory
    assert city.raw("op1").execute("SELECT FROM event WHERE complaint_id IS NULL").fetchall() == []


def test_drafts_are_the_persons_own_and_the_supervisors_to_help_with(city: City) -> None:
    key = uuid4()
    keep = "SELECT keep_draft(%s, %s)"
    city.raw("op1").execute(keep, (key, Jsonb({"phone": "138"})))
    city.raw("op2").execute(keep, (key, Jsonb({"phone": "改"})))
    city.raw("op2").execute("SELECT drop_draft(%s)", (key,))
    read = "SELECT fields FROM draft"
    assert (
        city.raw("op1").execute(read).fetchall() == city.raw("sup1").execute(read).fetchall() == [({"phone": "138"},)]
    )
    for login in ("op2", "a1", "lia1"):
        assert city.raw(login).execute(read).fetchall() == []
    city.raw("op1").execute("SELECT drop_draft(%s)", (key,))
    assert city.raw("sup1").execute(read).fetchall() == []
