"""The look: one set of colours for day and one for night, the font, and the style sheet made from them.

Fusion draws the widgets; the palette and the style sheet below carry the tokens of design.md section 8. The scheme
follows the system while the program runs. Lengths are in ``em`` so that they grow with the font on any screen.
A widget says what it is by the dynamic property ``look`` (see ``set_look``).
"""

from pathlib import Path
from typing import cast

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.sheet import sheet
from ui.tokens import DARK, LIGHT, Tokens

FONT_FAMILY = "Noto Sans SC"
FONT_FOLDER = Path(__file__).parent.parent / "resources" / "fonts"
FONT_POINTS = 10

_running: list["Style"] = []  # painters ask for the colours some thousand times a second


class Style(QObject):
    """The look of the running program; ``changed`` is sent when day turns to night or back."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.tokens = LIGHT
        app.setStyle("Fusion")
        app.setFont(_font())
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        self.follow(hints.colorScheme())

    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Take on the given scheme; a system that doesn't say counts as light."""
        self.tokens = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        self._app.setStyleSheet("")  # Qt dresses anew twice as fast when the old sheet is off
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(sheet(self.tokens))
        self.changed.emit()


def start_style(app: QApplication) -> Style:
    """Dress the application, once; later calls give the same style back."""
    found = app.findChild(Style)
    made = found if isinstance(found, Style) else Style(app)
    _running[:] = [made]
    return made


def style() -> Style:
    """The style of the running application."""
    if _running and shiboken6.isValid(_running[0]):
        return _running[0]
    return start_style(cast(QApplication, QApplication.instance()))


def tokens() -> Tokens:
    """The colours that hold right now; for painters, who ask again at each paint."""
    return style().tokens


def set_look(widget: QWidget, look: str) -> None:
    """Say what a widget is (``primary``, ``muted``, ``title``, ``card`` …) and let the style sheet dress it anew."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _font() -> QFont:
    """Noto Sans SC, brought along where the system has none, with digits of one width."""
    if FONT_FAMILY not in QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        for file in sorted(FONT_FOLDER.glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
    font = QFont([FONT_FAMILY, "Microsoft YaHei UI"], FONT_POINTS)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, "background"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "raised"),
        (role.Text, "text"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "selected"),
        (role.HighlightedText, "text"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.Light, "raised"),
        (role.Midlight, "line"),
        (role.Mid, "line"),
        (role.Dark, "line"),
    ):
        palette.setColor(which, t.colour(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, t.colour("muted"))
    return palette
