"""Extension, supervision, ruling, shelf and the right door, by keyboard alone, on the real database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton

from app import complaints, dispatch, extensions
from app.records import Act, State
from small_city import City
from ui.act_bar import ActBar
from ui.jobs import Jobs
from ui.linkage_strips import DoorStrip, ExtensionStrip, RulingStrip, SuperviseStrip
from ui.queue_filter import Chip
from ui.strip import CompanyStrip, WordsStrip
from ui.style import start_style
from ui.window import Window

Open = Callable[[str], Window]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_window(qapp, qtbot, city: City, data_folder: Path) -> Iterator[Open]:
    start_style(qapp)
    opened: list[Window] = []

    def enter(login: str) -> Window:
        window = Window(city.seat(login), Jobs(), data_folder, "本机", "0.1.0")
        opened.append(window)
        window.show()
        window.start()
        qtbot.waitUntil(lambda: window.live.complete)
        return window

    yield enter
    for window in opened:
        window.close()
        window.jobs.close()
        window.deleteLater()


def opened(qtbot, window: Window, complaint):
    window.open_complaint(complaint.number)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == complaint.id)
    return panel


def press(qtbot, window: Window, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def write(words: str) -> None:
    done = QInputMethodEvent("", [])
    done.setCommitString(words)
    QApplication.sendEvent(QApplication.focusWidget(), done)


def test_a_company_asks_by_digit_and_a_supervisor_grants(qtbot, open_window: Open, city: City) -> None:
    there = city.bring(State.ARRIVED)
    window = open_window("a1")
    panel = opened(qtbot, window, there)
    panel.ask(Act.EXTEND)
    press(qtbot, window, "3")
    strip = panel.findChild(ExtensionStrip)
    assert strip.field.hasFocus()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "延期原因" in strip.error.text())
    write("等待配件到货")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: panel.complaint.extension_asked == 3)
    assert window.queue_page.table.hasFocus()  # not whatever stands next in the window

    other = open_window("sup1")
    panel = opened(qtbot, other, there)
    panel.ask(Act.GRANT)
    assert "3 个工作日" in panel.findChild(WordsStrip)._title.text()
    press(qtbot, other, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: panel.complaint.extended_days == 3)
    assert not {Act.GRANT, Act.DENY} & set(panel.acts._allowed)


def test_ten_days_have_the_digit_0(qtbot, open_window: Open, city: City) -> None:
    window = open_window("a1")
    panel = opened(qtbot, window, city.bring(State.ARRIVED))
    panel.ask(Act.EXTEND)
    press(qtbot, window, "0")
    strip = panel.findChild(ExtensionStrip)
    assert (strip.days.value(), strip.field.hasFocus()) == (10, True)


def test_nothing_to_decide_is_not_offered(qtbot, open_window: Open, city: City) -> None:
    there = city.bring(State.ARRIVED)
    window = open_window("sup1")
    panel = opened(qtbot, window, there)
    assert not {Act.GRANT, Act.DENY, Act.ESCALATE} & set(panel.acts._allowed)
    asked = extensions.ask(city.seat("a1"), there.id, there.revision, 2, "等待配件到货")
    qtbot.waitUntil(lambda: panel.complaint.revision == asked.revision)
    menu = [action.text() for action in panel.findChild(ActBar)._menu.actions()]
    assert menu[:2] == ["准予延期", "不予延期"]


def test_f8_supervises_with_level_and_reason(qtbot, open_window: Open, city: City) -> None:
    there = city.bring(State.SIGNED)
    window = open_window("sup1")
    panel = opened(qtbot, window, there)
    press(qtbot, window, Qt.Key.Key_F8)
    strip = panel.findChild(SuperviseStrip)
    assert strip.level.value() == 1
    press(qtbot, window, "2")
    write("今晚十点前到场")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: panel.complaint.supervise_level == 2)
    facts = [labels[1].text() for labels in panel._facts._rows if not labels[1].isHidden()]
    assert "2 级" in facts
    press(qtbot, window, Qt.Key.Key_F8)
    strip = panel.findChild(SuperviseStrip)
    press(qtbot, window, "1")
    write("降级")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "只能提高级别" in strip.error.text())


def test_f8_is_nobody_else_s(qtbot, open_window: Open, city: City) -> None:
    there = city.bring(State.SIGNED)
    window = open_window("op1")
    panel = opened(qtbot, window, there)
    press(qtbot, window, Qt.Key.Key_F8)
    assert panel.findChild(SuperviseStrip) is None
    assert not any("督办" in button.text() for button in panel.acts.findChildren(QPushButton))


def test_a_ruling_is_offered_to_a_supervisor_once_returned(qtbot, open_window: Open, city: City) -> None:
    back = city.bring(State.RETURNED)
    hotline = open_window("op1")
    panel = opened(qtbot, hotline, back)
    panel.ask(Act.DISPATCH)
    assert isinstance(panel.findChild(CompanyStrip), CompanyStrip)
    assert panel.findChild(RulingStrip) is None
    press(qtbot, hotline, "2")
    press(qtbot, hotline, Qt.Key.Key_Tab)
    write("他公司的管网")
    press(qtbot, hotline, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.complaint.state is State.DISPATCHED)
    assert (panel.complaint.company_id, panel.complaint.events[-1].note) == (2, "他公司的管网")
    other = city.seat("b1")
    back = dispatch.give_back(other, back.id, panel.complaint.revision, "也不是我公司的")

    window = open_window("sup1")
    panel = opened(qtbot, window, back)
    press(qtbot, window, Qt.Key.Key_F5)
    strip = panel.findChild(RulingStrip)
    press(qtbot, window, "1")
    press(qtbot, window, "2")
    assert strip.reason.hasFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "裁定理由" in strip.error.text())
    write("在你方红线内")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.complaint.state is State.DISPATCHED)
    assert (panel.complaint.binding, panel.complaint.events[-1].note) == (True, "在你方红线内")


def test_the_right_door_is_typed_and_its_words_are_in_sight(qtbot, open_window: Open, city: City) -> None:
    taken = city.take(category="D4", text="电梯坏了没人修。")
    window = open_window("op1")
    panel = opened(qtbot, window, taken)
    press(qtbot, window, Qt.Key.Key_F5)  # no slip, but the right door is the next step of D4
    strip = panel.findChild(DoorStrip)
    assert [choice.name for choice in strip.door.list.choices][:2] == ["公安 110", "消防 119"]
    write("特种")
    press(qtbot, window, Qt.Key.Key_Return)
    assert strip.door.key == "market"
    assert "电梯里有人被困请先拨 119" in strip.say.text()
    assert strip.field.hasFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.complaint.state is State.REFERRED)
    qtbot.waitUntil(lambda: window.live.queue.get(taken.id) is None)


def test_the_right_door_is_found_before_anything_is_taken_down(qtbot, open_window: Open) -> None:
    window = open_window("op1")
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    write("烫伤")
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.status._message.text().startswith("120  请马上拨打 120")


def test_an_unknown_door_is_refused_in_place(qtbot, open_window: Open, city: City) -> None:
    taken = city.take()
    window = open_window("op1")
    panel = opened(qtbot, window, taken)
    panel.ask(Act.REFUSE)
    strip = panel.findChild(DoorStrip)
    write("居委会")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: strip.error.isVisible())
    assert strip.door.field.hasFocus()
    assert complaints.show(city.seat("op1"), taken.id).state is State.WAITING


def test_the_shelf_has_its_own_chip_and_f5_takes_up(qtbot, open_window: Open, city: City) -> None:
    put = city.bring(State.SHELVED)
    window = open_window("sup1")
    chips = window.queue_page._chips
    qtbot.waitUntil(lambda: (chips[Chip.ALL].text(), chips[Chip.SHELVED].text()) == ("全部 0", "挂账 1"))
    window.queue_page.choose_chip(Chip.SHELVED)
    listed = window.queue_page.open_model
    hint = [column.title for column in listed.columns].index("提示")
    why = next(one.note for one in put.events if one.act is Act.SHELVE)
    qtbot.waitUntil(lambda: why in listed.index(0, hint).data())
    panel = opened(qtbot, window, put)
    press(qtbot, window, Qt.Key.Key_F5)
    write("管网已换")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: panel.complaint.state is State.WAITING)
    qtbot.waitUntil(lambda: chips[Chip.ALL].text() == "全部 1")


def test_the_watch_raises_what_time_made_late(qtbot, open_window: Open, city: City) -> None:
    there = city.bring(State.SIGNED)
    city.owner().execute(
        "UPDATE complaint SET (due_at, rank_at) = (now() - interval '1 min', now() - interval '1 min')"
    )
    window = open_window("op1")
    with qtbot.waitSignal(window.overdue_watch.raised) as told:
        window.overdue_watch.look()
    assert told.args == [[there.number]]
    qtbot.waitUntil(lambda: window.live.queue.get(there.id).supervise_level == 1)
