"""The demonstration in a real database: all is in, as if the acts had been done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from app import complaints, intake, live_queue
from app.errors import BadInput
from app.limits import due_at, rank_at
from app.records import Complaint, State
from app.rules import CITY_TIME
from app.sample import PASSWORD, building_names, is_empty, load_sample, sample_rows
from app.seat import Seat, open_seat
from db.search import grams
from owner_rows import one, rows

SignIn = Callable[[str], Seat]


def both(name: str) -> list[dict[str, str]]:
    """The rows of both seasons."""
    return [*sample_rows(f"last_{name}"), *sample_rows(name)]


@pytest.fixture(scope="module")
def words(server: Any, sample_template: str) -> str:
    """The superuser's connection words of the filled template; for tests that only read."""
    return str(server.owner(sample_template))


def as_record(seat: Seat, row: dict[str, Any]) -> Complaint:
    return complaints.complaint_of(seat.directory, row, None, ())


def test_everything_is_in_and_every_chain_holds(words: str) -> None:
    counts = {
        table: one(words, f"SELECT count(*) FROM {table}")
        for table in (
            "company",
            "station",
            "community",
            "manager",
            "person",
            "complaint",
            "contact",
            "complaint_search",
        )
    }
    files = {"company": "companies", "station": "stations", "community": "communities", "manager": "managers"}
    assert (counts["company"], counts["station"], counts["community"]) == (3, 424, 520)
    assert counts["manager"] == len(list(sample_rows(files["manager"])))
    assert counts["person"] == len(list(sample_rows("people"))) == 24
    assert counts["complaint"] == counts["contact"] == counts["complaint_search"] == len(both("complaints"))
    assert rows(words, "SELECT * FROM broken_chains()") == []
    tested = {row["key"] for row in sample_rows("room_tests") if row["complaint"]}
    visits = [row for row in sample_rows("room_visits") if row["test"] in tested]
    told = len(both("events")) + len(tested) + len(visits)
    assert one(words, "SELECT count(*) FROM event WHERE complaint_id IS NOT NULL") == told
    assert 30 <= one(words, "SELECT count(*) FROM complaint WHERE is_open") <= 80


def test_each_complaint_ends_where_its_history_leads(words: str) -> None:
    stored = rows(words, "SELECT state, count(*) FROM complaint GROUP BY 1")
    given: dict[str, int] = {}
    for row in both("complaints"):
        given[row["state"]] = given.get(row["state"], 0) + 1
    assert {row["state"]: row["count"] for row in stored} == given
    for wrong in (
        "revision <> (SELECT count(*) FROM event e WHERE e.chain = c.id)",
        "dispatches <> (SELECT count(*) FROM slip s WHERE s.complaint_id = c.id)",
        "is_open <> (closed_at IS NULL)",
        # a slip returned and sent out again: the company's own times count from the last dispatch
        "least(signed_at, contacted_at, arrived_at, reported_at) < dispatched_at",
    ):
        assert rows(words, f"SELECT number FROM complaint c WHERE {wrong}") == []
    assert one(words, "SELECT count(*) FROM complaint WHERE returns > 0") > 0


def test_numbers_follow_the_calls_of_each_day(words: str) -> None:
    days: dict[str, int] = {}
    for row in rows(words, "SELECT number, taken_at FROM complaint ORDER BY taken_at, number"):
        day = f"{row['taken_at'].astimezone(CITY_TIME):%Y%m%d}"
        days[day] = days.get(day, 0) + 1
        assert row["number"] == f"{day}-{days[day]:04}"
    assert {f"{r['day']:%Y%m%d}": r["last"] for r in rows(words, "SELECT * FROM counter")} == days
    late = (
        "SELECT count(*) FROM complaint WHERE uuid_extract_timestamp(id) <> taken_at OR uuid_extract_version(id) <> 7"
    )
    assert one(words, late) == 0


def test_open_complaints_are_due_when_the_limits_say(sign_in: SignIn, words: str) -> None:
    seat = sign_in("op1")
    for row in rows(words, "SELECT * FROM complaint WHERE is_open"):
        record = as_record(seat, row)
        stamps = {name: row[name] for name in ("signed_at", "contacted_at", "arrived_at")}
        assert row["due_at"] == due_at(record.due_times, record.state, **stamps), row["number"]
        assert row["rank_at"] == rank_at(row["due_at"], record.urgency, row["reminders"])


def test_the_file_s_now_is_the_server_s(words: str) -> None:
    last = min(int(row["seconds_before_now"]) for row in sample_rows("events"))
    newest: datetime = one(words, "SELECT max(at) FROM event WHERE complaint_id IS NOT NULL")
    loaded: datetime = one(words, "SELECT max(at) FROM event")  # the one that says who was added, and what
    assert abs(loaded - newest - timedelta(seconds=last)) < timedelta(minutes=1)
    assert newest.microsecond == 0


def test_who_loaded_what_is_on_the_record(words: str) -> None:
    added = rows(
        words, "SELECT note FROM event e JOIN chain_head h USING (chain) WHERE h.name = 'people' ORDER BY e.seq"
    )
    assert [row["note"] for row in added] == [row["login"] for row in sample_rows("people")]
    (loaded,) = rows(
        words, "SELECT note, detail FROM event e JOIN chain_head h USING (chain) WHERE h.name = 'directory'"
    )
    assert loaded["note"] == "装入演示数据"
    assert loaded["detail"]["community"] == 520


def test_each_sees_what_is_theirs(sign_in: SignIn, words: str) -> None:
    seen = {login: live_queue.first_page(sign_in(login), 500) for login in ("op1", "a1", "b1")}
    assert len(seen["op1"]) == one(words, "SELECT count(*) FROM complaint WHERE is_open")
    for login in ("a1", "b1"):
        me = sign_in(login).person
        assert 0 < len(seen[login]) < len(seen["op1"])
        for row in seen[login]:
            assert row.taken_by == me.id or (row.company_id == me.company_id and row.state is not State.WAITING)
    shared = {row.id for row in seen["a1"]} & {row.id for row in seen["b1"]}
    assert shared == set()


def test_secret_callers_stay_hidden(sign_in: SignIn, words: str) -> None:
    slips = rows(words, "SELECT s.content FROM slip s JOIN complaint c ON c.id = s.complaint_id WHERE c.secret")
    assert slips
    assert {(slip["content"]["caller"], slip["content"]["phone"]) for slip in slips} == {("", "")}
    number = one(words, "SELECT max(number) FROM complaint WHERE secret")
    assert complaints.show(sign_in("op1"), number).contact is None


def test_words_numbers_and_phones_find(sign_in: SignIn, words: str) -> None:
    seat = sign_in("op1")
    assert complaints.look_for(seat, "不热")
    at_home = complaints.look_for(seat, "牡丹花园 不热")
    assert at_home
    assert all(row.place.startswith("牡丹花园") for row in at_home)
    reported = rows(words, "SELECT number, report FROM complaint WHERE report <> '' ORDER BY number DESC LIMIT 1")[0]
    assert reported["number"] in {row.number for row in complaints.look_for(seat, reported["report"][:8])}
    assert [row.number for row in complaints.look_for(seat, reported["number"])] == [reported["number"]]
    caller = rows(
        words,
        "SELECT k.phone_raw FROM contact k JOIN complaint c ON c.id = k.complaint_id"
        " WHERE c.is_open AND k.phone IS NOT NULL ORDER BY c.number LIMIT 1",
    )[0]
    assert complaints.look_for(seat, caller["phone_raw"])
    assert intake.open_of_caller(seat, caller["phone_raw"])


def test_stored_search_words_are_those_of_the_index(words: str) -> None:
    for row in rows(
        words,
        "SELECT s.words, c.number, month_gram(c.taken_at) AS month, tsvector_to_array(s.grams) AS grams"
        " FROM complaint_search s JOIN complaint c ON c.id = s.complaint_id ORDER BY c.number LIMIT 50",
    ):
        said = row["words"].removeprefix(row["number"] + " ")
        assert sorted(row["grams"]) == sorted({*grams(said), row["number"], row["month"]})


def test_buildings_keep_their_own_supplier(sign_in: SignIn) -> None:
    directory = sign_in("op1").directory
    shared = next(one for one in directory.communities.values() if one.name == "东方花城")
    suppliers = {name: directory.route(shared.id, name).company for name in ("1", "12", "13", "24")}
    assert [company.short_name if company else "" for company in suppliers.values()] == ["永恒", "永恒", "煦源", "煦源"]
    assert len(shared.buildings) == 24
    manager = directory.managers(1, datetime(2026, 11, 20, 9, tzinfo=CITY_TIME))[0]
    assert (manager.name, manager.phones) == ("张树林", ("13853000011",))


@pytest.mark.parametrize(
    ("compact", "names"),
    [("1-3", ["1", "2", "3"]), ("1-2、A座、B座", ["1", "2", "A座", "B座"]), ("", []), ("综合楼", ["综合楼"])],
)
def test_lists_of_buildings_are_spread(compact: str, names: list[str]) -> None:
    assert building_names(compact) == names


def test_only_a_database_without_people_is_filled(server: Any, bare: str, sample: str) -> None:
    assert is_empty(server.owner(bare))
    assert not is_empty(server.owner(sample))
    before = one(server.owner(sample), "SELECT count(*) FROM event")
    with pytest.raises(BadInput, match="已经有工作人员"):
        load_sample(server.owner(sample))
    assert one(server.owner(sample), "SELECT count(*) FROM event") == before


def test_a_second_database_of_the_cluster_and_a_given_now(server: Any, bare: str, sample_template: str) -> None:
    """The log-ins are there already; they open both databases."""
    now = datetime(2025, 11, 24, 14, 32, 0, 987654, tzinfo=CITY_TIME)
    load_sample(server.owner(bare), now)
    assert rows(server.owner(bare), "SELECT * FROM broken_chains()") == []
    first = next(sample_rows("last_complaints"))
    expected = now.replace(microsecond=0) - timedelta(seconds=int(first["seconds_before_now"]))
    assert one(server.owner(bare), "SELECT min(taken_at) FROM complaint") == expected
    seat = open_seat(server.address(bare), "op1", PASSWORD)
    assert seat.person.name == "陈静"
    assert complaints.look_for(seat, "不热")
    seat.close()


def test_two_weeks_of_shifts_and_who_sat_in_them(words: str) -> None:
    held = "SELECT FROM presence p JOIN shift s ON s.id = p.shift_id WHERE "
    led = "SELECT FROM shift s WHERE company_id IS NULL AND "
    for wrong in (
        led + "1 <> (SELECT count(*) FROM duty WHERE shift_id = s.id AND leader)",
        led + "2 > (SELECT count(*) FROM duty WHERE shift_id = s.id)",
        held + "until IS NULL OR until < ends_at OR since > begins_at",
        held + "NOT EXISTS (SELECT FROM duty d WHERE d.shift_id = s.id AND d.person_id = p.person_id)",
        held
        + "EXISTS (SELECT FROM presence o WHERE o.person_id = p.person_id AND o.since < p.since AND o.until > p.since)",
    ):
        assert rows(words, wrong) == []
    assert one(words, "SELECT count(*) FROM shift WHERE company_id IS NULL AND ends_at < now()") >= 27
    assert one(words, "SELECT count(DISTINCT company_id) FROM shift") == 3
    opened = one(words, "SELECT count(*) FROM shift WHERE opened_at IS NOT NULL")
    assert opened == one(words, "SELECT count(DISTINCT shift_id) FROM presence") > 100
    query = "SELECT act, count(*) FROM event WHERE detail ? 'shift' GROUP BY 1"
    logged = {row["act"]: row["count"] for row in rows(words, query)}
    held_by = one(words, "SELECT count(*) FROM presence")
    assert logged == {"shift_open": opened, "seat_on": held_by, "seat_off": held_by}
