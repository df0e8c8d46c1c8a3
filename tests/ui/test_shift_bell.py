"""Who sits down anywhere is heard by every window that shows shifts."""

from pytestqt.qtbot import QtBot

from app import seat_duty
from small_city import City
from ui.jobs import Jobs
from ui.live import Live


def test_signing_on_is_heard_on_another_seat(qtbot: QtBot, city: City) -> None:
    jobs = Jobs()
    live = Live(city.seat("op2"), jobs)
    with qtbot.waitSignal(live.shifts_changed) as first:
        live.start()
    assert first.args == [[]]
    with qtbot.waitSignal(live.shifts_changed) as heard:
        on = seat_duty.sign_on(city.seat("op1"))
    assert heard.args == [[on.shift_id]]
    jobs.close()
