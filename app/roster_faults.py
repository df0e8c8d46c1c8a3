"""What is wrong with a roster, shown and not refused: nobody there, too few, no leader, no rest, time without a shift.

Pure. How many are needed comes from the setting ``shift_cover``; a public holiday (app/working_days.py) has a number of
its own, for that is when most calls come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from app.rules import CITY_TIME, Rules
from app.shift_records import Shift


class FaultKind(StrEnum):
    """Kinds of fault, the gravest first."""

    EMPTY = "empty"  # 无人值班
    SHORT = "short"  # 人手不足
    NO_LEADER = "no_leader"  # 没有班长
    NO_REST = "no_rest"  # 连班
    GAP = "gap"  # 没有班次的时段


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one shift; ``person_id`` where it is about one person."""

    shift_id: UUID
    kind: FaultKind
    words: str
    person_id: int | None = None


def find_faults(shifts: Sequence[Shift], rules: Rules, names: Mapping[int, str]) -> list[Fault]:
    """All faults of these shifts of one team, oldest first. Read a day more before, for the rest of the first day."""
    found: list[Fault] = []
    rest = timedelta(hours=float(rules.settings["shift_rest_hours"]))
    before: dict[int, Shift] = {}  # by person: the last shift
    for shift in sorted(shifts, key=lambda one: one.begins_at):
        found += _cover(shift, needed(rules, shift))
        for duty in shift.duties:
            last = before.get(duty.person_id)
            if last is not None and shift.begins_at - last.ends_at < rest:
                name = names.get(duty.person_id, "")
                said = f"{name}连班：{last.words}之后只歇 {_hours(shift.begins_at - last.ends_at)} 小时"
                found.append(Fault(shift.id, FaultKind.NO_REST, said, duty.person_id))
            before[duty.person_id] = shift
    for earlier, later in pairwise(sorted(shifts, key=lambda one: one.begins_at)):
        if earlier.ends_at < later.begins_at:
            begins, ends = (at.astimezone(CITY_TIME) for at in (earlier.ends_at, later.begins_at))
            said = f"{begins:%m-%d %H:%M} 至 {ends:%m-%d %H:%M} 没有班次"
            found.append(Fault(later.id, FaultKind.GAP, said))
    order = {shift.id: number for number, shift in enumerate(sorted(shifts, key=lambda one: one.begins_at))}
    return sorted(found, key=lambda fault: (order[fault.shift_id], list(FaultKind).index(fault.kind)))


def needed(rules: Rules, shift: Shift) -> int:
    """How many are needed at least."""
    cover = rules.settings["shift_cover"]["hotline" if shift.company_id is None else "company"]
    return int(cover["holiday" if shift.holiday else "ordinary"])


def _cover(shift: Shift, need: int) -> list[Fault]:
    many = len(shift.duties)
    if not many:
        return [Fault(shift.id, FaultKind.EMPTY, "无人值班")]
    found: list[Fault] = []
    if many < need:
        why = f"（{shift.holiday}）" if shift.holiday else ""
        found.append(Fault(shift.id, FaultKind.SHORT, f"只有 {many} 人，应有 {need} 人{why}"))
    if shift.company_id is None and shift.leader_id is None:
        found.append(Fault(shift.id, FaultKind.NO_LEADER, "没有班长"))
    return found


def _hours(span: timedelta) -> str:
    return f"{span / timedelta(hours=1):g}"
