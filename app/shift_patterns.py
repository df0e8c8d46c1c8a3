"""Patterns of shifts: which shifts a day has, when they run, and which crew's turn it is. Pure.

``shift_slots`` in db/migrations/sql/0004_shifts.sql knows the same times; a test holds the two together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.errors import BadInput
from app.working_days import CITY_TIME

EPOCH = date(2000, 1, 1)
"""The day on which every cycle would have begun: seasons made one after the other go on in one rhythm."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the shifts of a day. ``ends`` not later than ``begins`` lies on the next day."""

    number: int  # 1, 2 … in the order of the day
    name: str  # 夜班
    begins: time
    ends: time

    def span(self, day: date, zone: ZoneInfo = CITY_TIME) -> tuple[datetime, datetime]:
        """Beginning and end of the shift that begins on this day, in UTC: what lies between is what the clock ran."""
        last = day + timedelta(days=self.ends <= self.begins)
        begins, ends = datetime.combine(day, self.begins, zone), datetime.combine(last, self.ends, zone)
        return begins.astimezone(UTC), ends.astimezone(UTC)

    @property
    def end_words(self) -> str:
        """``次日 08:00``; midnight is 24:00 of the day on which it began."""
        if self.ends == time():
            return "24:00"
        return f"{'次日 ' if self.ends <= self.begins else ''}{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as the city works by it, such as 三班两运转 8-20-8.

    ``cycle``: the slot that a crew works on each day of its cycle, 0 is a day off. Each next crew is one crew's share
    of the cycle further on.
    """

    code: str
    name: str
    crews: int
    cycle: tuple[int, ...]
    slots: tuple[Slot, ...]
    note: str = ""

    def turn(self, crew: int, day: date, start: date = EPOCH) -> int:
        """The slot of crew 1 … ``crews`` on this day, 0: off. Crew 1 was at the head of its cycle on ``start``."""
        share = len(self.cycle) // self.crews
        return self.cycle[((day - start).days + (crew - 1) * share) % len(self.cycle)]

    def turns(self, first: date, last: date, start: date = EPOCH) -> Iterator[tuple[date, Slot, int]]:
        """Each shift that begins on these days (both included), in order, with the crew whose turn it is."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            crews = {self.turn(crew, day, start): crew for crew in range(1, self.crews + 1)}
            yield from ((day, slot, crews[slot.number]) for slot in self.slots)

    def start_with(self, crew: int, day: date) -> date:
        """The ``start`` by which this crew works the day's first shift of its cycle on this day."""
        share = len(self.cycle) // self.crews
        return day + timedelta(days=(crew - 1) * share)

    def check(self) -> None:
        """Errors: BadInput where some shift would have no crew or two, or where shifts overlap; the field is named."""
        if not self.slots or not 1 <= self.crews <= 8 or not self.cycle or len(self.cycle) % self.crews:
            raise BadInput("轮班周期的天数要能按班组平分，并且至少有一个班次。", field="cycle")
        numbers = sorted(slot.number for slot in self.slots)
        for number in range(len(self.cycle) // self.crews):
            day = EPOCH + timedelta(days=number)
            on = sorted(turn for crew in range(1, self.crews + 1) if (turn := self.turn(crew, day)))
            if on != numbers:
                raise BadInput(f"周期第 {number + 1} 天有班次没有班组，或有两个班组；请检查轮班周期。", field="cycle")
        spans = [slot.span(EPOCH) for slot in self.slots]
        spans.append(self.slots[0].span(EPOCH + timedelta(days=1)))
        for (_, end), (begin, _) in pairwise(spans):
            if begin < end:
                raise BadInput("班次的起止时间有重叠，或没有按先后排列。", field="slots")
