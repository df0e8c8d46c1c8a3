"""A row of the queue as tests of alarms need it: a slip of one flat, sent on a morning and due in the afternoon."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.records import Channel, QueueRow, State, Urgency
from app.rules import CITY_TIME

SENT = datetime(2026, 11, 20, 9, 0, tzinfo=CITY_TIME)
DUE = SENT + timedelta(hours=5)


def row(number: int = 1, state: State = State.DISPATCHED, **fields: Any) -> QueueRow:
    made = QueueRow(
        id=UUID(int=number),
        number=f"20261120-{number:04}",
        revision=2,
        state=state,
        urgency=Urgency.URGENT,
        category="B1",
        place="牡丹花园 3-2-501",
        community_id=1,
        company_id=1,
        channel=Channel.HOTLINE,
        taken_by=1,
        taken_by_name="周岚",
        taken_at=SENT,
        due_at=DUE,
        rank_at=DUE,
        reminders=0,
        secret=False,
        dispatched_at=SENT,
    )
    return replace(made, **fields)
