"""The window around its pages: its keys, its size, one field for all, and what a cut line looks like."""

import re

import psycopg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.answers import report
from app.dispatch import dispatch, sign
from app.records import State
from at_window import a_complaint, fresh, opened, press, write
from ui.jobs import Jobs
from ui.live import Link
from ui.queue_filter import Chip
from ui.strip import CallBackStrip
from ui.window import Window


def test_f1_prints_the_keys_and_esc_folds_them(qtbot, open_window):
    window = open_window("op3")
    press(qtbot, window, Qt.Key.Key_F1)
    assert window.side.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.side.isVisible()


def test_the_mouse_goes_where_the_keys_go(qtbot, open_window):
    window = open_window("op3")
    for at, words in enumerate(window.header.pages):
        qtbot.mouseClick(window.header._tabs.button(at), Qt.MouseButton.LeftButton)
        assert window.pages.currentIndex() == at, words
    qtbot.mouseClick(window.header._tabs.button(0), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.queue_page._chips[Chip.OVER], Qt.MouseButton.LeftButton)
    assert window.queue_page.filter.chip is Chip.OVER


def test_the_window_fits_the_smallest_screen(qtbot, open_window, sign_in):
    window = open_window("op3")
    opened(qtbot, window, a_complaint(sign_in("op1")))
    window.resize(1093, 614)  # 1366×768 at 125 %
    for chip, button in window.queue_page._chips.items():
        button.setText(f"{chip} 1205")  # a frosty week
    window.queue_page._fit()
    window.resize(1093, 614)
    qtbot.waitUntil(lambda: window.width() <= 1093)
    assert window.height() <= 614
    table = window.queue_page.table
    first_five = sum(table.columnWidth(column) for column in range(5))
    assert table.viewport().width() >= first_five


def test_a_long_strip_scrolls_on_the_smallest_screen_and_shows_what_is_typed_in(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    taken = a_complaint(hotline)
    sent, _ = dispatch(hotline, taken.id, taken.revision)
    report(hotline, taken.id, sign(hotline, taken.id, sent.revision).revision, "已处理")
    window = open_window("op3")
    opened(qtbot, window, taken)
    window.resize(1093, 614)
    press(qtbot, window, Qt.Key.Key_F5)
    strip = window.complaint_panel.findChild(CallBackStrip)
    for digit in "115":
        press(qtbot, window, digit)
    qtbot.waitUntil(strip.field.hasFocus)
    assert window.height() == 614
    assert strip.field.visibleRegion().boundingRect().height() == strip.field.height()
    (button,) = (one for one in strip.findChildren(QPushButton) if one.text().startswith("提交回访"))
    assert button.visibleRegion().boundingRect().height() == button.height()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.complaint_panel.acts.visibleRegion().isEmpty()


def test_one_field_goes_does_and_finds(qtbot, open_window):
    window = open_window("op3")
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_field
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, "cs")
    assert palette.list.choices[0].name == "超时"
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.queue_page.filter.chip is Chip.OVER
    assert not palette.isVisible()
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(palette.field, "jiaojie")
    assert (palette.list.choices[0].name, palette.list.choices[0].words) == ("交接", "班次")
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.pages.currentWidget().section == "交接"
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    write(palette.field, "牡丹花园 暖气")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.queue_page.table.model() is window.queue_page.found_model)
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_a_cut_line_is_shown_and_what_was_missed_is_read(qtbot, open_window, sign_in, server, sample, monkeypatch):
    monkeypatch.setattr("ui.jobs.PAUSE_SECONDS", 0.2)
    window = open_window("op3")
    qtbot.waitUntil(lambda: window.live.link is Link.LIVE)
    seen = []
    window.live.link_changed.connect(lambda: seen.append(window.live.link))
    hotline = sign_in("op1")
    row = next(row for row in window.live.queue if row.state is State.DISPATCHED)
    with psycopg.connect(server.owner(), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = 'op3'", [sample]
        )
        sign(hotline, row.id, row.revision)  # rings a bell that nobody hears
    qtbot.waitUntil(lambda: seen == [Link.OFFLINE, Link.LIVE])
    qtbot.waitUntil(lambda: window.queue_page.open_model.row(row.id).state is State.SIGNED)
    assert list(window.live.queue) == fresh(window.seat)


def test_a_silent_line_is_called_behind(qtbot, open_window):
    window = open_window("op3")
    qtbot.waitUntil(lambda: window.live.link is Link.LIVE)
    window.live._heard_at -= 12
    window.live._tick()
    behind = re.search(r"滞后 (\d+) 秒", window.header._link.text())
    assert behind is not None
    assert int(behind[1]) >= 12  # and more on a machine under load
    qtbot.waitUntil(lambda: "实时" in window.header._link.text())  # the next heart-beat


def test_the_administrator_keeps_the_directory_and_sees_no_complaint(qtbot, sign_in, data_folder):
    window = Window(sign_in("admin"), Jobs(), data_folder, "本机", "0.1.0")
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.live.link is Link.LIVE)
    a_complaint(sign_in("op1"))
    qtbot.wait(100)
    assert window.live.link is Link.LIVE
    assert "小区" in window.header.pages
    assert "队列" not in window.header.pages
    assert list(window.live.queue) == []
    window.jobs.close()
