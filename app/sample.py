"""The demonstration: an invented city with two weeks of complaints and some of last season, for an empty database."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import BadInput, in_words
from app.records import Role
from app.reference import read_directory, read_rules
from app.room_tests import tests_of
from app.rules import CITY_TIME
from app.sample_events import made_id
from app.sample_money import Given, load_refunds, load_reliefs, load_reports
from app.sample_roads import Roads
from app.sample_rosters import load_rosters
from app.sample_service import load_duties, load_notices, load_points
from app.sample_tests import SampleTests
from db import reading, temperature
from db.failures import StoreFailure
from db.sample import Loading, is_empty as is_empty, loading

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"
"""What is loaded; README.md there lists the columns."""
PASSWORD = "warmline"  # noqa: S105 - of every invented log-in, and said so on the sign-in page
SEVERAL = "、"
SEASONS = ("last_", "")  # the oldest first
TABLES = ("company", "station", "community", "building", "manager")

_FILES = {
    "company": "companies",
    "station": "stations",
    "community": "communities",
    "building": "buildings",
    "manager": "managers",
}
_LISTS = {"aliases", "phones", "service_phones"}
_NONE_WHERE_EMPTY = {"company_id", "station_id", "warranty_until", "duty_from", "duty_to", "verified_on"}


def load_sample(admin_words: str, now: datetime | None = None) -> None:
    """Load directory, people and complaints in one transaction, up to ``now`` (default: the server's clock).

    ``admin_words``: libpq's words of a superuser and the database. Everybody's password is ``PASSWORD``. Log-ins are
    the cluster's, not the database's: those that are there get this password. Errors: BadInput(field="database") where
    people work in the database already; DatabaseAway.
    """
    try:
        with loading(admin_words) as into:
            if into is None:
                raise BadInput("数据库里已经有工作人员，演示数据只能装入新建的数据库。", field="database")
            _load_directory(into)
            directory, rules = read_directory(into.connection), read_rules(into.connection)
            end = (now or reading.server_time(into.connection)).astimezone(CITY_TIME).replace(microsecond=0)
            roads = Roads(directory, rules, into.act_rules(), end)
            complaints = {season: list(sample_rows(f"{season}complaints")) for season in SEASONS}
            tests = _room_tests(roads, complaints[""], end)
            for season in SEASONS:
                events: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
                for event in sample_rows(f"{season}events"):
                    events[event["complaint"]].append(event)
                for given in complaints[season]:
                    roads.walk(given, events[given["key"]], [] if season else tests.events_of(given["key"]))
            into.put_histories(roads.made)
            tests.store(into)
            load_rosters(into, roads.people, sample_rows("crews"), end)
            load_notices(into, rules, roads.people, sample_rows("notices"), end)
            load_points(into, roads.people, sample_rows("points"), end)
            load_duties(into, rules, directory, sample_rows("open_duties"), end)
            _load_entitlements(into, roads, end)
            load_reports(into, roads.people, sample_rows("article_reports"), end)
    except StoreFailure as failure:
        raise in_words(failure) from failure


def sample_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``resources/sample/{name}.csv``, all values as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def sample_logins() -> list[str]:
    """The log-ins of the demonstration, all with ``PASSWORD``."""
    return [person["login"] for person in sample_rows("people")]


def building_names(compact: str) -> list[str]:
    """Each building of a list like ``1-3、A座``: 1, 2, 3, A座."""
    names: list[str] = []
    for part in filter(None, compact.split(SEVERAL)):
        first, dash, last = part.partition("-")
        names += map(str, range(int(first), int(last) + 1)) if dash else [part]
    return names


def _load_directory(into: Loading) -> None:
    rows = {table: [_values(row) for row in sample_rows(name)] for table, name in _FILES.items()}
    own = {(row["community_id"], row.pop("building")): row for row in rows["building"]}
    rows["building"] = [
        {
            "community_id": community["id"],
            "name": name,
            **{key: own.get((community["id"], name), {}).get(key) for key in ("company_id", "station_id")},
        }
        for community in rows["community"]
        for name in building_names(community.pop("buildings"))
    ]
    for table in TABLES:
        into.put(table, rows[table])
    verifier = into.verifier(PASSWORD)
    added: dict[str, int] = {}  # by role, the last one's id
    for person in sample_rows("people"):
        company, seat = (int(person[key]) if person[key] else None for key in ("company_id", "seat_number"))
        added[person["role"]] = into.add_person(
            person["login"], person["name"], person["role"], company, seat, verifier
        )
    into.log(
        "directory",
        "directory",
        "装入演示数据",
        {table: len(rows[table]) for table in TABLES},
        added[Role.ADMINISTRATOR],
    )


def _room_tests(roads: Roads, complaints: list[dict[str, str]], now: datetime) -> SampleTests:
    tests = SampleTests(roads.directory, roads.rules, roads.people, {row["key"]: row for row in complaints}, now)
    tests.keep_instruments(sample_rows("instruments"))
    tests.ask(sample_rows("room_tests"))
    tests.visit(sample_rows("room_visits"))
    tests.dispute(sample_rows("room_disputes"))
    return tests


def _load_entitlements(into: Loading, roads: Roads, now: datetime) -> None:
    steps: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for step in sample_rows("entitlement_steps"):
        steps[step["record"], step["key"]].append(step)
    keys = {made_id("room test", row["key"]): row["key"] for row in sample_rows("room_tests")}
    known = tests_of(into.connection, temperature.requests(into.connection))
    given = Given(roads.directory, roads.rules, roads.people, {keys[one.id]: one for one in known}, steps, now)
    load_refunds(into, given, sample_rows("refunds"))
    load_reliefs(into, given, sample_rows("reliefs"))


def _values(row: dict[str, str]) -> dict[str, Any]:
    """A row of a file as the database takes it; numbers and dates may stay text."""
    return {
        key: [one for one in value.split(SEVERAL) if one]
        if key in _LISTS
        else value or (None if key in _NONE_WHERE_EMPTY else "")
        for key, value in row.items()
    }
