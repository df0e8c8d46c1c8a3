"""People on the real database: who may change them, what the login can do afterwards, and what stands on record."""

import psycopg
import pytest

from app import audit, people
from app.errors import BadInput, NotAllowed, SignInRefused
from app.people import PersonWords
from app.records import Person, Role
from app.seat import open_seat
from db import roles
from servers import PASSWORD
from small_city import City

STRONG = "Nuanqi-2026"


def add(city: City, login: str, role: Role = Role.OPERATOR, **fields: int) -> Person:
    return people.add_person(city.seat("admin"), login, PersonWords("新人", role, **fields), STRONG)


def enter(city: City, login: str, password: str = STRONG) -> Person:
    seat = open_seat(city.server.address(city.database), login, password)
    seat.close()
    return seat.person


def events(city: City) -> list[tuple[str, str, str]]:
    query = """SELECT e.act, e.note, p.login FROM event e JOIN person p ON p.id = e.person_id
        WHERE e.chain = (SELECT chain FROM chain_head WHERE name = 'people') ORDER BY e.seq DESC LIMIT 5"""
    return city.owner().execute(query).fetchall()


def groups(city: City, login: str) -> set[str]:
    query = """SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
        JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s"""
    return {name for (name,) in city.owner().execute(query, (login,))}


def test_an_added_person_signs_in(city: City) -> None:
    made = add(city, "p_new", Role.COMPANY, company_id=2, seat_number=7)
    assert enter(city, "p_new") == made
    assert (made.company_id, made.seat_number, made.active) == (2, 7, True)
    assert groups(city, "p_new") == {"warmline_company"}
    assert audit.verify(city.seat("audit")).breaks == ()


@pytest.mark.parametrize("login", ["op1", "sup1", "a1", "audit", "lia1", "net1"])
def test_only_the_administrator(shared_city: City, login: str) -> None:
    seat = shared_city.seat(login)
    other = people.find_person(seat, "op2").id
    words = PersonWords("换人", Role.SUPERVISOR)
    for act in (
        lambda: people.add_person(seat, "p_mine", words, STRONG),
        lambda: people.change_person(seat, other, words),
        lambda: people.set_active(seat, other, False, "离职"),
        lambda: people.set_password(seat, other, STRONG),
    ):
        with pytest.raises(NotAllowed):
            act()
    for statement in (
        f"SELECT person_change({other}, '换人', 'operator', NULL, NULL)",
        f"SELECT person_active({other}, false, '离职')",
        f"SELECT person_password({other}, 'SCRAM-SHA-256$')",
        f"SELECT person_of({other})",
        "SELECT set_verifier('op2', 'SCRAM-SHA-256$')",
        "SELECT keep_administrator()",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            shared_city.raw(login).execute(statement)


@pytest.mark.parametrize(
    ("login", "words", "password", "field"),
    [
        ("Op9", PersonWords("新人", Role.OPERATOR), STRONG, "login"),
        ("9op", PersonWords("新人", Role.OPERATOR), STRONG, "login"),
        ("新人", PersonWords("新人", Role.OPERATOR), STRONG, "login"),
        ("warmline_x", PersonWords("新人", Role.OPERATOR), STRONG, "login"),
        ("op1", PersonWords("新人", Role.OPERATOR), STRONG, "login"),
        ("postgres", PersonWords("新人", Role.OPERATOR), STRONG, "login"),
        ("p_x", PersonWords("  ", Role.OPERATOR), STRONG, "name"),
        ("p_x", PersonWords("周" * 41, Role.OPERATOR), STRONG, "name"),
        ("p_x", PersonWords("新人", Role.COMPANY), STRONG, "company"),
        ("p_x", PersonWords("新人", Role.COMPANY, 99), STRONG, "company"),
        ("p_x", PersonWords("新人", Role.OPERATOR, 1), STRONG, "company"),
        ("p_x", PersonWords("新人", Role.OPERATOR, None, 0), STRONG, "seat"),
        ("p_x", PersonWords("新人", Role.OPERATOR), "warmline", "password"),
        ("p_x", PersonWords("新人", Role.OPERATOR), "Nuanqi\x00-2026", "password"),
    ],
)
def test_what_is_no_person(shared_city: City, login: str, words: PersonWords, password: str, field: str) -> None:
    with pytest.raises(BadInput) as told:
        people.add_person(shared_city.seat("admin"), login, words, password)
    assert told.value.field == field


def test_a_login_of_another_program_is_left_alone(city: City) -> None:
    city.owner().execute("CREATE ROLE p_other LOGIN")
    try:
        with pytest.raises(BadInput) as told:
            add(city, "p_other")
        assert told.value.field == "login"
    finally:
        city.owner().execute("DROP ROLE p_other")


def test_a_new_role_is_a_new_group(city: City) -> None:
    made = add(city, "p_role")
    city.raw("admin")
    changed = people.change_person(city.seat("admin"), made.id, PersonWords("新班长", Role.SUPERVISOR, None, 4))
    assert (changed.name, changed.role, changed.seat_number) == ("新班长", Role.SUPERVISOR, 4)
    assert groups(city, "p_role") == {"warmline_supervisor"}
    assert enter(city, "p_role") == changed
    assert events(city)[0] == ("person_change", "p_role", "admin")
    people.change_person(city.seat("admin"), made.id, PersonWords("新班长", Role.SUPERVISOR, None, 4))
    assert events(city)[1][0] == "person"  # nothing changed, nothing is recorded
    assert audit.verify(city.seat("audit")).breaks == ()


def test_out_of_service_and_back(city: City) -> None:
    made = add(city, "p_gone")
    there = open_seat(city.server.address(city.database), "p_gone", STRONG)
    with there.use() as held:
        gone = people.set_active(city.seat("admin"), made.id, False, "离职")
        assert not gone.active
        with pytest.raises(psycopg.OperationalError):  # the open connection was cut
            held.connection.driver_connection.execute("SELECT 1 FROM manager")
    there.close()
    with pytest.raises(SignInRefused):
        enter(city, "p_gone")
    assert events(city)[0] == ("person_deactivate", "离职", "admin")
    with pytest.raises(BadInput) as told:
        people.set_active(city.seat("admin"), made.id, True, " ")
    assert told.value.field == "note"
    assert people.set_active(city.seat("admin"), made.id, True, "返岗").active
    assert enter(city, "p_gone").login == "p_gone"
    assert audit.verify(city.seat("audit")).breaks == ()


def test_the_owner_keeps_no_rights_of_a_person(city: City) -> None:
    made = add(city, "p_cut")
    people.set_active(city.seat("admin"), made.id, False, "离职")
    able = city.owner().execute("SELECT pg_has_role('warmline_owner', 'p_cut', 'USAGE')").fetchone()
    assert able == (False,)


def test_the_last_administrator_stays(city: City) -> None:
    seat = city.seat("admin")
    for act in (
        lambda: people.set_active(seat, seat.person.id, False, "休假"),
        lambda: people.change_person(seat, seat.person.id, PersonWords("系统管理员", Role.OPERATOR)),
    ):
        with pytest.raises(BadInput, match="最后一位"):
            act()
    second = add(city, "p_admin", Role.ADMINISTRATOR)
    people.set_active(seat, second.id, False, "休假")
    with pytest.raises(BadInput, match="最后一位"):  # one who is out of service doesn't count
        people.set_active(seat, seat.person.id, False, "休假")
    assert groups(city, "admin") == {"warmline_administrator"}


def test_a_new_password_from_the_administrator(city: City) -> None:
    made = add(city, "p_pass")
    people.set_password(city.seat("admin"), made.id, "Genghuan_88")
    with pytest.raises(SignInRefused):
        enter(city, "p_pass")
    assert enter(city, "p_pass", "Genghuan_88") == made
    assert events(city)[0] == ("person_password", "p_pass", "admin")


def test_ones_own_password(city: City) -> None:
    add(city, "p_own")
    seat = open_seat(city.server.address(city.database), "p_own", STRONG)
    for old, new, field in (
        ("falsch", "Genghuan_88", "old"),
        (STRONG, "kurz", "password"),
        (STRONG, STRONG, "password"),
    ):
        with pytest.raises(BadInput) as told:
            people.change_own_password(seat, old, new)
        assert told.value.field == field
    people.change_own_password(seat, STRONG, "Genghuan_88")
    seat.store.connect().close()  # the seat goes on with the new one
    seat.close()
    assert enter(city, "p_own", "Genghuan_88").login == "p_own"
    assert events(city)[0] == ("my_password", "p_own", "p_own")


def test_a_password_in_clear_is_refused(city: City) -> None:
    for statement in ("SELECT my_password('Klartext-2026')", "SELECT my_password(NULL)"):
        with pytest.raises(psycopg.Error) as told:
            city.raw("op1").execute(statement)
        assert told.value.sqlstate == "WL006"
    assert roles.verifier(city.raw("op1"), "op1", PASSWORD).startswith("SCRAM-SHA-256$")
