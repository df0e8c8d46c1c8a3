"""Windows for the tests: real ones, on the real database with the demonstration in it."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.seat import Seat
from form_seat import FormSeat, open_form
from servers import Server
from small_city import City
from ui.jobs import Jobs
from ui.style import start_style
from ui.window import Window

PATIENCE_MS = 30_000


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    """What a test's windows leave behind is freed here, and never by the way: neither in another test's thread, nor
    while Qt disconnects a signal, when it would wait for its own lock for ever."""
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for one in gc.get_objects():
        # Qt's binding never lets go of a slot that holds its receiver (a lambda, a partial), nor of all that it holds:
        # what Qt has deleted is emptied here, or each window of a run would stay in memory.
        if isinstance(one, QObject) and not shiboken6.isValid(one):
            vars(one).clear()
    gc.collect()
    gc.enable()


@pytest.fixture
def unclaimed(server: Server, sample: str) -> None:
    """The demonstration before anybody asked for a test, a refund or a relief: lists that hold what a test makes."""
    with psycopg.connect(server.owner(sample)) as connection:
        connection.execute("TRUNCATE refund, relief, room_dispute, room_reading, room_visit, room_test, instrument")
        connection.execute("DELETE FROM relief_rate WHERE mark = 'P'")


class PatientBot(QtBot):
    """Waits as long as a machine under load may need: what never comes fails all the same, only later."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **rest: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **rest)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE_MS, **rest: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **rest)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot: QtBot, sign_in: Callable[[str], Seat], data_folder: Path
) -> Iterator[Callable[[str], Window]]:
    """``open_window("op1")``: the person's window with its whole queue on screen, put away at the end."""
    start_style(qapp)
    opened: list[Window] = []

    def enter(login: str) -> Window:
        window = Window(sign_in(login), Jobs(), data_folder, "本机", "0.1.0")
        opened.append(window)
        window.show()
        window.start()
        qtbot.waitUntil(lambda: window.live.complete)
        return window

    yield enter
    for window in opened:
        window.close()
        window.jobs.close()
        window.deleteLater()


@pytest.fixture
def form_for(qtbot: QtBot, data_folder: Path) -> Iterator[Callable[[Seat], FormSeat]]:
    """``form_for(seat)``: the form of that person; forms of one person share one data folder."""
    start_style(qtbot._request.getfixturevalue("qapp"))
    opened: list[FormSeat] = []

    def enter(seat: Seat) -> FormSeat:
        opened.append(open_form(qtbot, seat, data_folder))
        return opened[-1]

    yield enter
    for made in opened:
        made.jobs.close()


@pytest.fixture
def at(form_for: Callable[[Seat], FormSeat], city: City) -> FormSeat:
    """op1 of the small city with a new draft begun."""
    made = form_for(city.seat("op1"))
    made.keeper.begin()
    return made
