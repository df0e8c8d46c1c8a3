"""Signing on at a seat, saying what one does, signing off; who sits where now.

The database decides that a person is at one seat at a time and a seat has one person. A shift is open from its first
sign-on on; somebody who comes early for the next shift, and is on its roster, signs on for that one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.crews import seats_of
from app.errors import BadInput, MoveRefused
from app.records import Role, SeatState
from app.rules import CITY_TIME
from app.seat import Seat
from app.typed_words import line
from db import seats as stored

WITHOUT_SEAT = frozenset({Role.SUPERVISOR, Role.COLLECTOR, Role.LIAISON})
"""Who may be on duty without a numbered seat."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody at a seat, from signing on to signing off."""

    id: UUID
    person_id: int
    name: str
    company_id: int | None  # None: the hotline
    seat_number: int | None  # None: on duty without a seat
    shift_id: UUID
    state: SeatState
    reason: str  # 用餐; of being away
    state_since: datetime
    since: datetime
    until: datetime | None  # None: still there
    ended_by: int | None  # another one: the seat was freed

    @property
    def seat_words(self) -> str:
        """``3 号座席``."""
        return "不占座席" if self.seat_number is None else f"{self.seat_number} 号座席"


def sign_on(seat: Seat, seat_number: int | None = None) -> Presence:
    """Sit down; None: at one's own seat, or, for those who have none, without one. Doing it twice changes nothing.

    Errors: BadInput(field="seat"), MoveRefused(field="seat") where somebody sits there, where one sits elsewhere or
    where by the plan nobody works now, NotAllowed, DatabaseAway.
    """
    me = seat.person
    number = me.seat_number if seat_number is None else seat_number
    if number is None and me.role not in WITHOUT_SEAT and me.role not in (Role.ADMINISTRATOR, Role.AUDITOR):
        raise BadInput("请给出座席号。", field="seat")
    many = seats_of(seat, me.company_id)
    if number is not None and not 1 <= number <= many:
        raise BadInput(f"没有 {number} 号座席，座席号是 1–{many}。", field="seat")
    try:
        with seat.use() as connection:
            return _presence(seat, stored.sign_on(connection, number))
    except MoveRefused as refused:
        raise _named(seat, number) or refused from refused


def pause(seat: Seat, state: SeatState, reason: str = "") -> Presence:
    """Say what one does; being away needs a reason. Errors: BadInput(field="note"), MoveRefused, DatabaseAway."""
    said = line(reason, "note", "暂离原因", 200, required=state is SeatState.AWAY)
    with seat.use() as connection:
        return _presence(seat, stored.pause(connection, state, said))


def sign_off(seat: Seat, note: str = "") -> Presence:
    """Leave one's seat. Errors: MoveRefused where one never signed on, DatabaseAway."""
    with seat.use() as connection:
        return _presence(seat, stored.sign_off(connection, line(note, "note", "说明", 500)))


def free_seat(seat: Seat, presence_id: UUID, reason: str) -> Presence:
    """A supervisor frees a seat that somebody forgot to leave. Errors: NotAllowed, BadInput, MoveRefused."""
    said = line(reason, "note", "释放原因", 500, required=True)
    with seat.use() as connection:
        return _presence(seat, stored.free(connection, presence_id, said))


def list_present(seat: Seat) -> list[Presence]:
    """Everybody signed on now, the hotline first, by seat; a company sees its own."""
    with seat.use() as connection:
        return [_presence(seat, row) for row in stored.present(connection)]


def my_presence(seat: Seat) -> Presence | None:
    """Where this person sits now."""
    return next((one for one in list_present(seat) if one.person_id == seat.person.id), None)


def leader_of(seat: Seat, shift_id: UUID) -> int | None:
    """Who leads the shift: as the roster has it, else the first supervisor who signed on, else the first of all."""
    with seat.use() as connection:
        return stored.leader(connection, shift_id)


def away_reasons(seat: Seat) -> tuple[str, ...]:
    """What to choose from; anything else can be typed."""
    return tuple(seat.rules.settings["away_reasons"])


def _named(seat: Seat, number: int | None) -> MoveRefused | None:
    """The refusal with the name of who sits there, or of the seat where one sits oneself."""
    there = list_present(seat)
    mine = next((one for one in there if one.person_id == seat.person.id), None)
    if mine is not None:
        return MoveRefused(f"您已在{mine.seat_words}签到，请先签退。", field="seat")
    team = (one for one in there if one.company_id == seat.person.company_id and one.seat_number is not None)
    found = next((one for one in team if one.seat_number == number), None)
    if found is None:
        return None
    since = found.since.astimezone(CITY_TIME)
    return MoveRefused(
        f"{found.seat_words}由{found.name}从 {since:%m-%d %H:%M} 起在用，请对方签退，或由班长释放。", field="seat"
    )


def _presence(seat: Seat, row: Mapping[str, Any]) -> Presence:
    person = seat.directory.people.get(row["person_id"])
    values = {**row, "state": SeatState(row["state"])}
    return Presence(name=person.name if person else "", **values)
