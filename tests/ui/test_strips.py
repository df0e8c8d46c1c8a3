"""What every strip has in common: what was refused is said where it is seen."""

from PySide6.QtCore import QPoint

from app.errors import BadInput
from ui.scroll_room import ScrollRoom
from ui.strip import WordsStrip


def test_what_was_refused_is_said_in_sight(qtbot, qapp):
    strip = WordsStrip("评分", "说明", "保存")
    strip.body.addSpacing(600)
    room = ScrollRoom(strip)
    qtbot.addWidget(room)
    room.resize(400, 200)
    room.show()
    room.activateWindow()
    strip.start()
    qtbot.waitUntil(lambda: strip.field.hasFocus() and room.verticalScrollBar().value() == 0)
    strip.fail(BadInput("分数要在 0–100 之间。"))
    qtbot.waitUntil(lambda: strip.error.y() > 600)  # it is laid out, far below
    qtbot.waitUntil(lambda: room.viewport().rect().contains(strip.error.mapTo(room.viewport(), QPoint())))
