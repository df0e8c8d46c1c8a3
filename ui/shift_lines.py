"""Shifts in the console: as typed, as JSON and as lines of text."""

from datetime import date, timedelta

from app import day_words, roster
from app.errors import BadInput, NotAllowed
from app.people import find_person
from app.places import find_company
from app.roster_faults import Fault
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_records import Duty, Shift
from ui.console_json import Record, moment


def team_of(seat: Seat, company: str) -> int | None:
    """The id of a company by its code or name; without one this person's own team. None: the hotline.

    Errors: BadInput(field="company"), NotAllowed: a company's desk sees its own team alone.
    """
    own = seat.person.company_id
    found = find_company(seat.directory, company).id if company else own
    if own is not None and found != own:
        raise NotAllowed("热力公司座席只排本公司的班，只看本公司的班次。", field="company")
    return found


def read_day(seat: Seat, text: str, field: str) -> date:
    """A day as people type it: 2026-11-20, 11-20, 昨天. Errors: BadInput with the field."""
    return day_words.read_day(text, seat.now().astimezone(CITY_TIME).date(), field)


def find_shift(seat: Seat, day: str, slot: str, company_id: int | None) -> Shift:
    """A shift by its day and its name or number. Errors: BadInput(field="shift")."""
    begins = read_day(seat, day, "day")
    there = roster.read_days(seat, begins, begins, company_id)
    found = next((shift for shift in there if slot.strip() in (shift.name, str(shift.slot))), None)
    if found is None:
        known = "、".join(f"{shift.slot} {shift.name}" for shift in there)
        raise BadInput(f"{begins} 没有班次“{slot}”" + (f"，可用：{known}。" if known else "。"), field="shift")
    return found


def read_duties(seat: Seat, given: list[str] | None) -> list[Duty]:
    """``op1=3``: at seat 3; ``op1``: without a seat. Errors: BadInput(field="put" or "login")."""
    found: list[Duty] = []
    for words in given or ():
        login, _, number = words.partition("=")
        if (number and not number.isascii()) or (number and not number.isdigit()):
            raise BadInput(f"“{words}”看不懂，请写成 op1=3 的样子。", field="put")
        found.append(Duty(find_person(seat, login).id, int(number) if number else None))
    return found


def changed_duties(duties: list[Duty], put: list[Duty]) -> list[Duty]:
    """Whoever is put in anew keeps the lead, where they had it."""
    leads = {duty.person_id for duty in duties if duty.leader}
    anew = {duty.person_id for duty in put}
    kept = [duty for duty in duties if duty.person_id not in anew]
    return [*kept, *(Duty(duty.person_id, duty.seat_number, duty.person_id in leads) for duty in put)]


def led_by(seat: Seat, duties: list[Duty], login: str) -> list[Duty]:
    """The same duties with one leader. Errors: BadInput(field="leader")."""
    person = find_person(seat, login)
    if all(duty.person_id != person.id for duty in duties):
        raise BadInput(f"{person.name}不在这个班里，请先用 --put 排上。", field="leader")
    return [Duty(duty.person_id, duty.seat_number, duty.person_id == person.id) for duty in duties]


def shift_record(seat: Seat, shift: Shift, faults: list[Fault] | None = None) -> Record:
    """A shift as JSON."""
    return {
        "id": str(shift.id),
        "day": moment(shift.day),
        "slot": shift.slot,
        "name": shift.name,
        "begins_at": moment(shift.begins_at),
        "ends_at": moment(shift.ends_at),
        "hours": shift.length / timedelta(hours=1),
        "opened_at": moment(shift.opened_at),
        "closed_at": moment(shift.closed_at),
        "holiday": shift.holiday,
        "revision": shift.revision,
        "duties": [duty_record(seat, duty) for duty in shift.duties],
        "faults": [{"kind": one.kind, "words": one.words} for one in faults or () if one.shift_id == shift.id],
    }


def duty_record(seat: Seat, duty: Duty) -> Record:
    """A duty as JSON."""
    person = seat.directory.people[duty.person_id]
    return {"login": person.login, "name": person.name, "seat": duty.seat_number, "leader": duty.leader}


def duty_words(seat: Seat, duty: Duty) -> str:
    """``周岚（3 号，班长）``."""
    said = [f"{duty.seat_number} 号"] if duty.seat_number else []
    said += ["班长"] if duty.leader else []
    name = seat.directory.people[duty.person_id].name
    return f"{name}（{'，'.join(said)}）" if said else name


def shift_line(seat: Seat, shift: Shift, faults: list[Fault] | None = None) -> str:
    """A shift in one line."""
    people = "、".join(duty_words(seat, duty) for duty in shift.duties)
    wrong = [one.words for one in faults or () if one.shift_id == shift.id]
    parts = [shift.words, shift.holiday, people, "；".join(f"⚠ {words}" for words in wrong)]
    return "  ".join(part for part in parts if part)
