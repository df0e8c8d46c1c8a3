"""Which strip each act opens, and which function of app/ it calls with what stands in it."""

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from app.answers import report
from app.callback import call_back, close
from app.complaints import edit, note, reveal, void
from app.dispatch import arrive, contact, dispatch, give_back, sign
from app.errors import BadInput
from app.intake import remind
from app.records import Act, Complaint
from app.seat import Seat
from ui.strip import CallBackStrip, CompanyStrip, ReportStrip, Strip, WordsStrip

# Title, hint and button of the acts that ask for words only.
WORDS: dict[Act, tuple[str, str, str]] = {
    Act.REMIND: ("催办", "来电人补充了什么（可空）", "催办"),
    Act.RETURN: ("退单", "为什么不属于本企业", "退单"),
    Act.CONTACT: ("联系用户", "和用户约了什么", "记录联系"),
    Act.NOTE: ("备注", "写给办这件诉求的人", "保存备注"),
    Act.EDIT: ("更正诉求内容", "诉求内容", "保存更正"),
    Act.CLOSE: ("结案", "结案说明（可空）", "结案"),
    Act.VOID: ("作废", "为什么作废", "作废"),
    Act.REVEAL: ("显示保密来电", "查看原因（记入审计）", "显示"),
}


def make_strip(seat: Seat, complaint: Complaint, act: Act, parent: QWidget) -> Strip:
    """The strip that asks for what this act needs."""
    match act:
        case Act.REPORT:
            return ReportStrip(parent)
        case Act.CALL_BACK:
            return CallBackStrip(parent)
        case Act.DISPATCH:
            companies = {company.id: company.short_name for company in seat.directory.companies.values()}
            return CompanyStrip(companies, complaint.company_id, parent)
    title, hint, submit = WORDS[act]
    return WordsStrip(title, hint, submit, complaint.text if act is Act.EDIT else "", parent)


def run(seat: Seat, complaint: Complaint, act: Act, strip: Strip | None) -> Callable[[], object]:
    """The work of an act, ready for the jobs: what stands in the strip is read now, on the GUI thread."""
    id, revision = complaint.id, complaint.revision
    words = strip.words if isinstance(strip, WordsStrip) else ""
    match act:
        case Act.DISPATCH:
            company = strip.company.value() if isinstance(strip, CompanyStrip) else None
            return lambda: dispatch(seat, id, revision, company)
        case Act.SIGN:
            return lambda: sign(seat, id, revision)
        case Act.ARRIVE:
            return lambda: arrive(seat, id, revision)
        case Act.CONTACT:
            return lambda: contact(seat, id, revision, words)
        case Act.REPORT:
            form = cast(ReportStrip, strip)
            public, liability = form.public_answer.text(), form.liability.value()
            return lambda: report(seat, id, revision, words, public, liability)
        case Act.RETURN:
            return lambda: give_back(seat, id, revision, words)
        case Act.REMIND:
            return lambda: remind(seat, id, words)
        case Act.NOTE:
            return lambda: note(seat, id, words)
        case Act.EDIT:
            return lambda: edit(seat, id, revision, text=words)
        case Act.CLOSE:
            return lambda: close(seat, id, revision, words)
        case Act.VOID:
            return lambda: void(seat, id, revision, words)
        case Act.REVEAL:
            return lambda: reveal(seat, id, words)
        case Act.CALL_BACK:
            return _call_back(seat, complaint, cast(CallBackStrip, strip))
    raise ValueError(act)


def _call_back(seat: Seat, complaint: Complaint, form: CallBackStrip) -> Callable[[], object]:
    contacted, solved, grade = form.contacted.value(), form.solved.value(), form.satisfaction.value()
    words = form.field.text()

    def work() -> object:
        if contacted is None:
            raise BadInput("请先选择是否联系上用户。", field="contacted")
        return call_back(seat, complaint.id, complaint.revision, contacted, solved, grade, words)

    return work
