"""A few short tones for what must be heard, with three volumes; the one chosen is remembered for this computer.

QtMultimedia is no part of PySide6-Essentials and would bring FFmpeg along: Windows plays the files itself, elsewhere
the player of the desktop does, and where there is none, the system's beep.
"""

import sys
import time
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QApplication

SOUNDS = Path(__file__).parent.parent / "resources" / "sounds"
PLAYERS = ("paplay", "pw-play", "aplay", "afplay")
REST_SECONDS = 10.0  # a tone does not come again sooner: in a rush the cards tell the rest


class Tone(StrEnum):
    """The tones, by the name of their file."""

    NEW_SLIP = "new_slip"
    LIMIT = "limit"


class Volume(StrEnum):
    """How loud, by its word in the header."""

    LOUD = "提示音 响"
    SOFT = "提示音 轻"
    MUTE = "提示音 静音"


class Tones(QObject):
    """Plays; ``changed`` says that another volume was chosen."""

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """``folder``: where the choice is kept, in ``window.ini``."""
        super().__init__(parent)
        self._stored = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self._last: dict[Tone, float] = {}

    @property
    def volume(self) -> Volume:
        """Loud unless told otherwise."""
        stored = str(self._stored.value("tones/volume", ""))
        return Volume[stored] if stored in Volume.__members__ else Volume.LOUD

    def next_volume(self) -> None:
        """From loud to soft to mute and round again; the new one is heard."""
        order = list(Volume)
        self._stored.setValue("tones/volume", order[(order.index(self.volume) + 1) % len(order)].name)
        self._last.clear()
        self.changed.emit()
        self.play(Tone.NEW_SLIP)

    def play(self, tone: Tone) -> bool:
        """Play it and go on at once. False: muted, or it was heard just now."""
        now = time.monotonic()
        if self.volume is Volume.MUTE or now - self._last.get(tone, -REST_SECONDS) < REST_SECONDS:
            return False
        self._last[tone] = now
        sound(SOUNDS / f"{tone}{'_soft' if self.volume is Volume.SOFT else ''}.wav")
        return True


def sound(file: Path) -> None:
    """Have a WAV file played in the background."""
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        return
    for player in PLAYERS:
        program = QStandardPaths.findExecutable(player)
        if program and QProcess.startDetached(program, [str(file)])[0]:
            return
    QApplication.beep()
