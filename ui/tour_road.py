"""First chapter: the road from the ring to the closed complaint, by three people at three windows."""

import time
from functools import partial

from PySide6.QtCore import Qt

from app.audit import verify
from app.live_queue import OpenQueue
from app.records import QueueRow, State
from ui.tour_hands import CTRL, TourFailed, compose, press, to_front, type_keys, wait
from ui.tour_stage import Stage, Step, shown


class Road:
    """One complaint, taken down by op1, worked on by a1, called back by op2."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._number = ""

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            ("首次启动：建库、装入演示数据、登录页就绪", self._first_start),
            ("话务员 op1 登录，队列显示", lambda: self._stage.sign_in("op1")),
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
            ("审计：核对事件链", partial(audit, self._stage)),
        ]

    def _first_start(self) -> None:
        self._stage.picture(self._stage.start("op1").sign_in, "sign-in")

    def _sign_in_company(self) -> str:
        said = self._stage.sign_in("a1")
        window = self._stage.window("a1")
        own = window.seat.person.company_id
        if any(row.company_id != own for row in window.live.queue):
            raise TourFailed("公司座席看到了别家的诉求")
        return said

    def _look_at_queue(self) -> None:
        window = self._stage.window("op1")
        to_front(window)
        row = next(row for row in window.live.queue if row.state is State.ARRIVED)
        window.open_complaint(row.id)
        wait(lambda: shown(window) == row.number, "诉求没有打开")
        self._stage.picture(window, "complaint")
        window.back()
        self._stage.picture(window, "queue")

    def _take_down(self) -> None:
        window = self._stage.window("op1")
        to_front(window)
        press(Qt.Key.Key_F2)
        form = window.drafting.form
        wait(form.isVisible, "新诉求没有打开")
        type_keys("13853000001")
        press(Qt.Key.Key_Tab)
        type_keys("mdhy")
        wait(lambda: form.place.field.choosing, "小区没有候选")
        self._stage.picture(window, "intake-place")
        press(Qt.Key.Key_Return)
        type_keys("3-2-501")
        press(Qt.Key.Key_Return)
        type_keys("b1")
        wait(lambda: form.category.field.choosing, "类别没有候选")
        press(Qt.Key.Key_Return)
        form.text.field.setFocus()
        compose("客厅 14 度，两组暖气片不热，家有老人。住户姓龑，名𬭎㸌。")
        wait(lambda: window.drafting.keeper.drafts[-1].kept_at is not None, "草稿没有存盘")
        wait(lambda: form.history.first_open is not None, "没有提示同户的未结诉求")
        self._stage.picture(window, "intake")

    def _dispatch(self) -> str:
        operator, company = self._stage.window("op1"), self._stage.window("a1")
        before = {row.id for row in company.live.queue}
        pressed = time.monotonic()
        press(Qt.Key.Key_Return, CTRL)

        def fresh() -> list[QueueRow]:
            return [row for row in company.queue_page.open_model.rows if row.id not in before]

        wait(lambda: bool(fresh()), "公司座席没有看到新派单", operator)
        painted = time.monotonic() - pressed
        row = fresh()[0]
        self._number = row.number
        wait(lambda: shown(operator) == row.number, "话务员没有看到刚存的诉求")
        return f"{row.number} {row.place}，{painted * 1000:.0f} 毫秒"

    def _save_slip(self) -> str:
        window = self._stage.window("op1")
        wait(lambda: window.side.front is window.preview and window.preview.number != "", "派单预览没有打开")
        wait(lambda: bool(window.preview.paper.pictures), "派单没有画出来")
        self._stage.picture(window, "slip")
        file = self._stage.out / "slip.pdf"
        file.unlink(missing_ok=True)
        window.preview.save(file)
        wait(lambda: file.exists() and file.read_bytes().rstrip().endswith(b"%%EOF"), "派单没有存成 PDF")
        return f"{file.stat().st_size // 1000} kB"

    def _company_works(self) -> None:
        window = self._stage.window("a1")
        to_front(window)
        window.open_complaint(self._number)
        wait(lambda: shown(window) == self._number, "派单没有打开")
        for state in (State.SIGNED, State.ARRIVED):
            press(Qt.Key.Key_F5)
            self._stage.reaches(window, self._number, state)
        press(Qt.Key.Key_F6)
        compose("清洗滤网、放气，复测客厅 20.5 度，用户在场。")
        self._stage.picture(window, "company-report")
        press(Qt.Key.Key_Return, CTRL)
        self._stage.reaches(window, self._number, State.REPORTED)

    def _call_back(self) -> None:
        self._stage.sign_in("op2")
        window = self._stage.window("op2")
        to_front(window)
        window.open_complaint(self._number)
        wait(lambda: shown(window) == self._number, "诉求没有打开")
        press(Qt.Key.Key_F5)
        for digit in "115":
            type_keys(digit)
        self._stage.picture(window, "call-back")
        press(Qt.Key.Key_Return, CTRL)
        self._stage.reaches(window, self._number, State.CLOSED)
        self._stage.picture(window, "closed")

    def _gone(self) -> None:
        for login in ("op1", "a1"):
            queue = self._stage.window(login).live.queue
            wait(partial(self._left, queue), f"{login} 的队列里还有它")

    def _left(self, queue: OpenQueue) -> bool:
        return all(row.number != self._number for row in queue)

    def _look_at_directory(self) -> None:
        window = self._stage.window("op1")
        to_front(window)
        press(Qt.Key.Key_2, CTRL)
        type_keys("mdhy")
        wait(lambda: window.directory_page.community_id is not None, "小区没有查到")
        self._stage.picture(window, "directory")
        press(Qt.Key.Key_1, CTRL)

    def _look_at_keys(self) -> None:
        window = self._stage.window("op1")
        press(Qt.Key.Key_F1)
        self._stage.picture(window, "keys")


def audit(stage: Stage) -> str:
    """The auditor recounts every chain of events."""
    result = verify(stage.seat("audit"))
    if result.breaks:
        raise TourFailed(f"{len(result.breaks)} 处断裂")
    return f"{result.chains} 条链、{result.events} 个事件完好"
