"""Nobody writes a table, nobody calls what is not for them: the grants, whatever program a person uses."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import intake
from app.errors import NotAllowed
from app.records import Act, State
from db import roles
from servers import PASSWORD
from small_city import PEONY, City, new

LOGINS = ("op1", "sup1", "lia1", "net1", "a1", "admin", "audit")
TABLES = (
    "complaint",
    "contact",
    "complaint_search",
    "event",
    "chain_head",
    "slip",
    "claim",
    "draft",
    "counter",
    "person",
    "company",
    "station",
    "community",
    "building",
    "manager",
    "category",
    "limit_rule",
    "season",
    "calendar_day",
    "setting",
    "move",
    "act_rule",
    "alembic_version",
    "authority",
    "source",
    "source_secret",
    "post",
    "group_chat",
    "message",
    "attachment",
    "attachment_part",
    "incident",
    "incident_threshold",
    "shift_pattern",
    "shift_slot",
    "shift_plan",
    "shift",
    "crew_member",
    "duty",
    "swap",
    "presence",
    "shift_entry",
    "seal",
    "hand_over",
    "review",
    "review_step",
    "score_item",
    "score_sheet",
    "complaint_fact",
    "day_figure",
    "figure_day",
    "figure_mark",
    "frozen_month",
    "refund_band",
    "notice",
    "notice_version",
    "form_field",
    "article",
    "article_version",
    "article_use",
    "article_report",
    "instrument",
    "room_test",
    "room_visit",
    "room_reading",
    "room_dispute",
    "refund",
    "entitlement_move",
    "relief",
    "relief_rate",
    "duty_rule",
    "duty_done",
    "service_point",
)
UNREAD = {"counter": set(LOGINS), "chain_head": set(LOGINS) - {"audit"}} | {
    table: {"admin"} for table in ("complaint", "complaint_search", "event", "claim", "incident")
}
UNREAD |= {table: {"admin", "audit"} for table in ("contact", "slip", "draft", "attachment", "attachment_part")}
UNREAD |= {"source": {"a1", "admin", "audit"}, "source_secret": set(LOGINS), "post": {"admin", "audit"}}
UNREAD |= {"group_chat": set(LOGINS), "message": set(LOGINS) - {"op1", "sup1", "audit"}}
UNREAD |= {table: {"admin"} for table in ("shift_pattern", "shift_slot", "shift_plan", "shift")}
UNREAD |= {table: {"admin"} for table in ("crew_member", "duty", "swap", "presence")}
UNREAD |= {table: {"admin"} for table in ("shift_entry", "seal", "hand_over")}
REVIEWS = ("review", "review_step", "score_item", "score_sheet")
UNREAD |= {table: {"a1", "b1", "admin"} & set(LOGINS) for table in REVIEWS}
UNREAD["score_item"] -= {"admin"}
UNREAD |= {table: {"admin"} for table in ("complaint_fact", "day_figure", "figure_day")}
UNREAD |= {"figure_mark": set(LOGINS), "frozen_month": set(LOGINS) - {"sup1", "audit"}}
UNREAD |= {"article_use": {"admin"}}
TESTS = ("instrument", "room_test", "room_visit", "room_reading", "room_dispute")
UNREAD |= {table: {"admin", "audit"} for table in TESTS}
UNREAD |= {"refund": {"admin", "net1"}, "relief": {"a1", "admin", "net1", "audit"}}
UNREAD["manager"] = {"a1", "b1"} & set(LOGINS)  # as a whole row: the private note is not theirs


@pytest.fixture(scope="module")
def full_city(shared_city: City) -> City:
    """A row in each table that a person could want to touch."""
    shared_city.bring(State.CLOSED)
    shared_city.take(category="D1", secret=True)
    return shared_city


def test_the_list_of_tables_is_whole(full_city: City) -> None:
    query = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')"
    )
    assert {name for (name,) in full_city.owner().execute(query)} == set(TABLES)


@pytest.mark.parametrize("login", LOGINS)
def test_nobody_writes_a_table(full_city: City, login: str) -> None:
    connection = full_city.raw(login)
    for table in TABLES:
        column = (
            full_city.owner()
            .execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY 1 LIMIT 1", (table,)
            )
            .fetchone()[0]
        )
        for statement in (
            f"INSERT INTO {table} DEFAULT VALUES",
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
            f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            f"CREATE TRIGGER t AFTER INSERT ON {table} EXECUTE FUNCTION who()",
            f"SELECT * FROM {table} FOR UPDATE",
            f"DROP TABLE {table}",
        ):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.NoActiveSqlTransaction)):
                connection.execute(statement)
        if login in UNREAD.get(table, ()):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT * FROM {table}")
        else:
            connection.execute(f"SELECT * FROM {table}")


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT log_event('directory', 'x', '', '{}', 1)",
        "SELECT refuse('WL001', 'x')",
        "SELECT check_clock(now())",
        "CREATE TABLE public.mine (x int)",
        "CREATE TEMPORARY TABLE complaint (x int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.who2() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE mine",
        "ALTER ROLE op2 PASSWORD 'mine'",
        "GRANT warmline_supervisor TO CURRENT_USER",
        "SET ROLE warmline_owner",
        "SET ROLE op2",
        "SET SESSION AUTHORIZATION op2",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY person TO PROGRAM 'cat'",
        "SELECT rolpassword FROM pg_authid",
        "DROP DATABASE postgres",
    ],
)
def test_nobody_does(full_city: City, login: str, statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue)):
        full_city.raw(login).execute(statement)


@pytest.mark.parametrize("login", LOGINS)
def test_functions_of_others(full_city: City, login: str) -> None:
    connection = full_city.raw(login)
    person = "SELECT person_put('mine', '我', 'administrator', NULL, NULL, 'x')"
    for statement, able in (
        (person, "admin"),
        ("SELECT directory_put('[]', '')", "admin"),
        ("SELECT * FROM broken_chains()", "audit"),
    ):
        if login == able:
            with connection.transaction(force_rollback=True):
                connection.execute(statement)
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_no_function_is_public_not_even_one_that_is_made_later(city: City) -> None:
    owner = city.owner()
    owner.execute("SET ROLE warmline_owner")
    owner.execute("CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    owner.execute("RESET ROLE")
    query = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    names = [name for (name,) in owner.execute(query).fetchall()]
    assert len(names) > 15
    owner.execute("CREATE ROLE stranger")
    able = owner.execute(
        "SELECT f FROM unnest(%s::text[]) f WHERE has_function_privilege('stranger', f, 'EXECUTE')", (names,)
    )
    assert able.fetchall() == []
    owner.execute("DROP ROLE stranger")


def test_functions_that_act_as_the_owner_have_a_search_path_of_their_own(full_city: City) -> None:
    query = """SELECT oid::regprocedure::text, prosecdef, proconfig FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prosecdef"""
    found = full_city.owner().execute(query).fetchall()
    assert found
    for name, _, settings in found:
        assert settings[0] == "search_path=pg_catalog, public, pg_temp", name


def test_the_owner_logs_in_nowhere_and_guards_bind_it(full_city: City) -> None:
    owner = full_city.owner()
    assert owner.execute(
        "SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'warmline_owner'"
    ).fetchone() == (False, False, False)
    for table in ("complaint", "contact", "complaint_search", "slip", "claim", "draft", "event"):
        query = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass"
        assert owner.execute(query, (table,)).fetchone() == (True, True)


@pytest.mark.parametrize(
    ("login", "role", "company"),
    [
        ("mine", "owner", None),
        ("mine", "superuser", None),
        ("mine", "company", None),
        ("mine", "company", 99),
        ("postgres", "operator", None),
        ("embedded", "operator", None),
        ("warmline_owner", "operator", None),
        ("pg_monitor", "operator", None),
        ("Mine", "operator", None),
        ('x"; DROP TABLE person; --', "operator", None),
        ("op1", "supervisor", None),
    ],
)
def test_people_that_the_administrator_can_not_add(full_city: City, login: str, role: str, company: int | None) -> None:
    if full_city.owner().execute("SELECT FROM pg_roles WHERE rolname = 'embedded'").fetchone() is None:
        full_city.owner().execute("CREATE ROLE embedded LOGIN")  # of another program on the same server
    with pytest.raises(psycopg.Error) as told:
        full_city.raw("admin").execute("SELECT person_put(%s, '我', %s, %s, NULL, 'x')", (login, role, company))
    assert told.value.sqlstate in ("WL006", "23505", "23514", "23503", "42501")


def test_a_person_added_by_the_administrator_signs_in(city: City) -> None:
    verifier = roles.verifier(city.raw("admin"), "op9", PASSWORD)
    city.raw("admin").execute("SELECT person_put('op9', '新人', 'operator', NULL, 9, %s)", (verifier,))
    assert city.take(by="op9").taken_by_name == "新人"


def test_a_changed_role_does_not_change_the_person(full_city: City) -> None:
    connection = full_city.raw("a1")
    connection.execute("SET ROLE warmline_company")
    assert connection.execute("SELECT (who()).login").fetchone() == ("a1",)
    assert connection.execute("SELECT DISTINCT company_id FROM complaint").fetchall() == [(PEONY,)]
    connection.execute("RESET ROLE")
    with pytest.raises(NotAllowed):
        intake.take(full_city.seat("audit"), new())


def test_forged_parts_of_an_act(full_city: City) -> None:
    sent = full_city.bring(State.DISPATCHED)
    secret = full_city.bring(State.DISPATCHED, category="D1", secret=True)
    forged = {"name": "换人", "phone_raw": "1", "phone": None}
    for login, there, act, values in (
        ("a1", sent, Act.SIGN, {"contact": forged}),
        ("op1", sent, Act.NOTE, {"slip": {}}),
        ("op1", sent, Act.DISPATCH, {}),
        ("op1", sent, Act.EDIT, {"changes": {"company_id": 2}}),
        ("op1", secret, Act.EDIT, {"contact": forged}),
        ("op1", secret, Act.EDIT, {"changes": {"secret": False}}),
    ):
        with pytest.raises(psycopg.Error) as told:
            full_city.act(login, there.id, there.revision, act, **values)
        assert told.value.sqlstate == "WL003", act
    taken = {"id": str(new().id), "category": "B1", "channel": "hotline", "urgency": "urgent", "text": "冷"}
    for forged_key in ("phone", "state", "number", "taken_by", "head_hash", "closed_at"):
        with pytest.raises(psycopg.Error) as told:
            full_city.raw("op1").execute(
                "SELECT take(%s, '{}', '', '{}', clock_timestamp(), '')", (Jsonb(taken | {forged_key: "1"}),)
            )
        assert told.value.sqlstate == "WL003", forged_key
