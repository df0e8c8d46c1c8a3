"""The columns of the queue as data, in the order of the picture: mark, 剩余, 编号, 地点, 类别, 状态 …"""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from app.directory import Directory
from app.limits import Pressure, pressure, time_left
from app.records import QueueRow, State, Urgency
from app.rules import Rules
from app.states import AT_REST
from app.words import CHANNEL_WORDS, INCIDENT_SHAPE, STATE_SHAPES, STATE_WORDS
from ui.table_model import Column

STATE_COLUMN = 5  # painted as a pill
_SHORT = re.compile("[、（(]")  # a category's name up to here fits its column: 不热、温度低（单户） → 不热

STATE_COLOURS: dict[State, str] = {
    State.WAITING: "muted",
    State.DISPATCHED: "warning",
    State.SIGNED: "accent",
    State.ARRIVED: "accent",
    State.REPORTED: "good",
    State.CALL_BACK: "good",
    State.REOPENED: "danger",
    State.RETURNED: "danger",
    State.SHELVED: "muted",
    State.CLOSED: "muted",
    State.ANSWERED: "muted",
    State.VOID: "muted",
    State.REFERRED: "muted",
    State.REFUSED: "muted",
}

MARKS = {Pressure.OVER: "▲", Pressure.NEAR: "!", Pressure.CALM: ""}
COLOURS = {Pressure.OVER: "danger", Pressure.NEAR: "warning", Pressure.CALM: None}


def state_words(state: State) -> str:
    """Shape and word of a state: ◇ 未签收."""
    return f"{STATE_SHAPES[state]} {STATE_WORDS[state]}"


def queue_columns(
    now: Callable[[], datetime],
    directory: Callable[[], Directory],
    rules: Callable[[], Rules],
    incident_number: Callable[[UUID], str] = lambda _id: "",
    shelved_for: Callable[[UUID], str] = lambda _id: "",
) -> list[Column[QueueRow]]:
    """The columns; what they need of the seat is asked for at each paint, so a new directory shows at once."""

    def how(row: QueueRow) -> Pressure:
        return Pressure.CALM if row.state in AT_REST else pressure(row.due_at, now(), row.near_at)

    def left(row: QueueRow) -> str:
        return "" if row.state in AT_REST else time_left(row.due_at, now())

    def company(row: QueueRow) -> str:
        found = directory().companies.get(row.company_id) if row.company_id else None
        return found.short_name if found else ""

    def category(row: QueueRow) -> str:
        if row.incident_id:  # its cause is known: what it rides with tells more than its category's name
            return f"{INCIDENT_SHAPE}片区 {row.category}"
        found = rules().categories.get(row.category)
        return f"{row.category} {_SHORT.split(found.name)[0]}" if found else row.category

    def calm(_row: QueueRow) -> str:
        return "muted"

    return [
        Column(
            title="",
            text=lambda row: MARKS[how(row)],
            width=4,
            colour=lambda row: COLOURS[how(row)],
            strong=lambda _row: True,
            ticks=True,
        ),
        Column(
            title="剩余",
            text=left,
            width=8,
            sort=lambda row: row.due_at,
            colour=lambda row: COLOURS[how(row)],
            strong=lambda row: how(row) is not Pressure.CALM,
            right=True,
            ticks=True,
        ),
        Column(title="编号", text=lambda row: row.number, width=15),
        Column(title="地点", text=lambda row: row.place, width=23),
        Column(
            title="类别",
            text=category,
            width=14,
            sort=lambda row: row.category,
            colour=lambda row: "accent" if row.incident_id else None,
        ),
        Column(
            title="状态",
            text=lambda row: state_words(row.state),
            width=11,
            sort=lambda row: list(State).index(row.state),
            colour=lambda row: STATE_COLOURS[row.state],
        ),
        Column(title="公司", text=company, width=9),
        Column(title="来源", text=lambda row: CHANNEL_WORDS[row.channel], width=10, colour=calm),
        Column(title="受理", text=lambda row: row.taken_by_name, width=9, colour=calm),
        Column(title="提示", text=lambda row: hints(row, incident_number, shelved_for), width=12, colour=calm),
    ]


def hints(
    row: QueueRow,
    incident_number: Callable[[UUID], str] = lambda _id: "",
    shelved_for: Callable[[UUID], str] = lambda _id: "",
) -> str:
    """What else is worth knowing at a glance: why it lies on the shelf, 特急, its incident, reminders, secrecy, who has
    it in hand."""
    said = []
    if row.state is State.SHELVED and (why := shelved_for(row.id)):
        said.append(why)
    if row.urgency is Urgency.CRITICAL:
        said.append("特急")
    if row.incident_id and (number := incident_number(row.incident_id)):
        said.append(number)
    if row.supervise_level:
        said.append(f"督 {row.supervise_level}")
    if row.extension_asked:
        said.append("延期待批")
    if row.reminders:
        said.append(f"催 {row.reminders}")
    if row.secret:
        said.append("保密")
    if row.claimed_by:
        said.append(f"{row.claimed_by} 办理中")
    return " · ".join(said)
