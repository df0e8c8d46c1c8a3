"""The style sheet, written from the tokens of one scheme.

Lengths are in ``em`` (in Qt one line of the font), so they grow with the font; only hair lines are in pixels.
"""

from pathlib import Path
from string import Template

from ui.tokens import DARK, Tokens

ICONS = Path(__file__).parent.parent / "resources" / "icons"

_SHEET = Template("""
QWidget[look="surface"], QFrame[look="card"], QScrollArea, QScrollArea > QWidget > QWidget[look="plain"] {
    background: $surface; border: none;
}
QFrame[look="card"] { border: 1px solid $line; border-radius: 0.3em; }
QFrame[look="raised"] { background: $raised; border-radius: 0.25em; }
QFrame[look="warning"] { background: $warning_on; border-radius: 0.25em; }
QFrame[look="danger"] { background: $danger_on; border-radius: 0.25em; }
QFrame[look="good"] { background: $good_on; border-radius: 0.25em; }
QFrame[look="header"] { background: $surface; border: none; }
QFrame[look="footer"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[look="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QLabel { background: transparent; }
QLabel[look="warning"], QLabel[look="danger"], QLabel[look="good"] { background: transparent; border-radius: 0; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="accent"] { color: $accent; }
QLabel[look="warning"] { color: $warning; background: transparent; }
QLabel[look="danger"] { color: $danger; background: transparent; }
QLabel[look="good"] { color: $good; background: transparent; }
QLabel[look="strong"] { font-weight: 700; }
QLabel[look="title"] { font-size: 12pt; font-weight: 700; }
QLabel[look="reading"] { font-size: 13pt; }
QLabel[look="strong-warning"] { color: $warning; font-weight: 700; }
QLabel[look="strong-danger"] { color: $danger; font-weight: 700; }
QLabel[look="strong-accent"] { color: $accent; font-weight: 700; }
QLabel[look="strong-good"] { color: $good; font-weight: 700; }
QLabel[look="strong-muted"] { color: $muted; font-weight: 700; }
QLabel[look="key"] {
    color: $muted; font-size: 8pt; border: 1px solid $line; border-radius: 0.2em; padding: 0.1em 0.3em;
}

QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 0.25em; padding: 0.28em 0.7em;
}
QPushButton:hover { background: $selected; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $muted; }
QPushButton::menu-indicator { width: 0; image: none; }
QPushButton[look="primary"] { background: $accent; color: $surface; border: 1px solid $accent; font-weight: 700; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:focus { border: 1px solid $text; }
QPushButton[look="primary"]:disabled { background: $raised; color: $muted; border: 1px solid $line; }
QPushButton[look="chip"] { background: $surface; border-radius: 0.75em; padding: 0.25em 0.5em; }
QPushButton[look="chip"]:hover { background: $raised; border: 1px solid $muted; }
QPushButton[look="chip"]:checked { background: $selected; color: $accent; border: 1px solid $accent; }
QPushButton[look="tab"] {
    background: transparent; border: none; border-bottom: 2px solid transparent; border-radius: 0;
    padding: 0.35em 0.75em;
}
QPushButton[look="tab"]:hover { color: $accent; }
QPushButton[look="tab"]:focus { background: $selected; }
QPushButton[look="tab"]:checked { border-bottom: 2px solid $accent; }
QPushButton[look="link"], QPushButton[look="quiet"] {
    background: transparent; border: 1px solid transparent; padding: 0.1em 0.3em;
}
QPushButton[look="link"] { color: $accent; }
QPushButton[look="link"]:hover, QPushButton[look="quiet"]:hover { background: $selected; }
QPushButton[look="link"]:focus, QPushButton[look="quiet"]:focus { border: 1px solid $accent; }
QPushButton[look="muted-tone"] {
    background: $warning_on; color: $warning; border: 1px solid $warning; font-weight: 700; padding: 0.1em 0.3em;
}
QPushButton[look="choice"] { padding: 0.2em 0.5em; }
QPushButton[look="choice"]:checked { background: $selected; color: $accent; border: 1px solid $accent; }

QLineEdit, QPlainTextEdit {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 0.25em; padding: 0.22em 0.3em;
    selection-background-color: $accent; selection-color: $surface;
}
QLineEdit:focus, QPlainTextEdit:focus { border: 1px solid $accent; }
QLineEdit[bad="true"], QPlainTextEdit[bad="true"] { border: 1px solid $danger; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $raised; }

QCheckBox { spacing: 0.3em; }
QCheckBox::indicator {
    width: 0.68em; height: 0.68em; background: $surface; border: 1px solid $muted; border-radius: 0.15em;
}
QCheckBox::indicator:checked { background: $accent; border: 1px solid $accent; image: url("$tick"); }
QCheckBox::indicator:disabled { border: 1px solid $line; }
QCheckBox:focus { color: $accent; }

QTableView, QListView {
    background: $surface; border: 1px solid $line; border-radius: 0.3em; outline: none;
    selection-background-color: $selected; selection-color: $text;
}
QListView:focus { border: 1px solid $accent; }
QListView::item { padding: 0.15em 0.4em; }
QListView[look="choices"] { background: $raised; padding: 0.2em; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
    background: $surface; color: $muted; border: none; border-bottom: 1px solid $line; padding: 0.2em 0.35em;
    font-weight: 400;
}
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $line; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 0; height: 0; }

QScrollBar:vertical { background: transparent; width: 0.55em; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 0.55em; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 0.2em; }
QScrollBar::handle:vertical { min-height: 2em; }
QScrollBar::handle:horizontal { min-width: 2em; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: transparent; width: 0; height: 0;
}

QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 0.2em; }
QMenu::item { padding: 0.25em 1.2em 0.25em 0.6em; border-radius: 0.2em; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { background: $line; height: 1px; margin: 0.2em 0.4em; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 0.2em 0.3em; }
QSplitter::handle { background: transparent; }
QProgressBar { background: $raised; border: 1px solid $line; border-radius: 0.2em; max-height: 0.35em; }
QProgressBar::chunk { background: $accent; border-radius: 0.2em; }
""")


def sheet(tokens: Tokens) -> str:
    """The style sheet in the given colours."""
    tick = ICONS / f"tick-{'dark' if tokens is DARK else 'light'}.svg"  # an image of a style sheet can't be tinted
    return _SHEET.substitute({name: getattr(tokens, name) for name in Tokens.__slots__}, tick=tick.as_posix())
