"""What one seat has been told and has put away: each crossing once, many of a kind as one card, a flood in silence."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.alarms import CROSSINGS, PRESSING, Alarm, AlarmKind

SINGLE_CARDS = 3
"""So many crossings of one kind have a card each; more are one card."""
FLOOD_BEGINS, FLOOD_ENDS, FLOOD_TIME = 10, 5, timedelta(minutes=10)
"""ISA-18.2: more than ten alarms in ten minutes are a flood, fewer than five its end (lessons.md section E)."""

Key = tuple[AlarmKind, UUID, datetime]


class AlarmBoard:
    """Remembers which crossings were told and which were acknowledged at this seat."""

    def __init__(self, person_name: str, begun_at: datetime) -> None:
        """``begun_at``: what was over before was told to whoever sat here then, and stands red in the queue."""
        self._me = person_name
        self._begun_at = begun_at
        self._told: set[Key] = set()
        self._seen: set[Key] = set()
        self._now: list[Alarm] = []
        self.waiting: list[Alarm] = []
        """What nobody attends to yet: neither acknowledged here nor held by a colleague; one alarm a complaint.

        Limits that were crossed come first, then the slips, each oldest first.
        """
        self.cards: list[Alarm] = []
        """What waits, as it is shown: more than ``SINGLE_CARDS`` crossings of a kind are one, with their count."""
        self._told_at: list[datetime] = []  # crossings of the last ten minutes
        self.flooded = False
        self.heard: list[Alarm] = []  # of those just told

    def update(self, found: list[Alarm], now: datetime) -> list[Alarm]:
        """Take the alarms of this moment; returns those to be told now, each crossing once, and fills ``heard``."""
        if found == self._now:  # as most seconds have it
            self._listen([], now)
            return []
        keys = {alarm.key for alarm in found}
        self._now = found
        self._seen &= keys
        self._wait()
        fresh = [alarm for alarm in self.waiting if alarm.key not in self._told]
        self._told = (self._told & keys) | {alarm.key for alarm in fresh}
        self._listen(fresh, now)
        return fresh

    def acknowledge(self, *complaint_ids: UUID) -> None:
        """Somebody here has opened these complaints, or read a card that stands for them."""
        wanted = {*complaint_ids}
        seen = {alarm.key for alarm in self._now if alarm.row.id in wanted} - self._seen
        if seen:
            self._seen |= seen
            self._wait()

    def put_away(self, card: Alarm) -> None:
        """Somebody has read this card, with all that it stands for."""
        alike = [one for one in self.waiting if one.kind is card.kind]
        shown = alike if card.kind in CROSSINGS and len(alike) > SINGLE_CARDS else [card]
        self.acknowledge(*(one.row.id for one in shown))

    def _wait(self) -> None:
        pressing: dict[UUID, Alarm] = {}
        for alarm in self._now:
            before = pressing.get(alarm.row.id)
            if before is None or PRESSING[before.kind] < PRESSING[alarm.kind]:
                pressing[alarm.row.id] = alarm
        found = [
            alarm
            for alarm in pressing.values()
            if alarm.row.claimed_by in (None, self._me)
            and not (alarm.kind is AlarmKind.OVER and alarm.since < self._begun_at)
            and alarm.key not in self._seen
        ]
        self.waiting = sorted(found, key=lambda alarm: (alarm.kind not in CROSSINGS, alarm.since, alarm.row.id))
        self.cards = self._as_cards()

    def _as_cards(self) -> list[Alarm]:
        alike = Counter(alarm.kind for alarm in self.waiting)
        shown: list[Alarm] = []
        for alarm in self.waiting:
            if alarm.kind not in CROSSINGS or alike[alarm.kind] <= SINGLE_CARDS:
                shown.append(alarm)
            elif all(one.kind is not alarm.kind for one in shown):
                count = sum(one.count for one in self.waiting if one.kind is alarm.kind)
                shown.append(replace(alarm, count=count))
        return shown

    def _listen(self, fresh: list[Alarm], now: datetime) -> None:
        self._told_at = [at for at in self._told_at if now - at < FLOOD_TIME]
        self.heard = []
        if self.flooded and len(self._told_at) < FLOOD_ENDS:
            self.flooded = False
        for alarm in fresh:
            if alarm.kind in CROSSINGS and alarm.since >= self._begun_at:
                self._told_at.append(now)
                self.flooded = self.flooded or len(self._told_at) > FLOOD_BEGINS
                if self.flooded:
                    continue
            self.heard.append(alarm)
