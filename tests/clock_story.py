"""What happened to a complaint, told in a few lines: its events as the acts would have written them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.clocks import ClockRun, clocks
from app.complaints import due_values
from app.limits import due_times
from app.records import Act, Clock, Event, LimitUnit, State
from app.rules import CITY_TIME, LimitRule, Rules
from shipped_rules import shipped_rules

SHIPPED = shipped_rules()
ANSWER_RULE = SHIPPED.limit_rules[4]
SIGN = LimitRule(
    90, tuple(SHIPPED.categories), Clock.SIGN, 10, None, None, True, "内部要求", "内部要求", "企业签收：10 分钟", "P",
    date(2026, 1, 1), None,
)  # fmt: skip
BACK = replace(SIGN, id=91, clock=Clock.CALL_BACK, minutes=1440, words="回访：反馈后 24 小时")
RULES = replace(SHIPPED, limit_rules=(*SHIPPED.limit_rules, SIGN, BACK))
FIVE_DAYS = replace(
    ANSWER_RULE,
    id=92,
    minutes=5 * 1440,
    unit=LimitUnit.WORKING_DAYS,
    valid_from=date(2020, 1, 1),
    words="答复：5 个工作日",
)
DAYS = replace(RULES, limit_rules=(*RULES.limit_rules, FIVE_DAYS))


def local(text: str) -> datetime:
    """A time of the city: 2026-11-20 12:15."""
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


def event(seq: int, act: Act, at: datetime, note: str = "", **detail: Any) -> Event:
    return Event(seq, act, State.SIGNED, at, "周岚", None, note, detail)


def history(
    rules: Rules, category: str, taken: str, *later: tuple[Act, str] | tuple[Act, str, dict[str, Any]]
) -> list[Event]:
    """The events of a complaint as the acts would have written them."""
    at = local(taken)
    events = [event(1, Act.TAKE, at, category=category, due_times=due_values(due_times(rules, category, at)))]
    for act, when, *more in later:
        moment = local(when)
        detail = dict(more[0]) if more else {}
        if act is Act.DISPATCH and not any(one.act is Act.DISPATCH for one in events):
            detail["changes"] = {"due_times": due_values(due_times(rules, category, at, moment))}
        events.append(event(len(events) + 1, act, moment, str(detail.pop("note", "")), **detail))
    return events


def pause(until: str, *stopped: Clock, words: str = "等待用户") -> dict[str, Any]:
    return {
        "pause": {
            "kind": "user",
            "words": words,
            "until": local(until).isoformat(),
            "clocks": [str(c) for c in stopped],
        }
    }


def runs(events: Sequence[Event], rules: Rules = RULES) -> dict[Clock, ClockRun]:
    """The last run of each clock."""
    return {run.clock: run for run in clocks(events, rules, rules.calendar)}


ROAD = history(
    RULES,
    "B1",
    "2026-11-20 12:15",
    (Act.DISPATCH, "2026-11-20 12:17"),
    (Act.SIGN, "2026-11-20 12:25"),
    (Act.ARRIVE, "2026-11-20 14:02"),
    (Act.REPORT, "2026-11-20 15:00"),
    (Act.CALL_BACK, "2026-11-21 16:00"),
)
