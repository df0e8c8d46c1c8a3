"""The tour: the road from the ring to the closed complaint, walked by keyboard on real windows and a real database.

It is the demonstration and the smoke test. Three people sit at three windows of one database: the operator who takes
the call, the company's desk, and the operator who calls back. Each step is printed with its time; the first step that
fails ends the tour with what was missing. Pictures of each page by day and by night and the slip as PDF stay behind.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.audit import verify
from app.errors import WarmlineError
from app.installation import READY
from app.live_queue import OpenQueue
from app.records import QueueRow, State
from app.sample import PASSWORD
from app.seat import open_seat
from app.settings import Settings
from ui.start import Program
from ui.style import start_style
from ui.window import Window

PATIENCE_MS = 60_000
"""How long a step may take before the tour says that it failed; no step needs a hundredth of it."""


class TourFailed(Exception):
    """A step did not come about; says what was waited for."""


def walk(out: Path) -> int:
    """Walk the road and leave the pictures and the slip in ``out``; returns the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory(prefix="warmline-tour-", ignore_cleanup_errors=True) as data:
        tour = Tour(app, Settings(Path(data), None), out)
        began = time.monotonic()
        try:
            for words, step in tour.steps():
                started = time.monotonic()
                said = step()
                print(f"✓ {time.monotonic() - started:6.2f} 秒  {words}{f'：{said}' if said else ''}", flush=True)
        except (TourFailed, WarmlineError) as error:
            print(f"✗ {words}：{error}", flush=True)
            return 1
        finally:
            tour.close()
    print(f"全程 {time.monotonic() - began:.1f} 秒，图片与派单在 {out}", flush=True)
    return 0


class Tour:
    """The people at their windows, and what they do in turn."""

    def __init__(self, app: QApplication, settings: Settings, out: Path) -> None:
        self._style = start_style(app)
        self._settings = settings
        self._out = out
        self._programs: dict[str, Program] = {}
        self._number = ""

    def steps(self) -> list[tuple[str, Callable[[], str | None]]]:
        """Each step in words and the act; an act returns what is worth a line."""
        return [
            ("首次启动：建库、装入演示数据、登录页就绪", self._first_start),
            ("话务员 op1 登录，队列显示", lambda: self._sign_in("op1")),
            ("热力公司 a1 登录，只见本公司的诉求", self._sign_in_company),
            ("队列与诉求", self._look_at_queue),
            ("F2 新诉求：来电、小区 mdhy、楼室、类别、内容", self._take_down),
            ("Ctrl+Enter 派单并打印，另一座席即时可见", self._dispatch),
            ("派单预览并存为 PDF", self._save_slip),
            ("热力公司签收、到场、反馈", self._company_works),
            ("话务员 op2 回访：已联系、已解决、满意，结案", self._call_back),
            ("两个座席的队列都已移出该诉求", self._gone),
            ("小区页：按拼音首字母查找", self._look_at_directory),
            ("F1 按键一览", self._look_at_keys),
            ("审计：核对事件链", self._audit),
        ]

    def close(self) -> None:
        """Put all windows away; the last one out stops the database."""
        for program in self._programs.values():
            if program.window:
                program.window.close()
            program.sign_in.close()
            program.close()

    def _first_start(self) -> None:
        program = self._programs["op1"] = Program(self._settings, "op1")
        _wait(lambda: READY in program.sign_in.progress.text(), "数据库没有就绪", program.sign_in)
        self._picture(program.sign_in, "sign-in")

    def _sign_in(self, login: str) -> str:
        if login not in self._programs:
            self._programs[login] = Program(self._settings, login)
        program = self._programs[login]
        _to_front(program.sign_in)
        _wait(lambda: READY in program.sign_in.progress.text(), "数据库没有就绪", program.sign_in)
        program.sign_in.password.setFocus()
        pressed = time.monotonic()
        _type(PASSWORD)
        _press(Qt.Key.Key_Return)
        _wait(lambda: program.window is not None, "没有登录成功", program.sign_in)
        window = self._window(login)
        _wait(lambda: window.live.complete and window.queue_page.open_model.rowCount() > 0, "队列没有显示")
        return f"{len(window.live.queue)} 件未结，{time.monotonic() - pressed:.2f} 秒"

    def _sign_in_company(self) -> str:
        said = self._sign_in("a1")
        window = self._window("a1")
        own = window.seat.person.company_id
        if any(row.company_id != own for row in window.live.queue):
            raise TourFailed("公司座席看到了别家的诉求")
        return said

    def _look_at_queue(self) -> None:
        window = self._window("op1")
        _to_front(window)
        row = next(row for row in window.live.queue if row.state is State.ARRIVED)
        window.open_complaint(row.id)
        _wait(lambda: _shown(window) == row.number, "诉求没有打开")
        self._picture(window, "complaint")
        window.back()
        self._picture(window, "queue")

    def _take_down(self) -> None:
        window = self._window("op1")
        _to_front(window)
        _press(Qt.Key.Key_F2)
        form = window.drafting.form
        _wait(form.isVisible, "新诉求没有打开")
        _type("13853000001")
        _press(Qt.Key.Key_Tab)
        _type("mdhy")
        _wait(lambda: form.place.field.choosing, "小区没有候选")
        self._picture(window, "intake-place")
        _press(Qt.Key.Key_Return)
        _type("3-2-501")
        _press(Qt.Key.Key_Return)
        _type("b1")
        _wait(lambda: form.category.field.choosing, "类别没有候选")
        _press(Qt.Key.Key_Return)
        form.text.field.setFocus()
        _compose("客厅 14 度，两组暖气片不热，家有老人。住户姓龑，名𬭎㸌。")
        _wait(lambda: window.drafting.keeper.drafts[-1].kept_at is not None, "草稿没有存盘")
        _wait(lambda: form.history.first_open is not None, "没有提示同户的未结诉求")
        self._picture(window, "intake")

    def _dispatch(self) -> str:
        operator, company = self._window("op1"), self._window("a1")
        before = {row.id for row in company.live.queue}
        pressed = time.monotonic()
        _press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

        def fresh() -> list[QueueRow]:
            return [row for row in company.queue_page.open_model.rows if row.id not in before]

        _wait(lambda: bool(fresh()), "公司座席没有看到新派单", operator)
        painted = time.monotonic() - pressed
        row = fresh()[0]
        self._number = row.number
        _wait(lambda: _shown(operator) == row.number, "话务员没有看到刚存的诉求")
        return f"{row.number} {row.place}，{painted * 1000:.0f} 毫秒"

    def _save_slip(self) -> str:
        window = self._window("op1")
        _wait(lambda: window.side.front is window.preview and window.preview.number != "", "派单预览没有打开")
        _wait(lambda: bool(window.preview.paper.pictures), "派单没有画出来")
        self._picture(window, "slip")
        file = self._out / "slip.pdf"
        file.unlink(missing_ok=True)
        window.preview.save(file)
        _wait(file.exists, "派单没有存成 PDF")
        return f"{file.stat().st_size // 1000} kB"

    def _company_works(self) -> None:
        window = self._window("a1")
        _to_front(window)
        window.open_complaint(self._number)
        _wait(lambda: _shown(window) == self._number, "派单没有打开")
        for state in (State.SIGNED, State.ARRIVED):
            _press(Qt.Key.Key_F5)
            self._reaches(window, state)
        _press(Qt.Key.Key_F6)
        _compose("清洗滤网、放气，复测客厅 20.5 度，用户在场。")
        self._picture(window, "company-report")
        _press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self._reaches(window, State.REPORTED)

    def _call_back(self) -> None:
        self._sign_in("op2")
        window = self._window("op2")
        _to_front(window)
        window.open_complaint(self._number)
        _wait(lambda: _shown(window) == self._number, "诉求没有打开")
        _press(Qt.Key.Key_F5)
        for digit in "115":
            _type(digit)
        self._picture(window, "call-back")
        _press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self._reaches(window, State.CLOSED)
        self._picture(window, "closed")

    def _gone(self) -> None:
        for login in ("op1", "a1"):
            queue = self._window(login).live.queue
            _wait(partial(self._left, queue), f"{login} 的队列里还有它")

    def _left(self, queue: OpenQueue) -> bool:
        return all(row.number != self._number for row in queue)

    def _look_at_directory(self) -> None:
        window = self._window("op1")
        _to_front(window)
        _press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        _type("mdhy")
        _wait(lambda: window.directory_page.community_id is not None, "小区没有查到")
        self._picture(window, "directory")
        _press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    def _look_at_keys(self) -> None:
        window = self._window("op1")
        _press(Qt.Key.Key_F1)
        self._picture(window, "keys")

    def _audit(self) -> str:
        installation = self._programs["op1"].sign_in.installation
        if installation is None:
            raise TourFailed("数据库已不在")
        seat = open_seat(installation.address, "audit", PASSWORD)
        result = verify(seat)
        seat.close()
        if result.breaks:
            raise TourFailed(f"{len(result.breaks)} 处断裂")
        return f"{result.chains} 条链、{result.events} 个事件完好"

    def _window(self, login: str) -> Window:
        window = self._programs[login].window
        if window is None:
            raise TourFailed(f"{login} 没有窗口")
        return window

    def _reaches(self, window: Window, state: State) -> None:
        def there() -> bool:
            shown = window.complaint_panel.complaint
            return shown is not None and shown.number == self._number and shown.state is state

        _wait(there, f"没有到“{state}”", window)

    def _picture(self, widget: QWidget, name: str) -> None:
        for scheme, words in ((Qt.ColorScheme.Dark, "dark"), (Qt.ColorScheme.Light, "light")):
            self._style.follow(scheme)
            QApplication.processEvents()
            if not widget.grab().save(str(self._out / f"{name}-{words}.png")):
                raise TourFailed(f"图片没有写成：{name}-{words}.png")


def _shown(window: Window) -> str:
    complaint = window.complaint_panel.complaint
    return complaint.number if complaint else ""


def _to_front(widget: QWidget) -> None:
    widget.activateWindow()
    if not QTest.qWaitForWindowActive(widget, PATIENCE_MS):
        raise TourFailed("窗口没有到前台")


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    if focus is None:
        raise TourFailed("没有可以输入的地方")
    return focus


def _press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(_focus(), key, modifier)


def _type(text: str) -> None:
    QTest.keyClicks(_focus(), text)


def _compose(text: str) -> None:
    """As an input method does it: pinyin first, then the candidate."""
    field = _focus()
    QApplication.sendEvent(field, QInputMethodEvent("ke'ting", []))
    chosen = QInputMethodEvent("", [])
    chosen.setCommitString(text)
    QApplication.sendEvent(field, chosen)


def _wait(there: Callable[[], bool], missing: str, window: QWidget | None = None) -> None:
    """Wait until it is there; else fail with what is missing and the errors that stand in the window."""
    if not _comes(there):
        labels = window.findChildren(QLabel) if window else []
        said = [one.text() for one in labels if one.isVisible() and one.property("look") == "danger" and one.text()]
        raise TourFailed("；".join([missing, *said]))


def _comes(there: Callable[[], bool]) -> bool:
    """Let the windows live until it is there; False when patience ends first."""
    loop = QEventLoop()
    look = QTimer(interval=5)
    look.timeout.connect(lambda: loop.quit() if there() else None)
    end = QTimer(interval=PATIENCE_MS, singleShot=True)
    end.timeout.connect(lambda: loop.exit(1))
    look.start()
    end.start()
    return there() or loop.exec() == 0


def offscreen() -> None:
    """Have Qt draw without a screen: the same pictures on every machine; before Qt is started."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
