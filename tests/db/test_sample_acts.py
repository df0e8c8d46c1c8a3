"""The next acts upon the demonstration: the work goes on, and leaves what the loaded rows look like."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg

from app import (
    callback,
    complaints,
    dispatch,
    intake,
    live_queue,
)
from app.answers import report
from app.records import Channel, State
from app.seat import Seat
from app.slip_records import print_slip
from owner_rows import one, rows

SignIn = Callable[[str], Seat]


def test_the_work_goes_on(server: Any, sample: str, sign_in: SignIn) -> None:
    operator = sign_in("op1")
    waiting = next(row for row in live_queue.first_page(operator, 500) if row.state is State.DISPATCHED)
    login = next(p.login for p in operator.directory.people.values() if p.company_id == waiting.company_id)
    company = sign_in(login)
    signed = dispatch.sign(company, waiting.id, waiting.revision)
    assert signed.state is State.SIGNED
    assert signed.events[-1].seq == waiting.revision + 1
    slip = print_slip(company, waiting.number)
    again = print_slip(company, waiting.number)
    assert again.prints == slip.prints + 1
    assert slip.complaint_number == waiting.number
    fresh = intake.take(operator, new_complaint(operator))
    last = complaints.look_for(operator, limit=2)
    assert last[0].number == fresh.number > last[1].number
    owner = server.owner(sample)
    assert one(owner, "SELECT count(*) FROM event WHERE chain = %s", fresh.id) == 1
    assert rows(owner, "SELECT * FROM broken_chains()") == []
    # ids go on behind the loaded ones
    with psycopg.connect(owner, autocommit=True) as connection:
        made = connection.execute("INSERT INTO community (name) VALUES ('新城') RETURNING id").fetchone()
    assert made == (521,)


def new_complaint(seat: Seat, **others: Any) -> intake.NewComplaint:
    community = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    values = {
        "phone": "186 5300 0001",
        "caller": "王女士",
        "community_id": community.id,
        "building": "3",
        "unit": "2",
        "room": "501",
        "category": "B1",
        "text": "家里不热，只有十五度。",
    }
    return intake.NewComplaint(**{**values, **others})


def test_loaded_rows_have_the_shape_that_the_acts_leave(server: Any, sample: str, sign_in: SignIn) -> None:
    """The same road, once loaded and once walked by the acts, differs in names and moments only."""
    operator, other, company = sign_in("op1"), sign_in("op2"), sign_in("a1")
    taken = intake.take(operator, new_complaint(operator, channel=Channel.HOTLINE))
    sent, _slip = dispatch.dispatch(operator, taken.id, taken.revision)
    signed = dispatch.sign(company, sent.id, sent.revision)
    called = dispatch.contact(company, signed.id, signed.revision, "半小时后到")
    there = dispatch.arrive(company, called.id, called.revision, "到户")
    done = report(company, there.id, there.revision, "排气后恢复", liability=None)
    callback.call_back(other, done.id, done.revision, True, True, 5, "热了")
    owner = server.owner(sample)
    road = ["take", "dispatch", "sign", "contact", "arrive", "report", "call_back"]
    loaded = one(
        owner,
        "SELECT c.id FROM complaint c JOIN event e ON e.chain = c.id WHERE c.category = 'B1' AND c.id <> %s"
        " GROUP BY c.id HAVING array_agg(e.act ORDER BY e.seq) = %s ORDER BY c.id LIMIT 1",
        taken.id,
        road,
    )
    for ours, theirs in zip(shape(owner, loaded), shape(owner, taken.id), strict=True):
        assert ours == theirs


def shape(owner: str, complaint_id: Any) -> Any:
    """What of a complaint's rows does not depend on who, when and where."""
    (row,) = rows(owner, "SELECT * FROM complaint WHERE id = %s", complaint_id)
    events = rows(owner, "SELECT * FROM event WHERE chain = %s ORDER BY seq", complaint_id)
    (slip,) = rows(owner, "SELECT * FROM slip WHERE complaint_id = %s", complaint_id)
    return (
        {name: value is None for name, value in row.items() if name not in ("liability", "station_id")},
        [row[name] for name in ("state", "revision", "urgency", "dispatches", "reminders", "tries", "solved")],
        [(e["act"], e["state_before"], e["state"], nested_keys(e["detail"])) for e in events],
        nested_keys(row["due_times"]),
        (slip["prints"], nested_keys({**slip["content"], "managers": []})),
        row["due_at"] == max(datetime.fromisoformat(clock["due_at"]) for clock in row["due_times"]),
    )


def nested_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: nested_keys(inner) for key, inner in value.items()}
    return [nested_keys(inner) for inner in value] if isinstance(value, list) else None
