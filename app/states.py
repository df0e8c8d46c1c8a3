"""Which acts are allowed now: read from the one table of moves that the database enforces too."""

from app.call_tries import REPORTS
from app.pause_spans import open_pause
from app.records import CLOSED_STATES, Act, Complaint, Role, State
from app.returns import kept_by
from app.seat import Seat

AT_REST = CLOSED_STATES | {State.SHELVED}
"""Where no time presses: nothing is to be done now."""


def allowed(seat: Seat, state: State | None) -> list[Act]:
    """What this person may do to a complaint in this state, in the order of ``Act``; None: a new complaint."""
    role = seat.person.role
    found = {move.act for move in seat.rules.moves if move.state is state and move.role is role}
    return [act for act in Act if act in found]


def offered(seat: Seat, complaint: Complaint) -> list[Act]:
    """What a person is offered to do to this complaint: of what is allowed, that which has something to act on."""
    left_out = {Act.ESCALATE, Act.RECOUNT}  # the rule's, never a person's with one complaint
    left_out |= {Act.TEST, Act.TEST_STEP}  # done to a test, on its own page
    left_out.add(Act.PAUSE if open_pause(complaint.events, seat.now()) else Act.RESUME)
    if not seat.rules.forms.get(complaint.category):
        left_out.add(Act.FORM)
    if complaint.extension_asked is None:
        left_out |= {Act.GRANT, Act.DENY}
    left_out |= withheld(seat, complaint).keys()
    return [act for act in allowed(seat, complaint.state) if act not in left_out]


def withheld(seat: Seat, complaint: Complaint) -> dict[Act, str]:
    """What this person may not do to this complaint though the role may, and why, in words for the button."""
    if seat.person.role is Role.SUPERVISOR:
        return {}
    why: dict[Act, str] = {}
    if own := own_work(seat, complaint):
        why[Act.CALL_BACK] = f"{own}，请由别人回访"
    if kept := kept_by(seat.rules, complaint, seat.now()):
        why[Act.RETURN] = kept
    if complaint.binding:
        why[Act.DISPATCH] = "这件诉求由班长裁定派单，只有班长可以改派"
    return {act: why[act] for act in allowed(seat, complaint.state) if act in why}


def own_work(seat: Seat, complaint: Complaint) -> str:
    """Why the call-back would ask about this person's own work; empty where it would not. worked_on() in the database
    says the same."""
    me = seat.person.id
    if complaint.taken_by == me:
        return "这件诉求由您受理"
    if any(event.act in REPORTS and event.person_id == me for event in complaint.events):
        return "这件诉求由您反馈"
    return ""


def next_state(seat: Seat, state: State, act: Act) -> State | None:
    """Where the act leads for this person; None: it is not allowed."""
    role = seat.person.role
    for move in seat.rules.moves:
        if move.state is state and move.act is act and move.role is role:
            return move.next_state
    return None


def sends_messages(seat: Seat) -> bool:
    """Whether this person's seat may send for the work groups; check_sending() in the database says the same."""
    return seat.person.role in (Role.OPERATOR, Role.SUPERVISOR)


def sees_complaints(seat: Seat) -> bool:
    """Whether this person's role sees complaints at all; the administrator's does not, and the grants say the same."""
    return seat.person.role is not Role.ADMINISTRATOR
