"""The strips of the section 退费: a new refund, and a draft judged anew."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QPushButton, QWidget

from app import refunds
from app.complaints import show as show_complaint
from app.entitlements import FlatKey, find_season
from app.errors import BadInput
from app.moment_words import read_past
from app.refund_days import Stop
from app.refund_money import read_money
from app.refund_records import Refund, stop_words
from app.rule_settings import OFF
from app.rules import Season
from app.seat import Seat
from ui.entitlement_strip import EntitlementStrip, Find, Start
from ui.style import set_look


class RefundStrip(EntitlementStrip):
    """``start``: the complaint it is about; None: any flat."""

    def __init__(self, seat: Seat, find: Find, start: Start | None = None, parent: QWidget | None = None) -> None:
        super().__init__("建退费单：按现在所知逐日判定，核定以前可以重判", "建单并判定", parent)
        self._seat, self._id = seat, uuid4()
        self.kept_as = f"建退费单 {start.number if start else ''}"
        self.add_flat(seat, find, start.flat if start else None)
        season = start.season if start else find_season(seat.rules, "", refunds.today(seat)).name
        self.pair(
            ("season", "供暖季", "如 2026-2027", season),
            ("complaint", "诉求", "相关诉求的编号，可空", start.number if start else ""),
            ("fee", "季热费", fee_hint(seat), ""),
        )
        add_stop(self)

    def asked(self) -> Callable[[], Refund]:
        """The act. Errors: BadInput with the field."""
        seat, flat = self._seat, self.flat
        season = find_season(seat.rules, self.said("season"), refunds.today(seat))
        stops, fee = read_stop(self, seat, 1), read_fee(self)
        number, remarks = self.said("complaint"), self.said("remarks")
        return partial(_make, seat, flat, season, number, stops, fee, remarks, self._id)

    def start(self) -> None:
        (self.rows["fee"].field if self.community.key else self.community.field).setFocus()


class JudgeStrip(EntitlementStrip):
    """Which outages count, one more that no incident tells of, and the fee."""

    def __init__(self, seat: Seat, refund: Refund, parent: QWidget | None = None) -> None:
        super().__init__(f"重新判定 {refund.number} {refund.place}", "重新判定", parent)
        self._seat, self._refund = seat, refund
        self.counted: dict[str, QPushButton] = {}
        if refund.stops:
            self.add_note("停热：空格键选定计不计")
        for stop in refund.stops:
            button = QPushButton(self)
            button.setCheckable(True)
            button.setObjectName(stop.key)
            set_look(button, "choice")
            button.setChecked(stop.counted)
            button.toggled.connect(partial(self._name, button, stop))
            self._name(button, stop, stop.counted)
            self.counted[stop.key] = button
            self.body.addWidget(button)
        fee = str(refund.fee) if refund.fee is not None else ""
        self.pair(("fee", "季热费", fee_hint(seat), fee))
        add_stop(self, refund.remarks)

    def asked(self) -> Callable[[], Refund]:
        """The act. Errors: BadInput with the field."""
        own = [stop for stop in self._refund.stops if stop.key.startswith(refunds.OWN)]
        own += read_stop(self, self._seat, len(own) + 1)
        without = [key for key, button in self.counted.items() if not button.isChecked()]
        return partial(refunds.judge_anew, self._seat, self._refund, own, without, read_fee(self), self.said("remarks"))

    def start(self) -> None:
        first = next(iter(self.counted.values()), None)
        (first or self.rows["fee"].field).setFocus()

    @staticmethod
    def _name(button: QPushButton, stop: Stop, counted: bool) -> None:
        span = stop_words(stop).removesuffix("（未计）")
        button.setText(f"{'● 计入' if counted else '○ 不计'}  {span}")


def add_stop(strip: EntitlementStrip, remarks: str = "") -> None:
    """Fields for an outage that no incident tells of, and for remarks."""
    strip.pair(
        ("stop", "补记停热", "没有片区事件的停热，如 12-01 8:00", ""),
        ("stop_end", "恢复", "如 12-02 20:00；还没有恢复可空", ""),
        ("remarks", "备注", "可空", remarks),
    )


def read_stop(strip: EntitlementStrip, seat: Seat, number: int) -> list[Stop]:
    """The outage that was typed, or none. Errors: BadInput(field="stop", "stop_end")."""
    began = read_past(strip.said("stop"), seat.now(), "stop")
    ended = read_past(strip.said("stop_end"), seat.now(), "stop_end")
    if began is None:
        if ended is not None:
            raise BadInput("请写停热从什么时候开始。", field="stop")
        return []
    return [refunds.own_stop(began, ended, "", number)]


def read_fee(strip: EntitlementStrip) -> Decimal | None:
    """The season's fee, where it was typed. Errors: BadInput(field="fee")."""
    typed = strip.said("fee")
    return read_money(typed, "fee", "季热费") if typed else None


def fee_hint(seat: Seat) -> str:
    """What the fee is for: nothing, while no rule says what days come to."""
    off = seat.rules.settings["refund_formula"] == OFF
    return "不计算金额，可空" if off else "元；用来算金额"


def _make(
    seat: Seat,
    flat: FlatKey,
    season: Season,
    number: str,
    stops: list[Stop],
    fee: Decimal | None,
    remarks: str,
    id: UUID,
) -> Refund:
    ids = [show_complaint(seat, number).id] if number else []
    return refunds.make(seat, flat, season, ids, stops, (), fee, remarks, id)
