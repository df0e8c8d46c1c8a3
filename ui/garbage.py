"""Python's collector on the GUI thread only, and between two events: a widget freed in another thread takes the program
down with it, one freed while Qt connects or disconnects a signal waits for ever for the lock that Qt holds then."""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 200

_keepers = 0
_ran_before = True  # whether the collector ran by itself before the first keeper


class GarbageKeeper(QObject):
    """While one lives no thread collects by itself; a timer does it here, by the collector's own thresholds."""

    def __init__(self, parent: QObject) -> None:
        global _keepers, _ran_before
        super().__init__(parent)
        if _keepers == 0:
            _ran_before = gc.isenabled()
        _keepers += 1
        self._kept = True
        gc.disable()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def settle(self) -> None:
        """What stands now stays as long as the window: no later collection goes through it.

        With a full queue in memory a full collection takes 150 ms, which a rush would feel every half minute.
        """
        gc.freeze()

    def release(self) -> None:
        """Leave the collector as it was found, once the last keeper is gone; call it when the threads have ended."""
        global _keepers
        if self._kept:
            self._kept = False
            self._timer.stop()
            _keepers -= 1
            if _keepers == 0:
                gc.unfreeze()
                if _ran_before:
                    gc.enable()


def collect() -> None:
    """Collect the generations that are due, oldest first, as the collector itself would."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
