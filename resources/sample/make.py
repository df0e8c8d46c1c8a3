"""Make the demonstration data: ``python resources/sample/make.py [FOLDER]`` (default: the folder of this script).

Standard library only and a fixed seed: the same bytes on every machine and every Python from 3.11 on.
README.md beside this file lists the columns.
"""

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import forms
import heating
import last_season
import money
import names
import open_now
import places
import rush
import service
import texts
from history import Event, Road

SEED = 12319
LAST_KEY = 10_001
"""Key of the first complaint of last season."""


def write(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header.split())
        out.writerows(rows)


def directory(folder: Path) -> list[places.Community]:
    """Write the files of places and people."""
    rng = random.Random(SEED)  # noqa: S311 - the same invented data each time, nothing secret
    ids = places.COMPANY_IDS | {"": ""}
    communities = places.make_communities(rng)
    places.mark_exceptions(rng, communities)
    stations = places.place_stations(rng, communities)

    companies = [
        [ids[code], code, name, short, "、".join(f"{prefix}{n:02}" for n in range(1, 5)), f"{prefix}00"]
        for code, name, short, prefix in names.COMPANIES
    ]
    write(folder / "companies.csv", "id code name short_name service_phones duty_phone", companies)
    write(
        folder / "stations.csv",
        "id code name company_id address homes",
        ([id_, code, name, ids[company], address, homes] for id_, code, name, company, address, homes in stations),
    )
    write(
        folder / "communities.csv",
        "id name aliases address kind company_id station_id handed_over warranty_until homes buildings note",
        (
            [c.id, c.name, c.aliases, c.address, c.kind, ids[c.company], c.station or "", int(c.handed_over),
             c.warranty_until, c.homes, places.compact(c.buildings), c.note]
            for c in communities
        ),
    )  # fmt: skip
    write(
        folder / "buildings.csv",
        "community_id building company_id station_id",
        ([c.id, b, ids[company], station] for c in communities for b, (company, station) in c.second.items()),
    )
    write(
        folder / "managers.csv",
        "id community_id name phones duty_from duty_to rank verified_on private_note",
        places.make_managers(rng, communities),
    )
    write(
        folder / "people.csv",
        "id login name role company_id seat_number",
        ([n, login, name, role, ids[code], seat] for n, (login, name, role, code, seat) in enumerate(names.PEOPLE, 1)),
    )
    write(folder / "crews.csv", "login crew seat_number leader", names.CREWS)
    write(
        folder / "notices.csv",
        "kind community_id buildings begins_hours ends_hours text basis person withdrawn_reason",
        service.notices(communities),
    )
    write(
        folder / "points.csv",
        "kind name company_id address hours phones how verified_days_ago",
        service.points(),
    )
    write(folder / "open_duties.csv", "company_id code", service.open_duties())
    write(
        folder / "instruments.csv",
        "id company_id number model calibrated_days_ago valid_days retired_days_ago person",
        heating.instruments(),
    )
    write(
        folder / "refunds.csv",
        "key season test community_id building unit room stop_day stop_begins stop_hours stop_words fee remarks",
        money.refunds(communities),
    )
    write(
        folder / "reliefs.csv",
        "key season community_id building unit room kind household area flat_area fee proof remarks",
        money.reliefs(communities),
    )
    write(folder / "entitlement_steps.csv", "record key act person days note sum decider", money.steps())
    write(
        folder / "article_reports.csv",
        "number text person days_ago reply reply_person reply_days_ago",
        money.REPORTS,
    )
    return communities


def complaints(folder: Path, communities: list[places.Community]) -> None:
    """Write complaints.csv and events.csv, the oldest complaint first, and the same of the season before."""
    rng = random.Random(SEED + 1)  # noqa: S311 - as above
    callers = rush.Callers(rng, communities)
    made: list[tuple[rush.Complaint, list[Event]]] = []
    called = [rush.complaint(rng, callers, serial, before) for serial, before in enumerate(rush.times(rng))]
    called += rush.outage(rng, callers, next(c for c in communities if c.name == "三里河小区"))
    for complaint in called:
        made.append((complaint, Road(rng, complaint).whole().events()))
    made += open_now.make_open(rng, callers, communities)
    made.sort(key=lambda pair: -pair[0].before)
    store(folder, "", made, 1)
    room_tests(folder, communities, made)
    rng = random.Random(SEED + 2)  # noqa: S311 - as above
    callers.rng = rng  # with numbers that nobody has yet
    store(folder, "last_", last_season.complaints(rng, callers), LAST_KEY)


def room_tests(
    folder: Path, communities: list[places.Community], made: list[tuple[rush.Complaint, list[Event]]]
) -> None:
    """Write the files of room temperature tests; some belong to open complaints."""
    write(
        folder / "room_tests.csv",
        "key complaint community_id building unit room asker phone requested made person note withdrawn"
        " withdrawn_person withdrawn_note",
        heating.tests(communities, made, 1),
    )
    write(
        folder / "room_visits.csv",
        "test arrived person outcome tester instrument room_kind shut_minutes readings outdoor user_signed user_reason"
        " note amends cause",
        heating.visits(),
    )
    write(
        folder / "room_disputes.csv",
        "test asked person asked_by body note decided decided_person celsius payer result_note",
        heating.disputes(),
    )


def store(folder: Path, prefix: str, made: list[tuple[rush.Complaint, list[Event]]], first_key: int) -> None:
    """Write complaints and their events, with keys from the first one on."""
    write(
        folder / f"{prefix}complaints.csv",
        "key seconds_before_now state channel outside_number phone caller community_id building unit room floor"
        " category text vulnerable secret no_reply form",
        (
            [key, *row(complaint, events), forms.filled(SEED * 100_000 + key, complaint)]
            for key, (complaint, events) in enumerate(made, start=first_key)
        ),
    )
    extras = ("contacted", "solved", "satisfaction", "liability", "public_answer")
    ids = places.COMPANY_IDS
    write(
        folder / f"{prefix}events.csv",
        "complaint seconds_before_now act state person note company_id " + " ".join(extras),
        (
            [key, e.before, e.act, e.state, e.person, e.note, ids.get(str(e.extra.get("company")), "")]
            + [e.extra.get(name, "") for name in extras]
            for key, (_complaint, events) in enumerate(made, start=first_key)
            for e in events
        ),
    )


def row(c: rush.Complaint, events: list[Event]) -> list[object]:
    flat = c.flat
    return [
        *(c.before, events[-1].state, c.channel, c.outside_number, flat.phone, flat.caller),
        *(flat.community.id if flat.community else "", flat.building, flat.unit, flat.room, flat.floor),
        *(c.category, c.text, texts.vulnerable(c.text), int(c.secret), int(c.no_reply)),
    ]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    complaints(folder, directory(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
