"""Room temperature tests in Chinese words: what each value is called, and why the database refused."""

from collections.abc import Mapping
from types import MappingProxyType

from db.kinds import Party, RoomKind, Signed, VisitKind, VisitOutcome

OUTCOME_WORDS: dict[VisitOutcome, str] = {
    VisitOutcome.TESTED: "已检测",
    VisitOutcome.USER_REFUSED: "用户拒绝检测",
    VisitOutcome.COMPANY_REFUSED: "企业拒绝检测",
    VisitOutcome.NO_ACCESS: "未能入户",
}
KIND_WORDS: dict[VisitKind, str] = {VisitKind.TEST: "检测", VisitKind.RETEST: "回测"}
ROOM_WORDS: dict[RoomKind, str] = {RoomKind.BEDROOM: "卧室", RoomKind.LIVING: "起居室（客厅）"}
SIGNED_WORDS: dict[Signed, str] = {Signed.SIGNED: "已签字", Signed.REFUSED: "拒绝签字"}
PARTY_WORDS: dict[Party, str] = {Party.USER: "用户", Party.COMPANY: "供热企业"}

TEST_EVENT_WORDS: dict[str, str] = {
    "ask_test": "申请测温",
    "test": "测温",
    "test_step": "测温后续",
    "instrument": "测温仪器",
}
"""Events of the chain of tests, of flats without a complaint and of instruments."""

TEST_REFUSALS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "temperature": ("测温由热线和供热企业办理，您的岗位没有这一项。", "test"),
        "test_unknown": ("没有这份测温记录，或它不归您办理。", "test"),
        "test_withdrawn": ("这份测温申请已经撤回。", "test"),
        "test_open": ("已有在办的测温申请，不必再申请。", "test"),
        "test_passed": ("已检测合格，这次检测到此为止；再次不热请另行申请。", "test"),
        "test_rule": ("那一天没有测温时限的规则，请管理员在“规则”里补上。", "requested"),
        "visit_amend": ("更正由班长办理：另存一版，写明原因，原来的一版仍在。", "test"),
        "visit_amended": ("这一版已经更正过，请打开最新的一版。", "test"),
        "visit_company": ("检测情况由供热这户的企业登记，更正由班长办理。", "test"),
        "visit_kept": ("检测记录只能更正为新的一版，不能改动原来的。", "test"),
        "visit_future": ("上门时间还没有到，请核对。", "arrived"),
        "visit_early": ("上门时间早于申请时间，请核对。", "arrived"),
        "instrument_unknown": ("没有这台仪器，或它已停用、不属于供热这户的企业。", "instrument"),
        "instrument_double": ("这家企业已有这个编号的仪器。", "number"),
        "instrument": ("仪器由所属企业登记，班长也可登记。", "instrument"),
        "visit_readings": ("读数要有一个稳定值，不能早于上门时间，也不能在将来。", "readings"),
        "reading_early": ("有读数早于关闭门窗的时间，请核对。", "readings"),
        "shut_short": ("关闭门窗的时间不够，请等够后再读数。", "shut"),
        "visit_point": ("测点须在房间中央、离地面 1 米（菏泽市供热条例第四十二条）。", "height"),
        "retest_early": ("还没有检测过，不能登记回测。", "kind"),
        "retest_order": ("回测早于上一次检测，请核对时间。", "arrived"),
        "dispute_user": ("用户提出的异议由热线登记。", "asked_by"),
        "dispute_nothing": ("没有可以提出异议的检测结果，或那一版已更正。", "test"),
        "dispute_open": ("这次检测已经提交鉴定。", "test"),
        "dispute_result": ("鉴定结果由热线登记。", "test"),
        "dispute_none": ("没有待登记结果的鉴定。", "test"),
        "test_withdraw": ("撤回由热线按用户的意思登记。", "test"),
    }
)
