"""An invented complaint as it is taken down: the rows that take() would have left (0001_acts.sql)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from app.complaints import due_values
from app.directory import Directory, Route
from app.flats import bare_building, place_words
from app.forms import Form, fields_of
from app.intake import WITHOUT_PHONE
from app.limits import due_at, due_times, rank_at
from app.phones import WITHHELD_SHOWN, read_phone
from app.records import Channel, DueTime, FieldKind, Person, State
from app.rules import CITY_TIME, Rules

Given = Mapping[str, str]
"""A row of complaints.csv or events.csv."""
Values = dict[str, Any]

_AS_GIVEN = ("channel", "unit", "room", "floor", "vulnerable", "outside_number")
_AT_FIRST: Values = {
    "state": State.WAITING,
    "revision": 1,
    **dict.fromkeys(("dispatched_at", "signed_at", "contacted_at", "arrived_at", "reported_at")),
    **dict.fromkeys(("called_back_at", "closed_at", "liability", "contacted", "solved", "satisfaction")),
    **dict.fromkeys(("return_until", "extension_asked", "referred_to", "incident_id")),
    **dict.fromkeys(("dispatches", "reminders", "returns", "reopened", "tries", "supervise_level", "extended_days"), 0),
    "binding": False,
    "form": {},
    **dict.fromkeys(("report", "public_answer", "answer", "worker", "worker_phone"), ""),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """``row`` and ``contact`` as stored, without the number; ``sent``: what the event keeps of what the seat sent."""

    row: Values
    contact: Values
    times: tuple[DueTime, ...]
    sent: Values


def take_down(
    directory: Directory,
    rules: Rules,
    route: Callable[[int, str], Route],
    given: Given,
    person: Person,
    at: datetime,
) -> Taken:
    """The complaint of a row of complaints.csv, taken by this person at this time."""
    category = rules.category(given["category"])
    form = read_form_cell(rules, category.code, given["form"], at)
    times = due_times(rules, category.code, at, form=form)
    due = due_at(times, State.WAITING)
    clocks = {"due_at": due, "rank_at": rank_at(due, category.urgency, 0)}
    key = complaint_id(int(given["key"]), at)
    sent: Values = {
        "urgency": category.urgency,
        "category": category.code,
        **{name: given[name] for name in _AS_GIVEN},
        **_place(directory, route, given),
        **{name: given[name] == "1" for name in ("secret", "no_reply")},
        "due_times": due_values(times),
        **({"form": form} if form else {}),
    }
    taken = {"form": form, "id": key, "text": given["text"], "taken_by": person.id, "taken_at": at}
    return Taken(
        row={**_AT_FIRST, **sent, **clocks, **taken},
        contact={"complaint_id": key, **_contact(rules, given)},
        times=times,
        sent=sent | written(clocks),
    )


def complaint_id(key: int, taken_at: datetime) -> UUID:
    """A UUIDv7 of the moment and the complaint's key, the same each time."""
    chance = int.from_bytes(sha256(f"warmline sample {key}".encode()).digest()[:8], "big") >> 2
    milliseconds = int(taken_at.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | (key & 0xFFF) << 64 | 2 << 62 | chance)


def read_form_cell(rules: Rules, category: str, cell: str, at: datetime) -> Form:
    """The form of a cell of complaints.csv; a day stands there as how many days before the call it was."""
    typed = dict(pair.split("=", 1) for pair in cell.split("、") if pair)
    days = {one.key for one in fields_of(rules, category) if one.kind is FieldKind.DATE}
    called = at.astimezone(CITY_TIME).date()
    return {
        key: (called - timedelta(days=int(value))).isoformat() if key in days else value for key, value in typed.items()
    }


def written(clocks: Mapping[str, datetime]) -> dict[str, str]:
    """Due times as a seat sends them."""
    return {name: moment.isoformat() for name, moment in clocks.items()}


def _place(directory: Directory, route: Callable[[int, str], Route], given: Given) -> Values:
    building = bare_building(given["building"])
    if not given["community_id"]:
        return {"community_id": None, "building": building, "place": "", "company_id": None, "station_id": None}
    community = directory.community(int(given["community_id"]))
    served = route(community.id, building)
    return {
        "community_id": community.id,
        "building": building,
        "place": place_words(community.name, building, given["unit"], given["room"]),
        "company_id": served.company.id if served.company else None,
        "station_id": served.station.id if served.station else None,
    }


def _contact(rules: Rules, given: Given) -> Values:
    raw = given["phone"]
    if not raw and Channel(given["channel"]) not in WITHOUT_PHONE:
        raw = WITHHELD_SHOWN  # a call that shows no number
    return {
        "name": given["caller"],
        "phone_raw": raw,
        "phone": read_phone(raw, rules.area_code).e164 if raw else None,
    }
