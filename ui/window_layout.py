"""Where the parts of a window stand."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.icons import icon
from ui.style import set_look

if TYPE_CHECKING:
    from ui.window import Window

QUEUE_EM = 25.0  # width that the first five columns of the queue need


def lay_out(window: "Window") -> None:
    """Header and cards above, then all that a lock hides: pages, what stands beside them, the status line."""
    window.setWindowTitle("12319 供暖热线")
    window.setWindowIcon(icon("flame", "accent"))
    line = QFrame(window)
    set_look(line, "line")
    body = QHBoxLayout()
    body.setContentsMargins(12, 8, 12, 8)
    body.setSpacing(10)
    # A page that wants more gets it while nothing stands beside it; the window stays as small as its screen.
    window.pages.setMinimumWidth(round(QUEUE_EM * window.fontMetrics().height()))
    body.addWidget(window.pages, 1)
    body.addWidget(window.side)
    inside = QVBoxLayout(window.desk)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(0)
    inside.addWidget(window.seat_desk)
    inside.addLayout(body, 1)
    inside.addWidget(window.status)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(window.header)
    layout.addWidget(line)
    layout.addWidget(window.alarm_cards)
    layout.addWidget(window.desk, 1)
    layout.addWidget(window.desk_lock.pane, 1)
    window.resize(1366, 768)
