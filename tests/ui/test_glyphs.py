"""The first screen's characters are drawn ahead of time, in slices, and the warmer goes when it is done."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from app.words import STATE_WORDS
from ui.glyphs import SLICE, GlyphWarmer


def test_all_is_drawn_in_slices_and_nothing_stays_behind(qtbot: QtBot) -> None:
    owner = QObject()
    warmer = GlyphWarmer(QFont("Noto Sans SC", 10), owner)
    waiting = set(warmer._left)
    assert {char for words in STATE_WORDS.values() for char in words} <= waiting
    assert len(waiting) > 2 * SLICE
    with qtbot.waitSignal(warmer.destroyed):
        warmer._draw()
        assert len(warmer._left) == len(waiting) - SLICE
    assert owner.children() == []
