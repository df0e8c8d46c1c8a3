"""Windows for the tests: real ones, on the real database with the demonstration in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.seat import Seat
from ui.jobs import Jobs
from ui.style import start_style
from ui.window import Window


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
