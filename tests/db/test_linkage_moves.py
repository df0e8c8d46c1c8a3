"""Return, ruling and shelf: who may when, refused in words by the program and by the database alike."""

from datetime import timedelta

import psycopg
import pytest

from app import complaints, dispatch, intake, live_queue, shelving
from app.errors import BadInput, MoveRefused, NotAllowed, UnknownComplaint
from app.records import Act, Complaint, State
from app.returns import return_until
from small_city import MAGNOLIA, PEONY, City


def kept_too_long(city: City, complaint: Complaint) -> None:
    """As if it had been dispatched nine days ago: more than two working days, whatever holiday lies between."""
    city.owner().execute(
        "UPDATE complaint SET dispatched_at = dispatched_at - interval '9 days',"
        " return_until = return_until - interval '9 days' WHERE id = %s",
        (complaint.id,),
    )


def test_a_slip_can_be_returned_for_two_working_days(city: City) -> None:
    sent = city.bring(State.SIGNED)
    assert sent.return_until == return_until(city.seat("a1").rules, sent.dispatched_at)
    assert sent.return_until - sent.dispatched_at >= timedelta(days=2)
    back = dispatch.give_back(city.seat("a1"), sent.id, sent.revision, "管网未移交")
    assert (back.state, back.returns, back.events[-1].note) == (State.RETURNED, 1, "管网未移交")


def test_a_later_return_is_refused_in_words_and_by_the_database(city: City) -> None:
    sent = city.bring(State.SIGNED)
    kept_too_long(city, sent)
    for login in ("a1", "op1"):
        with pytest.raises(MoveRefused, match=r"2 个工作日内可以退单，期限 .* 已过"):
            dispatch.give_back(city.seat(login), sent.id, sent.revision, "不是我公司的")
        with pytest.raises(psycopg.Error) as told:
            city.act(login, sent.id, sent.revision, Act.RETURN)
        assert (told.value.sqlstate, told.value.diag.message_hint) == ("WL002", "return_until")
    taken_back = dispatch.give_back(city.seat("sup1"), sent.id, sent.revision, "班长收回改派")
    assert taken_back.state is State.RETURNED


def test_one_dispatched_before_the_limit_was_kept_counts_from_its_dispatch(city: City) -> None:
    sent = city.bring(State.SIGNED)
    kept_too_long(city, sent)
    city.owner().execute("UPDATE complaint SET return_until = NULL WHERE id = %s", (sent.id,))
    with pytest.raises(MoveRefused, match="已过"):
        dispatch.give_back(city.seat("a1"), sent.id, sent.revision, "不是我公司的")


def test_a_ruling_binds_the_company(city: City) -> None:
    op, sup, a = city.seat("op1"), city.seat("sup1"), city.seat("a1")
    back = city.bring(State.RETURNED)
    with pytest.raises(NotAllowed, match="只有班长"):
        dispatch.dispatch(op, back.id, back.revision, PEONY, binding=True, reason="在你方红线内")
    with pytest.raises(BadInput, match="裁定理由"):
        dispatch.dispatch(sup, back.id, back.revision, PEONY, binding=True)
    ruled, slip = dispatch.dispatch(sup, back.id, back.revision, PEONY, binding=True, reason="在你方红线内")
    assert (ruled.binding, ruled.events[-1].note, slip.number) == (True, "在你方红线内", f"{back.number}-2")
    with pytest.raises(MoveRefused, match="班长裁定，不能退单"):
        dispatch.give_back(a, ruled.id, ruled.revision, "还是不归我们")
    signed = dispatch.sign(a, ruled.id, ruled.revision)
    for login, act in (("a1", Act.RETURN), ("op1", Act.RETURN)):
        with pytest.raises(psycopg.Error) as told:
            city.act(login, signed.id, signed.revision, act)
        assert (told.value.sqlstate, told.value.diag.message_hint) == ("WL002", "ruling")


def test_only_a_supervisor_sends_what_was_ruled_elsewhere(city: City) -> None:
    sup = city.seat("sup1")
    back = city.bring(State.RETURNED)
    ruled, _ = dispatch.dispatch(sup, back.id, back.revision, PEONY, binding=True, reason="在你方红线内")
    with pytest.raises(MoveRefused, match="只有班长可以改派"):
        dispatch.dispatch(city.seat("op1"), ruled.id, ruled.revision, MAGNOLIA)
    with pytest.raises(psycopg.Error) as told:
        city.act("op1", ruled.id, ruled.revision, Act.DISPATCH, slip={}, changes={"company_id": MAGNOLIA})
    assert told.value.diag.message_hint == "ruling"
    moved, _ = dispatch.dispatch(sup, ruled.id, ruled.revision, MAGNOLIA)
    assert (moved.company_id, moved.binding) == (MAGNOLIA, False)


def test_nothing_is_ruled_where_nobody_returned(city: City) -> None:
    taken = city.take()
    with pytest.raises(MoveRefused, match="还没有企业退过"):
        dispatch.dispatch(city.seat("sup1"), taken.id, taken.revision, binding=True, reason="裁定")
    with pytest.raises(psycopg.Error) as told:
        city.act("sup1", taken.id, taken.revision, Act.DISPATCH, slip={}, changes={"binding": True})
    assert told.value.diag.message_hint == "no_return"


@pytest.mark.parametrize(
    ("login", "changes", "note"), [("op1", {"binding": True}, "说明"), ("sup1", {"binding": True}, "")]
)
def test_a_forged_ruling(city: City, login: str, changes: dict[str, object], note: str) -> None:
    back = city.bring(State.RETURNED)
    with pytest.raises(psycopg.Error) as told:
        city.act(login, back.id, back.revision, Act.DISPATCH, slip={}, changes=changes, note=note)
    assert told.value.sqlstate in ("WL003", "WL006")


def test_the_shelf_is_a_list_of_its_own_behind_all_work(city: City) -> None:
    sup, op = city.seat("sup1"), city.seat("op1")
    first = city.bring(State.SIGNED)
    other = city.bring(State.DISPATCHED, room="502")
    put = shelving.shelve(sup, first.id, first.revision, "主管网改造，明年六月实施")
    assert (put.state, put.closed_at, put.events[-1].note) == (State.SHELVED, None, "主管网改造，明年六月实施")
    assert [row.id for row in complaints.look_for(op, states=[State.SHELVED])] == [put.id]
    assert [row.id for row in live_queue.first_page(op)] == [other.id, put.id]
    with pytest.raises(MoveRefused, match="挂账"):
        dispatch.sign(city.seat("a1"), put.id, put.revision)
    called = intake.remind(op, put.id, "什么时候修？")
    assert live_queue.first_page(op)[0].id == called.id

    up = shelving.take_up(op, called.id, called.revision, "管网已换")
    assert (up.state, up.due_at <= put.due_at) == (State.WAITING, True)
    assert complaints.look_for(op, states=[State.SHELVED]) == []
    again, slip = dispatch.dispatch(op, up.id, up.revision)
    assert (again.state, slip.number, again.due_times) == (State.DISPATCHED, f"{first.number}-2", first.due_times)


def test_only_a_supervisor_shelves_and_with_a_reason(city: City) -> None:
    sent = city.bring(State.SIGNED)
    with pytest.raises(BadInput, match="挂账原因"):
        shelving.shelve(city.seat("sup1"), sent.id, sent.revision, " ")
    for login in ("op1", "a1"):
        with pytest.raises(NotAllowed):
            shelving.shelve(city.seat(login), sent.id, sent.revision, "办不了")


def test_a_company_can_not_send_on_what_was_taken_up(city: City) -> None:
    put = city.bring(State.SHELVED)
    up = shelving.take_up(city.seat("op1"), put.id, put.revision)
    with pytest.raises(psycopg.Error) as told:
        city.act("a1", up.id, up.revision, Act.DISPATCH, slip={}, changes={"company_id": MAGNOLIA})
    assert told.value.sqlstate == "WL003"


@pytest.mark.parametrize("act", [Act.EXTEND, Act.GRANT, Act.DENY, Act.SUPERVISE, Act.SHELVE, Act.REFER, Act.RETURN])
def test_another_company_gets_nothing(city: City, act: Act) -> None:
    sent = city.bring(State.SIGNED)
    with pytest.raises(psycopg.Error) as told:
        city.act("b1", sent.id, sent.revision, act)
    assert told.value.sqlstate == "WL005"
    assert city.raw("b1").execute("SELECT id FROM complaint").fetchall() == []
    with pytest.raises(UnknownComplaint):
        complaints.show(city.seat("b1"), sent.number)


@pytest.mark.parametrize("column", ["binding", "supervise_level", "extended_days", "return_until"])
def test_no_other_act_writes_what_the_hotline_decides(city: City, column: str) -> None:
    sent = city.bring(State.SIGNED)
    for login, act in (("a1", Act.ARRIVE), ("a1", Act.EXTEND), ("op1", Act.EDIT), ("sup1", Act.GRANT)):
        with pytest.raises(psycopg.Error) as told:
            city.act(login, sent.id, sent.revision, act, changes={column: None})
        assert told.value.sqlstate == "WL003", (login, act)
