"""The living queue: an act on hundreds is told in parts, and a reading anew outdoes what was heard before it."""

import pytest
from pytestqt.qtbot import QtBot

from app import incidents
from app.complaints import void
from app.feed import Batch
from app.incident_groups import Spot
from app.intake import remind
from app.live_queue import first_page
from app.records import IncidentKind
from small_city import PEONY, City
from ui import live as live_module
from ui.jobs import Jobs
from ui.live import Live


def test_an_act_on_many_is_told_in_parts_and_the_queue_is_never_behind_them(
    qtbot: QtBot, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "TELL_ROWS", 5)
    calls = [city.take(room=str(100 + number)) for number in range(12)]
    jobs = Jobs()
    live = Live(city.seat("op2"), jobs)
    live.start()
    qtbot.waitUntil(lambda: live.complete)
    told: list[int] = []
    live.changed.connect(lambda rows: told.append(len(rows)))
    live.changed.connect(lambda rows: [told.append(-1) for row in rows if live.queue.get(row.id) is not row])
    spot = Spot(IncidentKind.COMMUNITY, PEONY)
    incidents.open_incident(city.seat("op1"), spot, "A3", [one.id for one in calls], cause="一次网泄漏")
    qtbot.waitUntil(lambda: all(row.incident_id for row in live.queue))
    assert (max(told), min(told) > 0, sum(told) >= len(calls)) == (5, True, True)
    assert list(live.queue) == first_page(city.seat("op2"))
    jobs.close()


def test_a_row_heard_before_the_queue_was_read_anew_does_not_come_back(
    qtbot: QtBot, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "TELL_MS", 60_000)
    seat, taken, other = city.seat("op1"), city.take(), city.take(room="777")
    jobs = Jobs()
    live = Live(seat, jobs)  # not started: no listener, what it hears is said below
    with qtbot.waitSignal(live.reread):
        live._hear(Batch(anew=True))
    (before,) = [row for row in live.queue if row.id == taken.id]
    (beside,) = [row for row in live.queue if row.id == other.id]
    live._hear(Batch(rows=(beside,)))  # told at once; what follows is held
    reminded = remind(seat, taken.id, "又来电催办")
    (after,) = [row for row in first_page(seat) if row.id == taken.id]
    live._hear(Batch(rows=(after,)))
    assert live.queue.get(taken.id) is before
    void(seat, taken.id, reminded.revision, "重复")  # and the line is cut before that rings
    with qtbot.waitSignal(live.reread):
        live._hear(Batch(anew=True))
    live._tell_pages()
    assert live.queue.get(taken.id) is None
    assert live.queue.get(other.id) is not None
    jobs.close()
