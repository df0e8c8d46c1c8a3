"""Which strip each act opens, and which function of app/ it calls with what stands in it."""

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from app import extensions, shelving
from app.answers import report
from app.assignment import assign
from app.callback import call_back, close
from app.complaints import edit, note, reveal, void
from app.dispatch import arrive, contact, dispatch, give_back, sign
from app.errors import BadInput
from app.form_filling import fill_form
from app.intake import remind
from app.pauses import pause, resume
from app.records import Act, Complaint, Role
from app.referral import refer, refuse
from app.seat import Seat
from app.supervision import LEVELS, supervise
from app.temperature import ask_for_complaint
from ui.linkage_strips import DoorStrip, ExtensionStrip, RulingStrip, SuperviseStrip
from ui.pause_strip import PauseStrip
from ui.short_form_strip import ShortFormStrip
from ui.strip import CallBackStrip, CompanyStrip, ReportStrip, Strip, WordsStrip
from ui.worker_strip import WorkerStrip

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
    Act.GRANT: ("准予延期", "批准意见（可空）", "准予延期"),
    Act.DENY: ("不予延期", "为什么不准", "不予延期"),
    Act.RESUME: ("恢复计时", "什么变了（可空）", "恢复计时"),
    Act.SHELVE: ("挂账", "为什么现在解决不了，什么时候能解决", "挂账"),
    Act.TAKE_UP: ("恢复办理", "什么变了（可空）", "恢复办理"),
    Act.ASK_TEST: ("申请测温：企业按时限上门", "用户何时在家、说了什么（可空）", "申请测温"),
}


def asks_nothing(complaint: Complaint, act: Act) -> bool:
    """Whether the act is done without a strip; of the slips the first, where it is known who heats the flat."""
    if act is Act.DISPATCH:
        return complaint.company_id is not None and complaint.dispatched_at is None
    return act in (Act.SIGN, Act.ARRIVE)


def make_strip(seat: Seat, complaint: Complaint, act: Act, parent: QWidget) -> Strip:
    """The strip that asks for what this act needs."""
    match act:
        case Act.REPORT:
            return ReportStrip(parent)
        case Act.CALL_BACK:
            return CallBackStrip(parent)
        case Act.DISPATCH:
            companies = {company.id: company.short_name for company in seat.directory.companies.values()}
            rules = seat.person.role is Role.SUPERVISOR and complaint.returns > 0
            return (RulingStrip if rules else CompanyStrip)(companies, complaint.company_id, parent)
        case Act.ASSIGN:
            return WorkerStrip(complaint, parent)
        case Act.FORM:
            return ShortFormStrip(seat, complaint, parent)
        case Act.PAUSE:
            return PauseStrip(seat.rules, parent)
        case Act.EXTEND:
            return ExtensionStrip(seat.rules, complaint, parent)
        case Act.SUPERVISE:
            return SuperviseStrip(complaint, parent)
        case Act.REFER | Act.REFUSE:
            return DoorStrip(act, lambda: seat.rules, parent)
    title, hint, submit = WORDS[act]
    if act in (Act.GRANT, Act.DENY):
        title = f"{title} {complaint.extension_asked} 个工作日"
    return WordsStrip(title, hint, submit, complaint.text if act is Act.EDIT else "", parent)


def run(seat: Seat, complaint: Complaint, act: Act, strip: Strip | None) -> Callable[[], object]:
    """The work of an act, ready for the jobs: what stands in the strip is read now, on the GUI thread."""
    id, revision = complaint.id, complaint.revision
    words = strip.words if isinstance(strip, WordsStrip) else ""
    match act:
        case Act.DISPATCH:
            return _dispatch(seat, complaint, strip)
        case Act.SIGN:
            return lambda: sign(seat, id, revision)
        case Act.ARRIVE:
            return lambda: arrive(seat, id, revision)
        case Act.CONTACT:
            return lambda: contact(seat, id, revision, words)
        case Act.ASSIGN:
            named = cast(WorkerStrip, strip)
            worker, phone = named.worker.text(), named.phone.text()
            return lambda: assign(seat, id, revision, worker, phone)
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
        case Act.EXTEND:
            days = cast(ExtensionStrip, strip).days.value() or 0
            return lambda: extensions.ask(seat, id, revision, days, words)
        case Act.GRANT:
            return lambda: extensions.grant(seat, id, revision, words)
        case Act.DENY:
            return lambda: extensions.deny(seat, id, revision, words)
        case Act.SUPERVISE:
            level = cast(SuperviseStrip, strip).level.value() or LEVELS[0]
            return lambda: supervise(seat, id, revision, level, words)
        case Act.FORM:
            typed = cast(ShortFormStrip, strip).fields.values()
            return lambda: fill_form(seat, id, revision, typed)
        case Act.PAUSE:
            kind = cast(PauseStrip, strip).kind.value() or ""
            return lambda: pause(seat, id, revision, kind, words)
        case Act.RESUME:
            return lambda: resume(seat, id, revision, words)
        case Act.SHELVE:
            return lambda: shelving.shelve(seat, id, revision, words)
        case Act.TAKE_UP:
            return lambda: shelving.take_up(seat, id, revision, words)
        case Act.ASK_TEST:
            return lambda: ask_for_complaint(seat, id, note=words)
        case Act.REFER | Act.REFUSE:
            door = cast(DoorStrip, strip)
            to, said, send = door.authority, door.field.text(), refer if act is Act.REFER else refuse
            return lambda: send(seat, id, revision, to, said)
    raise ValueError(act)


def _dispatch(seat: Seat, complaint: Complaint, strip: Strip | None) -> Callable[[], object]:
    company = strip.company.value() if isinstance(strip, CompanyStrip) else None
    binding = isinstance(strip, RulingStrip) and strip.binding
    reason = strip.reason.text() if isinstance(strip, CompanyStrip) else ""
    return lambda: dispatch(seat, complaint.id, complaint.revision, company, binding=binding, reason=reason)


def _call_back(seat: Seat, complaint: Complaint, form: CallBackStrip) -> Callable[[], object]:
    contacted, solved, grade = form.contacted.value(), form.solved.value(), form.satisfaction.value()
    words, result = form.field.text(), form.result.value()

    def work() -> object:
        if contacted is None:
            raise BadInput("请先选择是否联系上用户。", field="contacted")
        if not contacted and result is None:
            raise BadInput("请选择为什么没有接通。", field="result")
        if contacted:
            return call_back(seat, complaint.id, complaint.revision, True, solved, grade, words)
        return call_back(seat, complaint.id, complaint.revision, False, words=words, result=result)

    return work
