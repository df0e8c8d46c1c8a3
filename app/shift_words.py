"""Shifts, seats and swaps in Chinese words: what the auditor reads, what a seat does, why the database refused."""

from collections.abc import Mapping
from types import MappingProxyType

from app.review_words import REVIEW_EVENT_WORDS, REVIEW_REFUSALS
from db.kinds import EntryKind, SeatState, SwapState

SHIFT_EVENT_WORDS: dict[str, str] = {
    "shift_open": "开班",
    "roster_put": "排班",
    "roster_change": "改排班",
    "crews_put": "改班组",
    "pattern_put": "改班制",
    "plan_put": "换班制",
    "swap_ask": "申请换班",
    "swap_agree": "同意换班",
    "swap_decline": "不同意换班",
    "swap_withdraw": "撤回换班",
    "swap_approve": "批准换班",
    "swap_refuse": "不批准换班",
    "seat_on": "签到",
    "seat_pause": "座席状态",
    "seat_off": "签退",
    "seat_free": "释放座席",
    "month_freeze": "统计定稿",
    "export": "导出诉求清单",
    "entry_add": "记事",
    "entry_amend": "更正记事",
    "hand_over": "交班",
    "hand_over_sign": "接班",
    "log_export": "导出日志",
    **REVIEW_EVENT_WORDS,
}

SEAT_STATE_WORDS: dict[SeatState, str] = {
    SeatState.READY: "就绪",
    SeatState.TALKING: "通话",
    SeatState.WRITING_UP: "整理",
    SeatState.AWAY: "暂离",
}

ENTRY_WORDS: dict[EntryKind, str] = {
    EntryKind.VISITOR: "来访",
    EntryKind.FAULT: "故障",
    EntryKind.ORDER: "上级指令",
    EntryKind.NOTICE: "交班须知",
    EntryKind.OTHER: "其他",
}

SWAP_STATE_WORDS: dict[SwapState, str] = {
    SwapState.ASKED: "待对方同意",
    SwapState.AGREED: "待批准",
    SwapState.APPROVED: "已批准",
    SwapState.REFUSED: "未批准",
    SwapState.DECLINED: "对方不同意",
    SwapState.WITHDRAWN: "已撤回",
}

SHIFT_REFUSALS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "roster": ("排班由班长办理；热力公司座席只排本公司的班，班制由班长登记。", "shift"),
        "other_team": ("排班里有人不在这个班组所属的单位，或已停用。", "person"),
        "double_person": ("同一个人在一个班次里排了两次。", "person"),
        "double_seat": ("同一个座席在一个班次里排了两个人。", "seat"),
        "no_such_seat": ("没有这个座席号。", "seat"),
        "two_leaders": ("一个班次只能有一位班长。", "leader"),
        "shift_over": ("这个班次已经结束，排班不能再改。", "shift"),
        "no_swap": ("按现在的排班换不了：班次已开始，或双方当值的班次有变动，请核对后重新申请。", "shift"),
        "swap_open": ("这个班次已经申请过换班，请先撤回原来的申请。", "shift"),
        "swap_step": (
            "这一步不归您：对方同意，申请人撤回，由不是当事人的班长批准，公司的换班由本公司另一位同事批准。",
            "swap",
        ),
        **{
            f"swap_{state}": (f"这个换班申请现在是“{words}”，不能做这一步。", "swap")
            for state, words in SWAP_STATE_WORDS.items()
        },
        "month_open": ("这个月还没有过完，过完后才能定稿。", "month"),
        "month_frozen": ("这个月的统计已经定稿；之后的变化以更正列出。", "month"),
        "figures_behind": ("统计还没有算到最新，请稍后再试。", "month"),
        "export": ("您的岗位不能导出诉求清单。", "export"),
        "pattern_used": ("已经按这个班制排过班，不能再改；请另建一个班制。", "pattern"),
        "pattern_cycle": ("轮班周期不对：每天每个班次要正好有一个班组。", "cycle"),
        "pattern_slots": ("班次的起止时间有重叠，或没有按先后排列。", "slots"),
        "plan_past": ("换班制只能从明天或以后的某天开始。", "day"),
        "seat_taken": ("这个座席有人在用，请对方签退，或由班长释放。", "seat"),
        "seated_elsewhere": ("您已在另一个座席签到，请先在那里签退，或由班长释放。", "seat"),
        "no_shift": ("按班制现在没有班次，不能签到。", "seat"),
        "not_on": ("您还没有签到。", "seat"),
        "seat_is_free": ("这个座席已经签退。", "seat"),
        "shift_unknown": ("没有这个班次。", "shift"),
        "other_shift": ("这是别的单位的班次。", "shift"),
        "shift_ahead": ("这个班次还没有开始。", "shift"),
        "handed_over": ("这个班次已经交班；您填写的内容还在，可以记入值班日志。", "shift"),
        "too_early": ("离下班还早，提前交班请写明原因。", "reason"),
        "not_leader": ("您不是这个班次的班长，不能交接；由班长或值班长代为交接。", "leader"),
        "stand_in": ("您不是这个班次的班长，代为交接请写明原因。", "reason"),
        "sheet_unknown": ("这个班次还没有交班，没有可签收的交班记录。", "sheet"),
        "sheet_signed": ("这份交班记录已经签收；您填写的意见还在，可以记入值班日志。", "sheet"),
        "own_sheet": ("交班人不能签收自己的交班记录，请由另一位班长接班。", "sheet"),
        "no_next_shift": ("按班制后面没有班次，没有人接班。", "sheet"),
        "entry_unknown": ("没有这条记录。", "entry"),
        "entry_owner": ("这条记录由别人写入，只有本人、本班班长或值班长可以更正。", "entry"),
        "entry_amended": ("这条记录已经更正过，请在最新的一版上更正。", "entry"),
        "entry_kept": ("值班日志只能更正，不能改写或删除。", "entry"),
        "log_export": ("值班日志由本班班长或值班长导出。", "shift"),
        "export_reason": ("要带电话号码导出，请写明原因。", "reason"),
        **REVIEW_REFUSALS,
    }
)
"""Sentence and field for each reason of the files 0004_*.sql and 0005_company_roster.sql."""
