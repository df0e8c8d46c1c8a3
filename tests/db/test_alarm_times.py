"""A row of the queue carries the times that alarms go by: of the reopening, of the talk, and when it turns yellow."""

from app import dispatch, extensions
from app.clocks import clocks, near_at
from app.complaints import show
from app.live_queue import first_page
from app.records import Clock, QueueRow, State
from app.seat import Seat
from small_city import City


def only_row(seat: Seat) -> QueueRow:
    (row,) = first_page(seat)
    return row


def test_the_row_knows_when_it_was_reopened(city: City) -> None:
    again = city.bring(State.REOPENED)
    row = only_row(city.seat("a1"))
    assert (row.state, row.reopened_at) == (State.REOPENED, again.events[-1].at)


def test_the_row_knows_that_the_caller_was_rung(city: City) -> None:
    signed, a = city.bring(State.SIGNED), city.seat("a1")
    assert only_row(a).contacted_at is None
    rung = dispatch.contact(a, signed.id, signed.revision, "约好今天下午三点")
    assert only_row(a).contacted_at == rung.contacted_at


def test_an_extended_row_turns_yellow_with_its_clock(city: City) -> None:
    there, a, sup = city.bring(State.ARRIVED), city.seat("a1"), city.seat("sup1")
    assert only_row(a).near_at is None
    asked = extensions.ask(a, there.id, there.revision, 3, "等待配件到货")
    extensions.grant(sup, asked.id, asked.revision)
    now = show(a, there.id)
    answer = next(run for run in clocks(now.events, a.rules, a.rules.calendar) if run.clock is Clock.ANSWER)
    row = only_row(a)
    assert (row.due_at, row.near_at) == (answer.due_at, near_at(answer, a.rules.calendar))
