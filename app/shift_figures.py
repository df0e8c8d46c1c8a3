"""The figures of one shift, counted from its events: of all together, and of each person of the hotline."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.records import Act
from app.seat import Seat
from app.shift_records import Shift
from db import shift_exceptions as stored

COUNTED: dict[Act, str] = {
    Act.TAKE: "受理",
    Act.ANSWER: "直接答复",
    Act.DISPATCH: "派单",
    Act.SIGN: "签收",
    Act.ARRIVE: "到场",
    Act.REPORT: "反馈",
    Act.CALL_BACK: "回访解决",
    Act.REOPEN: "重办",
    Act.MISS: "回访未接通",
    Act.CLOSE: "结案",
    Act.RETURN: "退单",
    Act.REMIND: "催办",
    Act.SUPERVISE: "督办",
}
"""What is counted, by its word; a complaint that was dispatched twice was dispatched twice."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How often each of ``COUNTED`` was done; ``person_id`` None: by everybody, the companies too."""

    person_id: int | None
    name: str
    counts: dict[Act, int]

    def of(self, act: Act) -> int:
        """How often; 0 where never."""
        return self.counts.get(act, 0)

    @property
    def all(self) -> int:
        """Everything counted."""
        return sum(self.counts.values())


def read_figures(seat: Seat, shift: Shift) -> list[Figures]:
    """The whole shift first, then each person of the hotline who did anything, by seat and name.

    Errors: DatabaseAway.
    """
    span = shift.begins_at, min(shift.ends_at, seat.now())
    with seat.use() as connection:
        rows = [(row.person_id, Act(row.act), int(row.many)) for row in stored.counts(connection, *span)]
    people = seat.directory.people
    mine = {row[0] for row in rows if (one := people.get(row[0])) is not None and one.company_id is None}
    named = sorted((people[id] for id in mine), key=lambda one: (one.seat_number or 99, one.name))
    each = [Figures(one.id, one.name, _sum(row for row in rows if row[0] == one.id)) for one in named]
    return [Figures(None, "全班", _sum(rows)), *(one for one in each if one.counts)]


def _sum(rows: Iterable[tuple[int, Act, int]]) -> dict[Act, int]:
    found: dict[Act, int] = {}
    for _, act, many in rows:
        if act in COUNTED:
            found[act] = found.get(act, 0) + many
    return found
