"""The slip as a record: made once at dispatch, kept as it was, counted each time it is printed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from app.directory import Directory
from app.errors import BadInput
from app.flats import long_place_words
from app.forms import form_words
from app.limits import limit_words
from app.phones import read_phone
from app.records import Act, Clock, Complaint, DueTime, Manager, Person, Slip
from app.rules import CITY_TIME, Rules
from app.seat import Seat
from app.typed_words import plain_number
from app.verified_managers import checked_words
from app.words import URGENCY_WORDS
from db import acts, reading

_APART = ("printed_at", "seat", "prints", "managers", "form")
_FIELDS = [name for name in Slip.__dataclass_fields__ if name not in _APART]


def slip_at_dispatch(
    directory: Directory,
    rules: Rules,
    person: Person,
    complaint: Complaint,
    company_id: int,
    times: Sequence[DueTime],
    at: datetime,
) -> Slip:
    """What goes on paper; of a secret complaint neither name nor phone."""
    category = rules.category(complaint.category)
    community = directory.communities.get(complaint.community_id) if complaint.community_id else None
    own_station = complaint.station_id if company_id == complaint.company_id else None
    station = directory.stations.get(own_station) if own_station else None
    first = min(
        (one for one in times if one.clock in (Clock.ON_SITE, Clock.TEST)),
        key=lambda one: one.due_at,
        default=times[-1],
    )
    place = complaint.place
    if community:
        place = long_place_words(community.name, complaint.building, complaint.unit, complaint.room)
    contact = None if complaint.secret else complaint.contact
    return Slip(
        number=f"{complaint.number}-{complaint.dispatches + 1}",
        complaint_number=complaint.number,
        company=directory.companies[company_id].name,
        station=f"{station.code} 号站 · {station.name}" if station else "",
        place=f"{place}（{complaint.floor}）" if complaint.floor else place,
        vulnerable=complaint.vulnerable,
        caller=contact.name if contact else "",
        phone=_phone_words(rules, contact.phone_raw) if contact and contact.phone_raw else "",
        secret=complaint.secret,
        managers=tuple(manager_words(rules, one, at) for one in directory.managers(community.id, at))
        if community
        else (),
        category=f"{category.code} {category.name}",
        urgency=URGENCY_WORDS[complaint.urgency],
        text=complaint.text,
        limit_words=limit_words(first),
        article=rules.short_article(first.article),
        printed_at=at,
        seat=seat_words(person),
        taken_by=complaint.taken_by_name,
        prints=1,
        form=form_words(rules, complaint.category, complaint.form),
    )


def print_slip(seat: Seat, number: str) -> Slip:
    """The slip for printing, by its own number or its complaint's; each print is counted and on the timeline."""
    with seat.use() as connection:
        row = reading.slip(connection, plain_number(number))
    if row is None:
        raise BadInput(f"{number} 还没有派单，没有可打印的派单。", field="number")
    done: dict[str, Any] = dict(
        seat.do(lambda db, at: acts.act(db, row["complaint_id"], None, Act.PRINT, at, detail={"slip": row["number"]}))
    )
    with seat.use() as connection:
        fresh = reading.slip(connection, row["number"])
    assert fresh is not None, done
    return _from_row(seat, fresh, seat.now())


def preview_slip(seat: Seat, number: str) -> Slip:
    """The slip as it would be printed next; nothing is counted."""
    with seat.use() as connection:
        row = reading.slip(connection, plain_number(number))
    if row is None:
        raise BadInput(f"{number} 还没有派单，没有可预览的派单。", field="number")
    slip = _from_row(seat, row, seat.now())
    return replace(slip, prints=slip.prints + 1)


def seat_words(person: Person) -> str:
    """Who prints, as the slip says it: 3 号座席 周岚."""
    return f"{person.seat_number} 号座席 {person.name}" if person.seat_number else person.name


def manager_words(rules: Rules, manager: Manager, at: datetime) -> str:
    """张某 138 5300 0011（当班，核实于 2026-10-12）: whom to ring, and how sure the number is."""
    phones = " ".join(_phone_words(rules, phone) for phone in manager.phones)
    if manager.duty_from is None or manager.duty_to is None:
        duty = "全天"
    elif manager.on_duty(at.astimezone(CITY_TIME).time()):
        duty = "当班"
    else:
        duty = f"{_hour(manager.duty_from)}–{_hour(manager.duty_to)}"
    checked = checked_words(rules, manager, at.astimezone(CITY_TIME).date())
    return f"{manager.name} {phones}（{duty}，{checked}）"


def _hour(moment: time) -> str:
    return f"{moment:%H:%M}"


def _phone_words(rules: Rules, raw: str) -> str:
    try:
        return read_phone(raw, rules.area_code).national
    except BadInput:
        return raw  # published so; better on paper than lost


def _from_row(seat: Seat, row: Any, at: datetime) -> Slip:
    content = row["content"]
    return Slip(
        **{name: content[name] for name in _FIELDS},
        managers=tuple(content["managers"]),
        form=tuple(content.get("form", ())),  # slips of before 0005 have none
        printed_at=at,
        seat=seat_words(seat.person),
        prints=row["prints"],
    )
