"""What can go wrong, in words that an operator understands.

Every error carries a Chinese sentence (``str(error)``) and, where one is to blame, the field as the console and the
form name it. Exit codes of the console: bad input 2, not allowed 3, database away 4.
"""

import re

from app.entitlement_words import ENTITLEMENT_REFUSALS
from app.knowledge_words import KNOWLEDGE_REFUSALS
from app.notice_words import NOTICE_REFUSALS
from app.shift_words import SHIFT_REFUSALS
from app.temperature_words import TEST_REFUSALS
from app.words import STATE_WORDS
from db.failures import Failure, StoreFailure
from db.kinds import State

_QUOTED = re.compile("“([^”]*)”")
MOST_QUOTED = 100  # signs of what was typed, of a path too


class WarmlineError(Exception):
    """Base of all errors shown to a person. What is quoted in “” is cut short, and without what can't be seen."""

    exit_code = 2

    def __init__(self, sentence: str, field: str | None = None) -> None:
        sentence = _QUOTED.sub(lambda quoted: f"“{_shown(quoted[1])}”", sentence)
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class BadInput(WarmlineError):
    """Something typed can't be taken as it is; ``field`` says which."""


class UnknownComplaint(BadInput):
    """No complaint of that number is there, or this person may not see it."""


class MoveRefused(BadInput):
    """The table of moves does not allow this act in this state."""


class ChangedElsewhere(BadInput):
    """Somebody else changed the complaint since it was read."""


class NotAllowed(WarmlineError):
    """This person's role may not do that."""

    exit_code = 3


class SignInRefused(NotAllowed):
    """Login or password is wrong, or the account is locked."""


class DatabaseAway(WarmlineError):
    """The database can't be reached now; what was typed is kept."""

    exit_code = 4


class WrongVersion(DatabaseAway):
    """The database was made by another version of the program."""


class DiskFull(WarmlineError):
    """A draft, a slip or an export could not be written to disk."""


def _shown(typed: str) -> str:
    blanks = "".join(" " if sign.isspace() else sign for sign in typed[: MOST_QUOTED * 10])
    seen = "".join(sign for sign in blanks if sign.isprintable())
    return f"{seen[:MOST_QUOTED]}…" if len(seen) > MOST_QUOTED else seen


_FIELDS = {
    "text": "内容",
    "report": "反馈内容",
    "public_answer": "公开答复",
    "answer": "答复内容",
    "place": "地点",
    "name": "姓名",
    "phone": "电话",
    "note": "说明",
    "company": "热力公司",
    "company_id": "热力公司",
    "community_id": "小区",
    "category": "类别",
    "contacted": "是否联系上",
    "solved": "是否解决",
    "satisfaction": "满意度",
    "slip": "派单",
    "days": "延期天数",
    "level": "督办级别",
    "authority": "转办单位",
    "incident": "片区事件",
    "cause": "原因",
    "homes": "户数",
    "canned_answer": "告知用语",
    "min_homes": "起始户数",
    "worker": "维修员姓名",
    "worker_phone": "维修员电话",
    "attachment": "附件",
    "attachments": "附件数量",
    "result": "回访结果",
    "shift": "班次",
    "dates": "日期范围",
    "swap": "换班申请",
    "pattern": "班制",
    "reason": "原因",
    "points": "评分",
    "feedback": "评语",
    "each": "每人抽几件",
    "weight": "分值",
    "notice": "公告",
    "duty": "事项",
    "done_on": "办结日期",
    "service_point": "大厅、渠道",
    "places": "地点",
    "buildings": "楼号",
    "area": "范围",
    "begins_at": "开始时间",
    "ends_at": "结束时间",
    "basis": "依据",
    "late_reason": "未提前告知的原因",
    "form": "登记表",
    "manager": "管理员",
    "verified_on": "核实日期",
    "form_field": "登记表的栏目",
    "question": "问题",
    "mark": "标记",
    "categories": "类别",
    "words": "查找词",
    "reply": "答复",
    "articles": "所用问答",
    "refund": "退费单",
    "refund_days": "退费的日子",
    "complaints": "诉求",
    "fee": "季热费",
    "sum": "金额",
    "told_on": "告知日期",
    "paid_on": "兑付日期",
    "paid_sum": "实付金额",
    "remarks": "备注",
    "decision": "核定说明",
    "flat": "楼室",
    "bands": "退费档次",
    "relief": "减免申请",
    "household": "户号",
    "flat_area": "这套房的缴费面积",
    "proof": "证明",
    "rate": "减免标准",
    "season": "供暖季",
}


_REFUSALS = {
    "ruling": "这张派单由班长裁定，企业不能退单，只有班长可以改派。",
    "no_return": "还没有企业退过这件诉求，不需要裁定，直接派单即可。",
    "return_until": "退单期限已过；请继续办理，确有争议请联系班长。",
    "no_extension": "没有待批的延期申请。",
    "incident_closed": "这个片区事件已经结束，请单独派单或新开事件。",
    "extension_late": "答复时限已过，延期要在到期前申请。",
    "no_answer_limit": "这件诉求没有答复时限，不必延期。",
    "other_company": "这件诉求归另一家热力公司办理，请先改派，再并入这个事件。",
    "not_attached": "这件诉求没有并入片区事件。",
    "joined": "这件诉求已经并入另一个进行中的片区事件，请先移出。",
    "unsigned": "这个片区事件还没有签收，请先签收，再写到场。",
    "own_work": "这件诉求由您受理或反馈，请由别人回访；当班无他人时由班长写明原因后回访。",
    "same_hour": "这个钟点已经拨打过一次，同一钟点内再拨不计次，请换个钟点再拨。",
    "not_called_back": "还不能结案：要先回访；在不同钟点打不通满 3 次或诉求人不需回复时才可直接结案。",
}
"""What the database refuses for a reason of its own, though the table of moves would allow it."""

_TOLD = {
    **SHIFT_REFUSALS,
    **NOTICE_REFUSALS,
    **KNOWLEDGE_REFUSALS,
    **TEST_REFUSALS,
    **ENTITLEMENT_REFUSALS,
}
"""The same with the field that the reason belongs to."""


def in_words(failure: StoreFailure) -> WarmlineError:
    """The sentence for what the database refused or could not do."""
    hint = failure.hint
    match failure.kind:
        case Failure.STALE if hint == "roster":
            return ChangedElsewhere("这个班次的排班刚被别人改过，已为您刷新，请核对后再提交。", field="shift")
        case Failure.STALE if hint == "notice":
            return ChangedElsewhere("这条公告刚被别人改过，已为您刷新，请核对后再提交。", field="notice")
        case Failure.STALE if hint == "article":
            return ChangedElsewhere(
                "这条问答刚被别人改过，已为您刷新；您填写的内容还在，请核对后再提交。", field="article"
            )
        case Failure.STALE if hint == "article_report":
            return ChangedElsewhere("这条报告已经有人答复了。", field="report")
        case Failure.STALE if hint in ("refund", "relief"):
            what = "退费单" if hint == "refund" else "减免申请"
            return ChangedElsewhere(f"这份{what}刚被别人改过，已为您刷新，请核对后再提交。", field=hint)
        case Failure.STALE:
            return ChangedElsewhere("这件诉求刚被别人改过，已为您刷新；您填写的内容还在，请核对后再提交。")
        case Failure.MOVE if hint in _REFUSALS:
            return MoveRefused(_REFUSALS[hint], field="state")
        case Failure.MOVE if hint in _TOLD:
            sentence, field = _TOLD[hint]
            return MoveRefused(sentence, field=field)
        case Failure.MOVE:
            words = STATE_WORDS[State(hint)] if hint in set(State) else hint
            return MoveRefused(f"诉求现在是“{words}”，不能做这一步。", field="state")
        case Failure.RIGHT if hint in _REFUSALS:
            return NotAllowed(_REFUSALS[hint], field="state")
        case Failure.RIGHT if hint in _TOLD:
            sentence, field = _TOLD[hint]
            return NotAllowed(sentence, field=field)
        case Failure.RIGHT:
            return NotAllowed("您的岗位没有这项权限。")
        case Failure.CLOCK:
            return ChangedElsewhere("本机时钟与服务器不一致，已校准，请再提交一次。")
        case Failure.UNKNOWN:
            return UnknownComplaint("没有这件诉求，或它不归您办理。", field="number")
        case Failure.VALUE if hint == "note":
            return BadInput("请写明原因或说明。", field="note")
        case Failure.VALUE:
            return BadInput(
                f"{_FIELDS.get(hint, '填写的内容')}不符合要求：太长、为空或含有不能保存的字符。", field=hint or None
            )
        case Failure.PASSWORD:
            return SignInRefused("用户名或密码不对，请检查大小写后重试。", field="password")
        case Failure.BUSY:
            return DatabaseAway("数据库正忙，这一步没有完成；内容还在，请稍后重试。")
        case Failure.FULL:
            return DatabaseAway("数据库服务器的磁盘已满，暂时不能保存；内容保留在本机，请联系管理员。")
        case Failure.VERSION:
            return WrongVersion(
                f"数据库的版本（{hint or '未建立'}）与本程序不符，请由管理员运行 database upgrade 后再登录。"
            )
        case Failure.AWAY:
            return DatabaseAway("连不上数据库；内容保留在本机，恢复后可继续。")
