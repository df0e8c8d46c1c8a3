"""The short form in the panel of a complaint: shown, filled in, and what the articles say of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from app.records import Act
from at_window import a_complaint, opened, press, write
from ui.short_form_strip import ShortFormStrip


def facts(panel) -> str:
    return "\n".join(label.text() for label in panel._facts.findChildren(QLabel) if not label.isHidden())


def test_a_short_form_is_filled_in_at_the_panel_and_says_who_is_liable(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    taken = a_complaint(hotline, category="C7", text="新小区要入网")
    window = open_window("op2")
    panel = opened(qtbot, window, taken)
    assert "登记表\n未填" in facts(panel)
    assert "公司收到申请后应在 7 日内到现场勘察（菏泽市供热条例第二十八条）" in facts(panel)
    panel.ask(Act.FORM)
    strip = panel.findChild(ShortFormStrip)
    press(qtbot, window, Qt.Key.Key_1)
    write(QApplication.focusWidget(), "200")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    write(QApplication.focusWidget(), "201")
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    row = strip.fields.rows["applicants"]
    qtbot.waitUntil(row.error.isVisible)
    assert "多于总户数" in row.error.text()
    row.field.clear()
    write(row.field, "100")
    assert "达到 50%" in strip.fields.advice.text()
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.complaint.form.get("applicants") == "100")
    assert "事项 新小区入网；总户数 200 户；申请户数 100 户" in facts(panel)
    assert "企业：申请 100/200 户（50%），达到 50%，公司应当供热（菏泽市供热条例第二十六条）" in facts(panel)


def test_what_has_no_form_asks_for_none(qtbot, open_window, sign_in):
    taken = a_complaint(sign_in("op1"))
    window = open_window("op2")
    panel = opened(qtbot, window, taken)
    assert "登记表" not in facts(panel)
    panel.ask(Act.FORM)
    assert panel.findChild(ShortFormStrip) is None


def test_the_longest_form_fits_the_smallest_screen_and_shows_whole_where_there_is_room(qtbot, open_window, sign_in):
    taken = a_complaint(sign_in("op1"), category="C8", text="地暖分水器漏水")
    window = open_window("op2")
    window.resize(1093, 580)  # 1366x768 at 125 %, less the task bar
    panel = opened(qtbot, window, taken)
    panel.ask(Act.FORM)
    strip = panel.findChild(ShortFormStrip)
    qtbot.waitUntil(strip.isVisible)
    assert window.height() == 580
    assert strip.mapTo(window, strip.rect().bottomLeft()).y() < 580
    window.resize(1366, 900)
    area = strip.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.height() >= strip.fields.sizeHint().height())
