"""What the status line says of what was done: an act that is stored, a complaint that was sent."""

from app.records import Act, State
from app.sending import Sent

DONE: dict[Act, str] = {
    Act.DISPATCH: "已派单",
    Act.SIGN: "已签收",
    Act.ASSIGN: "已指派",
    Act.CONTACT: "已记录联系",
    Act.ARRIVE: "已到场",
    Act.REPORT: "已反馈",
    Act.RETURN: "已退单",
    Act.REMIND: "已催办",
    Act.CALL_BACK: "回访已保存",
    Act.CLOSE: "已结案",
    Act.VOID: "已作废",
    Act.EXTEND: "已申请延期",
    Act.GRANT: "已准予延期",
    Act.DENY: "未准延期",
    Act.SUPERVISE: "已督办",
    Act.PAUSE: "已暂停计时",
    Act.RESUME: "已恢复计时",
    Act.SHELVE: "已挂账",
    Act.TAKE_UP: "已恢复办理",
    Act.ASK_TEST: "已申请测温",
    Act.REFER: "已转办",
    Act.REFUSE: "已不予受理",
    Act.FORM: "登记表已保存",
}
"""What the status line says of an act that is stored."""


def sent_words(sent: Sent) -> str:
    """What became of a complaint: 20261120-0038 已派单，永恒热力有限公司，11月20日 17:17 前到场."""
    complaint = sent.complaint
    if sent.trouble:
        return f"{complaint.number} {sent.trouble}"
    if complaint.incident_id is not None:
        into = next((one.detail["incident"] for one in reversed(complaint.events) if one.act is Act.JOIN), "")
        return f"{complaint.number} 已并入片区事件 {into}，不另派单"
    if sent.slip is not None:
        return f"{complaint.number} 已派单，{sent.slip.company}，{sent.slip.limit_words}"
    return f"{complaint.number} {ENDS.get(complaint.state, '已受理')}"


ENDS = {State.ANSWERED: "已答复并结案", State.REFERRED: "已转办", State.REFUSED: "已登记为不予受理"}
