"""Photos of a complaint: thumbnails, one large beside the queue, and how far a file is on its way."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import attachments
from app.records import Complaint, State
from made_files import paper, photo
from small_city import City
from ui.jobs import Jobs
from ui.style import start_style
from ui.window import Window

SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qapp, qtbot, city: City, data_folder: Path):
    start_style(qapp)
    made = Window(city.seat("a1"), Jobs(), data_folder, "本机", "0.1.0")
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.live.complete)
    yield made
    made.close()
    made.jobs.close()
    made.deleteLater()


@pytest.fixture
def there(city: City) -> Complaint:
    return city.bring(State.SIGNED)


@pytest.fixture
def add(city: City, there: Complaint, tmp_path: Path) -> Callable[[str, bytes], None]:
    def put(name: str, content: bytes) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        attachments.add(city.seat("a2"), there.id, path)

    return put


def opened(qtbot, window: Window, complaint: Complaint, files: int):
    window.open_complaint(complaint.number)
    listed = window.complaint_panel.attachments
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and len(listed.files) == files)
    return listed


def press(qtbot, window: Window, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_thumbnails_and_the_large_view_beside(qtbot, window, there, add):
    add("现场.jpg", photo(1600, 1200))
    add("测温单.pdf", paper(595, 842))
    listed = opened(qtbot, window, there, 2)
    qtbot.waitUntil(lambda: all(not one.icon().isNull() for one in listed.pictures))
    press(qtbot, window, Qt.Key.Key_P, SHIFT)  # the newest
    viewer = listed.viewer
    qtbot.waitUntil(lambda: not viewer.sheet.pixmap().isNull())
    assert window.side.front is viewer
    assert viewer._title.text() == "测温单.pdf"
    assert "第 1 页" in viewer._about.text()
    assert viewer._about.text().startswith("2/2 · ")
    press(qtbot, window, Qt.Key.Key_PageDown, CTRL)  # the first after the last
    qtbot.waitUntil(lambda: viewer._title.text() == "现场.jpg" and not viewer.sheet.pixmap().isNull())
    shown = viewer.sheet.pixmap()
    assert shown.width() <= viewer.sheet.width()
    assert abs(shown.width() / shown.height() - 4 / 3) < 0.05
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.side.front is window.complaint_panel


def test_what_can_not_be_shown_says_so_and_can_still_be_saved(qtbot, window, there, add):
    add("坏.jpg", b"\xff\xd8\xff\xe0 photo")
    listed = opened(qtbot, window, there, 1)
    press(qtbot, window, Qt.Key.Key_P, SHIFT)
    qtbot.waitUntil(lambda: "不能预览" in listed.viewer.sheet.text())
    assert listed.pictures[0].text() == "查看"  # no picture to put there


def test_a_file_on_its_way_is_in_sight_and_can_be_cancelled(qtbot, window, there, tmp_path, monkeypatch):
    listed = opened(qtbot, window, there, 0)
    gate, begun = Event(), Event()

    class Slow:
        """The line stands still after the first part until the test lets it go on."""

        def __call__(self, seat, complaint_id, path, progress):
            progress(1, 4)
            begun.set()
            assert gate.wait(30)
            progress(2, 4)
            return []

    monkeypatch.setattr("ui.attachment_list.attachments.add", Slow())
    said: list[str] = []
    listed.said.connect(said.append)
    listed.add(tmp_path / "大照片.jpg")
    bar = listed.transfers
    qtbot.waitUntil(bar.isVisible)
    qtbot.waitUntil(lambda: bar.bar.value() == 250)
    assert bar.words.text() == "正在添加 大照片.jpg"
    assert listed.isVisible()  # though the complaint has no file yet
    press(qtbot, window, Qt.Key.Key_X, SHIFT)
    gate.set()
    qtbot.waitUntil(lambda: bar.isHidden())
    assert said[-1] == "已取消：正在添加 大照片.jpg"
    assert not window.complaint_panel._error.isVisible()
    assert not listed.isVisible()


def test_cancelled_half_way_nothing_is_stored(city, there, tmp_path):
    from ui.transfer_bar import Cancelled, Transfer

    path = tmp_path / "大照片.jpg"
    path.write_bytes(b"\xff\xd8\xff" + bytes(1_000_000))
    transfer = Transfer("正在添加 大照片.jpg")

    def far(_way: tuple[int, int]) -> None:
        transfer.cancelled = True

    with pytest.raises(Cancelled):
        attachments.add(city.seat("a1"), there.id, path, transfer.check(far))
    assert attachments.of_complaint(city.seat("a1"), there.id) == []
    kept = attachments.add(city.seat("a1"), there.id, path)[0]
    transfer.cancelled = False
    with pytest.raises(Cancelled):
        attachments.save(city.seat("a1"), kept, tmp_path / "取回.jpg", transfer.check(far))
    assert [one.name for one in tmp_path.glob("取回*")] == []
