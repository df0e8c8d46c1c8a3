"""Fixtures for all tests: one embedded PostgreSQL a run, one database a test, made from a filled template."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import small_city
from app.records import Role
from app.sample import load_sample
from app.seat import Seat, open_seat
from copies import Copies
from db import schema
from db.embedded import Embedded
from server_room import FORGETFUL, room_for_server
from servers import PASSWORD, Server

settings.register_profile("untimed", deadline=None)  # a machine under load is no failure
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with room_for_server(tmp_path_factory) as folder, Embedded(folder, settings=FORGETFUL) as found:
        yield Server(found.host, found.port, found.user, found.password)


@pytest.fixture(scope="session")
def copies(server: Server) -> Iterator[Copies]:
    with Copies(server.owner()) as made:
        yield made


@pytest.fixture(scope="session")
def bare_template(server: Server) -> str:
    """Name of a database with the schema and the rules, but nobody in it."""
    schema.create_database(server.owner(), "bare_template")
    schema.upgrade(server.owner("bare_template"))
    return "bare_template"


@pytest.fixture(scope="session")
def sample_template(server: Server) -> str:
    """Name of a database filled with the demonstration."""
    schema.create_database(server.owner(), "sample_template")
    schema.upgrade(server.owner("sample_template"))
    load_sample(server.owner("sample_template"))
    return "sample_template"


@pytest.fixture
def bare(copies: Copies, bare_template: str) -> Iterator[str]:
    """A database of this test's own, without people; the name."""
    with copies.of(bare_template) as name:
        yield name


@pytest.fixture
def sample(copies: Copies, sample_template: str) -> Iterator[str]:
    """A database of this test's own with the demonstration; the name."""
    with copies.of(sample_template) as name:
        yield name


@pytest.fixture(scope="session")
def small_template(server: Server, bare_template: str) -> str:
    """Name of a database with the small city: its directory and its people, no complaint."""
    with psycopg.connect(server.owner(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE small_template TEMPLATE {bare_template}")
        for role in Role:
            connection.execute(f"GRANT CONNECT ON DATABASE small_template TO warmline_{role}")
    small_city.fill(server, "small_template")
    return "small_template"


@pytest.fixture
def city(server: Server, copies: Copies, small_template: str) -> Iterator[small_city.City]:
    """A small city of this test's own."""
    with copies.of(small_template) as name:
        made = small_city.City(server, name)
        yield made
        made.close()


@pytest.fixture(scope="module")
def shared_city(server: Server, copies: Copies, small_template: str) -> Iterator[small_city.City]:
    """One small city for a module's tests that leave each other's complaints alone."""
    with copies.of(small_template) as name:
        made = small_city.City(server, name)
        yield made
        made.close()


@pytest.fixture
def sign_in(server: Server, sample: str) -> Iterator[Callable[[str], Seat]]:
    """``sign_in("op1")``: a seat on this test's database, closed at the end."""
    seats: list[Seat] = []

    def enter(login: str) -> Seat:
        seat = open_seat(server.address(sample), login, PASSWORD)
        seats.append(seat)
        return seat

    yield enter
    for seat in seats:
        seat.close()


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data folder as users have them: blanks and Chinese characters in its name."""
    folder = tmp_path / "数据 文件夹"
    folder.mkdir()
    return folder
