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

from app.call_tries import TRIES
from app.records import Act
from app.seat import Seat
from db import callbacks

SATISFIED_FROM = 4


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


@dataclass(frozen=True, slots=True)
class Rates:
    """The three rates with their numerators and denominators."""

    contacted: Share
    solved: Share
    satisfied: Share


def count_rates(outcomes: Iterable[Outcome]) -> Rates:
    """The rates of these rounds; pure."""
    answered = unreachable = solved = graded = satisfied = 0
    for one in outcomes:
        if one.act is Act.CLOSE:
            unreachable += one.tries >= TRIES
            continue
        answered += 1
        solved += one.act is Act.CALL_BACK
        if one.satisfaction is not None:
            graded += 1
            satisfied += one.satisfaction >= SATISFIED_FROM
    return Rates(Share(answered, answered + unreachable), Share(solved, answered), Share(satisfied, graded))


def rates(seat: Seat, since: datetime, until: datetime, company: int | None = None) -> Rates:
    """The rates of the rounds that ended in [since, until), of one company or of all that this person may see."""
    outcomes = _outcomes(seat, since, until)
    return count_rates(one for one in outcomes if company is None or one.company_id == company)


def rates_by_company(seat: Seat, since: datetime, until: datetime) -> dict[int | None, Rates]:
    """The rates of each company of the directory; under None those of all together."""
    outcomes = _outcomes(seat, since, until)
    found: dict[int | None, Rates] = {None: count_rates(outcomes)}
    for company in seat.directory.companies:
        found[company] = count_rates(one for one in outcomes if one.company_id == company)
    return found


def _outcomes(seat: Seat, since: datetime, until: datetime) -> list[Outcome]:
    with seat.use() as connection:
        rows = callbacks.outcomes(connection, since, until)
    return [Outcome(Act(row.act), row.satisfaction, row.tries, row.company_id) for row in rows]
