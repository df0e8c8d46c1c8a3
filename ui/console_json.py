"""Records as JSON objects and as lines of text: one shape for each, whatever word prints it."""

from datetime import date, datetime, time
from typing import Any

from app.event_words import decided, step_words
from app.forms import form_words
from app.liability import Advice, advice_words, advise
from app.limits import season_day
from app.moment_words import until_short
from app.records import Clock, Community, Complaint, DueTime, Event, Manager, QueueRow
from app.rules import CITY_TIME
from app.seat import Seat
from app.words import CHANNEL_WORDS, CLOCK_WORDS, STATE_WORDS

Record = dict[str, Any]


def moment(at: date | time | None) -> str | None:
    """ISO 8601; moments with the city's offset."""
    if isinstance(at, datetime):
        return at.astimezone(CITY_TIME).isoformat()
    return at.isoformat() if at else None


def complaint_record(seat: Seat, complaint: Complaint, timeline: bool = False) -> Record:
    """A complaint with who heats it, who is to be rung, and when what is due."""
    directory = seat.directory
    community = directory.communities.get(complaint.community_id) if complaint.community_id else None
    company = directory.companies.get(complaint.company_id) if complaint.company_id else None
    station = directory.stations.get(complaint.station_id) if complaint.station_id else None
    contact = complaint.contact
    record: Record = {
        "id": str(complaint.id),
        "number": complaint.number,
        "state": complaint.state,
        "state_words": STATE_WORDS[complaint.state],
        "revision": complaint.revision,
        "channel": complaint.channel,
        "outside_number": complaint.outside_number,
        "category": complaint.category,
        "category_name": seat.rules.category(complaint.category).name,
        "urgency": complaint.urgency,
        "place": complaint.place,
        "community": community.name if community else None,
        "building": complaint.building,
        "unit": complaint.unit,
        "room": complaint.room,
        "floor": complaint.floor,
        "company": company.name if company else None,
        "station": station.code if station else None,
        "managers": [
            manager_record(one, seat.now())
            for one in (directory.managers(community.id, seat.now()) if community else [])
        ],
        "name": contact.name if contact else None,
        "phone": contact.phone if contact else None,
        "phone_raw": contact.phone_raw if contact else None,
        "secret": complaint.secret,
        "no_reply": complaint.no_reply,
        "vulnerable": complaint.vulnerable,
        "text": complaint.text,
        "taken_by": complaint.taken_by_name,
        "due_at": moment(complaint.due_at),
        "due_times": [due_record(one) for one in complaint.due_times],
        "reminders": complaint.reminders,
        "reopened": complaint.reopened,
        "slips": complaint.dispatches,
        "report": complaint.report,
        "public_answer": complaint.public_answer,
        "liability": complaint.liability,
        "contacted": complaint.contacted,
        "solved": complaint.solved,
        "satisfaction": complaint.satisfaction,
        "answer": complaint.answer,
        "incident_id": str(complaint.incident_id) if complaint.incident_id else None,
        "returns": complaint.returns,
        "return_until": moment(complaint.return_until),
        "binding": complaint.binding,
        "supervise_level": complaint.supervise_level,
        "extension_asked": complaint.extension_asked,
        "extended_days": complaint.extended_days,
        "referred_to": complaint.referred_to,
        "worker": complaint.worker,
        "worker_phone": complaint.worker_phone,
        "form": dict(complaint.form),
        "form_words": list(form_words(seat.rules, complaint.category, complaint.form)),
        "liability_hints": [
            {"parties": list(one.parties), "words": one.words, "article": one.article, "warning": one.warning}
            for one in advise_of(seat, complaint)
        ],
    }
    for name in ("taken", "dispatched", "signed", "contacted", "arrived", "reported", "called_back", "closed"):
        record[f"{name}_at"] = moment(getattr(complaint, f"{name}_at"))
    if timeline:
        record["events"] = [event_record(one) for one in complaint.events]
    return record


def advise_of(seat: Seat, complaint: Complaint) -> tuple[Advice, ...]:
    """Who is likely to be liable, as of the day of the call."""
    community = seat.directory.communities.get(complaint.community_id) if complaint.community_id else None
    day = complaint.taken_at.astimezone(CITY_TIME).date()
    return advise(seat.rules, complaint.category, complaint.form, community, day)


def queue_record(seat: Seat, row: QueueRow, why: str | None = None) -> Record:
    """One line of a list; ``why`` it lies on the shelf."""
    company = seat.directory.companies.get(row.company_id) if row.company_id else None
    return {
        "id": str(row.id),
        "number": row.number,
        "state": row.state,
        "revision": row.revision,
        "category": row.category,
        "urgency": row.urgency,
        "place": row.place,
        "company": company.name if company else None,
        "channel": row.channel,
        "taken_by": row.taken_by_name,
        "taken_at": moment(row.taken_at),
        "due_at": moment(row.due_at),
        "reminders": row.reminders,
        "secret": row.secret,
        "claimed_by": row.claimed_by,
        **({} if why is None else {"shelved_for": why}),
    }


def queue_line(seat: Seat, row: QueueRow, why: str = "") -> str:
    """One line of a list for people; ``why`` it lies on the shelf."""
    company = seat.directory.companies.get(row.company_id) if row.company_id else None
    taken = row.taken_at.astimezone(CITY_TIME)
    return "  ".join(
        (
            row.number,
            f"{taken:%m-%d %H:%M}",
            STATE_WORDS[row.state],
            row.category,
            row.place,
            company.short_name if company else "—",
            CHANNEL_WORDS[row.channel],
            row.taken_by_name,
            *([f"挂账原因：{' '.join(why.split())}"] if why else []),
        )
    )


def complaint_lines(seat: Seat, complaint: Complaint) -> list[str]:
    """A complaint for people, with its timeline."""
    record = complaint_record(seat, complaint)
    due = [
        f"{CLOCK_WORDS[Clock(one.clock)]}时限 {until_short(one.due_at)}（{one.article}）" for one in complaint.due_times
    ]
    managers = [f"管理员 {one['name']} {'、'.join(one['phones'])}" for one in record["managers"]]
    return [
        f"{complaint.number}  {record['state_words']}  {complaint.category} {record['category_name']}",
        f"地点 {complaint.place}  供热 {record['company'] or '—'}  换热站 {record['station'] or '—'}",
        *managers,
        *due,
        f"诉求 {complaint.text}",
        *([f"登记表 {'；'.join(record['form_words'])}"] if complaint.form else []),
        *(f"责任参考 {advice_words(one)}" for one in advise_of(seat, complaint)),
        *(
            f"{_short(one.at)}  {one.person_name}  {step_words(one)}{'：' + one.note if one.note else ''}"
            for one in complaint.events
        ),
    ]


def event_record(event: Event) -> Record:
    """One row of the timeline."""
    return {
        "seq": event.seq,
        "act": event.act,
        "state": event.state,
        "at": moment(event.at),
        "person": event.person_name,
        "note": event.note,
        **decided(event),
        **({"articles": event.detail["articles"]} if "articles" in event.detail else {}),
    }


def due_record(due: DueTime) -> Record:
    """One limit: which clock, when, why."""
    return {
        "clock": due.clock,
        "due_at": moment(due.due_at),
        "minutes": due.minutes,
        "rule": due.rule,
        "article": due.article,
        "unit": due.unit,
        "provisional": due.provisional,
        "mark": due.mark,
    }


def manager_record(manager: Manager, at: datetime) -> Record:
    """A manager as published; private notes stay in the house."""
    return {
        "name": manager.name,
        "phones": list(manager.phones),
        "on_duty": manager.on_duty(at.astimezone(CITY_TIME).time()),
        "duty_from": moment(manager.duty_from),
        "duty_to": moment(manager.duty_to),
        "verified_on": moment(manager.verified_on),
    }


def community_record(seat: Seat, community: Community) -> Record:
    """A community with who heats it and whom to ring; those on duty first."""
    route = seat.directory.route(community.id)
    return {
        "name": community.name,
        "id": community.id,
        "aliases": list(community.aliases),
        "address": community.address,
        "kind": community.kind,
        "company": route.company.name if route.company else None,
        "station": route.station.code if route.station else None,
        "handed_over": community.handed_over,
        "warranty_until": moment(community.warranty_until),
        "homes": community.homes,
        "managers": [manager_record(one, seat.now()) for one in seat.directory.managers(community.id, seat.now())],
    }


def explained_record(seat: Seat, category: str, at: datetime, limits: tuple[DueTime, ...]) -> Record:
    """The limits of a category at a moment, with the day of the season they were counted by."""
    return {
        "category": seat.rules.category(category).code,
        "at": moment(at),
        "season_day": season_day(seat.rules, at),
        "clocks": [due_record(one) for one in limits],
    }


def _short(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}"
