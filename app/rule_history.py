"""What one entry of the rule book's history changed, in words: 时长 3 天 → 48 小时."""

from collections.abc import Mapping
from typing import Any

from app.incident_thresholds import KIND_WORDS
from app.limit_words import length_words
from app.records import Clock, IncidentKind, LimitUnit, Urgency
from app.rule_book import KINDS, RuleChange
from app.rule_settings import LINES
from app.words import CLOCK_WORDS, URGENCY_WORDS

NOTHING = "（无）"
_FIELDS = {
    "clock": "步骤",
    "minutes": "时长",
    "first_days": "供暖季前几日",
    "first_days_minutes": "前几日时长",
    "categories": "类别",
    "legal_name": "依据",
    "words": "说法",
    "mark": "依据标记",
    "valid_from": "生效",
    "valid_until": "到期",
    "name": "名称",
    "starts_on": "开始",
    "ends_on": "结束",
    "note": "备注",
    "urgency": "缓急",
    "questions": "先问的问题",
    "first_words": "先说的话",
    "rate": "元/平方米",
    "basis": "依据",
    "phones": "电话",
    "matters": "事项",
    "label": "栏目",
    "hint": "提示",
    "choices": "可选",
    "unit": "单位",
    "least": "最小",
    "most": "最大",
    "required": "必填",
}
"""The columns that are worth a line, by their words; in this order."""


def subject(change: RuleChange) -> str:
    """What was changed: 时限 到场, 设置 退单期限, 转办单位 供水企业."""
    row = change.after or change.before
    match change.kind:
        case "limit":
            name = f"{CLOCK_WORDS[Clock(row['clock'])]} {'、'.join(row['categories'][:4])}"
            name += "…" if len(row["categories"]) > 4 else ""
        case "category":
            name = f"{change.name} {row['name']}"
        case "authority":
            name = row["name"]
        case "incident_threshold":
            name = KIND_WORDS[IncidentKind(change.name)]
        case "refund_band":
            name = f"{change.name} 起"
        case "relief_rate":
            name = f"{change.name} 供暖季"
        case "score_item":
            name = f"{len(change.after)} 项"
        case "setting":
            name = next((one.name for one in LINES if one.id == change.name), change.name)
        case _:
            name = change.name
    return f"{KINDS[change.kind]} {name}"


def change_lines(change: RuleChange) -> list[str]:
    """One line for each thing that is different now, before → after."""
    before, after = change.before, change.after
    match change.kind:
        case "calendar":
            return _calendar(before or [], after or [])
        case "incident_threshold":
            return _steps(before or [], after or [])
        case "refund_band":
            return _bands(before or [], after or [])
        case "score_item":
            return _items(before or [], after or [])
        case "setting":
            return [f"{_plain(before)} → {_plain(after)}"]
    old, new = before or {}, after or {}
    return [
        f"{word} {_said(column, old) if old else NOTHING} → {_said(column, new)}"
        for column, word in _FIELDS.items()
        if (old.get(column) != new.get(column) or (column == "minutes" and old.get("unit") != new.get("unit")))
        and not (not old and new.get(column) in (None, "", []))
    ]


def _said(column: str, row: Mapping[str, Any]) -> str:
    value = row.get(column)
    if value is None or value in ("", []):
        return NOTHING
    match column:
        case "clock":
            return CLOCK_WORDS[Clock(value)]
        case "minutes" | "first_days_minutes":
            return length_words(value, LimitUnit(row.get("unit", LimitUnit.HOURS)))
        case "urgency":
            return URGENCY_WORDS[Urgency(value)]
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _steps(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    old, new = ({row["min_homes"]: (row["calls"], row["minutes"]) for row in rows} for rows in (before, after))
    return [
        f"{homes} 户起 {_step(old.get(homes))} → {_step(new.get(homes))}"
        for homes in sorted({*old, *new})
        if old.get(homes) != new.get(homes)
    ]


def _step(step: tuple[int, int] | None) -> str:
    return f"{step[1]} 分钟 {step[0]} 户" if step else NOTHING


def _bands(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    """The bands that are other than before: by their percent."""
    old, new = ({row["percent"]: _band(row) for row in rows} for rows in (before, after))
    return [
        f"退 {percent}%：{old.get(percent, NOTHING)} → {new.get(percent, NOTHING)}"
        for percent in sorted({*old, *new}, reverse=True)
        if old.get(percent) != new.get(percent)
    ]


def _items(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    """The items of the score sheet that are other than before, and whether only their order is."""
    old, new = ({row["code"]: _item(row) for row in rows} for rows in (before, after))
    codes = [*new, *(code for code in old if code not in new)]
    changed = [
        f"{old.get(code, NOTHING)} → {new.get(code, NOTHING)}" for code in codes if old.get(code) != new.get(code)
    ]
    return changed or ["只改了次序"]


def _item(row: Mapping[str, Any]) -> str:
    basis = f"（{row['basis']}）" if row.get("basis") else ""
    return f"{row['name']} {row['weight']} 分{basis}"


def _band(row: Mapping[str, Any]) -> str:
    if row["up_to"] is None:
        return "以上"
    return f"{'≤' if row['included'] else '<'} {row['up_to']} ℃"


def _calendar(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    old, new = ({row["day"]: row for row in rows} for rows in (before, after))
    if not old:
        return [f"{NOTHING} → {_count(after)}"]
    return [
        f"{day} {_day(old.get(day))} → {_day(new.get(day))}"
        for day in sorted({*old, *new})
        if old.get(day) != new.get(day)
    ]


def _count(days: list[dict[str, Any]]) -> str:
    off = sum(not day["working"] for day in days)
    return f"放假 {off} 天、补班 {len(days) - off} 天"


def _day(row: dict[str, Any] | None) -> str:
    return f"{'班' if row['working'] else '休'} {row['name']}" if row else "平常"
