"""The shift that a moment belongs to: the same for everybody, whoever asks first, over midnight, month and year."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import psycopg
import pytest

from app.rules import CITY_TIME
from at_once import together
from small_city import City


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=CITY_TIME)


def shift_at(city: City, words: str, company: int | None = None) -> tuple[date, str, datetime, datetime]:
    owner = city.owner()
    asked = owner.execute("SELECT shift_of(%s, %s)", (at(words), company)).fetchone()
    row = owner.execute("SELECT day, name, begins_at, ends_at FROM shift WHERE id = %s", asked).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("moment", "day", "name", "begins", "ends"),
    [
        ("2026-11-20T08:00", "2026-11-20", "白班", "2026-11-20T08:00", "2026-11-20T20:00"),
        ("2026-11-20T19:59:59.999999", "2026-11-20", "白班", "2026-11-20T08:00", "2026-11-20T20:00"),
        ("2026-11-20T20:00", "2026-11-20", "夜班", "2026-11-20T20:00", "2026-11-21T08:00"),
        ("2026-11-21T07:59", "2026-11-20", "夜班", "2026-11-20T20:00", "2026-11-21T08:00"),
        ("2026-12-01T03:00", "2026-11-30", "夜班", "2026-11-30T20:00", "2026-12-01T08:00"),
        ("2027-01-01T00:00", "2026-12-31", "夜班", "2026-12-31T20:00", "2027-01-01T08:00"),
        ("2028-02-29T23:00", "2028-02-29", "夜班", "2028-02-29T20:00", "2028-03-01T08:00"),
    ],
)
def test_a_shift_belongs_to_the_day_it_began(
    shared_city: City, moment: str, day: str, name: str, begins: str, ends: str
) -> None:
    found = shift_at(shared_city, moment)
    assert found == (date.fromisoformat(day), name, at(begins), at(ends))


def test_many_that_ask_at_once_make_one_shift(city: City) -> None:
    moment = datetime.now(UTC)
    logins = ("op1", "op2", "sup1", "net1")

    def ask(login: str) -> UUID | None:
        row = city.raw(login).execute("SELECT shift_of(%s)", (moment,)).fetchone()
        assert row is not None
        return row[0]

    for login in logins:
        city.raw(login)
    found = together(*(lambda login=login: ask(login) for login in logins))
    assert len(set(found)) == 1
    assert found[0] is not None
    assert city.owner().execute("SELECT count(*) FROM shift WHERE id = %s", (found[0],)).fetchone() == (1,)


def test_a_company_without_a_plan_goes_by_the_hotlines_and_has_shifts_of_its_own(city: City) -> None:
    assert shift_at(city, "2026-11-21T01:00", 1) == shift_at(city, "2026-11-21T01:00")
    city.owner().execute(
        "INSERT INTO shift_plan (company_id, starts_on, pattern) VALUES (2, '2026-01-01', 'four_by_three')"
    )
    assert shift_at(city, "2026-11-21T01:00", 2) == (
        date(2026, 11, 21),
        "夜班",
        at("2026-11-21T00:00"),
        at("2026-11-21T08:00"),
    )
    ids = city.owner().execute("SELECT count(DISTINCT id), count(*) FROM shift").fetchone()
    assert ids is not None
    assert ids[0] == ids[1]


def test_a_new_pattern_takes_over_where_the_old_ones_last_shift_ends(city: City) -> None:
    city.owner().execute("INSERT INTO shift_plan (starts_on, pattern) VALUES ('2026-12-01', 'four_by_three')")
    assert shift_at(city, "2026-12-01T03:00")[:2] == (date(2026, 11, 30), "夜班")
    assert shift_at(city, "2026-12-01T09:00") == (
        date(2026, 12, 1),
        "早班",
        at("2026-12-01T08:00"),
        at("2026-12-01T16:00"),
    )


def test_where_nobody_works_there_is_no_shift(city: City) -> None:
    city.owner().execute("DELETE FROM shift_slot WHERE slot = 2")
    asked = city.owner().execute("SELECT shift_of(%s)", (at("2026-11-21T01:00"),)).fetchone()
    far = city.raw("op1").execute("SELECT shift_of('9000-01-01')").fetchone()
    assert (asked, far) == ((None,), (None,))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Shanghai", date(2026, 10, 24), 12),
        ("Europe/Berlin", date(2026, 10, 24), 13),
        ("Europe/Berlin", date(2026, 3, 28), 11),
        ("Asia/Shanghai", date(1990, 4, 14), 11),  # the city's own summer time, 1986 to 1991
        ("Asia/Shanghai", date(1990, 9, 15), 13),
    ],
)
def test_the_length_is_right_if_the_clock_changes(shared_city: City, zone: str, day: date, hours: int) -> None:
    found = shared_city.owner().execute(
        "SELECT upper(s) - lower(s) FROM shift_times(%s, %s, %s, %s) s", (day, time(20), time(8), zone)
    )
    assert found.fetchone() == (timedelta(hours=hours),)


def test_no_two_shifts_of_a_team_overlap(city: City) -> None:
    shift_at(city, "2026-11-20T08:00")
    with pytest.raises(psycopg.errors.ExclusionViolation):
        city.owner().execute(
            "INSERT INTO shift (id, day, slot, name, pattern, begins_at, ends_at) VALUES (gen_random_uuid(),"
            " '2026-11-20', 3, '中班', 'three_by_two', %s, %s)",
            (at("2026-11-20T19:00"), at("2026-11-20T21:00")),
        )


@pytest.mark.parametrize("login", ["op1", "a1", "sup1", "lia1", "net1", "audit"])
def test_all_at_the_hotline_read_shifts_and_nobody_writes_them(shared_city: City, login: str) -> None:
    raw = shared_city.raw(login)
    assert raw.execute("SELECT shift_of(now())").fetchone() != (None,)
    assert raw.execute("SELECT count(*) > 0 FROM shift").fetchone() == (True,)
    for table in ("shift", "shift_plan", "shift_slot", "shift_pattern"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(f"DELETE FROM {table}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute("SELECT make_shifts(NULL, '2026-01-01', '2026-01-02')")


def test_the_administrator_reads_no_shifts(shared_city: City) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        shared_city.raw("admin").execute("SELECT count(*) FROM shift")
