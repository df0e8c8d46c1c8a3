"""Day and night can be read, follow the system live, and every icon is there and takes the colour of the hour."""

import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from ui.icons import ICON_FOLDER, icon
from ui.sheet import sheet
from ui.style import set_look, start_style, tokens
from ui.tokens import DARK, LIGHT


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("background", "surface", "raised")
PAIRS = [
    *((ink, ground) for ink in ("text", "muted", "accent", "warning", "danger", "good") for ground in GROUNDS),
    *((ink, "selected") for ink in ("text", "muted", "accent", "warning", "danger")),
    ("warning", "warning_on"),
    ("danger", "danger_on"),
    ("good", "good_on"),
    ("text", "good_on"),
    ("text", "warning_on"),
    ("surface", "accent"),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_contrast(scheme, ink, ground):
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sheet_names_no_colour_of_its_own_and_no_pixels_beyond_hair_lines(scheme):
    text = sheet(scheme)
    assert "$" not in text
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", text)) <= {getattr(scheme, name) for name in scheme.__slots__}
    assert set(re.findall(r"(\d+)px", text)) <= {"1", "2"}


def test_the_look_follows_the_system(qapp, qtbot):
    style = start_style(qapp)
    assert start_style(qapp) is style
    with qtbot.waitSignal(style.changed):
        style.follow(Qt.ColorScheme.Dark)
    assert tokens() is DARK
    assert qapp.palette().text().color() == QColor(DARK.text)
    tinted = icon("flame").pixmap(QSize(24, 24)).toImage()
    assert any(tinted.pixelColor(x, y) == QColor(DARK.text) for x in range(24) for y in range(24))
    with qtbot.waitSignal(style.changed):
        QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert tokens() is LIGHT


def test_chinese_and_the_shapes_of_the_states_have_glyphs(qapp):
    from PySide6.QtGui import QFontInfo, QRawFont

    from app.words import STATE_SHAPES

    start_style(qapp)
    font = qapp.font()
    raw = QRawFont.fromFont(font)
    assert QFontInfo(font).family() == "Noto Sans SC"
    assert all(raw.supportsCharacter(ord(mark)) for mark in [*STATE_SHAPES.values(), "暖", "龑", "▲", "−"])


def test_digits_are_of_one_width(qapp):
    start_style(qapp)
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(qapp.font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_a_look_is_put_on_and_off(qtbot):
    button = QPushButton("反馈")
    qtbot.addWidget(button)
    set_look(button, "primary")
    assert button.property("look") == "primary"


@pytest.mark.parametrize("name", sorted(file.stem for file in ICON_FOLDER.glob("*.svg")))
def test_every_icon_draws_something(qapp, name):
    image = icon(name).pixmap(QSize(32, 32)).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(32) for y in range(32))


def test_an_icon_that_is_not_there_is_refused(qapp):
    with pytest.raises(KeyError):
        icon("no-such-icon")
