"""What stands out of a shift, found among all its events, each with its complaint."""

import pytest

from app import callback, complaints, dispatch, intake, slip_records
from app.records import Complaint, State
from app.shift_exceptions import ExceptionKind, ShiftException, find_exceptions
from app.shift_figures import Act, read_figures
from app.shift_records import Shift
from reviewed_shift import end_shift, running_shift
from small_city import City


def found(city: City, shift: Shift, kind: ExceptionKind | None = None) -> list[ShiftException]:
    return [one for one in find_exceptions(city.seat("sup1"), shift) if kind in (None, one.kind)]


def told(city: City, shift: Shift, kind: ExceptionKind) -> list[tuple[str, str, str]]:
    return [(one.number, one.person, one.words) for one in found(city, shift, kind)]


def age(city: City, complaint: Complaint, seq: int, minutes: float) -> None:
    """As if the first events, up to ``seq``, had happened so much earlier."""
    city.owner().execute(
        "UPDATE event SET at = at - make_interval(secs => %s) WHERE chain = %s AND seq <= %s",
        (minutes * 60, complaint.id, seq),
    )


def wide(city: City, shift: Shift) -> None:
    city.owner().execute("UPDATE shift SET begins_at = now() - interval '8 hours' WHERE id = %s", (shift.id,))


def test_a_quiet_shift_has_none(city: City) -> None:
    shift = running_shift(city)
    city.bring(State.CLOSED)
    assert found(city, end_shift(city, shift)) == []


def test_events_that_stand_out_by_themselves(city: City) -> None:
    shift = running_shift(city)
    op = city.seat("op1")
    returned = city.bring(State.RETURNED)
    unsolved = city.bring(State.REOPENED, room="2")
    closed = city.bring(State.CLOSED, room="3")
    complaints.note(op, closed.id, "用户补充：已恢复")
    bad = city.bring(State.REPORTED, room="4")
    callback.call_back(city.seat("op2"), bad.id, bad.revision, contacted=True, solved=True, satisfaction=2)
    secret = city.take(category="D1", secret=True)
    complaints.reveal(op, secret.id, "核对地址")
    printed = city.bring(State.DISPATCHED, room="5")
    for _ in range(2):
        slip_records.print_slip(op, f"{printed.number}-1")
    shift = end_shift(city, shift)
    city.take(room="9")  # after the shift
    assert told(city, shift, ExceptionKind.RETURN) == [(returned.number, "永恒一号", "退单：不是我公司管网")]
    assert told(city, shift, ExceptionKind.UNSATISFIED) == [
        (unsolved.number, "吴敏", "未解决，重办"),
        (bad.number, "吴敏", "不满意"),
    ]
    assert told(city, shift, ExceptionKind.AFTER_CLOSING) == [(closed.number, "周岚", "备注：用户补充：已恢复")]
    assert told(city, shift, ExceptionKind.REVEAL) == [(secret.number, "周岚", "核对地址")]
    assert told(city, shift, ExceptionKind.REPRINT) == [(printed.number, "周岚", f"{printed.number}-1 第 2 次打印")]
    assert [one.kind for one in found(city, shift)] == sorted(
        (one.kind for one in found(city, shift)), key=list(ExceptionKind).index
    )


def test_a_slip_signed_too_late_and_an_alarm_that_nobody_heard(city: City) -> None:
    shift = running_shift(city)
    wide(city, shift)
    a = city.seat("a1")
    late, heard = city.bring(State.DISPATCHED), city.bring(State.DISPATCHED, room="2")
    age(city, late, 2, 60)
    dispatch.sign(a, late.id, late.revision)
    age(city, heard, 2, 20)
    intake.remind(city.seat("op1"), heard.id, "催签收")
    dispatch.sign(a, heard.id, heard.revision + 1)
    shift = end_shift(city, shift)
    assert sorted(told(city, shift, ExceptionKind.LATE)) == sorted(
        [(late.number, "永恒一号", "签收超时 50 分"), (heard.number, "永恒一号", "签收超时 10 分")]
    )
    assert told(city, shift, ExceptionKind.MISSED_ALARM) == [(late.number, "", "签收超时提醒后 30 分无人处理")]


def test_a_limit_that_ran_out_and_was_left(city: City) -> None:
    shift = running_shift(city)
    wide(city, shift)
    left = city.bring(State.DISPATCHED)
    age(city, left, 2, 30)
    shift = end_shift(city, shift)
    assert told(city, shift, ExceptionKind.LATE) == [(left.number, "", "签收超时，至今未办")]
    assert told(city, shift, ExceptionKind.MISSED_ALARM) == []


@pytest.mark.parametrize(("minutes", "kinds"), [(9, set()), (11, {ExceptionKind.LATE})])
def test_the_clock_decides_to_the_minute(city: City, minutes: int, kinds: set[ExceptionKind]) -> None:
    shift = running_shift(city)
    wide(city, shift)
    sent = city.bring(State.DISPATCHED)
    age(city, sent, 2, minutes)
    dispatch.sign(city.seat("a1"), sent.id, sent.revision)
    assert {one.kind for one in found(city, end_shift(city, shift))} == kinds


def test_who_may_read_no_complaint_finds_none_and_a_company_its_own_only(city: City) -> None:
    shift = running_shift(city)
    city.bring(State.RETURNED)
    shift = end_shift(city, shift)
    assert len(found(city, shift, ExceptionKind.RETURN)) == 1
    assert [one.kind for one in find_exceptions(city.seat("audit"), shift)] == [ExceptionKind.RETURN]
    assert find_exceptions(city.seat("b1"), shift) == []


def test_the_figures_are_counted_from_the_events_of_the_shift(city: City) -> None:
    shift = running_shift(city)
    for room in ("1", "2"):
        city.bring(State.CLOSED, room=room)
    city.take(by="op2", room="3")
    shift = end_shift(city, shift)
    city.take(by="op1", room="4")
    whole, *people = read_figures(city.seat("sup1"), shift)
    assert (whole.name, whole.of(Act.TAKE), whole.of(Act.SIGN), whole.of(Act.CALL_BACK)) == ("全班", 3, 2, 2)
    assert [(one.name, one.of(Act.TAKE), one.of(Act.CALL_BACK)) for one in people] == [("周岚", 2, 0), ("吴敏", 1, 2)]
    counted = city.owner().execute(
        "SELECT count(*) FROM event WHERE at >= %s AND at < %s AND act = 'take'", (shift.begins_at, shift.ends_at)
    )
    assert counted.fetchone() == (3,)
