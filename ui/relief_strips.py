"""The strips of the section 减免: an application with its sum as one types, and its decision."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import refunds, reliefs
from app.complaints import show as show_complaint
from app.entitlements import find_season, season_name
from app.errors import BadInput, WarmlineError
from app.records import ReliefKind
from app.refund_money import read_area, read_money
from app.relief_records import KIND_WORDS, NewRelief, Relief
from app.relief_sums import Rate, relief_sum
from app.seat import Seat
from ui.choice_row import ChoiceRow
from ui.entitlement_strip import EntitlementStrip, Find, Start
from ui.style import set_look

PROOF_NOTE = "证明当场看过才登记，只记哪一种，不留复印件"


class ReliefStrip(EntitlementStrip):
    """A new application, or one that is corrected (``old``); ``rates`` by season give the sum beside the area."""

    def __init__(
        self,
        seat: Seat,
        find: Find,
        rates: Mapping[str, Rate],
        start: Start | None = None,
        old: Relief | None = None,
        parent: QWidget | None = None,
    ) -> None:
        what = f"更改减免申请 {old.number} {old.place}" if old else "登记减免申请"
        super().__init__(f"{what}：{PROOF_NOTE}", "更改" if old else "登记", parent)
        self._seat, self._rates, self._old, self._id = seat, rates, old, uuid4()
        self.kept_as = f"{what} {start.number if start else ''}"
        season = find_season(seat.rules, "", refunds.today(seat)).name
        if old is None:
            self.add_flat(seat, find, start.flat if start else None)
        self.pair(
            ("season", "供暖季", "如 2026-2027", old.season if old else start.season if start else season),
            ("complaint", "诉求", "相关诉求的编号，可空", start.number if start else ""),
            ("remarks", "备注", "可空", old.remarks if old else ""),
        )
        if old is not None:
            self.rows["season"].hide()
            self.rows["complaint"].hide()
        choices = QHBoxLayout()
        choices.setSpacing(12)
        self.body.addLayout(choices)
        self.kind: ChoiceRow[ReliefKind] = ChoiceRow("家庭", KIND_WORDS, parent=self)
        self.kind.choose(old.kind if old else None)
        self.proof: ChoiceRow[str] = ChoiceRow("证明", {one: one for one in reliefs.proofs(seat)}, parent=self)
        self.proof.choose(old.proof if old else None)
        whole = old.flat_area if old and old.flat_area != old.area else None
        self.pair(
            ("household", "户号", "缴费户号或登记户号", old.household if old else ""),
            ("area", "缴费面积", "这一户实际缴费的平方米", str(old.area) if old else ""),
            ("flat_area", "整套", "整套房的缴费面积；同上可空", str(whole) if whole else ""),
            ("fee", "季热费", "元；知道就填", str(old.fee) if old and old.fee is not None else ""),
        )
        self.sum = self.add_note("")
        choices.addWidget(self.kind)
        choices.addWidget(self.proof, 1)
        self.kind.picked.connect(self.proof.setFocus)
        self.proof.picked.connect(self.rows["household"].field.setFocus)
        for name in ("season", "area", "fee"):
            self.rows[name].field.textChanged.connect(self._count)
        self._count()

    def asked(self) -> Callable[[], Relief]:
        """The act. Errors: BadInput with the field."""
        old, kind, proof = self._old, self.kind.value(), self.proof.value()
        flat = old.flat if old else self.flat
        if kind is None:
            raise BadInput("请选家庭类别：低保或三无。", field="kind")
        area = read_area(self.said("area"))
        if proof is None:
            raise BadInput("请选见过哪种证明。", field="proof")
        whole, fee = self.said("flat_area"), self.said("fee")
        new = NewRelief(
            flat=flat,
            season=season_name(self.said("season")),
            kind=kind,
            household=self.said("household"),
            area=area,
            proof=proof,
            flat_area=read_area(whole, "flat_area", "整套房的缴费面积") if whole else None,
            fee=read_money(fee, "fee", "季热费") if fee else None,
            remarks=self.said("remarks"),
        )
        if old is not None:
            return partial(reliefs.amend, self._seat, old, new)
        return partial(_make, self._seat, new, self.said("complaint"), self._id)

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        if error.field in ("kind", "proof"):
            (self.kind if error.field == "kind" else self.proof).setFocus()

    def start(self) -> None:
        if self._old is None and not self.community.key:
            self.community.field.setFocus()
        else:
            self.kind.setFocus()

    def _count(self) -> None:
        """What the area comes to, said while it is typed; what is wrong with it is said there too."""
        typed, fee = self.said("area"), self.said("fee")
        words, look = "", "muted"
        if typed:
            try:
                charge = read_money(fee, "fee", "季热费") if fee else None
                found = relief_sum(season_name(self.said("season")), read_area(typed), self._rates, charge)
                words, look = found.words, "strong" if found.sum is not None else "warning"
            except BadInput as error:
                words, look = error.sentence, "warning"
        self.sum.setText(words)
        self.sum.setVisible(bool(words))
        set_look(self.sum, look)


class DecisionStrip(EntitlementStrip):
    """Who decided, and what there is to say."""

    def __init__(self, seat: Seat, title: str, submit: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(title, submit, parent)
        self.decider: ChoiceRow[str] = ChoiceRow("核定", {one: one for one in reliefs.deciders(seat)}, parent=self)
        self.body.addWidget(self.decider)
        self.note = self.add_row("note", "说明", hint)
        self.decider.picked.connect(self.note.setFocus)
        self.note.entered.connect(lambda _text: self.submit())

    @property
    def by(self) -> str:
        """Who decided. Errors: BadInput(field="decider")."""
        found = self.decider.value()
        if found is None:
            raise BadInput("请选由谁核定。", field="decider")
        return found

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        if error.field == "decider":
            self.decider.setFocus()

    def start(self) -> None:
        self.decider.setFocus()


def money_words(sum_: Decimal | None) -> str:
    """320.00 元, or that nothing was computed."""
    return f"{sum_} 元" if sum_ is not None else "没有标准"


def _make(seat: Seat, new: NewRelief, number: str, id: UUID) -> Relief:
    if number:
        new = replace(new, complaint_id=show_complaint(seat, number).id)
    return reliefs.make(seat, new, id)
