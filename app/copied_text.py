"""The work group's text for the clipboard, where no robot is: what a robot would say of what is now the case."""

from app.errors import BadInput
from app.group_text import Notice, Topic, full_text, notice_of_complaint
from app.incidents import Incident
from app.records import Act, Complaint, IncidentState, State
from app.seat import Seat
from app.words import URGENCY_WORDS

_TOLD = {
    Act.DISPATCH: Topic.DISPATCH,
    Act.RETURN: Topic.RETURN,
    Act.REOPEN: Topic.REOPEN,
    Act.SUPERVISE: Topic.SUPERVISE,
    Act.ESCALATE: Topic.ESCALATE,
}
_AT_COMPANY = (State.DISPATCHED, State.SIGNED, State.ARRIVED, State.REOPENED)


def complaint_text(seat: Seat, complaint: Complaint) -> str:
    """What the group hears of a complaint now: its slip, or what came last: returned, reopened, supervised, overdue.

    Errors: BadInput(field="state") before the dispatch.
    """
    notice = notice_of_complaint(seat.directory, seat.rules, complaint, _topic(seat, complaint))
    return full_text(seat.rules, notice)


def incident_text(seat: Seat, incident: Incident, complaints: int) -> str:
    """The text of an incident that goes on. Errors: BadInput(field="state") for a closed one."""
    if incident.state is not IncidentState.OPEN:
        raise BadInput(f"{incident.number} 已结束，没有群通知。", field="state")
    category = seat.rules.category(incident.category)
    station = seat.directory.stations.get(incident.spot.station_id or 0)
    notice = Notice(
        topic=Topic.INCIDENT,
        number=incident.number,
        company=seat.directory.companies[incident.company_id].short_name,
        urgency=URGENCY_WORDS[category.urgency],
        category=f"{category.code} {category.name}",
        place=station.name if station else incident.spot.words(seat.directory),
        limit="",
        homes=incident.homes,
        complaints=complaints,
    )
    return full_text(seat.rules, notice)


def _topic(seat: Seat, complaint: Complaint) -> Topic:
    """The newest of what the group is told of."""
    told = [(one.at, _TOLD[one.act]) for one in complaint.events if one.act in _TOLD and "incident" not in one.detail]
    if complaint.state in _AT_COMPANY and complaint.due_at < seat.now():
        told.append((complaint.due_at, Topic.OVERDUE))
    return max(told, key=lambda one: one[0])[1] if told else Topic.DISPATCH
