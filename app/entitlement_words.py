"""Refunds and reliefs in Chinese words: their events, and why the database refused."""

from collections.abc import Mapping
from types import MappingProxyType

ENTITLEMENT_EVENT_WORDS: dict[str, str] = {
    "refund_make": "建退费单",
    "refund_judge": "重新逐日判定",
    "refund_decide": "核定退费",
    "refund_refuse": "不予退费",
    "refund_tell": "告知退费",
    "refund_pay": "已退费",
    "refund_reopen": "退费重新核定",
    "refund_void": "退费单作废",
    "relief_make": "登记减免申请",
    "relief_amend": "更改减免申请",
    "relief_approve": "核准减免",
    "relief_refuse": "不予减免",
    "relief_pay": "减免已兑付",
    "relief_reopen": "减免重新核定",
    "relief_withdraw": "撤回减免申请",
}

ENTITLEMENT_REFUSALS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "refund": ("您的岗位不办这一步退费。", "refund"),
        "refund_new": ("您的岗位不建退费单。", "refund"),
        "refund_draft": ("退费单还没有核定，不能做这一步。", "state"),
        "refund_decided": ("退费单已经核定、待告知，不能做这一步。", "state"),
        "refund_told": ("退费单已经告知用户、待退费，不能做这一步。", "state"),
        "refund_paid": ("这份退费单已经退费，不能再改。", "state"),
        "refund_refused": ("这份退费单已定为不予退费；要改请班长重新核定。", "state"),
        "refund_void": ("这份退费单已经作废。", "state"),
        "refund_twice": ("其中有的日子已在这一户的另一份退费单里退过，一天只退一次。", "days"),
        "refund_no_days": ("没有可退的日子，请写明原因后定为不予退费。", "days"),
        "refund_formula": ("没有写明计算公式的依据，不计算金额。", "sum"),
        "relief": ("您的岗位不办这一步减免。", "relief"),
        "relief_new": ("您的岗位不登记减免。", "relief"),
        "relief_asked": ("减免申请还没有核定，不能做这一步。", "state"),
        "relief_approved": ("减免已经核准、待兑付，不能做这一步。", "state"),
        "relief_paid": ("这份减免已经兑付，不能再改。", "state"),
        "relief_refused": ("这份申请已定为不予减免；要改请班长重新核定。", "state"),
        "relief_withdrawn": ("这份减免申请已经撤回。", "state"),
        "relief_area": ("同一套房各户申请的面积合计超过这套房的缴费面积。", "area"),
        "relief_flat_area": ("同一套房登记的缴费面积前后不一致，请核对。", "flat_area"),
        "relief_twice": ("这一户本季已经申请过减免。", "household"),
        "relief_fee": ("减免不能超过这套房的季热费。", "fee"),
        "relief_no_rate": ("这一季还没有减免标准，不能核准：请系统管理员先登记标准和依据。", "season"),
        "relief_rate_changed": ("这一季的减免标准改过了，请先更改申请、重新算出金额，再核准。", "sum"),
        "relief_decider": ("核定单位不在名单里，请从设置的名单中选。", "decider"),
    }
)
