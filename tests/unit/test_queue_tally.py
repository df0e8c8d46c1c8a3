"""The tally of the open queue equals a count of its rows, whatever came and went."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, strategies as st

from app.limits import Pressure, pressure
from app.live_queue import OpenQueue
from app.records import Channel, QueueRow, State, Urgency
from app.rules import CITY_TIME

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=CITY_TIME)
ROW = QueueRow(
    id=UUID(int=0),
    number="20261120-0001",
    revision=1,
    state=State.WAITING,
    urgency=Urgency.URGENT,
    category="B1",
    place="牡丹花园 3-2-501",
    community_id=1,
    company_id=1,
    channel=Channel.HOTLINE,
    taken_by=1,
    taken_by_name="周岚",
    taken_at=NOON,
    due_at=NOON,
    rank_at=NOON,
    reminders=0,
    secret=False,
)
CHANGES = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(State), st.integers(1, 3), st.integers(-3, 3), st.none() | st.uuids()),
    max_size=40,
)


@given(CHANGES)
def test_it_equals_a_count_of_the_rows(changes: list[tuple[int, State, int, int, UUID | None]]) -> None:
    queue = OpenQueue()
    for revision, (id, state, taker, hours, incident) in enumerate(changes, 1):
        due = NOON + timedelta(hours=hours)
        queue.put(
            replace(
                ROW,
                id=UUID(int=id),
                revision=revision,
                state=state,
                taken_by=taker,
                incident_id=incident,
                due_at=due,
                rank_at=due,
            )
        )
    rows = list(queue)
    assert rows == sorted(rows, key=lambda row: (row.rank_at, row.id)) == [queue.get(row.id) for row in rows]
    pressed = [row for row in rows if row.state is not State.SHELVED]
    assert queue.tally.pressed == len(pressed)
    assert {state: many for state in State if (many := queue.tally.states[state])} == {
        state: many for state in State if (many := sum(row.state is state for row in rows))
    }
    for incident in {change[4] for change in changes}:
        assert queue.tally.joined[incident] == sum(row.incident_id == incident for row in rows)
    for taker in (1, 2, 3):
        assert queue.tally.takers[taker] == sum(row.taken_by == taker for row in pressed)
    for halves in range(-10, 9):
        at = (NOON + timedelta(hours=halves / 2)).astimezone(UTC)
        assert queue.tally.due_before(at) == sum(row.due_at < at for row in pressed)
        yellow = sum(pressure(row.due_at, at, row.near_at) is not Pressure.CALM for row in pressed)
        assert queue.tally.yellow_at(at) == yellow
