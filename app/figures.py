"""What is counted of complaints (统计), as records: measures, dimensions, the scope asked about and its lines. Pure.

Complaints are counted on the day they were taken, whatever happens to them afterwards, and each step for the company
that had the complaint then (sql/0004_facts.sql). So every number opens to the complaints behind it, and a past month
changes only where one of its complaints does. The three rates are those of the rounds of these complaints;
app/rates.py counts the same rounds by the moment they ended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from app.rates import Share
from db.kinds import Measure as Measure

MEASURE_WORDS: dict[Measure, str] = {
    Measure.TAKEN: "受理",
    Measure.ANSWERED: "直接答复",
    Measure.INVALID: "作废",
    Measure.REFERRED: "转办或不受理",
    Measure.DISPATCHED: "派单",
    Measure.SIGNED: "签收",
    Measure.SIGNED_IN_TIME: "按时签收",
    Measure.SIGNED_LATE: "超时签收",
    Measure.ARRIVED: "到场",
    Measure.ARRIVED_IN_TIME: "按时到场",
    Measure.ARRIVED_LATE: "超时到场",
    Measure.REPORTED: "反馈",
    Measure.ROUNDS: "应回访",
    Measure.CONTACTED: "已回访",
    Measure.SOLVED: "已解决",
    Measure.GRADED: "已评价",
    Measure.SATISFIED: "满意",
    Measure.RETURNS: "退单",
    Measure.EXTENSIONS: "延期",
    Measure.REOPENED: "重办",
    Measure.REPEATS: "重复来电",
    Measure.MERGED: "并入事件",
}


class Ratio(StrEnum):
    """What is measured as a share, by its name."""

    SIGNED = "签收及时率"
    ON_SITE = "到场及时率"
    CONTACTED = "响应率"
    SOLVED = "解决率"
    SATISFIED = "满意率"


_RATIOS: dict[Ratio, tuple[Measure, tuple[Measure, ...]]] = {
    Ratio.SIGNED: (Measure.SIGNED_IN_TIME, (Measure.SIGNED_IN_TIME, Measure.SIGNED_LATE)),
    Ratio.ON_SITE: (Measure.ARRIVED_IN_TIME, (Measure.ARRIVED_IN_TIME, Measure.ARRIVED_LATE)),
    Ratio.CONTACTED: (Measure.CONTACTED, (Measure.ROUNDS,)),
    Ratio.SOLVED: (Measure.SOLVED, (Measure.CONTACTED,)),
    Ratio.SATISFIED: (Measure.SATISFIED, (Measure.GRADED,)),
}
"""The numerator, and what adds up to the denominator; a step not done yet is in neither."""


class Dimension(StrEnum):
    """By what figures are told apart."""

    TOTAL = "total"
    COMPANY = "company"
    COMMUNITY = "community"
    STATION = "station"
    CATEGORY = "category"
    CHANNEL = "channel"
    SHIFT = "shift"  # each shift of each day
    TURN = "turn"  # 白班, 夜班: all of that name
    OPERATOR = "operator"
    HOUR = "hour"
    DAY = "day"


DIMENSION_WORDS: dict[Dimension, str] = {
    Dimension.TOTAL: "合计",
    Dimension.COMPANY: "热力公司",
    Dimension.COMMUNITY: "小区",
    Dimension.STATION: "换热站",
    Dimension.CATEGORY: "类别",
    Dimension.CHANNEL: "来源",
    Dimension.SHIFT: "班次",
    Dimension.TURN: "班别",
    Dimension.OPERATOR: "受理人",
    Dimension.HOUR: "钟点",
    Dimension.DAY: "日期",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The complaints asked about: taken on these days (city's time, both included), and of one key of a dimension.

    ``company``, ``community`` and ``station`` 0: of none. By shift and turn the days are those on which shifts began.
    """

    first: date
    last: date
    company: int | None = None
    community: int | None = None
    station: int | None = None
    category: str | None = None
    channel: str | None = None
    shift: UUID | None = None
    turn: str | None = None
    operator: int | None = None
    hour: int | None = None

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.last - self.first).days + 1

    @property
    def only(self) -> dict[str, str]:
        """The dimensions that it is narrowed to, as the database takes them."""
        return {
            name: str(value)
            for name in (one.value for one in Dimension if one not in (Dimension.TOTAL, Dimension.DAY))
            if (value := getattr(self, name)) is not None
        }

    def narrowed(self, by: Dimension, key: str) -> "Scope":
        """The scope of one line of figures by ``by``: what its numbers are counted from."""
        match by:
            case Dimension.TOTAL:
                return self
            case Dimension.DAY:
                day = date.fromisoformat(key)
                return replace(self, first=day, last=day)
            case Dimension.SHIFT:
                return replace(self, shift=UUID(key))
            case Dimension.TURN:
                return replace(self, turn=key)
            case Dimension.CATEGORY:
                return replace(self, category=key)
            case Dimension.CHANNEL:
                return replace(self, channel=key)
            case Dimension.COMPANY:
                return replace(self, company=int(key))
            case Dimension.COMMUNITY:
                return replace(self, community=int(key))
            case Dimension.STATION:
                return replace(self, station=int(key))
            case Dimension.OPERATOR:
                return replace(self, operator=int(key))
            case Dimension.HOUR:
                return replace(self, hour=int(key))

    def before(self) -> "Scope":
        """As many days right before."""
        length = timedelta(days=self.days)
        return replace(self, first=self.first - length, last=self.last - length)


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of some complaints."""

    counts: tuple[int, ...] = (0,) * len(Measure)  # in the order of Measure

    def __getitem__(self, measure: Measure) -> int:
        return self.counts[_PLACES[measure]]

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    def __sub__(self, other: "Figures") -> "Figures":
        return Figures(tuple(a - b for a, b in zip(self.counts, other.counts, strict=True)))

    def share(self, ratio: Ratio) -> Share:
        """How many of how many."""
        part, whole = _RATIOS[ratio]
        return Share(self[part], sum(self[one] for one in whole))

    @property
    def record(self) -> dict[str, int]:
        """The counts by the measures' names."""
        return {str(measure): self[measure] for measure in Measure}


_PLACES: Mapping[Measure, int] = {measure: place for place, measure in enumerate(Measure)}


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one key of a dimension."""

    key: str  # company id, category code, day …; "0": of none
    name: str  # 永恒, B1 不热, 11月20日 …
    figures: Figures
    homes: int = 0  # of the community or the station; 0: not known

    @property
    def per_thousand(self) -> float | None:
        """Complaints taken per 1,000 homes; None where nobody knows how many homes there are."""
        return 1000 * self.figures[Measure.TAKEN] / self.homes if self.homes else None


def total(lines: Iterable[Line]) -> Figures:
    """All lines together."""
    return sum((line.figures for line in lines), Figures())
