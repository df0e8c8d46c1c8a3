"""Notices in Chinese words: kinds, places, times, and why the database refused. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from db.notices import NoticeKind as NoticeKind, NoticeReach as NoticeReach

KIND_WORDS: dict[NoticeKind, str] = {
    NoticeKind.PRESSURE_TEST: "充水试压",
    NoticeKind.PREHEATING: "预供热",
    NoticeKind.PLANNED_STOP: "计划停热",
    NoticeKind.SUDDEN_STOP: "突发停热",
    NoticeKind.RESTORED: "恢复供热",
    NoticeKind.OTHER: "其他",
}

KIND_SHAPES: dict[NoticeKind, str] = {
    NoticeKind.PRESSURE_TEST: "◇",
    NoticeKind.PREHEATING: "△",
    NoticeKind.PLANNED_STOP: "▽",
    NoticeKind.SUDDEN_STOP: "▼",
    NoticeKind.RESTORED: "▲",
    NoticeKind.OTHER: "○",
}

REACH_WORDS: dict[NoticeReach, str] = {
    NoticeReach.CITY: "全市",
    NoticeReach.COMPANY: "热力公司",
    NoticeReach.STATION: "换热站",
    NoticeReach.COMMUNITY: "小区",
}

KIND_BASIS: dict[NoticeKind, str] = {
    NoticeKind.PRESSURE_TEST: "菏泽市供热条例第十九条",
    NoticeKind.PREHEATING: "菏泽市供热条例第十九条",
    NoticeKind.PLANNED_STOP: "菏泽市供热条例第十七条",
    NoticeKind.SUDDEN_STOP: "菏泽市供热条例第十七条",
}
"""The article a notice of that kind rests on, where nobody says another one."""

TOLD_AFTERWARDS = frozenset({NoticeKind.SUDDEN_STOP, NoticeKind.RESTORED})
"""Kinds that are told when they have begun already: 17:30 typed at six is half an hour ago."""
TELL_AUTHORITY = "突发停热：立即抢修、告知受影响的用户，同时向供热主管部门报告（菏泽市供热条例第十七条）。"

NOTICE_EVENT_WORDS: dict[str, str] = {
    "notice_add": "发布公告",
    "notice_change": "更改公告",
    "notice_withdraw": "撤回公告",
    "duty_done": "日程办结",
    "duty_undone": "日程撤销办结",
    "duty_remind": "日程提醒",
    "point_add": "登记大厅、渠道",
    "point_change": "更改大厅、渠道",
    "point_retire": "停用大厅、渠道",
}

NOTICE_REFUSALS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "notice_role": ("发布公告由热力公司、班长和系统管理员来做。", "notice"),
        "notice_owner": ("这条公告不是本公司发布的，不能更改或撤回。", "notice"),
        "notice_plant": ("热力公司只能就本公司供热的换热站、小区发布公告。", "places"),
        "notice_withdrawn": ("这条公告已经撤回。", "notice"),
        "duty_owner": ("只有本公司和班长可以登记这一事项。", "duty"),
        "duty_open": ("这一事项还没有登记办结。", "duty"),
        "duty_done": ("这一事项已经登记办结。", "duty"),
        "duty_remind": ("催办由班长来做。", "duty"),
        "point_double": ("这家公司已经登记了同名的一处。", "name"),
        "notice_overlap": ("同一地点、同一时段已有同类公告，请更改那一条，或先撤回。", "begins_at"),
    }
)
