"""The form, the slip and the directory in the window: a call while another draft is open loses neither."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.intake import NewComplaint, take
from app.records import State
from form_seat import ctrl_enter, fill
from ui.printing import NO_PRINTER

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, open_window):
    window = open_window("op3")
    qtbot.waitUntil(lambda: bool(window.drafting.index.find("mdhy")))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def tabs(window):
    return window.status.tabs.titles


def test_a_call_becomes_a_slip_beside_the_queue(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F2)
    assert window.side.front is window.drafting.form
    fill(qtbot, window.drafting.form)
    assert tabs(window) == ["牡丹花园 3-2-501"]
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: window.side.front is window.preview)
    qtbot.waitUntil(lambda: bool(window.preview.paper.pictures))
    assert window.preview._notice.text() == NO_PRINTER
    assert tabs(window) == []
    assert window.queue_page.table.hasFocus()  # the form is gone; arrows go on at once
    shown = window.complaint_panel.complaint
    qtbot.waitUntil(lambda: window.queue_page.open_model.row(shown.id) is not None)
    assert window.queue_page.open_model.row(shown.id).state is State.DISPATCHED
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.side.front is window.complaint_panel


def test_f2_at_any_time_keeps_the_draft_that_was_open(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F2)
    qtbot.keyClicks(window.drafting.form.phone.field, "5201234")
    press(qtbot, window, Qt.Key.Key_F2)
    fill(qtbot, window.drafting.form)
    assert tabs(window) == ["（未填小区）5201234", "牡丹花园 3-2-501"]
    press(qtbot, window, Qt.Key.Key_Tab, CONTROL)
    assert window.drafting.form.phone.field.text() == "5201234"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.side.front is not window.drafting.form
    assert len(tabs(window)) == 2
    window.status.tabs.press(1)
    assert window.drafting.form.flat.field.text() == "3-2-501"
    assert window.side.front is window.drafting.form


def test_a_draft_thrown_away_comes_back_by_key(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F2)
    qtbot.keyClicks(window.drafting.form.phone.field, "5201234")
    press(qtbot, window, Qt.Key.Key_W, CONTROL)
    assert tabs(window) == []
    assert "恢复" in window.status._message.text()
    press(qtbot, window, Qt.Key.Key_T, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert tabs(window) == ["（未填小区）5201234"]
    assert window.drafting.form.phone.field.text() == "5201234"


def test_f2_on_the_page_of_communities_begins_there(qtbot, window):
    press(qtbot, window, Qt.Key.Key_2, CONTROL)
    assert window.directory_page.search.hasFocus()
    qtbot.keyClicks(window.directory_page.search, "mdhy")
    press(qtbot, window, Qt.Key.Key_F2)
    assert window.pages.currentWidget() is window.queue_page
    assert window.drafting.form.place.field.text() == "牡丹花园"
    assert window.drafting.form.phone.field.hasFocus()


def test_esc_in_an_open_list_closes_the_list_only(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F2)
    field = window.drafting.form.place.field
    field.setFocus()
    qtbot.keyClicks(field, "mdhy")
    assert field.choosing
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not field.choosing
    assert window.side.front is window.drafting.form
    assert field.text() == "mdhy"


def test_many_drafts_do_not_widen_the_window(qtbot, window):
    window.resize(1093, 614)
    for number in range(12):
        press(qtbot, window, Qt.Key.Key_F2)
        qtbot.keyClicks(window.drafting.form.phone.field, f"52012{number:02}")
    assert len(tabs(window)) == 12
    qtbot.wait(20)
    assert window.width() == 1093
    shown = [tab for tab in window.status.tabs._tabs if not tab.isHidden()]
    assert any(tab.toolTip() == "（未填小区）5201211" for tab in shown)
    assert window.status.tabs._more.text() == f"另 {12 - len(shown)} 份 ▾"
    assert len(shown) >= 2


def test_what_another_seat_takes_for_the_same_flat_shows_while_one_types(qtbot, window, sign_in):
    press(qtbot, window, Qt.Key.Key_F2)
    form = window.drafting.form
    fill(qtbot, form, phone="13853009999", flat="9-9-909")
    qtbot.wait(200)
    assert form.history.first_open is None
    other = sign_in("op1")
    community = other.directory.communities[form.place.key]
    flat = {"community_id": community.id, "building": "9", "unit": "9", "room": "909"}
    taken = take(other, NewComplaint(phone="13853008888", category="B1", text="不热", **flat))
    qtbot.waitUntil(lambda: form.history.first_open is not None)
    assert form.history.first_open.id == taken.id
