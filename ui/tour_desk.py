"""Second chapter: between hotline and company. The card that rings, the limits, an extension, a return and a ruling."""

from PySide6.QtCore import Qt

from app.limits import until_words
from app.records import Clock, Complaint, State
from ui.role_pages import Page
from ui.tour_hands import CTRL, SHIFT, TourFailed, choose_in_menu, compose, press, type_keys, wait
from ui.tour_stage import Call, Stage, Step, row_of, shown
from ui.window import Window

OURS = Call("18653004102", "学府名苑", "9-2-1101", "b1", "入户阀已开，三个房间都只有 15 度，孩子刚满月。")
DOUBTED = Call("18653004103", "西城国际", "1-2-1702", "b1", "主卧不热，地暖分水器有一路不通。")


class CompanyDesk:
    """Works with a1 at the company, sup1 as the supervisor and op1 on the telephone."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._number = ""
        self._doubted = ""

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            ("新派单在公司座席出现提示卡，Ctrl+J 打开、F5 签收", self._ring_and_sign),
            ("公司申请延期 3 个工作日（F10）", self._ask_for_days),
            ("班长 sup1 登录，准予延期（F10）", self._grant),
            ("班长督办（F8）", self._supervise),
            ("F11 时限是怎样算的", self._look_at_clocks),
            ("公司退单，写明原因（F9）", self._return),
            ("班长裁定，再次派给该公司（F5）", self._rule),
            ("裁定的派单公司不能再退，签收", self._bound),
        ]

    def _ring_and_sign(self) -> str:
        self._stage.turn_to("op1", Page.QUEUE)
        self._number = self._stage.take_down("op1", OURS)
        window = self._answer_card(self._number, "alarm-card")
        press(Qt.Key.Key_F5)
        self._stage.reaches(window, self._number, State.SIGNED)
        return f"{self._number} {OURS.place} {OURS.flat}"

    def _ask_for_days(self) -> None:
        window = self._stage.open("a1", self._number)
        choose_in_menu(Qt.Key.Key_F10, "申请延期")
        type_keys("3")
        compose("分水器要换，等待配件到货")
        self._stage.picture(window, "extension-asked")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: _complaint(window).extension_asked == 3, "延期没有申请上", window)

    def _grant(self) -> str:
        window = self._stage.open("sup1", self._number)
        before = _answer_due(window)
        choose_in_menu(Qt.Key.Key_F10, "准予延期")
        compose("配件到货单已看")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: _complaint(window).extended_days == 3, "延期没有批准", window)
        self._stage.picture(window, "extension-granted")
        after = _answer_due(window)
        return f"答复限 {before} → {after}"

    def _supervise(self) -> None:
        window = self._stage.at("sup1")
        press(Qt.Key.Key_F8)
        type_keys("1")
        compose("家有婴儿，今晚十点前先到场排气")
        self._stage.picture(window, "supervise")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: _complaint(window).supervise_level == 1, "没有督办上", window)

    def _look_at_clocks(self) -> None:
        window = self._stage.at("sup1")
        press(Qt.Key.Key_F11)
        wait(window.complaint_panel.clock_sheet.isVisible, "时限的算法没有显示", window)
        self._stage.picture(window, "clock-sheet")
        press(Qt.Key.Key_F11)

    def _return(self) -> str:
        self._doubted = self._stage.take_down("op1", DOUBTED)
        window = self._answer_card(self._doubted)
        press(Qt.Key.Key_F9)
        compose("该楼 2 单元由用户自管，不在我公司移交范围内")
        self._stage.picture(window, "return")
        press(Qt.Key.Key_Return, CTRL)
        self._stage.reaches(window, self._doubted, State.RETURNED)
        press(Qt.Key.Key_Escape)  # what stands open rings no card
        return self._doubted

    def _rule(self) -> None:
        window = self._stage.open("sup1", self._doubted)
        press(Qt.Key.Key_F5)
        type_keys("1")
        type_keys("2")
        compose("去年已移交，见移交图第 12 号，请今日到场")
        self._stage.picture(window, "ruling")
        press(Qt.Key.Key_Return, CTRL)
        self._stage.reaches(window, self._doubted, State.DISPATCHED)

    def _bound(self) -> str:
        window = self._answer_card(self._doubted)
        reason = window.complaint_panel.acts.reason
        wait(lambda: reason.isVisible() and "裁定" in reason.text(), "裁定的派单没有说为什么不能再退", window)
        press(Qt.Key.Key_F9)  # grey: nothing happens
        self._stage.picture(window, "return-refused")
        said = reason.text()
        press(Qt.Key.Key_F5)
        self._stage.reaches(window, self._doubted, State.SIGNED)
        return said

    def _answer_card(self, number: str, picture: str = "") -> Window:
        """The company's seat puts older cards away until this complaint's is in front, and opens it."""
        window = self._stage.at("a1")
        cards = window.alarm_cards
        wait(lambda: row_of(window, number) is not None, f"{number} 没有到公司座席", window)
        wait(lambda: any(alarm.row.number == number for alarm in cards.board.waiting), f"{number} 没有提示卡", window)
        for _ in range(len(cards.board.waiting)):
            if cards.board.waiting[0].row.number != number:
                press(Qt.Key.Key_J, CTRL | SHIFT)
        if picture:
            self._stage.picture(window, picture)
        press(Qt.Key.Key_J, CTRL)
        wait(lambda: shown(window) == number, f"{number} 没有从提示卡打开", window)
        if any(alarm.row.number == number for alarm in cards.board.waiting):
            raise TourFailed(f"{number} 打开后提示卡还在")
        return window


def _complaint(window: Window) -> Complaint:
    complaint = window.complaint_panel.complaint
    if complaint is None:
        raise TourFailed("旁边没有诉求")
    return complaint


def _answer_due(window: Window) -> str:
    """When the answer is due at the latest, as it is said."""
    return next(until_words(one.due_at) for one in _complaint(window).due_times if one.clock == Clock.ANSWER)
