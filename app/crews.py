"""The crews (班组) that take turns, who can be in them, and what they would work on the days of a season."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from app.errors import BadInput
from app.records import Person, Role
from app.seat import Seat
from app.shift_patterns import EPOCH, Pattern
from app.shift_plans import list_patterns, list_plans, plan_on
from app.shift_records import Duty, Member, Turn
from app.typed_words import line
from db import roster as stored

LONGEST = 400
"""Days that are planned at one time, as shift_days() in the database has it."""
MOST_CREWS = 8


def list_crews(seat: Seat, company_id: int | None = None) -> list[Member]:
    """The crews of a team, by crew and seat; who left the team or the service is not in them any more."""
    with seat.use() as connection:
        rows = stored.crews(connection, company_id)
    able = {person.id for person in team(seat, company_id)}
    return [Member(row["crew"], duty_of(row)) for row in rows if row["person_id"] in able]


def put_crews(seat: Seat, members: Sequence[Member], company_id: int | None = None, note: str = "") -> None:
    """Replace the crews of a team. Errors: NotAllowed, BadInput, MoveRefused, DatabaseAway."""
    rows = [{"crew": member.crew, **asdict(member.duty)} for member in members]
    with seat.use() as connection:
        stored.put_crews(connection, company_id, rows, line(note, "note", "说明", 500))


def change_crew(
    seat: Seat, crew: int, duties: Sequence[Duty], company_id: int | None = None, note: str = ""
) -> list[Member]:
    """Make this the whole of one crew; who was in another one moves, nobody at all retires it. All crews afterwards.

    Errors: BadInput (field person, seat, leader, crew), NotAllowed, MoveRefused, DatabaseAway.
    """
    if not 1 <= crew <= MOST_CREWS:
        raise BadInput(f"班组是 1–{MOST_CREWS}。", field="crew")
    check_duties(seat, duties, company_id)
    here = {duty.person_id for duty in duties}
    kept = [one for one in list_crews(seat, company_id) if one.crew != crew and one.duty.person_id not in here]
    put_crews(seat, [*kept, *(Member(crew, duty) for duty in duties)], company_id, note)
    return list_crews(seat, company_id)


def plan_turns(
    seat: Seat, first: date, last: date, company_id: int | None = None, first_crew: int | None = None
) -> list[Turn]:
    """What the crews would work on these days; nothing is stored.

    ``first_crew``: the crew that begins its cycle on ``first``; None: the rhythm goes on.
    Errors: BadInput(field="crew" or "dates").
    """
    if not 0 <= (last - first).days < LONGEST:
        raise BadInput(f"起止日期不对：最多 {LONGEST} 天，止不早于起。", field="dates")
    members: dict[int, list[Duty]] = {}
    for member in list_crews(seat, company_id):
        members.setdefault(member.crew, []).append(member.duty)
    plans, patterns = list_plans(seat), list_patterns(seat)
    turns: list[Turn] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        plan = plan_on(plans, day, company_id)
        if plan is None:
            raise BadInput("这一天还没有班制，请先登记。", field="pattern")
        pattern = patterns[plan.pattern]
        start = pattern.start_with(_crew(first_crew, pattern), first) if first_crew else EPOCH
        _check_crews(members, pattern)
        for _, slot, crew in pattern.turns(day, day, start):
            turns += (Turn(day, slot.number, duty) for duty in members[crew])
    return turns


def team(seat: Seat, company_id: int | None = None) -> list[Person]:
    """Who can be on duty for the hotline or for a company, by id."""
    out = (Role.ADMINISTRATOR, Role.AUDITOR)
    people = seat.directory.people.values()
    found = [one for one in people if one.active and one.company_id == company_id and one.role not in out]
    return sorted(found, key=lambda one: one.id)


def seats_of(seat: Seat, company_id: int | None = None) -> int:
    """How many seats a team has."""
    stored_seats: Mapping[str, int] = seat.rules.settings["seats"]
    return stored_seats["hotline" if company_id is None else "company"]


def check_duties(seat: Seat, duties: Sequence[Duty], company_id: int | None = None) -> None:
    """What the database would refuse of one shift, said with names. Errors: BadInput with the field."""
    able = {person.id: person.name for person in team(seat, company_id)}
    seats: dict[int, str] = {}
    seen: set[int] = set()
    for duty in duties:
        person = seat.directory.people.get(duty.person_id)
        name = able.get(duty.person_id)
        if name is None:
            raise BadInput(f"{person.name if person else '这个人'}不在这个单位，或已停用，不能排班。", field="person")
        if duty.person_id in seen:
            raise BadInput(f"{name}在一个班次里排了两次。", field="person")
        seen.add(duty.person_id)
        if duty.seat_number is not None and not 1 <= duty.seat_number <= seats_of(seat, company_id):
            raise BadInput(f"没有 {duty.seat_number} 号座席。", field="seat")
        if duty.seat_number in seats:
            raise BadInput(f"{duty.seat_number} 号座席排了{seats[duty.seat_number]}和{name}两个人。", field="seat")
        if duty.seat_number is not None:
            seats[duty.seat_number] = name
    if sum(duty.leader for duty in duties) > 1:
        raise BadInput("一个班次只能有一位班长。", field="leader")


def duty_of(row: Mapping[str, Any]) -> Duty:
    """A row of table duty or crew_member."""
    return Duty(row["person_id"], row["seat_number"], row["leader"])


def _check_crews(members: Mapping[int, Sequence[Duty]], pattern: Pattern) -> None:
    missing = [crew for crew in range(1, pattern.crews + 1) if not members.get(crew)]
    if missing:
        said = "、".join(f"第 {crew} 班组" for crew in missing)
        raise BadInput(f"“{pattern.name}”要 {pattern.crews} 个班组，{said}还没有人。", field="crew")


def _crew(crew: int, pattern: Pattern) -> int:
    if not 1 <= crew <= pattern.crews:
        raise BadInput(f"“{pattern.name}”只有 1–{pattern.crews} 班组。", field="crew")
    return crew
