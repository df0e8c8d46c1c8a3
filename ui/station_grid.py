"""A map-like grid of the heat exchange stations, by company and code: the more complaints, the deeper the ground.

The number is written in each tile, so the ground only helps the eye. Painted with Qt alone: 400 tiles are one picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.records import Company, Station
from ui.style import style, tokens
from ui.tokens import Tokens

DEPTHS = (0.0, 0.15, 0.3, 0.5, 1.0)
"""How much accent the ground has: none, few … many; each keeps its number readable (4.5 : 1)."""


@dataclass(frozen=True, slots=True)
class StationCount:
    """A station and its complaints."""

    id: int
    code: str
    name: str
    company: str
    count: int
    per_thousand: float | None

    @property
    def words(self) -> str:
        """换热站 023 牡丹站（永恒）：12 件，每千户 13.2."""
        homes = "" if self.per_thousand is None else f"，每千户 {self.per_thousand:.1f} 件"
        return f"换热站 {self.code} {self.name}（{self.company}）：{self.count} 件{homes}"


def station_counts(
    stations: Mapping[int, Station], companies: Mapping[int, Company], counts: Mapping[int, int]
) -> list[StationCount]:
    """All stations by company and code, those without complaints too."""

    def one(station: Station) -> StationCount:
        company, count = companies.get(station.company_id), counts.get(station.id, 0)
        per = 1000 * count / station.homes if station.homes else None
        return StationCount(station.id, station.code, station.name, company.short_name if company else "", count, per)

    return sorted(map(one, stations.values()), key=lambda each: (each.company, each.code, each.id))


def depth(count: int, most: int) -> int:
    """Which of DEPTHS a count has: 0 for none, the last for the upper quarter."""
    return 0 if not count else min(4, 1 + (4 * (count - 1)) // max(1, most))


class StationGrid(QWidget):
    """Arrows move, Enter asks: ``stood`` carries words, ``asked`` the station's id."""

    stood = Signal(str)
    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("换热站图")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.stations: Sequence[StationCount] = ()
        self.at = 0
        style().changed.connect(self.update)

    def show_stations(self, stations: Sequence[StationCount]) -> None:
        """Show other counts; one stands on the station with the most."""
        self.stations = stations
        self.at = max(range(len(stations)), key=lambda at: stations[at].count, default=0)
        self.updateGeometry()
        self.update()

    def stand(self, at: int) -> None:
        """Stand on a station."""
        if self.stations:
            self.at = max(0, min(at, len(self.stations) - 1))
            self.setAccessibleDescription(self.stations[self.at].words)
            self.stood.emit(self.stations[self.at].words)
            area = self._area()
            if area is not None:
                here = self._tiles(self.width())[self.at].center()
                area.ensureVisible(here.x(), here.y(), 0, self._tile().height() * 2)
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        tiles = self._tiles(width)
        return tiles[-1].bottom() + 4 if tiles else self._tile().height()

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(400))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.stand(self.at - 1)
            case Qt.Key.Key_Right:
                self.stand(self.at + 1)
            case Qt.Key.Key_Up:
                self.stand(self._beyond(-1))
            case Qt.Key.Key_Down:
                self.stand(self._beyond(1))
            case Qt.Key.Key_Home:
                self.stand(0)
            case Qt.Key.Key_End:
                self.stand(len(self.stations) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.stations:
                self.asked.emit(self.stations[self.at].id)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for at, tile in enumerate(self._tiles(self.width())):
            if tile.contains(point):
                self.stand(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)
        if self.stations:
            self.asked.emit(self.stations[self.at].id)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), tokens()
        painter.fillRect(event.rect(), colours.colour("surface"))
        most, company = max((one.count for one in self.stations), default=0), None
        bold = QFont(self.font())
        bold.setBold(True)
        for at, (one, tile) in enumerate(zip(self.stations, self._tiles(self.width()), strict=True)):
            if one.company != company:
                company = one.company
                painter.setPen(colours.colour("muted"))
                head = QRect(0, tile.top() - tile.height(), self.width(), tile.height())
                some = [each.count for each in self.stations if each.company == company]
                painter.drawText(
                    head, Qt.AlignmentFlag.AlignVCenter, f"{company}　{len(some)} 座换热站，{sum(some)} 件"
                )
            step = depth(one.count, most)
            painter.fillRect(tile, ground(colours, step))
            painter.setPen(ink(colours, step))
            painter.setFont(bold if one.count else self.font())
            painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, str(one.count) if one.count else "·")
            painter.setFont(self.font())
            if at == self.at:
                pen = painter.pen()
                pen.setColor(colours.colour("text"))
                pen.setWidth(3 if self.hasFocus() else 1)
                painter.setPen(pen)
                painter.drawRect(tile.adjusted(1, 1, -1, -1))
        painter.end()

    def _tile(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(round(em * 1.9), round(em * 1.2))

    def _tiles(self, width: int) -> list[QRect]:
        size, places = self._tile(), []
        across = max(1, width // (size.width() + 2))
        top, column, company = 0, 0, None
        for one in self.stations:
            if one.company != company:
                top += 0 if company is None else size.height() + 6
                company, column = one.company, 0
                top += size.height()
            elif column == across:
                top, column = top + size.height() + 2, 0
            places.append(QRect(column * (size.width() + 2), top, size.width(), size.height()))
            column += 1
        return places

    def _beyond(self, way: int) -> int:
        """The station above or below: the nearest tile of the next row that way."""
        tiles = self._tiles(self.width())
        here = tiles[self.at]
        rows = sorted({tile.top() for tile in tiles if (tile.top() - here.top()) * way > 0}, reverse=way < 0)
        if not rows:
            return self.at
        row = [at for at, tile in enumerate(tiles) if tile.top() == rows[0]]
        return min(row, key=lambda at: abs(tiles[at].left() - here.left()))

    def _area(self) -> QScrollArea | None:
        above = self.parentWidget()
        area = above.parentWidget() if above is not None else None
        return area if isinstance(area, QScrollArea) else None


def ground(colours: Tokens, step: int) -> QColor:
    """The ground of a step."""
    under, over, share = colours.colour("surface"), colours.colour("accent"), DEPTHS[step]
    if not step:
        return colours.colour("raised")
    pairs = ((under.red(), over.red()), (under.green(), over.green()), (under.blue(), over.blue()))
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def ink(colours: Tokens, step: int) -> QColor:
    """The colour of the number on it."""
    return colours.colour("muted" if not step else "surface" if step == len(DEPTHS) - 1 else "text")
