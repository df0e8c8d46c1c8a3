"""Reviews and score sheets in Chinese words: what the auditor reads, and why the database refused."""

from collections.abc import Mapping
from types import MappingProxyType

from db.kinds import ReviewState, ReviewStep

REVIEW_EVENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "review_sign": "复核通过",
        "review_send_back": "复核退回",
        "review_resubmit": "重新提交",
        "sample_draw": "抽取质检",
        "score_put": "质检评分",
        "score_answer": "质检申述",
        "score_items_put": "改评分项",
    }
)

REVIEW_STATE_WORDS: Mapping[ReviewState, str] = MappingProxyType(
    {ReviewState.WAITING: "待复核", ReviewState.SENT_BACK: "已退回", ReviewState.SIGNED: "已复核"}
)

REVIEW_STEP_WORDS: Mapping[ReviewStep, str] = MappingProxyType(
    {ReviewStep.SIGN: "复核通过", ReviewStep.SEND_BACK: "退回", ReviewStep.RESUBMIT: "重新提交"}
)

REVIEW_REFUSALS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "review_desk": ("复核与质检由班长、值班长办理。", "review"),
        "review_leader": ("退回的日志由本班班长补正后重新提交。", "review"),
        "score_desk": ("评分项由班长或系统管理员修改。", "item"),
        "own_shift": ("这个班次由您带班，请由另一位班长复核。", "review"),
        "shift_runs": ("这个班次还没有结束，交班后再复核。", "shift"),
        "review_waiting": ("这份日志正等复核，不必重新提交。", "review"),
        "review_sent_back": ("这份日志已退回本班班长，重新提交后再复核。", "review"),
        "review_signed": ("这份日志已经复核通过。", "review"),
        "not_of_shift": ("这件诉求不是这个班次受理的。", "complaint"),
        "own_call": ("自己受理的诉求由别人评分。", "complaint"),
        "score_round": ("这件诉求刚被重新评过分，已为您刷新，请核对后再提交。", "sheet"),
        "sheet_not_mine": ("没有这份评分表，或它评的不是您。", "sheet"),
        "score_answered": ("这一轮已经申述过，每轮只能申述一次。", "answer"),
        "weights": ("评分项的分值合计应为 100 分。", "weight"),
    }
)
"""Sentence and field for each reason of 0004_review.sql and 0005_score_items.sql."""
