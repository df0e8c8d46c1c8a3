"""The whole road on the real database: from the ring to the closed complaint, and its side roads."""

from datetime import timedelta

import pytest

from app import answers, callback, complaints, dispatch, intake, live_queue, slip_records
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed, UnknownComplaint
from app.records import Act, Channel, Clock, Liability, State
from small_city import MAGNOLIA, NOBODYS, PEONY, City, new


def test_the_whole_road(city: City) -> None:
    op, a = city.seat("op1"), city.seat("a1")
    taken = intake.take(op, new())
    assert (taken.state, taken.revision, taken.place) == (State.WAITING, 1, "牡丹花园 3-2-501")
    assert taken.number.endswith("-0001")
    assert taken.contact is not None
    assert (taken.contact.name, taken.contact.phone) == ("王女士", "+8613853000001")
    assert taken.company_id == PEONY
    assert complaints.show(op, taken.number) == taken

    sent, slip = dispatch.dispatch(op, taken.id, taken.revision)
    assert (sent.state, sent.dispatches, slip.number) == (State.DISPATCHED, 1, f"{taken.number}-1")
    assert (slip.company, slip.caller, slip.phone) == ("永恒热力有限公司", "王女士", "138 5300 0001")
    assert sent.due_at == min(one.due_at for one in sent.due_times)
    on_site = next(one for one in sent.due_times if one.clock == Clock.ON_SITE)
    assert on_site.due_at - sent.dispatched_at == timedelta(minutes=on_site.minutes)

    signed = dispatch.sign(a, sent.id, sent.revision)
    spoke = dispatch.contact(a, signed.id, signed.revision, "约好十分钟后上门")
    arrived = dispatch.arrive(a, spoke.id, spoke.revision)
    assert arrived.due_at == next(one.due_at for one in sent.due_times if one.clock == Clock.ANSWER)
    said = answers.report(a, arrived.id, arrived.revision, "清洗过滤网，室温二十度", "已处理", Liability.COMPANY)
    closed = callback.call_back(city.seat("op2"), said.id, said.revision, True, True, 5, "满意")

    assert closed == complaints.show(op, taken.id)
    assert (closed.state, closed.solved, closed.satisfaction) == (State.CLOSED, True, 5)
    acts = [Act.TAKE, Act.DISPATCH, Act.SIGN, Act.CONTACT, Act.ARRIVE, Act.REPORT, Act.CALL_BACK]
    assert [event.act for event in closed.events] == acts
    assert [event.seq for event in closed.events] == list(range(1, 8))
    stamps = (
        closed.taken_at,
        closed.dispatched_at,
        closed.signed_at,
        closed.contacted_at,
        closed.arrived_at,
        closed.reported_at,
        closed.called_back_at,
    )
    assert [event.at for event in closed.events] == list(stamps) == sorted(filter(None, stamps))
    assert closed.closed_at == closed.called_back_at
    assert [event.person_name for event in closed.events][:3] == ["周岚", "周岚", "永恒一号"]
    assert (closed.report, closed.public_answer, closed.liability) == (
        "清洗过滤网，室温二十度",
        "已处理",
        Liability.COMPANY,
    )
    assert live_queue.first_page(op) == []


def test_answered_at_once(city: City) -> None:
    call = new(category="D2", text="什么时候停暖？")
    done = intake.answer(city.seat("op1"), call, "三月十五日。")
    assert (done.state, done.answer, done.closed_at) == (State.ANSWERED, "三月十五日。", done.events[-1].at)
    assert intake.answer(city.seat("op1"), call, "三月十五日。") == done


def test_a_company_can_not_answer_at_once_and_leaves_nothing_behind(city: City) -> None:
    with pytest.raises(NotAllowed):
        intake.answer(city.seat("a1"), new(channel=Channel.COMPANY), "会修的。")
    assert live_queue.first_page(city.seat("op1")) == []


def test_slips_are_kept_as_they_were_and_prints_are_counted(city: City) -> None:
    op = city.seat("op1")
    taken = city.take()
    sent, made = dispatch.dispatch(op, taken.id, taken.revision)
    edited = complaints.edit(op, sent.id, sent.revision, text="改过的内容")
    first, second = (slip_records.print_slip(op, taken.number) for _ in range(2))
    assert (first.text, first.prints, second.prints) == (made.text, 1, 2)
    assert slip_records.preview_slip(op, made.number).prints == 3
    assert [one.act for one in complaints.show(op, taken.id).events[-2:]] == [Act.PRINT, Act.PRINT]
    assert edited.text == "改过的内容"


def test_no_slip_before_the_dispatch(city: City) -> None:
    with pytest.raises(BadInput, match="还没有派单"):
        slip_records.print_slip(city.seat("op1"), city.take().number)


def test_nobody_heats_it(city: City) -> None:
    op = city.seat("op1")
    taken = city.take(community_id=NOBODYS, building="")
    with pytest.raises(BadInput) as told:
        dispatch.dispatch(op, taken.id, taken.revision)
    assert told.value.field == "company"
    sent, slip = dispatch.dispatch(op, taken.id, taken.revision, company_id=MAGNOLIA)
    assert (sent.company_id, slip.company) == (2, "同心热力有限公司")


def test_returned_and_dispatched_to_another_company(city: City) -> None:
    op, a, b = city.seat("op1"), city.seat("a1"), city.seat("b1")
    back = city.bring(State.RETURNED)
    assert [row.id for row in live_queue.first_page(a)] == [back.id]
    assert live_queue.first_page(b) == []
    sent, slip = dispatch.dispatch(op, back.id, back.revision, company_id=2)
    assert (slip.number, sent.due_times) == (f"{back.number}-2", back.due_times)
    assert live_queue.first_page(a) == []
    with pytest.raises(UnknownComplaint):
        complaints.show(a, back.number)
    with pytest.raises(BadInput):
        slip_records.preview_slip(a, f"{back.number}-1")
    assert [row.id for row in live_queue.first_page(b)] == [back.id]
    assert dispatch.sign(b, sent.id, sent.revision).state is State.SIGNED


def test_not_solved_goes_round_again_with_its_history_and_its_old_clock(city: City) -> None:
    op, a = city.seat("op2"), city.seat("a1")
    first = city.bring(State.REPORTED)
    again = callback.call_back(op, first.id, first.revision, True, False, 1, "还是不热")
    assert (again.state, again.reopened, again.due_times) == (State.REOPENED, 1, first.due_times)
    signed = dispatch.sign(a, again.id, again.revision)
    assert (signed.state, signed.signed_at) == (State.SIGNED, first.signed_at)
    said = answers.report(a, signed.id, signed.revision, "换了阀门")
    assert callback.call_back(op, said.id, said.revision, True, True, 4).state is State.CLOSED


def test_not_reached_three_times_then_closed(city: City) -> None:
    op = city.seat("op2")
    said = city.bring(State.REPORTED)
    for tries in (1, 2, 3):
        with pytest.raises(MoveRefused, match="还不能结案"):
            callback.close(op, said.id, said.revision)
        city.let_pass(said.id)
        said = callback.call_back(op, said.id, said.revision, contacted=False)
        assert (said.state, said.tries) == (State.CALL_BACK, tries)
    closed = callback.close(op, said.id, said.revision)
    assert (closed.state, closed.events[-1].note) == (State.CLOSED, "回访 3 次未接通")


def test_no_reply_wanted(city: City) -> None:
    said = city.bring(State.REPORTED, no_reply=True)
    assert callback.close(city.seat("op1"), said.id, said.revision).state is State.CLOSED


@pytest.mark.parametrize(
    ("answers_given", "field"),
    [
        ({"contacted": True}, "solved"),
        ({"contacted": True, "solved": True}, "satisfaction"),
        ({"contacted": True, "solved": True, "satisfaction": 6}, "satisfaction"),
    ],
)
def test_a_call_back_half_answered(city: City, answers_given: dict[str, bool | int], field: str) -> None:
    said = city.bring(State.REPORTED)
    with pytest.raises(BadInput) as told:
        callback.call_back(city.seat("op2"), said.id, said.revision, **answers_given)
    assert told.value.field == field


def test_reminders_raise_and_lift(city: City) -> None:
    op = city.seat("op1")
    first, second = city.take(), city.take(room="502")
    assert [row.id for row in live_queue.first_page(op)] == [first.id, second.id]
    city.bring(State.DISPATCHED, room="601")
    reminded = intake.remind(op, second.id, "又来电话了")
    assert (reminded.reminders, reminded.due_at, reminded.events[-1].note) == (1, second.due_at, "又来电话了")
    intake.remind(city.seat("a1"), city.bring(State.DISPATCHED, room="602").id)
    rows = live_queue.first_page(op)
    assert rows[0].id == second.id
    assert rows[0].due_at - rows[0].rank_at == timedelta(minutes=30)


def test_a_stale_revision_writes_nothing(city: City) -> None:
    op, a = city.seat("op1"), city.seat("a1")
    sent = city.bring(State.DISPATCHED)
    signed = dispatch.sign(a, sent.id, sent.revision)
    for stale in (
        lambda: dispatch.give_back(a, sent.id, sent.revision, "不是我公司"),
        lambda: complaints.edit(op, sent.id, sent.revision, text="改"),
        lambda: dispatch.dispatch(op, sent.id, sent.revision, company_id=2),
    ):
        with pytest.raises(ChangedElsewhere):
            stale()
    assert complaints.show(op, sent.id) == signed


def test_edit_corrects_place_category_and_contact(city: City) -> None:
    op = city.seat("op1")
    taken = city.take()
    moved = complaints.edit(op, taken.id, 1, community_id=MAGNOLIA, building="", unit="", room="", category="A2")
    assert (moved.place, moved.company_id, moved.category, str(moved.urgency)) == ("木兰苑", 2, "A2", "critical")
    assert moved.due_times != taken.due_times
    called = complaints.edit(op, taken.id, moved.revision, phone="0530-5201234", caller="李先生")
    assert called.contact is not None
    assert (called.contact.phone, called.contact.name) == ("+865305201234", "李先生")
    assert called.events[-1].detail == {"changes": {}, "contact": True}


def test_open_of_caller_flat_and_community(city: City) -> None:
    op = city.seat("op1")
    closed, one, secret = city.bring(State.CLOSED), city.take(), city.take(category="D1", secret=True, room="1")
    other = city.take(phone="139 0000 0002", room="502")
    assert [row.id for row in intake.open_of_caller(op, "13853000001")] == [secret.id, one.id, closed.id]
    assert intake.open_of_caller(op, "未知") == intake.open_of_caller(city.seat("b1"), "13853000001") == []
    assert [row.id for row in intake.open_of_flat(op, PEONY, "3", "2", "501")] == [one.id]
    assert [row.id for row in intake.open_of_community(op, PEONY)] == [other.id, secret.id, one.id]
