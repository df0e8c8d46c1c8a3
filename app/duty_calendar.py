"""The calendar of duties (日程), counted from each season's own dates: what is due when, and whom to remind. Pure.

The city may shift a season each year (菏泽市供热条例第二十条), and what hangs on its first day shifts with it; days
that the ordinance names by date stay.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.rules import CITY_TIME, Season
from db.season_duties import Anchor

FORGET_DAYS = 30
"""So long after its day a duty is still reminded of [P]: whoever comes back after a summer starts without a flood."""
AWAKE = range(8, 20)
"""Hours of the day at which companies are reminded [P]."""


class Stage(StrEnum):
    """Which reminder it is; each goes out once."""

    AHEAD = "ahead"
    LATE = "late"


class DutyState(StrEnum):
    """How a duty stands."""

    DONE = "done"
    LATE = "late"
    NEAR = "near"  # within the days of reminding
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class DutyRule:
    """What every company has to do each season, with its article."""

    code: str
    rank: int
    name: str  # 充水试压
    words: str  # 供暖期开始 10 日前充水试压
    anchor: Anchor
    days: int | None  # from the first or the last day of the season
    month_day: str  # 05-31, in the year in which the season begins or ends; empty: counted in days
    article: str  # 菏泽市供热条例第十九条
    short_article: str

    def due_on(self, season: Season) -> date:
        """The last day on which it may be done."""
        match self.anchor:
            case Anchor.SEASON_START:
                return season.starts_on + timedelta(days=self.days or 0)
            case Anchor.SEASON_END:
                return season.ends_on + timedelta(days=self.days or 0)
            case Anchor.START_YEAR:
                return self._fixed(season.starts_on.year)
            case Anchor.END_YEAR:
                return self._fixed(season.ends_on.year)

    def _fixed(self, year: int) -> date:
        month, day = (int(part) for part in self.month_day.split("-"))
        return date(year, month, min(day, monthrange(year, month)[1]))  # 02-29 is the 28th in other years


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of one company in one season."""

    rule: DutyRule
    season: str
    company_id: int
    due_on: date
    done_on: date | None = None
    remark: str = ""
    marked_by_name: str = ""
    marked_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """Season, code and company."""
        return self.season, self.rule.code, self.company_id

    def state(self, today: date, near_days: int) -> DutyState:
        """How it stands on this day."""
        if self.done_on is not None:
            return DutyState.DONE
        left = (self.due_on - today).days
        return DutyState.LATE if left < 0 else DutyState.NEAR if left <= near_days else DutyState.AHEAD


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message to one company about one duty."""

    duty: Duty
    stage: Stage


def season_now(rules: Iterable[DutyRule], seasons: Iterable[Season], today: date) -> Season | None:
    """The season whose duties are not over: from the summer before it to its last duty; None: no season is entered."""
    given, last = list(rules), None
    for season in seasons:
        last = season
        if today <= max((rule.due_on(season) for rule in given), default=season.ends_on):
            return season
    return last


def reminders(duties: Iterable[Duty], at: datetime, days: int) -> list[Reminder]:
    """Whom to remind at this moment of what is not done: so many days ahead, and once more when it is over its day.

    Nobody at night, and nobody of what is long past.
    """
    local = at.astimezone(CITY_TIME)
    if local.hour not in AWAKE:
        return []
    found = []
    for duty in duties:
        left = (duty.due_on - local.date()).days
        if duty.done_on is None and -FORGET_DAYS <= left <= days:
            found.append(Reminder(duty, Stage.AHEAD if left >= 0 else Stage.LATE))
    return found
