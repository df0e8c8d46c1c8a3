"""Where keys work, and which of these places can be shown together."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where a key works. Of the pages one is shown at a time, and of the panels beside them too."""

    WINDOW = "全窗口"
    QUEUE = "队列"
    DIRECTORY = "小区"
    EXCHANGE = "导入导出"
    PEOPLE = "人员"
    AUDIT = "审计"
    FORUM = "网络"
    SOURCES = "网络来源"  # in place of the posts
    INCIDENTS = "片区事件"
    CALL_BACK = "回访"
    RATES = "回访率"
    STATISTICS = "统计"
    RULES = "规则"
    CHATS = "群聊"
    PARTS = "班次、知识"  # pages of sections
    ROSTER = "排班"  # sections of the page of shifts
    SWAPS = "换班"
    ON_DUTY = "在岗"
    HAND_OVER = "交接"
    SHEET = "记录单预览"  # in place of the sections 交接 and 测温
    SHIFT_LOG = "值班日志"
    REVIEW = "复核"
    QUALITY = "我的质检"
    ARTICLES = "问答"  # sections of the page of knowledge
    NOTICES = "公告"  # sections of the page of knowledge
    POINTS = "大厅缴费"
    CALENDAR = "日程"
    UNVERIFIED = "待核实"
    ROOM_TESTS = "测温"
    ROOM_TOOLS = "测温仪器"
    REFUNDS = "退费"
    RELIEF = "减免"
    INTAKE = "新诉求"
    COMPLAINT = "诉求"
    SLIP = "派单预览"
    PICTURE = "附件"
    BOARD = "大屏"  # a window of its own
    LOCK = "锁屏"  # in place of everything else
    CHOICE = "选项"  # works inside of one row of choices only


PAGES = frozenset({Scope.QUEUE, Scope.DIRECTORY})
PANELS = frozenset({Scope.INTAKE, Scope.COMPLAINT, Scope.SLIP, Scope.PICTURE})
APART = frozenset({Scope.BOARD, Scope.LOCK})  # never shown together with anything else
OFFICE = frozenset(Scope) - PAGES - PANELS - APART - {Scope.WINDOW, Scope.CHOICE}  # pages with no panel beside
SECTIONS = frozenset(  # of a page of sections, one at a time
    {
        Scope.ROSTER,
        Scope.SWAPS,
        Scope.ON_DUTY,
        Scope.HAND_OVER,
        Scope.SHEET,
        Scope.SHIFT_LOG,
        Scope.REVIEW,
        Scope.QUALITY,
        Scope.ARTICLES,
        Scope.NOTICES,
        Scope.POINTS,
        Scope.CALENDAR,
        Scope.UNVERIFIED,
        Scope.ROOM_TESTS,
        Scope.ROOM_TOOLS,
        Scope.REFUNDS,
        Scope.RELIEF,
    }
)


@dataclass(frozen=True, slots=True)
class Key:
    """One shortcut: its name in code, the keys in Qt's portable text, where it works, and what it does in words."""

    name: str
    keys: str
    scope: Scope
    words: str
