"""What the section 测温 asks for beside a visit: a flat to be tested, a dispute, its result, an instrument."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.errors import WarmlineError
from app.flats import parse_flat
from app.room_records import Dispute, Instrument, Party
from app.temperature import FlatAsked
from app.temperature_words import PARTY_WORDS
from ui.choice_row import ChoiceRow
from ui.form_strip import FormStrip
from ui.pick_row import Find, PickRow


class FlatStrip(FormStrip):
    """A test of a flat without a complaint: where, who asked, when."""

    def __init__(self, find: Find, parent: QWidget | None = None) -> None:
        super().__init__("申请测温（没有诉求的住户）", "申请测温", parent)
        self.place = PickRow("小区", "名称、别名、路名、拼音首字母", find, self)
        self.body.addWidget(self.place)
        self.flat_words = self.add_row("building", "楼室", "3-2-501")
        self.asker = self.add_row("asker", "申请人", "姓名")
        self.phone = self.add_row("phone", "电话", "上门前联系")
        self.requested = self.add_row("requested", "申请", "14:05、昨天 14:05；空着就是现在")
        self.note = self.add_row("note", "说明", "可空")
        self.place.passed.connect(self.flat_words.setFocus)

    def flat(self) -> FlatAsked:
        """What was typed. Errors: BadInput where the flat can't be read."""
        flat = parse_flat(self.flat_words.text())
        key = self.place.key if isinstance(self.place.key, int) else None
        return FlatAsked(key, flat.building, flat.unit, flat.room, self.asker.text(), self.phone.text())

    def start(self) -> None:
        self.place.field.setFocus()

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        if error.field in ("community_id", "company"):
            self.place.fail(error.sentence)
            self.error.hide()
            self.place.field.setFocus()


class DisputeStrip(FormStrip):
    """Who disputes, and before which testing body."""

    def __init__(self, asker: Party | None, parent: QWidget | None = None) -> None:
        """``asker``: who alone can dispute from this seat; None: both."""
        super().__init__("对检测结果有异议", "提交鉴定", parent)
        who = {one: words for one, words in PARTY_WORDS.items() if asker in (None, one)}
        self.by: ChoiceRow[Party] = ChoiceRow("谁提出", who, parent=self)
        self.by.choose(asker or Party.USER)
        self.body.addWidget(self.by)
        self.office = self.add_row("body", "机构", "法定鉴定机构的名称")
        self.note = self.add_row("note", "说明", "可空")
        self.by.picked.connect(self.office.setFocus)

    def start(self) -> None:
        self.office.setFocus()


class ResultStrip(FormStrip):
    """What the body found; who is at fault follows from it, and can be said otherwise."""

    def __init__(self, dispute: Dispute, parent: QWidget | None = None) -> None:
        super().__init__(f"{dispute.body}的鉴定结果", "登记结果", parent)
        self.reading = self.add_row("reading", "室温 ℃", "16.4")
        self.payer: ChoiceRow[Party] = ChoiceRow("费用", PARTY_WORDS, parent=self)
        self.body.addWidget(self.payer)
        self.add_note("费用由过错方承担（菏泽市供热条例第四十三条）；不选按结果：不合格由企业，合格由用户。")
        self.note = self.add_row("note", "说明", "报告编号等，可空")


class InstrumentStrip(FormStrip):
    """A thermometer with its calibration. ``companies``: to choose from, for the supervisor."""

    def __init__(
        self, tool: Instrument | None, companies: Mapping[int, str] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("更改仪器" if tool else "登记仪器", "保存", parent)
        self.company: ChoiceRow[int] | None = None
        if companies and tool is None:
            self.company = ChoiceRow("企业", companies, parent=self)
            self.body.addWidget(self.company)
        self.number = self.add_row("number", "编号", "贴在仪器上的编号", text=tool.number if tool else "")
        self.model = self.add_row("model", "型号", "型号、精度", text=tool.model if tool else "")
        calibrated, until = (f"{tool.calibrated_on}", f"{tool.valid_until}") if tool else ("", "")
        self.calibrated = self.add_row("calibrated_on", "检定", "2026-10-01", text=calibrated)
        self.until = self.add_row("valid_until", "有效至", "2027-09-30", text=until)
        self.reason = self.add_row("reason", "说明", "可空")

    def start(self) -> None:
        (self.company or self.number).setFocus()
