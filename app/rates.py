"""The three rates of the call-backs (三率), counted from the events.

No binding formula was found (domain.md section 3.3 names the rates, Beijing's 接诉即办, without their formula), so this
is our own proposal [P]. What is counted are rounds: a report of the company and how its call-back ended, by the moment
of that end. A round ends with an answer (solved or not solved: a complaint reopened twice has three rounds) or with
closing after three tries in vain. Complaints closed because no reply was wanted, and rounds not ended yet, are not in.

- contacted (响应率): rounds in which the caller was reached, of all rounds ended
- solved (解决率): rounds with the answer "solved", of those in which the caller was reached
- satisfied (满意率): rounds graded 4 or 5 (满意, 非常满意), of those with a grade; 3 (一般) does not count
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.call_tries import TRIES
from app.records import Act
from app.rules import CITY_TIME
from app.seat import Seat
from db import callbacks

SATISFIED_FROM = 4


class Rate(StrEnum):
    """The three rates by their names."""

    CONTACTED = "响应率"
    SOLVED = "解决率"
    SATISFIED = "满意率"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """0.0 to 1.0; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one round ended. ``act``: CALL_BACK solved, REOPEN not solved, CLOSE without an answer."""

    act: Act
    satisfaction: int | None
    tries: int  # in vain, within the round
    company_id: int | None  # whose report it was
    complaint_id: UUID | None = None
    number: str = ""
    place: str = ""
    at: datetime | None = None  # when the round ended, in Asia/Shanghai

    @property
    def counts(self) -> dict[Rate, bool]:
        """The rates whose denominator this round is in, and whether it is in the numerator too."""
        if self.act is Act.CLOSE:
            return {Rate.CONTACTED: False} if self.tries >= TRIES else {}
        found = {Rate.CONTACTED: True, Rate.SOLVED: self.act is Act.CALL_BACK}
        if self.satisfaction is not None:
            found[Rate.SATISFIED] = self.satisfaction >= SATISFIED_FROM
        return found


@dataclass(frozen=True, slots=True)
class Rates:
    """The three rates with their numerators and denominators."""

    contacted: Share
    solved: Share
    satisfied: Share


def count_rates(outcomes: Iterable[Outcome]) -> Rates:
    """The rates of these rounds; pure."""
    counted = [one.counts for one in outcomes]

    def share(rate: Rate) -> Share:
        return Share(sum(one.get(rate, False) for one in counted), sum(rate in one for one in counted))

    return Rates(share(Rate.CONTACTED), share(Rate.SOLVED), share(Rate.SATISFIED))


def rates(seat: Seat, since: datetime, until: datetime, company: int | None = None) -> Rates:
    """The rates of the rounds that ended in [since, until), of one company or of all that this person may see."""
    return count_rates(of_company(outcomes(seat, since, until), company))


def rates_by_company(seat: Seat, since: datetime, until: datetime) -> dict[int | None, Rates]:
    """The rates of each company of the directory; under None those of all together."""
    found = outcomes(seat, since, until)
    return {company: count_rates(of_company(found, company)) for company in (None, *seat.directory.companies)}


def of_company(found: Iterable[Outcome], company: int | None) -> list[Outcome]:
    """The rounds of one company; None: of all."""
    return [one for one in found if company is None or one.company_id == company]


def outcomes(seat: Seat, since: datetime, until: datetime) -> list[Outcome]:
    """The rounds that ended in [since, until), earliest first: what the rates are counted from."""
    with seat.use() as connection:
        rows = callbacks.outcomes(connection, since, until)
    return [
        Outcome(
            Act(row.act), row.satisfaction, row.tries, row.company_id, row.id, row.number, row.place,
            row.at.astimezone(CITY_TIME),
        )
        for row in rows
    ]  # fmt: skip
