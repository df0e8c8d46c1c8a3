"""What stands out of a shift, found among all its events, each with its complaint."""

from datetime import timedelta

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import callback, complaints, dispatch, intake, roster, slip_records, statistics
from app.clocks import law_stops
from app.figures import Measure, Scope
from app.records import Clock, Complaint, State
from app.rules import CITY_TIME
from app.shift_exceptions import ExceptionKind, ShiftException, find_exceptions
from app.shift_figures import Act, read_figures
from app.shift_records import Shift
from reviewed_shift import end_shift, running_shift, stand_alone
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
    stand_alone(city, shift)
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
    assert told(city, shift, ExceptionKind.LEFT) == [(left.number, "", "签收超时，至今未办")]
    assert told(city, shift, ExceptionKind.LATE) == []
    assert told(city, shift, ExceptionKind.MISSED_ALARM) == []


def law_case(city: City, due_minutes_ago: float, done_minutes_ago: float) -> Complaint:
    """A complaint whose visit (HZ Art. 41) was due and done so long ago; nobody escalated it, and it is closed."""
    closed = city.bring(State.CLOSED, room="7")
    minutes = next(one.minutes for one in closed.due_times if one.clock == Clock.ON_SITE)
    age(city, closed, 3, minutes + due_minutes_ago)  # taken, dispatched, signed for
    owner = city.owner()
    owner.execute(
        "UPDATE event SET at = now() - make_interval(secs => %s * 60) + seq * interval '1 second'"
        " WHERE chain = %s AND act IN ('arrive', 'report', 'call_back', 'close')",
        (done_minutes_ago, closed.id),
    )
    owner.execute(  # as it was stored when it was born
        "WITH born AS (SELECT jsonb_agg(d || jsonb_build_object('due_at', (d->>'due_at')::timestamptz - age,"
        "  'started_at', (d->>'started_at')::timestamptz - age)) AS times"
        "  FROM complaint c, jsonb_array_elements(c.due_times) d, make_interval(secs => %s * 60) age WHERE c.id = %s),"
        " stored AS (UPDATE complaint SET due_times = born.times FROM born WHERE id = %s)"
        " UPDATE event SET detail = jsonb_set(detail, '{changes,due_times}', born.times) FROM born"
        " WHERE chain = %s AND detail->'changes' ? 'due_times'",
        (minutes + due_minutes_ago, closed.id, closed.id, closed.id),
    )
    return closed


def split(city: City, shift: Shift, minutes_ago: float) -> tuple[Shift, Shift]:
    """The shift ends so long ago, and the next one has run since and is over."""
    owner = city.owner()
    stand_alone(city, shift)
    owner.execute(
        "UPDATE shift SET begins_at = now() - interval '8 hours', ends_at = now() - make_interval(secs => %s * 60),"
        " opened_at = begins_at WHERE id = %s",
        (minutes_ago, shift.id),
    )
    _, coming = roster.now_and_next(city.seat("sup1"))
    assert coming is not None
    owner.execute(
        "UPDATE shift SET begins_at = now() - make_interval(secs => %s * 60), ends_at = now(), opened_at = begins_at"
        " WHERE id = %s",
        (minutes_ago, coming.id),
    )
    first, second = (roster.read_shift(city.seat("sup1"), one.id) for one in (shift, coming))
    return first, second


def test_a_visit_due_in_one_shift_and_done_late_in_the_next_stands_in_both(city: City) -> None:
    """HZ Art. 41: on site within hours of the receipt; nobody escalated it, and it is closed by now."""
    shift = running_shift(city)
    late = law_case(city, due_minutes_ago=100, done_minutes_ago=20)
    first, second = split(city, shift, 60)
    assert told(city, first, ExceptionKind.LEFT) == [(late.number, "", "到场超时，本班未办，后超 1 时 20 分办")]
    assert told(city, first, ExceptionKind.LATE) == []
    assert told(city, first, ExceptionKind.MISSED_ALARM) == [(late.number, "", "到场超时提醒后 30 分无人处理")]
    assert told(city, second, ExceptionKind.LATE) == [(late.number, "永恒一号", "到场超时 1 时 20 分")]
    assert told(city, second, ExceptionKind.LEFT) == []
    assert told(city, second, ExceptionKind.MISSED_ALARM) == []


def test_the_alarm_of_a_limit_that_ran_out_just_before_the_end_is_missed_in_the_next_shift(city: City) -> None:
    shift = running_shift(city)
    late = law_case(city, due_minutes_ago=70, done_minutes_ago=20)
    first, second = split(city, shift, 60)
    assert [one.number for one in found(city, first, ExceptionKind.LEFT)] == [late.number]
    assert found(city, first, ExceptionKind.MISSED_ALARM) == []
    assert [one.number for one in found(city, second, ExceptionKind.MISSED_ALARM)] == [late.number]


def test_what_was_done_late_in_two_shifts_counts_once_in_the_figures(city: City) -> None:
    shift = running_shift(city)
    law_case(city, due_minutes_ago=100, done_minutes_ago=20)
    split(city, shift, 60)
    sup = city.seat("sup1")
    day = sup.now().astimezone(CITY_TIME).date()
    counted = statistics.figures(sup, Scope(day - timedelta(days=2), day))
    assert (counted[Measure.ARRIVED_LATE], counted[Measure.ARRIVED_IN_TIME]) == (1, 0)


def test_what_ran_out_is_found_by_the_index_and_a_company_is_told_of_its_own_only(city: City) -> None:
    shift = running_shift(city)
    late = law_case(city, due_minutes_ago=100, done_minutes_ago=20)
    first, _ = split(city, shift, 60)
    query = "SELECT * FROM ran_out(%s, %s, %s)"
    stops = Jsonb({clock: list(acts) for clock, acts in law_stops().items()})
    given = (first.begins_at, first.ends_at, stops)
    for login, ids in (("sup1", [late.id]), ("audit", [late.id]), ("a1", [late.id]), ("b1", [])):
        assert [row[0] for row in city.raw(login).execute(query, given)] == ids
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw("admin").execute(query, given)
    owner = city.owner()
    owner.execute("SET enable_seqscan = off")
    plan = owner.execute("EXPLAIN SELECT id FROM complaint WHERE due_hours(due_times) && ARRAY[1, 2]").fetchall()
    assert any("ix_complaint_due_hours" in row[0] for row in plan)


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
