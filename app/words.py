"""The Chinese word of every value in ``db/kinds.py``, and how long something took: one word for one thing.

The window, the console and the slip all take their words from here. Each state has a shape as well as a word, so that
nothing is told by colour alone.
"""

from datetime import timedelta

from db.kinds import Act, CallResult, Channel, Clock, CommunityKind, Liability, Role, State, Urgency

STATE_WORDS: dict[State, str] = {
    State.WAITING: "待派单",
    State.DISPATCHED: "未签收",
    State.SIGNED: "已签收",
    State.ARRIVED: "已到场",
    State.REPORTED: "已反馈",
    State.CALL_BACK: "待回访",
    State.REOPENED: "重办",
    State.RETURNED: "退单",
    State.SHELVED: "挂账",
    State.CLOSED: "已结案",
    State.ANSWERED: "直接答复",
    State.VOID: "作废",
    State.REFERRED: "已转办",
    State.REFUSED: "不予受理",
}

# All of these stand in Noto Sans SC, so the shape is the same on every machine.
STATE_SHAPES: dict[State, str] = {
    State.WAITING: "○",
    State.DISPATCHED: "◇",
    State.SIGNED: "◆",
    State.ARRIVED: "◉",
    State.REPORTED: "▣",
    State.CALL_BACK: "☏",
    State.REOPENED: "◎",
    State.RETURNED: "←",
    State.SHELVED: "△",
    State.CLOSED: "✓",
    State.ANSWERED: "✓",
    State.VOID: "×",
    State.REFERRED: "→",
    State.REFUSED: "×",
}

INCIDENT_SHAPE = "❖"
"""Many with one cause: stands before the word 片区 wherever an incident shows."""

ACT_WORDS: dict[Act, str] = {
    Act.TAKE: "受理",
    Act.ANSWER: "直接答复",
    Act.DISPATCH: "派单",
    Act.SIGN: "签收",
    Act.CONTACT: "联系用户",
    Act.ARRIVE: "到场",
    Act.REPORT: "反馈",
    Act.RETURN: "退单",
    Act.CALL_BACK: "回访",
    Act.REOPEN: "重办",
    Act.MISS: "回访未接通",
    Act.CLOSE: "结案",
    Act.REMIND: "催办",
    Act.EDIT: "更正",
    Act.NOTE: "备注",
    Act.PRINT: "打印派单",
    Act.REVEAL: "显示来电",
    Act.VOID: "作废",
    Act.PAUSE: "暂停计时",
    Act.RESUME: "恢复计时",
    Act.RECOUNT: "重算时限",
    Act.EXTEND: "申请延期",
    Act.GRANT: "准予延期",
    Act.DENY: "不予延期",
    Act.SUPERVISE: "督办",
    Act.ESCALATE: "自动督办",
    Act.SHELVE: "挂账",
    Act.TAKE_UP: "恢复办理",
    Act.REFER: "转办",
    Act.REFUSE: "不予受理",
    Act.JOIN: "并入片区事件",
    Act.LEAVE: "移出片区事件",
    Act.SETTLE: "片区恢复",
    Act.ASSIGN: "指派",
    Act.ADD_FILE: "附件",
    Act.FORM: "登记表",
    Act.ASK_TEST: "申请测温",
    Act.TEST: "测温",
    Act.TEST_STEP: "测温后续",
}

ROLE_WORDS: dict[Role, str] = {
    Role.OPERATOR: "话务员",
    Role.COMPANY: "热力公司座席",
    Role.LIAISON: "驻点联络员",
    Role.COLLECTOR: "网络专员",
    Role.SUPERVISOR: "班长",
    Role.ADMINISTRATOR: "系统管理员",
    Role.AUDITOR: "审计员",
}

CHANNEL_WORDS: dict[Channel, str] = {
    Channel.HOTLINE: "12319",
    Channel.COMPANY: "公司电话",
    Channel.GOVERNMENT: "12345",
    Channel.MEDIA_5969581: "5969581",
    Channel.MEDIA_1600000: "1600000",
    Channel.FORUM: "论坛",
    Channel.VISIT: "来访",
}

URGENCY_WORDS: dict[Urgency, str] = {Urgency.CRITICAL: "特急", Urgency.URGENT: "紧急", Urgency.ORDINARY: "一般"}

COMMUNITY_KIND_WORDS: dict[CommunityKind, str] = {CommunityKind.RESIDENTIAL: "小区", CommunityKind.UNIT: "单位"}

CLOCK_WORDS: dict[Clock, str] = {
    Clock.SIGN: "签收",
    Clock.CONTACT: "联系",
    Clock.ON_SITE: "到场",
    Clock.TEST: "测温",
    Clock.ANSWER: "答复",
    Clock.CALL_BACK: "回访",
}

LIABILITY_WORDS: dict[Liability, str] = {
    Liability.COMPANY: "企业",
    Liability.USER: "用户户内",
    Liability.DEVELOPER: "开发（保修期）",
    Liability.PROPERTY: "物业",
}

# In the order of the digits that are typed for them; the last one is what a call-back that was answered counts as.
CALL_RESULT_WORDS: dict[CallResult, str] = {
    CallResult.BUSY: "占线",
    CallResult.NO_ANSWER: "无人接听",
    CallResult.SWITCHED_OFF: "关机",
    CallResult.EMPTY_NUMBER: "空号",
    CallResult.REJECTED: "拒接",
    CallResult.CONNECTED: "已接通",
}

# The five grades of the call-back (domain.md 3.6), as the digit that is typed for each.
SATISFACTION_WORDS: dict[int, str] = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "非常不满意"}


def span_words(span: timedelta) -> str:
    """How long something took: ``2 分``, ``1 时 45 分``, ``12 时``, ``2 天 3 时``; two parts at most."""
    minutes = max(span // timedelta(minutes=1), 0)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} 天 {hours} 时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 时 {minutes % 60} 分" if minutes % 60 and hours < 10 else f"{hours} 时"
    return f"{minutes} 分"
