"""The panels of the wall board, painted to the size they get: read from across the room, on a screen of any size.

Lengths are in units of 1/54 of the board's height (20 pixels on a screen of 1080 lines). What presses is told by a
shape before its number, not by colour alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.board_figures import Load
from ui.style import tokens

UNITS = 54
HOURS = 24
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter


class Painted(QWidget):
    """Writes lines of text in ``unit`` lengths."""

    @property
    def unit(self) -> float:
        """One unit of length in pixels."""
        return self.window().height() / UNITS

    def write(
        self, painter: QPainter, place: QRectF, words: str, size: float, colour: str = "text",
        align: Qt.AlignmentFlag = LEFT, bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line of ``size`` units, shortened where it doesn't fit."""
        font = QFont(self.font())
        font.setPixelSize(max(1, round(self.unit * size)))
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(tokens().colour(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()) + 1)
        painter.drawText(place, int(align | Qt.TextFlag.TextDontClip), shown)


class Panel(Painted):
    """A card with a title, painted by ``card``; what is in it is each panel's own."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)

    @contextmanager
    def card(self) -> Iterator[tuple[QPainter, QRectF]]:
        """Paints the card with its title; gives the painter and the room that is left in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, unit = tokens(), self.unit
        painter.setPen(colours.colour("line"))
        painter.setBrush(colours.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), unit * 0.4, unit * 0.4)
        inside = QRectF(self.rect()).adjusted(unit, unit * 0.5, -unit, -unit * 0.6)
        if self.title:
            self.write(painter, QRectF(inside.left(), inside.top(), inside.width(), unit * 2), self.title, 1.3, "muted")
            inside.setTop(inside.top() + unit * 2.2)
        try:
            yield painter, inside
        finally:
            painter.end()


class Tile(Panel):
    """One big number with its word; with a ``mark`` it is quiet at zero, and in its colour otherwise."""

    def __init__(self, title: str, parent: QWidget, colour: str = "text", mark: str = "") -> None:
        super().__init__(f"{mark} {title}".strip(), parent)
        self.value: int | None = None
        self.detail = ""
        self._colour, self._mark = colour, mark

    def show_value(self, value: int | None, detail: str = "") -> None:
        """None: not known yet."""
        if (value, detail) != (self.value, self.detail):
            self.value, self.detail = value, detail
            self.setAccessibleDescription(f"{self.title} {value} {detail}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with self.card() as (painter, inside):
            self._draw(painter, inside)

    def _draw(self, painter: QPainter, inside: QRectF) -> None:
        quiet = not self.value and self._mark
        number = QRectF(inside.left(), inside.top() - self.unit * 0.4, inside.width(), self.unit * 4.6)
        words = "—" if self.value is None else str(self.value)
        self.write(painter, number, words, 4.2, "muted" if quiet else self._colour, LEFT, bold=True)
        if self.detail:
            below = QRectF(inside.left(), inside.bottom() - self.unit * 1.5, inside.width(), self.unit * 1.6)
            self.write(painter, below, self.detail, 1.1, "muted")


class CompanyPanel(Panel):
    """One line a company: open, near, over, unsigned."""

    COLUMNS = (("在办", "", "text"), ("临期", "!", "warning"), ("超时", "▲", "danger"), ("未签收", "◇", "warning"))

    def __init__(self, parent: QWidget) -> None:
        super().__init__("各热力公司", parent)
        self.loads: tuple[Load, ...] = ()

    def show_loads(self, loads: tuple[Load, ...]) -> None:
        """The companies, in their order."""
        if loads != self.loads:
            self.loads = loads
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with self.card() as (painter, inside):
            self._draw(painter, inside)

    def _draw(self, painter: QPainter, inside: QRectF) -> None:
        unit, name = self.unit, inside.width() * 0.3
        width = (inside.width() - name) / len(self.COLUMNS)
        for at, (title, _, _) in enumerate(self.COLUMNS):
            head = QRectF(inside.left() + name + at * width, inside.top() - unit * 2.2, width, unit * 2)
            self.write(painter, head, title, 1.3, "muted", RIGHT)
        if not self.loads:
            return
        height = min(unit * 4.6, inside.height() / len(self.loads))
        for line, load in enumerate(self.loads):
            top = inside.top() + line * height
            painter.fillRect(QRectF(inside.left(), top, inside.width(), 1), tokens().colour("line"))
            self.write(painter, QRectF(inside.left(), top, name, height), load.name, 2.0, "text", LEFT, bold=True)
            values = (load.open, load.near, load.over, load.unsigned)
            for at, (value, (_, mark, colour)) in enumerate(zip(values, self.COLUMNS, strict=True)):
                place = QRectF(inside.left() + name + at * width, top, width, height)
                said = f"{mark} {value}" if value and mark else str(value)
                self.write(painter, place, said, 2.4, colour if value else "muted", RIGHT, bold=value > 0)


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """What the board says of an incident that runs: place without a flat, how many called, and until when."""

    words: str
    detail: str
    over: bool  # the time it was expected to end at has passed


class IncidentPanel(Panel):
    """The incidents that run, the newest first; how many are left out where not all fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("片区事件", parent)
        self.lines: Sequence[IncidentLine] = ()

    def show_lines(self, lines: Sequence[IncidentLine]) -> None:
        """All that run."""
        if lines != self.lines:
            self.lines = lines
            self.title = f"片区事件 {len(lines)}" if lines else "片区事件"
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with self.card() as (painter, inside):
            self._draw(painter, inside)

    def _draw(self, painter: QPainter, inside: QRectF) -> None:
        unit = self.unit
        if not self.lines:
            self.write(painter, inside, "没有正在进行的片区事件", 1.6, "muted", MIDDLE)
            return
        height = unit * 4.2
        room = max(1, int(inside.height() / height))
        shown = self.lines if len(self.lines) <= room else self.lines[: room - 1]
        for at, line in enumerate(shown):
            top = inside.top() + at * height
            painter.fillRect(QRectF(inside.left(), top, inside.width(), 1), tokens().colour("line"))
            first = QRectF(inside.left(), top + unit * 0.4, inside.width(), unit * 2)
            second = QRectF(inside.left(), top + unit * 2.3, inside.width(), unit * 1.6)
            self.write(painter, first, f"❖ {line.words}", 1.5, "text", LEFT, bold=True)
            said = f"▲ {line.detail}" if line.over else line.detail
            self.write(painter, second, said, 1.2, "danger" if line.over else "muted")
        if len(shown) < len(self.lines):
            place = QRectF(inside.left(), inside.top() + len(shown) * height, inside.width(), unit * 2)
            self.write(painter, place, f"还有 {len(self.lines) - len(shown)} 起", 1.2, "muted")


class HoursPanel(Panel):
    """Calls of today by the hour as bars with their numbers; the hour that runs is framed. None: not known yet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("今日各钟点受理", parent)
        self.hours: Mapping[int, int] | None = None
        self.now_hour = 0

    def show_hours(self, hours: Mapping[int, int] | None, now_hour: int) -> None:
        """Calls by hour 0-23; hours without any may be left out."""
        if (hours, now_hour) != (self.hours, self.now_hour):
            self.hours, self.now_hour = hours, now_hour
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with self.card() as (painter, inside):
            self._draw(painter, inside)

    def _draw(self, painter: QPainter, inside: QRectF) -> None:
        unit, colours = self.unit, tokens()
        if self.hours is None:
            self.write(painter, inside, "正在统计…", 1.6, "muted", MIDDLE)
            return
        most = max([1, *self.hours.values()])
        width = inside.width() / HOURS
        ground = QRectF(inside.left(), inside.top() + unit * 1.5, inside.width(), inside.height() - unit * 3.2)
        painter.fillRect(QRectF(ground.left(), ground.bottom(), ground.width(), 1), colours.colour("line"))
        for hour in range(HOURS):
            value = self.hours.get(hour, 0)
            high = ground.height() * value / most
            bar = QRectF(ground.left() + hour * width + width * 0.14, ground.bottom() - high, width * 0.72, high)
            now = hour == self.now_hour
            painter.fillRect(bar, colours.colour("accent"))
            column = QRectF(ground.left() + hour * width, 0, width, unit * 1.5)
            if value:
                column.moveBottom(bar.top())
                self.write(painter, column, str(value), 1.2, "text", MIDDLE, bold=now)
            column.moveTop(ground.bottom() + unit * 0.1)
            self.write(painter, column, str(hour), 1.1, "text" if now else "muted", MIDDLE, bold=now)
            if now:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(colours.colour("text"))
                painter.drawRoundedRect(column, unit * 0.3, unit * 0.3)
