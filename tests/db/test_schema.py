"""The models and the migration are the same schema, made by the program's own version, repeatable and at any time."""

import re

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint

from app.records import Act, Role, State
from db import schema
from db.kinds import CLOSED_STATES
from db.tables import metadata
from servers import Server
from small_city import City


def test_models_and_database_agree(server: Server, bare: str) -> None:
    assert schema.differences(server.owner(bare)) == ""


def test_constraints_of_models_and_database_agree(shared_city: City) -> None:
    query = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck\\_%'"
    stored = {name: words(text) for name, text in shared_city.owner().execute(query)}
    modelled = {
        str(one.name): words(str(one.sqltext))
        for table in metadata.tables.values()
        for one in table.constraints
        if isinstance(one, CheckConstraint)
    }
    assert stored == modelled


def words(condition: str) -> set[str]:
    """The quoted words and the numbers of a condition, however PostgreSQL writes it back."""
    return set(re.findall(r"'[^']+'|\b[0-9]+\b", condition))


def test_the_program_is_written_for_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(schema.alembic_config()).get_heads() == [schema.SCHEMA_VERSION]


def test_upgrading_again_changes_nothing(server: Server, city: City) -> None:
    taken = city.take()
    schema.upgrade(server.owner(city.database))
    assert schema.is_current(server.owner(city.database))
    assert city.revision(taken.id) == 1


def test_open_is_what_the_states_say(shared_city: City) -> None:
    query = "SELECT generation_expression FROM information_schema.columns WHERE column_name = 'is_open'"
    (expression,) = shared_city.owner().execute(query).fetchone()
    assert words(expression) == {f"'{state}'" for state in CLOSED_STATES}


def test_the_table_of_moves_knows_the_words_of_the_program(shared_city: City) -> None:
    owner = shared_city.owner()
    for state, act, role, after in owner.execute("SELECT state, act, role, next_state FROM move").fetchall():
        assert state in {"new", *State}
        assert (act in set(Act), role in set(Role), after in set(State)) == (True, True, True)
    assert {act for (act,) in owner.execute("SELECT act FROM act_rule")} == set(Act)
    columns = set(metadata.tables["complaint"].columns.keys())
    for fields, stamp, counter in owner.execute("SELECT fields, stamp, counter FROM act_rule").fetchall():
        assert {*fields, *filter(None, (stamp, counter))} <= columns


def test_every_state_can_be_reached_and_no_open_one_is_a_dead_end(shared_city: City) -> None:
    moves = shared_city.seat("op1").rules.moves
    reached: set[State | None] = {None}
    while found := {move.next_state for move in moves if move.state in reached} - reached:
        reached |= found
    assert reached == {None, *State}
    for state in set(State) - CLOSED_STATES:
        assert {move.next_state for move in moves if move.state is state} - {state}


@pytest.mark.parametrize("table", ["complaint", "event", "contact", "slip"])
def test_foreign_keys_keep_what_is_referred_to(shared_city: City, table: str) -> None:
    shared_city.bring(State.REPORTED)
    for parent in ("complaint", "person", "company"):
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            shared_city.owner().execute(f"DELETE FROM {parent}")
