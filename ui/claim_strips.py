"""The strips of the page 规则 for refunds and reliefs: a new version of the bands, a season's rate."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.entitlements import season_name
from app.refund_bands import Band, in_order
from app.refund_money import read_money
from app.refund_rules import Step, read_steps, set_bands
from app.relief_sums import Rate
from app.reliefs import set_rate
from app.seat import Seat
from ui.choice_row import ChoiceRow
from ui.rule_sections import MARK_WORDS
from ui.rule_strips import RuleStrip, Work


class BandStrip(RuleStrip):
    """All bands at once, from today or a later day on; the versions before stay."""

    def __init__(self, bands: Sequence[Band], today: date, parent: QWidget | None = None) -> None:
        super().__init__("修改退费档次", "保存新的一版", parent)
        steps = [Step(one.up_to, one.included, one.percent).words for one in in_order(bands)]
        self.add_row("bands", "档次", "<=14.0:100 <=16.0:50 <18.0:30 以上:0", text=" ".join(steps))
        self.add_row("valid_from", "生效", "2027-11-01", text=str(today))
        self.add_row("article", "依据", "某某条例第几条；没变的档保留原来的依据")
        self.mark: ChoiceRow[str] = ChoiceRow("标记", MARK_WORDS, columns=3, parent=self)
        self.mark.choose("V")
        self.body.addWidget(self.mark)
        self.add_reason()
        self.mark.picked.connect(self.rows["reason"].field.setFocus)
        self.add_note("<= 含这个度数，< 不含；冒号后是退几成。已核定的退费不变。")

    def work(self, seat: Seat) -> Work:
        steps, day = read_steps(self.text("bands")), self.day("valid_from")
        article, reason, mark = self.text("article"), self.text("reason"), self.mark.value() or "V"
        return lambda: set_bands(seat, day, steps, article, reason, mark)


class RateStrip(RuleStrip):
    """What a season gives back a square metre, and what that rests on."""

    def __init__(self, rate: Rate | None, season: str, parent: QWidget | None = None) -> None:
        super().__init__(f"修改 {rate.season} 减免标准" if rate else "添加减免标准", "保存", parent)
        self.add_row("season", "供暖季", "2026-2027", text=rate.season if rate else season)
        self.add_row("rate", "元/平方米", "如 4", text=str(rate.rate) if rate else "")
        self.add_row("basis", "依据", "文件和文号", text=rate.basis if rate else "")
        self.mark: ChoiceRow[str] = ChoiceRow("标记", MARK_WORDS, columns=3, parent=self)
        self.mark.choose(rate.mark if rate else "V")
        self.body.addWidget(self.mark)
        self.add_reason()
        self.mark.picked.connect(self.rows["reason"].field.setFocus)
        self.add_note("已核准的减免不变；还没有核定的，更改申请时重新算出。")

    def work(self, seat: Seat) -> Work:
        season, amount = season_name(self.text("season")), read_money(self.text("rate"), "rate", "减免标准")
        basis, reason, mark = self.text("basis"), self.text("reason"), self.mark.value() or "V"
        return lambda: set_rate(seat, season, amount, basis, mark, reason)
