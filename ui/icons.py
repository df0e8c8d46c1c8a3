"""Icons: Tabler's outline drawings (resources/icons, MIT) in the colour that holds when they are painted."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.style import tokens

ICON_FOLDER = Path(__file__).parent.parent / "resources" / "icons"


class TintedIcon(QIconEngine):
    """Draws one SVG sharply at any size, in a colour role of the present tokens; grey where disabled."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = "muted" if mode == QIcon.Mode.Disabled else self._role
        _drawing(self._name, getattr(tokens(), role)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return TintedIcon(self._name, self._role)


def icon(name: str, role: str = "text") -> QIcon:
    """The icon of that file name in ``resources/icons`` in a colour role (``text``, ``muted``, ``accent`` …)."""
    if not (ICON_FOLDER / f"{name}.svg").is_file():
        raise KeyError(name)
    return QIcon(TintedIcon(name, role))


@cache
def _drawing(name: str, colour: str) -> QSvgRenderer:
    svg = (ICON_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
