"""The acts at their edges: twice, at the same moment, what is typed, and a clock, a lock or a server that fails."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from app import complaints, dispatch, intake, live_queue
from app.errors import BadInput, DatabaseAway, SignInRefused, WrongVersion
from app.records import Act, Channel, State
from app.seat import open_seat
from at_once import together
from small_city import City, new


def test_the_same_complaint_twice_is_one(city: City) -> None:
    call = new()
    first = intake.take(city.seat("op1"), call)
    assert intake.take(city.seat("op1"), call) == first
    assert city.take(room="502").number.endswith("-0002")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"category": "D1", "secret": True, "outside_number": "见 https://bbs.example/t/7"},
        {"channel": Channel.GOVERNMENT, "outside_number": "12345-20261124-77", "no_reply": True, "vulnerable": "老人"},
        {"channel": Channel.VISIT, "phone": "", "caller": "", "floor": "顶层", "text": "第一行\n第二行"},
    ],
)
def test_what_is_taken_is_what_stands_there(shared_city: City, fields: dict[str, Any]) -> None:
    seat = shared_city.seat("op1")
    taken = intake.take(seat, new(**fields))
    assert complaints.show(seat, taken.id) == taken


def test_two_operators_send_the_same_complaint_at_the_same_moment(city: City) -> None:
    one, two = city.seat("op1"), city.seat("op2")
    for ordinal in range(1, 11):
        call = new()
        first, second = together(lambda call=call: intake.take(one, call), lambda call=call: intake.take(two, call))
        assert first == second
        assert first.number.endswith(f"-{ordinal:04}")
        assert len(first.events) == 1


def test_numbers_have_no_gap_under_six_seats(city: City) -> None:
    seats = [city.seat(login) for login in ("op1", "op2", "sup1", "a1", "lia1", "net1")]

    def work(index: int) -> list[str]:
        return [intake.take(seats[index], new(room=str(turn))).number for turn in range(15)]

    made = together(*(lambda index=index: work(index) for index in range(6)))
    ordinals = sorted(int(number.split("-")[1]) for numbers in made for number in numbers)
    assert ordinals == list(range(1, 91))
    for numbers in made:
        assert numbers == sorted(numbers)


def test_a_refused_complaint_uses_no_number(city: City) -> None:
    bad = {"id": str(new().id), "category": "Z9", "channel": "hotline", "urgency": "urgent", "text": "x"}
    with pytest.raises(psycopg.Error):
        city.raw("op1").execute("SELECT take(%s, '{}', '', '{}', now(), '')", (psycopg.types.json.Jsonb(bad),))
    assert city.take().number.endswith("-0001")


def test_one_of_two_signs(city: City) -> None:
    for turn in range(5):
        sent = city.bring(State.DISPATCHED, room=str(turn))

        def sign(login: str, sent: Any = sent) -> str:
            try:
                return str(dispatch.sign(city.seat(login), sent.id, sent.revision).state)
            except BadInput as error:
                return type(error).__name__

        assert sorted(together(lambda: sign("a1"), lambda: sign("a2"))) == ["ChangedElsewhere", "signed"]


def test_reminders_of_the_same_moment_all_count(city: City) -> None:
    taken = city.take()
    together(*(lambda login=login: intake.remind(city.seat(login), taken.id) for login in ("op1", "op2", "sup1")))
    row = live_queue.first_page(city.seat("op1"))[0]
    assert (row.reminders, row.due_at - row.rank_at) == (3, timedelta(minutes=90))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "字" * 4001}, "text"),
        ({"text": "  \n "}, "text"),
        ({"text": "不热\x00"}, "text"),
        ({"text": "不热\x1b[31m"}, "text"),
        ({"text": "不热\ud800"}, "text"),
        ({"caller": "王" * 61}, "name"),
        ({"room": "5" * 21}, "room"),
        ({"phone": "12"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"category": "Z9"}, "category"),
        ({"community_id": None}, "community"),
        ({"community_id": 9999}, "community"),
        ({"outside_number": "x" * 201}, "outside_number"),
    ],
)
def test_what_can_not_be_stored_is_refused_with_its_field(
    shared_city: City, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as told:
        shared_city.take(**fields)
    assert told.value.field == field
    assert told.value.sentence


@pytest.mark.parametrize(
    "text",
    ["字" * 4000, "𬭎" * 4000, "龑𬭎㸌公馆漏水", "第一行\r\n第二行\t“引号” '单' \\ % _ ; -- $1 {}", "😀 e\u0301"],
)
def test_what_can_be_stored_comes_back_as_it_was(shared_city: City, text: str) -> None:
    taken = shared_city.take(text=text)
    assert complaints.show(shared_city.seat("op2"), taken.id).text == text.replace("\r\n", "\n")


def test_the_database_itself_refuses_what_is_too_long(city: City) -> None:
    taken = city.take()
    with pytest.raises(psycopg.errors.CheckViolation):
        city.act("op1", taken.id, 1, Act.EDIT, changes={"text": "字" * 4001})


def test_a_clock_that_is_off_is_measured_again(city: City) -> None:
    seat = city.seat("op1")
    for hours in (-3, 5):
        seat._server_time += timedelta(hours=hours)
        taken = intake.take(seat, new())
        assert taken.state is State.WAITING
        assert abs(seat.now() - taken.taken_at) < timedelta(seconds=2)


def test_times_of_one_complaint_never_run_backwards(city: City) -> None:
    taken = city.take()
    late = city.seat("op2")
    late._server_time -= timedelta(seconds=3)
    sent, _ = dispatch.dispatch(late, taken.id, taken.revision)
    assert sent.dispatched_at == sent.events[-1].at == taken.taken_at


def test_a_lock_that_is_held_too_long_is_told_and_nothing_is_lost(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.store._OPTIONS", "-c timezone=Asia/Shanghai -c lock_timeout=200")
    taken = city.take()
    holder = city.owner()
    with holder.transaction():
        holder.execute("SELECT FROM complaint WHERE id = %s FOR UPDATE", (taken.id,))
        with pytest.raises(DatabaseAway, match="正忙"):
            complaints.note(city.seat("op1"), taken.id, "记一笔")
    assert complaints.note(city.seat("op1"), taken.id, "记一笔").events[-1].note == "记一笔"


def test_cut_connections_are_told_once_and_then_replaced(city: City) -> None:
    seat = city.seat("op1")
    taken = intake.take(seat, new())
    city.cut("op1")
    with pytest.raises(DatabaseAway, match="连不上"):
        complaints.show(seat, taken.id)
    assert complaints.look_for(seat, "暖气不热") == live_queue.first_page(seat)
    assert complaints.show(seat, taken.id) == taken


def test_a_complaint_sent_over_a_cut_connection_is_sent_again(city: City) -> None:
    seat, call = city.seat("op1"), new()
    together(*(lambda: live_queue.first_page(seat) for _ in range(3)))
    city.cut("op1")
    with pytest.raises(DatabaseAway):
        intake.take(seat, call)
    assert intake.take(seat, call).number.endswith("-0001")


@pytest.mark.parametrize(
    ("login", "password", "field"),
    [
        ("op1", "wrong", "password"),
        ("nobody", "warmline", "password"),
        ("", "warmline", "login"),
        ("op1", "", "password"),
        ("OP1", "warmline", "password"),
        ("op1\x00", "warmline", None),
        ("周岚", "密码\ud800", None),
    ],
)
def test_sign_in_refused(shared_city: City, login: str, password: str, field: str | None) -> None:
    with pytest.raises((SignInRefused, BadInput)) as told:
        open_seat(shared_city.server.address(shared_city.database), login, password)
    assert field is None or told.value.field == field


def test_a_login_that_was_put_out_of_service(city: City) -> None:
    before = city.seat("op2")
    city.take()
    city.owner().execute("UPDATE person SET active = false WHERE login = 'op2'")
    with pytest.raises(SignInRefused):
        open_seat(city.server.address(city.database), "op2", "warmline")
    assert live_queue.first_page(before) == []


def test_another_versions_database(city: City, bare: str) -> None:
    city.owner().execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(WrongVersion, match="9999"):
        city.seat("op1")
    with pytest.raises((WrongVersion, SignInRefused)):
        open_seat(city.server.address("postgres"), "op1", "warmline")
    with pytest.raises(SignInRefused):  # the login is another database's
        open_seat(city.server.address(bare), "op1", "warmline")


def test_what_is_not_there(shared_city: City) -> None:
    for key in ("20200101-0001", "", "x" * 5000, "\x00", "\ud800", UUID(int=1)):
        with pytest.raises(BadInput):
            complaints.show(shared_city.seat("op1"), key)
    with pytest.raises(BadInput):
        complaints.note(shared_city.seat("op1"), UUID(int=1), "记")
