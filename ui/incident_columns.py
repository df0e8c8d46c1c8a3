"""The columns of the page 片区事件 as data: what is suggested, the incidents, and what is attached to one of them."""

from app import incidents
from app.incident_groups import Suggestion
from app.incidents import Incident
from app.limits import time_left
from app.moment_words import until_short
from app.records import IncidentState, QueueRow
from app.rules import CITY_TIME
from app.seat import Seat
from app.states import AT_REST
from ui.queue_columns import STATE_COLOURS, state_words
from ui.table_model import Column

STATE_COLUMN = 3  # of what is attached: painted as a pill


def suggestion_columns() -> list[Column[Suggestion]]:
    """How many calls, from where, of what."""
    return [
        Column(title="件", text=lambda one: str(len(one.complaints)), width=6, right=True),
        Column(title="提示", text=lambda one: one.words, width=60, strong=lambda _one: True),
        Column(title="类别", text=lambda one: one.category, width=8),
    ]


def incident_columns(seat: Seat) -> list[Column[Incident]]:
    """What the seat knows is asked for at each paint."""

    def company(one: Incident) -> str:
        found = seat.directory.companies.get(one.company_id)
        return found.short_name if found else ""

    def refund(one: Incident) -> str:
        over = one.refund or incidents.refund_due(seat.rules, one, seat.now())
        return incidents.over_words(seat.rules) if over else ""

    return [
        Column(title="编号", text=lambda one: one.number, width=17, strong=lambda _one: True),
        Column(title="地点", text=lambda one: one.spot.words(seat.directory), width=25),
        Column(title="类别", text=lambda one: one.category, width=6),
        Column(title="企业", text=company, width=7),
        Column(title="签收", text=_signed, width=15, colour=_signed_colour),
        Column(title="约几户", text=lambda one: str(one.homes or ""), width=8, right=True),
        Column(title="起", text=lambda one: f"{one.began_at.astimezone(CITY_TIME):%m-%d %H:%M}", width=13),
        Column(title="恢复", text=_end, width=17),
        Column(title="退费", text=refund, width=11, colour=lambda _one: "danger"),
        Column(title="原因", text=lambda one: one.cause, width=30, colour=lambda _one: "muted"),
    ]


def attached_columns(seat: Seat) -> list[Column[QueueRow]]:
    """As in the queue, without what all of them share."""
    return [
        Column(title="编号", text=lambda row: row.number, width=15),
        Column(title="地点", text=lambda row: row.place, width=25),
        Column(title="类别", text=lambda row: row.category, width=6),
        Column(
            title="状态", text=lambda row: state_words(row.state), width=11, colour=lambda row: STATE_COLOURS[row.state]
        ),
        Column(title="受理", text=lambda row: f"{row.taken_at.astimezone(CITY_TIME):%m-%d %H:%M}", width=13),
        Column(title="受理人", text=lambda row: row.taken_by_name, width=9, colour=lambda _row: "muted"),
        Column(
            title="剩余",
            text=lambda row: "" if row.state in AT_REST else time_left(row.due_at, seat.now()),
            width=10,
            colour=lambda _row: "muted",
        ),
    ]


def _signed(one: Incident) -> str:
    if one.signed_at is None:
        return "◇ 未签收" if one.state is IncidentState.OPEN else ""
    return f"◆ {one.signed_at.astimezone(CITY_TIME):%m-%d %H:%M}"


def _signed_colour(one: Incident) -> str:
    return "accent" if one.signed_at else "warning"


def _end(one: Incident) -> str:
    if one.closed_at:
        return f"✓ {until_short(one.closed_at)}"
    return f"预计 {until_short(one.expected_end)}" if one.expected_end else "未知"
