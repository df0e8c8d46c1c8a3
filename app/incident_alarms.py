"""An incident is one dispatch, so it is one alarm, however many called and also where nobody has called yet.

At the company's desk it is new until somebody signs for it; at the hotline it is told of when nobody has signed within
the limit. Who joins it after the signature is signed for with it, and that company is not told anew.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from app.alarms import Alarm, AlarmKind, SlipDues
from app.directory import Directory
from app.incidents import Incident
from app.limits import rank_at
from app.records import Channel, Person, QueueRow, Role, State
from app.rules import Rules

_BY_THE_INCIDENT = frozenset({AlarmKind.NEW_SLIP, AlarmKind.UNSIGNED})
"""What is told of the incident in place of its complaints; a limit of one of them stays its own."""


def with_incidents(
    found: Iterable[Alarm],
    joined: Mapping[UUID | None, int],
    running: Iterable[Incident],
    now: datetime,
    person: Person,
    directory: Directory,
    dues: SlipDues,
) -> list[Alarm]:
    """The alarms with those of the incidents that run in place of their complaints', oldest first.

    ``found``: of ``alarms``; ``joined``: how many open complaints each incident has;
    ``running``: the open incidents that this person sees.
    """
    incidents = {one.id: one for one in running}
    kept = [
        one
        for one in found
        if one.kind not in _BY_THE_INCIDENT or one.row.incident_id not in incidents or one.row.state is State.REOPENED
    ]
    for one in (one for one in incidents.values() if one.signed_at is None):
        row = incident_row(one, directory, dues.rules)
        if person.role is Role.COMPANY:
            if one.company_id == person.company_id:
                kept.append(Alarm(AlarmKind.NEW_SLIP, row, one.opened_at, joined.get(one.id, 0), incident=True))
        elif person.role in (Role.OPERATOR, Role.SUPERVISOR):
            due = dues.sign(row)
            if due is not None and due <= now:
                kept.append(Alarm(AlarmKind.UNSIGNED, row, due, joined.get(one.id, 0), incident=True))
    return sorted(kept, key=lambda alarm: (alarm.since, alarm.row.id))


def incident_row(one: Incident, directory: Directory, rules: Rules) -> QueueRow:
    """The incident as a line of the queue, which it has none of: what a card says of it, and by what it is counted."""
    urgency = rules.category(one.category).urgency
    opener = directory.people.get(one.opened_by)
    return QueueRow(
        id=one.id,
        number=one.number,
        revision=one.revision,
        state=State.DISPATCHED,
        urgency=urgency,
        category=one.category,
        place=one.spot.words(directory),
        community_id=one.spot.community_id,
        company_id=one.company_id,
        channel=Channel.HOTLINE,
        taken_by=one.opened_by,
        taken_by_name=opener.name if opener else "",
        taken_at=one.opened_at,
        due_at=one.opened_at,
        rank_at=rank_at(one.opened_at, urgency, 0),
        reminders=0,
        secret=False,
        dispatched_at=one.opened_at,
        building=one.spot.building,
        station_id=one.spot.station_id,
        incident_id=one.id,
    )
