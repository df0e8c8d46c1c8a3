"""A person at a window of the demonstration: takes a complaint, opens it, presses keys and types."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.intake import NewComplaint, take
from app.live_queue import first_page, page_after
from ui.table_model import ROW_ROLE


def a_complaint(seat, **fields):
    community = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    new = NewComplaint(
        phone="13853000001", caller="王女士", community_id=community.id, building="3", unit="2", room="501",
        category="B1", text="客厅 14 度，两组暖气片不热，家有老人。",
    )  # fmt: skip
    return take(seat, replace(new, **fields))


def fresh(seat):
    rows = page = first_page(seat, 500)
    while page:
        page = page_after(seat, rows[-1])
        rows = rows + page
    return rows


def shown(window):
    model = window.queue_page.open_model
    return [model.index(at, 0).data(ROW_ROLE) for at in range(model.rowCount())]


def opened(qtbot, window, complaint):
    window.open_complaint(complaint.number)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == complaint.id)
    return panel


def wait_state(qtbot, panel, state):
    qtbot.waitUntil(lambda: panel.complaint.state is state)


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def write(field, words):
    """As an input method commits it; QTest types ASCII only."""
    done = QInputMethodEvent("", [])
    done.setCommitString(words)
    QApplication.sendEvent(field, done)
