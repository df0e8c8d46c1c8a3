"""The closed lists of the hotline: states, acts, roles, channels and the rest, as stored in the database.

Each value is the word stored in PostgreSQL and printed by the console's ``--json``; the Chinese word of each
stands in ``app/words.py``.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person is at the hotline (design.md section 1)."""

    OPERATOR = "operator"
    COMPANY = "company"
    LIAISON = "liaison"
    COLLECTOR = "collector"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class State(StrEnum):
    """Where a complaint stands on its road (domain.md section 3.6)."""

    WAITING = "waiting"  # 待派单
    DISPATCHED = "dispatched"  # 已派未签
    SIGNED = "signed"  # 已签收
    ARRIVED = "arrived"  # 已到场
    REPORTED = "reported"  # 已反馈
    CALL_BACK = "call_back"  # 待回访: tried and not reached
    REOPENED = "reopened"  # 重办
    RETURNED = "returned"  # 退单待改派
    SHELVED = "shelved"  # 挂账: cannot be solved now, kept on a list of its own
    CLOSED = "closed"  # 已结案
    ANSWERED = "answered"  # 直接答复
    VOID = "void"  # 作废
    REFERRED = "referred"  # 转办: to the authority whose matter it is
    REFUSED = "refused"  # 不予受理: with the reason and the right door


CLOSED_STATES = frozenset({State.CLOSED, State.ANSWERED, State.VOID, State.REFERRED, State.REFUSED})


class Act(StrEnum):
    """What can be done to a complaint; each act writes exactly one event."""

    TAKE = "take"
    ANSWER = "answer"
    DISPATCH = "dispatch"
    SIGN = "sign"
    CONTACT = "contact"
    ARRIVE = "arrive"
    REPORT = "report"
    RETURN = "return"
    CALL_BACK = "call_back"  # reached and solved
    REOPEN = "reopen"  # reached and not solved
    MISS = "miss"  # call-back tried, not reached
    CLOSE = "close"
    REMIND = "remind"
    EDIT = "edit"
    NOTE = "note"
    PRINT = "print"
    REVEAL = "reveal"
    VOID = "void"
    PAUSE = "pause"  # 暂停计时
    RESUME = "resume"  # 恢复计时
    RECOUNT = "recount"  # the year's holidays became known
    EXTEND = "extend"  # 申请延期
    GRANT = "grant"  # 准予延期
    DENY = "deny"  # 不予延期
    SUPERVISE = "supervise"  # 督办, by hand
    ESCALATE = "escalate"  # 督办, by rule
    SHELVE = "shelve"  # 挂账
    TAKE_UP = "take_up"  # back from the shelf
    REFER = "refer"  # 转办
    REFUSE = "refuse"  # 不予受理
    JOIN = "join"  # 并入片区事件
    LEAVE = "leave"  # 移出片区事件
    SETTLE = "settle"  # 片区恢复: reported with its incident
    ASSIGN = "assign"  # 指派维修员
    ADD_FILE = "add_file"  # 附件
    FORM = "form"  # 登记表: the category's short form filled in
    ASK_TEST = "ask_test"  # 申请测温
    TEST = "test"  # 测温: a visit with its readings, or why there are none
    TEST_STEP = "test_step"  # 测温后续: corrected, disputed, decided, withdrawn


class CallResult(StrEnum):
    """What came of one try to call back."""

    BUSY = "busy"  # 占线
    NO_ANSWER = "no_answer"  # 无人接听
    SWITCHED_OFF = "switched_off"  # 关机
    EMPTY_NUMBER = "empty_number"  # 空号
    REJECTED = "rejected"  # 拒接
    CONNECTED = "connected"  # 已接通


class Channel(StrEnum):
    """How a complaint reached us (domain.md section 3.6, 来源渠道)."""

    HOTLINE = "hotline"  # 12319
    COMPANY = "company"  # the companies' own phones
    GOVERNMENT = "government"  # 12345
    MEDIA_5969581 = "media_5969581"
    MEDIA_1600000 = "media_1600000"
    FORUM = "forum"
    VISIT = "visit"


class Urgency(StrEnum):
    """Priority of a category (domain.md section 4)."""

    CRITICAL = "critical"  # 特急
    URGENT = "urgent"  # 紧急
    ORDINARY = "ordinary"  # 一般


class CommunityKind(StrEnum):
    RESIDENTIAL = "residential"  # 小区
    UNIT = "unit"  # 单位


class Clock(StrEnum):
    """The limits that a complaint can carry."""

    SIGN = "sign"
    CONTACT = "contact"
    ON_SITE = "on_site"
    TEST = "test"
    ANSWER = "answer"
    CALL_BACK = "call_back"


class LimitUnit(StrEnum):
    """How a limit is counted."""

    HOURS = "hours"  # day and night
    WORKING_DAYS = "working_days"  # with the State Council's make-up days


class Liability(StrEnum):
    """Whose fault it was found to be (slip, 责任)."""

    COMPANY = "company"
    USER = "user"
    DEVELOPER = "developer"
    PROPERTY = "property"


class FileKind(StrEnum):
    """What can be attached, told by the first bytes of the file."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


class FieldKind(StrEnum):
    """What a field of a category's short form takes."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


class IncidentKind(StrEnum):
    """How far one cause reaches."""

    BUILDING = "building"
    COMMUNITY = "community"
    STATION = "station"


class IncidentState(StrEnum):
    """Whether an incident goes on."""

    OPEN = "open"
    CLOSED = "closed"


class SwapState(StrEnum):
    """How far a swap of shifts is."""

    ASKED = "asked"
    AGREED = "agreed"  # by the other one; a supervisor decides
    APPROVED = "approved"
    REFUSED = "refused"  # by a supervisor
    DECLINED = "declined"  # by the other one
    WITHDRAWN = "withdrawn"


class SeatState(StrEnum):
    """What somebody who signed on is doing."""

    READY = "ready"
    TALKING = "talking"
    WRITING_UP = "writing_up"
    AWAY = "away"


class EntryKind(StrEnum):
    """What an entry that is typed into the shift log is about."""

    VISITOR = "visitor"  # 来访
    FAULT = "fault"  # 故障
    ORDER = "order"  # 上级指令
    NOTICE = "notice"  # 交班须知: goes onto the sheet
    OTHER = "other"


class Measure(StrEnum):
    """What is counted of complaints, in the order in which the database gives the counts."""

    TAKEN = "taken"
    ANSWERED = "answered"
    INVALID = "invalid"
    REFERRED = "referred"  # 转办, 不予受理
    DISPATCHED = "dispatched"  # slips: a complaint sent twice counts twice
    SIGNED = "signed"
    SIGNED_IN_TIME = "signed_in_time"
    SIGNED_LATE = "signed_late"
    ARRIVED = "arrived"  # the first arrival after a dispatch
    ARRIVED_IN_TIME = "arrived_in_time"
    ARRIVED_LATE = "arrived_late"
    REPORTED = "reported"
    ROUNDS = "rounds"  # call-backs ended: reached, or given up after three tries
    CONTACTED = "contacted"
    SOLVED = "solved"
    GRADED = "graded"
    SATISFIED = "satisfied"
    RETURNS = "returns"
    EXTENSIONS = "extensions"  # granted
    REOPENED = "reopened"
    REPEATS = "repeats"  # further calls in the same matter (催办)
    MERGED = "merged"  # attached to an incident


class ReviewState(StrEnum):
    """Who a shift's log waits for."""

    WAITING = "waiting"  # a supervisor
    SENT_BACK = "sent_back"  # the leader of the shift
    SIGNED = "signed"


class ReviewStep(StrEnum):
    """What is done in a review."""

    SIGN = "sign"
    SEND_BACK = "send_back"
    RESUBMIT = "resubmit"


class VisitOutcome(StrEnum):
    """What came of a visit to measure the room temperature (HZ Art.42, 43)."""

    TESTED = "tested"  # 已检测
    USER_REFUSED = "user_refused"  # 用户拒绝检测
    COMPANY_REFUSED = "company_refused"  # 企业拒绝检测
    NO_ACCESS = "no_access"  # 未能入户


class VisitKind(StrEnum):
    """Which visit it was."""

    TEST = "test"  # 检测
    RETEST = "retest"  # 回测


class RoomKind(StrEnum):
    """Where it is measured (HZ Art.42)."""

    BEDROOM = "bedroom"  # 卧室
    LIVING = "living"  # 起居室（客厅）


class Signed(StrEnum):
    """Whether one of the two parties signed."""

    SIGNED = "signed"  # 已签字
    REFUSED = "refused"  # 拒绝签字


class Party(StrEnum):
    """The two parties of a test."""

    USER = "user"  # 用户
    COMPANY = "company"  # 供热企业


class RefundState(StrEnum):
    """How far a refund is (HZ Art.44-46)."""

    DRAFT = "draft"  # 待核定
    DECIDED = "decided"  # 已核定, the user is to be told
    TOLD = "told"  # 已告知, to be paid
    PAID = "paid"  # 已退费
    REFUSED = "refused"  # 不予退费
    VOID = "void"  # 作废


class ReliefKind(StrEnum):
    """Whose relief it is."""

    LOW_INCOME = "low_income"  # 低保
    THREE_WITHOUT = "three_without"  # 三无


class ReliefState(StrEnum):
    """How far a relief is (HZ Art.23)."""

    ASKED = "asked"  # 待核定
    APPROVED = "approved"  # 待兑付
    PAID = "paid"  # 已兑付
    REFUSED = "refused"  # 不予减免
    WITHDRAWN = "withdrawn"  # 已撤回
