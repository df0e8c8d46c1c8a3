"""How long the clocks of ten thousand complaints take, each rebuilt from its events.

Run alone (``python tests/bench/clocks.py``) or through ``measure()``; times in milliseconds.
"""

import random
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.clocks import clocks
from app.complaints import due_values
from app.limits import due_times
from app.records import Act, Event, LimitUnit, State
from app.rules import LimitRule, Rules
from db.kinds import Clock
from shipped_rules import shipped_rules

COMPLAINTS = 10_000
ROAD = (Act.DISPATCH, Act.SIGN, Act.CONTACT, Act.PAUSE, Act.RESUME, Act.ARRIVE, Act.REPORT, Act.CALL_BACK)


def rules_with_all() -> Rules:
    """The shipped rules with house limits, and the answer counted in working days."""
    shipped = shipped_rules()
    sign = LimitRule(
        id=90,
        categories=tuple(shipped.categories),
        clock=Clock.SIGN,
        minutes=10,
        first_days=None,
        first_days_minutes=None,
        counts_from_dispatch=True,
        legal_name="内部要求",
        short_article="内部要求",
        words="企业签收：10 分钟",
        mark="P",
        valid_from=date(2020, 1, 1),
        valid_until=None,
    )
    back = replace(sign, id=91, clock=Clock.CALL_BACK, minutes=1440)
    answer = replace(
        shipped.limit_rules[4], id=92, minutes=5 * 1440, unit=LimitUnit.WORKING_DAYS, valid_from=date(2020, 1, 1)
    )
    return replace(shipped, limit_rules=(*shipped.limit_rules, sign, back, answer))


def histories(rules: Rules, count: int = COMPLAINTS, seed: int = 12319) -> list[list[Event]]:
    """Timelines of a season: any category, any point of the road, every fourth one paused."""
    dice = random.Random(seed)
    return [_history(rules, dice) for _ in range(count)]


def _history(rules: Rules, dice: random.Random) -> list[Event]:
    at = datetime(2025, 11, 15, tzinfo=UTC) + timedelta(minutes=dice.randrange(170_000))
    category = dice.choice(list(rules.categories))
    taken = {"category": category, "due_times": due_values(due_times(rules, category, at))}
    events = [Event(1, Act.TAKE, State.WAITING, at, "周岚", None, "", taken)]
    paused = dice.random() < 0.25
    for act in ROAD[: dice.randrange(1, len(ROAD) + 1)]:
        if act in (Act.PAUSE, Act.RESUME) and not paused:
            continue
        at += timedelta(minutes=dice.randrange(1, 300))
        detail: dict[str, object] = {}
        if act is Act.DISPATCH:
            detail["changes"] = {"due_times": due_values(due_times(rules, category, events[0].at, at))}
        elif act is Act.PAUSE:
            until = (at + timedelta(days=1)).isoformat()
            detail["pause"] = {"words": "等待用户", "until": until, "clocks": ["on_site", "test", "answer"]}
        events.append(Event(len(events) + 1, act, State.SIGNED, at, "周岚", None, "", detail))
    return events


def measure(count: int = COMPLAINTS) -> dict[str, float]:
    """Milliseconds for all complaints together: to rebuild their clocks."""
    rules = rules_with_all()
    made = histories(rules, count)
    clocks(made[0], rules, rules.calendar)
    begun = time.perf_counter()
    runs = [clocks(events, rules, rules.calendar) for events in made]
    built = time.perf_counter()
    return {
        "complaints": count,
        "clocks": sum(map(len, runs)),
        "all_ms": 1000 * (built - begun),
    }


if __name__ == "__main__":
    for what, value in measure().items():
        print(f"{what:14} {value:10.1f}")
