"""The working of the clocks beside a complaint: folded until asked for, by key or click."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app import dispatch
from app.complaints import show
from app.live_queue import first_page
from app.pauses import pause
from app.records import Act, State
from app.states import offered
from ui.clock_row import ClockRow, clock_cells
from ui.clock_sheet import ClockSheet, clock_facts
from ui.pause_strip import PauseStrip
from ui.strip import WordsStrip


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.text() and not label.isHidden()]


def test_every_clock_says_how_it_was_counted(city):
    op = city.seat("op1")
    signed = city.bring(State.SIGNED)
    paused = pause(op, signed.id, signed.revision, "access", "家中无人")
    facts = clock_facts(op, paused, op.now())
    heads = [(fact.title, fact.words) for fact in facts if fact.title_look == "strong"]
    assert [title for title, _ in heads] == ["到场", "答复", "签收"]
    assert heads[0][1].startswith("已暂停")
    assert heads[2][1].startswith("按时")
    assert [fact.words for fact in facts if fact.title == "依据"][2] == "企业签收：10 分钟（内部要求，不是法定时限）"
    (skipped,) = [fact for fact in facts if fact.title == "不计"]
    assert "无法入户：家中无人" in skipped.words
    assert skipped.right == "1 天"
    assert [cell.words for cell in clock_cells(paused, op.now(), op.rules.calendar)][2:] == ["已暂停", "剩 2 天"]


def test_a_pause_that_came_too_late_stays_overdue(city):
    op = city.seat("op1")
    signed = city.bring(State.SIGNED)
    paused = pause(op, signed.id, signed.revision, "access", "家中无人")
    too_late = max(one.due_at for one in paused.due_times) + timedelta(hours=1)
    assert [cell.look for cell in clock_cells(paused, too_late, op.rules.calendar)][2:] == [
        "strong-danger",
        "strong-danger",
    ]
    assert [fact.words[0] for fact in clock_facts(op, paused, too_late) if fact.title in ("到场", "答复")] == [
        "超",
        "超",
    ]


def test_a_key_or_a_click_unfolds_it(qtbot, open_window):
    window = open_window("op1")
    (row,) = first_page(window.live.seat, 1)
    window.open_complaint(row.number)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == row.id)
    assert panel.clock_sheet.isHidden()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert panel.clock_sheet.isVisible()
    assert "依据" in texts(panel.clock_sheet)
    qtbot.mouseClick(panel.findChild(ClockRow), Qt.MouseButton.LeftButton)
    assert panel.clock_sheet.isHidden()


def test_folded_it_counts_nothing(city, qtbot):
    op = city.seat("op1")
    taken = city.take()
    sheet = ClockSheet(op)
    qtbot.addWidget(sheet)
    sheet.show_complaint(taken)
    assert texts(sheet) == []
    sheet.toggle()
    assert "到场" in texts(sheet)
    sent, _ = dispatch.dispatch(op, taken.id, taken.revision)
    sheet.show_complaint(show(op, sent.id))
    assert "签收" in texts(sheet)
    sheet.toggle()
    assert sheet.isHidden()


def test_the_clocks_are_stopped_and_started_beside_the_complaint(qtbot, open_window):
    window = open_window("op1")
    seat = window.live.seat
    row = next(one for one in first_page(seat, 500) if one.state is State.SIGNED)
    window.open_complaint(row.number)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == row.id)
    assert {Act.PAUSE, Act.RESUME} & set(offered(seat, panel.complaint)) == {Act.PAUSE}
    panel.ask(Act.PAUSE)
    (strip,) = panel.findChildren(PauseStrip)
    strip.submit()  # nothing was said
    qtbot.waitUntil(lambda: not strip.error.isHidden())
    assert strip.error.text().startswith("请选择暂停原因")
    strip.kind.choose("access")
    strip.field.setPlainText("家中无人，约在明早八点")
    strip.submit()
    qtbot.waitUntil(lambda: panel.complaint.events[-1].act is Act.PAUSE)
    assert {Act.PAUSE, Act.RESUME} & set(offered(seat, panel.complaint)) == {Act.RESUME}
    panel.ask(Act.RESUME)
    panel.findChildren(WordsStrip)[-1].submit()
    qtbot.waitUntil(lambda: panel.complaint.events[-1].act is Act.RESUME)
