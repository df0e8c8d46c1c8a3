"""A person at the form of a new complaint: types by keyboard, composes with an input method, and sees what comes."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import seat as app_seat
from app.sending import Sent
from ui.draft_keeper import DraftKeeper
from ui.intake_form import IntakeForm
from ui.jobs import Jobs
from ui.place_picker import PlaceIndex


@dataclass
class FormSeat:
    """A form with what stands behind it, and what it has said so far."""

    form: IntakeForm
    keeper: DraftKeeper
    jobs: Jobs
    sent: list[Sent] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def open_form(qtbot: QtBot, seat: app_seat.Seat, folder: Path) -> FormSeat:
    """The form of a signed-in seat on screen, its drafts read from ``folder``. The caller closes its jobs."""
    jobs = Jobs()
    keeper = DraftKeeper(seat, jobs, folder)
    index = PlaceIndex(seat, jobs)
    form = IntakeForm(keeper, index, jobs)
    qtbot.addWidget(form)
    made = FormSeat(form, keeper, jobs)
    form.sent.connect(made.sent.append)
    form.said.connect(made.said.append)
    with qtbot.waitSignals([index.ready, keeper.changed]):
        keeper.start()
    form.resize(430, 600)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return made


def compose(widget: QWidget, pinyin: str) -> None:
    """Letters that an input method holds back until a candidate is chosen."""
    QApplication.sendEvent(widget, QInputMethodEvent(pinyin, []))


def write(widget: QWidget, words: str) -> None:
    """As an input method commits it; QTest types ASCII only."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def enter(qtbot: QtBot, widget: QWidget | None = None) -> None:
    qtbot.keyClick(widget or QApplication.focusWidget(), Qt.Key.Key_Return)


def ctrl_enter(qtbot: QtBot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def fill(
    qtbot: QtBot,
    form: IntakeForm,
    phone: str = "13853000001",
    flat: str = "3-2-501",
    category: str = "b1",
    text: str = "客厅 14 度，家有老人。",
) -> None:
    """The whole conversation by keyboard, each field left with Enter."""
    qtbot.keyClicks(form.phone.field, phone)
    enter(qtbot)
    qtbot.keyClicks(form.place.field, "mdhy")
    enter(qtbot)
    qtbot.keyClicks(form.flat.field, flat)
    enter(qtbot)
    qtbot.keyClicks(form.category.field, category)
    enter(qtbot)
    write(form.text.field, text)
