"""How the end of an incident is said in one short line."""

from datetime import datetime

from app.incidents import Incident
from app.limits import until_words
from app.rules import CITY_TIME


def end_words(one: Incident, now: datetime) -> str:
    """预计 18:00 恢复, 已过预计的 18:00, 恢复时间未知, 18:04 已恢复; with the day where it is not today."""
    at = one.closed_at or one.expected_end
    if at is None:
        return "恢复时间未知"
    end, today = at.astimezone(CITY_TIME), now.astimezone(CITY_TIME)
    when = until_words(end).removeprefix(f"{today.month}月{today.day}日 ")
    if one.closed_at is not None:
        return f"{when} 已恢复"
    return f"预计 {when} 恢复" if end >= today else f"已过预计的 {when}"
