"""What a caller and a flat have complained of before, as lines that are read while one talks. Pure."""

import re
from datetime import datetime
from typing import NamedTuple

from app.limits import time_left
from app.records import CLOSED_STATES, Category, QueueRow
from app.rules import CITY_TIME
from ui.queue_columns import state_words


class Known(NamedTuple):
    """A complaint of this flat, of this caller, or of both."""

    who: str  # 同户, 同号, 同户同号
    row: QueueRow

    @property
    def is_open(self) -> bool:
        """Whether a reminder can be added to it."""
        return self.row.state not in CLOSED_STATES


def known_complaints(of_flat: list[QueueRow], of_caller: list[QueueRow], place: str = "") -> list[Known]:
    """Each complaint once: the flat's before the caller's, open ones before closed ones; ``place`` is the flat's."""
    callers = {row.id for row in of_caller}
    of_flat = of_flat + [row for row in of_caller if row.place == place and row.id not in {one.id for one in of_flat}]
    flats = {row.id for row in of_flat}
    found = [Known("同户同号" if row.id in callers else "同户", row) for row in of_flat]
    found += [Known("同号", row) for row in of_caller if row.id not in flats]
    return sorted(found, key=lambda one: not one.is_open)


def known_words(known: Known, category: str, now: datetime) -> str:
    """同户 今天 B1 不热 ◆ 已签收 剩 0:18; of another flat with its place, of a closed one without time left."""
    row = known.row
    place = "" if known.who.startswith("同户") else row.place
    until = ""
    if known.is_open:
        left = time_left(row.due_at, now)
        until = f"超时 {left[1:]}" if left.startswith("−") else f"剩 {left}"
    parts = (known.who, day_words(row.taken_at, now), place, category, state_words(row.state), until)
    return " ".join(part for part in parts if part)


def day_words(at: datetime, now: datetime) -> str:
    """今天, 昨天, 11月18日."""
    day, today = at.astimezone(CITY_TIME).date(), now.astimezone(CITY_TIME).date()
    return {0: "今天", 1: "昨天"}.get((today - day).days, f"{day.month}月{day.day}日")


def short_name(category: Category) -> str:
    """The name up to its first mark: 不热、温度低（单户） → 不热."""
    return re.split("[、（，]", category.name)[0]
