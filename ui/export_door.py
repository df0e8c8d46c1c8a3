"""Opens the strip in which something is taken along from the page 统计, and folds it again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.seat import Seat
from ui.jobs import Jobs
from ui.keys import bind

if TYPE_CHECKING:
    from ui.export_strip import ExportStrip, Load


class ExportDoor(QObject):
    """``said`` carries a sentence with the file that was written, ``left`` when the strip is folded."""

    said = Signal(str)
    left = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, place: QVBoxLayout, page: QWidget) -> None:
        """The strip stands first in ``place``."""
        super().__init__(page)
        self._seat, self._jobs, self._place, self._page = seat, jobs, place, page
        self.strip: ExportStrip | None = None
        jobs.at_close(self.give_up)

    def open(self, load: "Callable[[], Load | None]") -> None:
        """Ask what is to be taken along, and where to; nothing where there is nothing."""
        found = load()
        if found is None or self.strip is not None:
            return
        from ui.export_strip import ExportStrip

        self.strip = ExportStrip(self._seat, self._jobs, found, self._page)
        self.strip.written.connect(self._on_written)
        self.strip.cancelled.connect(self.back)
        bind(self.strip, "submit_figures", self.strip.submit)
        self._place.insertWidget(0, self.strip)
        self.strip.show()  # at once: the layout would show it later, and the keys typed meanwhile be lost
        self.strip.start()

    def give_up(self) -> bool:
        """End what is being written; False: nothing is."""
        return self.strip is not None and self.strip.stop()

    def back(self) -> bool:
        """Esc: what is being written is given up first, then the strip goes; False: there is none."""
        if self.strip is None:
            return False
        if not self.give_up():
            self._fold()
        return True

    def _on_written(self, sentence: str) -> None:
        self._fold()
        self.said.emit(sentence)

    def _fold(self) -> None:
        if self.strip is not None:
            self.strip.hide()
            self.strip.deleteLater()
            self.strip = None
            self.left.emit()
