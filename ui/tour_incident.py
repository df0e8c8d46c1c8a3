"""Third chapter: one cause for many calls, from the suggestion to the list of call-backs."""

from PySide6.QtCore import Qt

from app.incident_groups import Spot, Suggestion
from app.records import IncidentKind, State
from ui.callback_page import CallBackPage
from ui.incident_page import IncidentPage
from ui.incident_strips import ChangeStrip, CloseStrip
from ui.role_pages import Page
from ui.tour_hands import CTRL, TourFailed, compose, press, stand_on, type_keys, wait
from ui.tour_stage import Call, Stage, Step, row_of, shown

STATION = "076"
CALLS = (
    ("op1", Call("18653004201", "丰泽家园", "3-1-302", "b1", "昨晚还热，今早全凉了。")),
    ("op1", Call("18653004202", "丰泽家园", "11-2-501", "b1", "暖气片摸着冰手，一家三口在家。")),
    ("op2", Call("18653004203", "龙湖嘉园二期", "2-1-101", "b2", "我们单元都不热。")),
    ("op2", Call("18653004204", "龙湖嘉园二期", "7-2-602", "b1", "两点多开始变凉，老人感冒了。")),
    ("op1", Call("18653004205", "丰泽家园", "26-1-402", "b1", "整晚没热过，问了邻居也不热。")),
)
LATE_CALL = Call("18653004206", "丰泽家园", "8-1-201", "b1", "刚起床发现不热。")
CAUSE = "换热站 2 号循环泵电机烧坏，已换备用泵"


class StationOutage:
    """Two operators take the calls, op1 makes them one incident, op2 calls back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._numbers: list[str] = []

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            (f"两个座席接到换热站 {STATION} 的 {len(CALLS)} 个来电", self._take_calls),
            ("片区事件页提示同一原因，F5 一次并入、一次派单", self._accept),
            ("公司座席只见一张提示卡", self._one_card),
            ("公司签收整个事件（F7），填预计恢复（F4）", self._company_signs),
            ("新来电：提示这里的片区事件和告知的话，F5 并入", self._join_late_call),
            ("恢复供热，写明原因结束事件（F9），全部列入回访", self._close),
            ("从回访页回访其中一件，满意，结案", self._call_back),
        ]

    def _take_calls(self) -> str:
        for login, call in CALLS:
            self._numbers.append(self._stage.take_down(login, call))
        return f"{self._numbers[0]} 至 {self._numbers[-1]}"

    def _accept(self) -> str:
        page = self._page("op1")
        spot = self._spot

        def there() -> list[Suggestion]:
            return [one for one in page.suggested.rows if one.spot == spot]

        wait(lambda: bool(there()), "没有提示同一原因", page)
        (found,) = there()
        stand_on(page.suggestion_table, lambda key: key == found.key, "提示里没有这个换热站")
        self._stage.picture(page.window(), "incident-suggested")
        press(Qt.Key.Key_F5)
        wait(lambda: any(one.spot == spot for one in page.going.rows), "片区事件没有开成", page)
        wait(lambda: not there(), "并入以后还在提示", page)
        self._stage.picture(page.window(), "incident")
        return found.words

    def _one_card(self) -> str:
        window = self._stage.at("a1")
        cards = window.alarm_cards

        def of_incident() -> list[int]:
            return [alarm.count for alarm in cards.board.waiting if alarm.incident]

        wait(lambda: of_incident() == [len(CALLS)], "提示卡没有合成一张", window)
        self._stage.picture(window, "incident-card")
        return f"等 {len(CALLS)} 件"

    def _company_signs(self) -> str:
        page = self._page("a1")
        self._stand(page)
        press(Qt.Key.Key_F7)
        wait(lambda: all(self._state(one) is State.SIGNED for one in self._numbers), "没有一次签收", page)
        wait(lambda: page.incident is not None and page.incident.signed_at is not None, "事件没有签收", page)
        press(Qt.Key.Key_F4)
        wait(lambda: isinstance(page.strip, ChangeStrip), "没有可以更改的", page)
        compose("3小时")
        self._stage.picture(page.window(), "incident-company")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: page.incident is not None and page.incident.expected_end is not None, "没有填上预计恢复", page)
        return f"{len(self._numbers)} 件一次签收"

    def _join_late_call(self) -> str:
        window = self._stage.fill_in("op1", LATE_CALL)
        offer = window.drafting.form.history.offer
        wait(lambda: offer.first is not None and offer.isVisible(), "没有提示这里的片区事件", window)
        self._stage.picture(window, "incident-offer")
        said = offer.words.text()
        self._numbers.append(self._stage.send("op1", lambda: press(Qt.Key.Key_F5)))
        wait(lambda: getattr(row_of(window, self._numbers[-1]), "incident_id", None) is not None, "没有并入", window)
        self._stage.picture(window, "incident-attached")
        return said

    def _close(self) -> str:
        page = self._page("op1")
        self._stand(page)
        number = page.incident.number if page.incident else ""
        wait(lambda: len(page.attached.rows) == len(self._numbers), "并入的诉求没有列全", page)
        press(Qt.Key.Key_F9)
        wait(lambda: isinstance(page.strip, CloseStrip), "没有要求写明原因", page)
        compose(CAUSE)
        self._stage.picture(page.window(), "incident-closing")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: all(self._state(one) is State.REPORTED for one in self._numbers), "没有都列入回访", page)
        return f"{number} 待回访 {len(self._numbers)} 件"

    def _call_back(self) -> str:
        window = self._stage.turn_to("op2", Page.CALL_BACK)
        page = window.pages.currentWidget()
        if not isinstance(page, CallBackPage):
            raise TourFailed("没有回访页")
        own = {number for number, (login, _) in zip(self._numbers, CALLS, strict=False) if login == "op2"}
        others = [number for number in self._numbers if number not in own]
        wait(lambda: {*others} <= {one.row.number for one in page.model.rows}, "回访页没有列全", window)
        if own & {one.row.number for one in page.model.rows}:
            raise TourFailed("本人受理的诉求不应由本人回访")
        number = others[0]
        row = row_of(window, number)
        stand_on(page.table, lambda key: row is not None and key == row.id, f"{number} 不在回访页")
        self._stage.picture(window, "call-backs")
        press(Qt.Key.Key_Return)
        wait(lambda: shown(window) == number and not page.isVisible(), "没有打开要回访的诉求", window)
        for digit in "115":
            type_keys(digit)
        self._stage.picture(window, "call-back-listed")
        press(Qt.Key.Key_Return, CTRL)
        wait(page.isVisible, "回访后没有回到列表", window)
        wait(lambda: number not in {one.row.number for one in page.model.rows}, "回访过的还在列表里", window)
        return f"{number}，列表还有 {page.model.rowCount()} 件"

    @property
    def _spot(self) -> Spot:
        stations = self._stage.window("op1").seat.directory.stations.values()
        return Spot(IncidentKind.STATION, station_id=next(one.id for one in stations if one.code == STATION))

    def _page(self, login: str) -> IncidentPage:
        page = self._stage.turn_to(login, Page.INCIDENTS).pages.currentWidget()
        if not isinstance(page, IncidentPage):
            raise TourFailed("没有片区事件页")
        return page

    def _stand(self, page: IncidentPage) -> None:
        """On this outage among those that go on."""
        wait(lambda: any(one.spot == self._spot for one in page.going.rows), "片区事件不在进行中", page)
        wanted = next(one.id for one in page.going.rows if one.spot == self._spot)
        stand_on(page.table, lambda key: key == wanted, "片区事件不在进行中")
        wait(lambda: page.incident is not None and page.incident.id == wanted, "没有站到片区事件上", page)

    def _state(self, number: str) -> State | None:
        row = row_of(self._stage.window("op1"), number)
        return row.state if row else None
