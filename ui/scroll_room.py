"""A room that scrolls where what stands in it is higher than the window, with what has the keys in sight."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

BELOW_EM = 4  # what is kept in sight under the field that has the keys: the button that submits it


def bring_in_sight(widget: QWidget) -> None:
    """Scroll whatever it stands in so that it is seen, once it is laid out."""

    def bring() -> None:
        holder = widget.parentWidget()
        while holder is not None:
            if isinstance(holder, QScrollArea):
                holder.ensureWidgetVisible(widget)
            holder = holder.parentWidget()

    QTimer.singleShot(0, widget, bring)


class ScrollRoom(QScrollArea):
    """Holds one widget, as large as the room or as it needs to be. The window never outgrows the smallest screen."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        inside.show()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: self._follow(None, QApplication.focusWidget()))  # once it is laid out anew

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, self.fontMetrics().height() * BELOW_EM)
