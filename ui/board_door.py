"""Opens the wall board on the second screen, where there is one, and puts it away again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.states import sees_complaints
from ui.jobs import Jobs
from ui.keys import bind
from ui.live import Live

if TYPE_CHECKING:
    from ui.wall_board import WallBoard


class BoardDoor(QObject):
    """One board a window. It has no parent: it stays up when the window is minimized, and goes when it closes."""

    def __init__(self, live: Live, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._live, self._jobs, self._window = live, jobs, window
        self.board: WallBoard | None = None
        if self.may_open:
            bind(window, "wall_board", self.toggle)

    @property
    def may_open(self) -> bool:
        """Whether there is anything to show to this person."""
        return sees_complaints(self._live.seat)

    def toggle(self) -> None:
        """Open the board, or put it away."""
        if self.board is not None:
            self.board.close()
            return
        from ui.wall_board import WallBoard  # few windows ever show one

        self.board = WallBoard(self._live, self._jobs)
        self.board.closed.connect(self._forget)
        here = self._window.screen()
        other = next((one for one in QGuiApplication.screens() if one is not here), None)
        self.board.setGeometry((other or here).geometry())
        self.board.showFullScreen()
        if other is None:
            self.board.activateWindow()  # it covers the window, so Esc must reach it

    def close(self) -> None:
        """The window goes."""
        if self.board is not None:
            self.board.close()

    def _forget(self) -> None:
        if self.board is not None:
            self.board.deleteLater()
            self.board = None
