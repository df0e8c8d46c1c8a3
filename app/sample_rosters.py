"""The demonstration's roster: what its crews work by the seeded patterns, and who sat in the shifts that are over."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from app.records import Person, SeatState
from app.shift_patterns import Pattern
from app.shift_plans import patterns_of
from app.working_days import CITY_TIME
from db import roster as stored
from db.sample import Loading

BEFORE, AFTER = timedelta(days=14), timedelta(days=42)
"""How far the roster reaches back and ahead."""

Values = dict[str, Any]


def load_rosters(
    into: Loading, people: Mapping[str, Person], crews: Iterable[Mapping[str, str]], now: datetime
) -> None:
    """Crews, rosters and presences of the hotline and of each company; ``people`` by login, ``crews`` of the file."""
    teams: dict[int | None, dict[int, list[Values]]] = {}
    for row in crews:
        person = people[row["login"]]
        seat = int(row["seat_number"]) if row["seat_number"] else None
        member = {"person_id": person.id, "seat_number": seat, "leader": row["leader"] == "1"}
        teams.setdefault(person.company_id, {}).setdefault(int(row["crew"]), []).append(member)
    into.put(
        "crew_member",
        ({"crew": crew, **member} for members in teams.values() for crew, these in members.items() for member in these),
    )
    patterns = patterns_of(into.connection)
    duties: list[Values] = []
    presences: list[Values] = []
    for company, members in teams.items():
        for shift in _shifts(into, company, now):
            crew = _crew(patterns[shift["pattern"]], shift)
            duties += ({"shift_id": shift["id"], **member} for member in members[crew])
            if shift["ends_at"] + timedelta(minutes=9) < now:
                presences += (_presence(shift, company, member) for member in members[crew])
    into.put("duty", duties)
    into.put("presence", presences)
    into.open_shifts()
    into.put_chain("shift", _events(presences))


def _shifts(into: Loading, company: int | None, now: datetime) -> list[Values]:
    today = now.astimezone(CITY_TIME).date()
    into.make_shifts(company, today - BEFORE, today + AFTER)
    return [dict(row) for row in stored.shifts(into.connection, company, today - BEFORE, today + AFTER)]


def _crew(pattern: Pattern, shift: Values) -> int:
    turns = pattern.turns(shift["day"], shift["day"])
    return next(crew for _, slot, crew in turns if slot.number == shift["slot"])


def _events(presences: Iterable[Values]) -> list[Values]:
    """What seat_on() and seat_off() would have logged, in the order of time."""
    found: list[Values] = []
    opened: set[UUID] = set()
    for one in sorted(presences, key=lambda presence: presence["since"]):
        about = {"shift": one["shift_id"], "company": one["company_id"]}
        by = {"person_id": one["person_id"]}
        if one["shift_id"] not in opened:
            opened.add(one["shift_id"])
            found.append({"act": "shift_open", **by, "at": one["since"], "detail": about})
        about |= {"presence": one["id"], "person": one["person_id"], "seat": one["seat_number"]}
        found.append({"act": "seat_on", **by, "at": one["since"], "detail": about})
        seconds = round((one["until"] - one["since"]).total_seconds())
        ended = {**about, "before": one["state"], "since": one["since"].isoformat(), "seconds": seconds}
        found.append({"act": "seat_off", **by, "at": one["until"], "detail": ended})
    return sorted(found, key=lambda event: event["at"])


def _presence(shift: Values, company: int | None, member: Values) -> Values:
    """From some minutes before the shift to some after it, the same ones each time."""
    chance = sha256(f"warmline sample {shift['day']} {shift['slot']} {member['person_id']}".encode()).digest()
    since = shift["begins_at"] - timedelta(minutes=1 + chance[0] % 9, seconds=chance[1] % 60)
    return {
        "id": UUID(bytes=chance[:16]),
        "person_id": member["person_id"],
        "company_id": company,
        "seat_number": member["seat_number"],
        "shift_id": shift["id"],
        "state": SeatState.READY.value,
        "state_since": since,
        "since": since,
        "until": shift["ends_at"] + timedelta(minutes=chance[2] % 9, seconds=chance[3] % 60),
        "ended_by": member["person_id"],
    }
