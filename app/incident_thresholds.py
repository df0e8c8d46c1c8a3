"""From how many flats within how many minutes one cause is suggested, by the size of the place: data, with history.

All of the shipped ones are our own proposal [P]; no rule says how many calls make an incident.
"""

from collections.abc import Sequence

from app.errors import BadInput, NotAllowed
from app.incident_groups import Threshold
from app.records import IncidentKind, Role
from app.rule_book import RuleChange, history
from app.seat import Seat
from app.typed_words import paragraph
from db import incidents as stored

EVENT = "incident_threshold"
"""The act of its events in the rule book."""
KIND_WORDS = {IncidentKind.BUILDING: "楼栋", IncidentKind.COMMUNITY: "小区", IncidentKind.STATION: "换热站"}
CALLS, MINUTES, HOMES = (2, 1000), (5, 1440), (0, 1_000_000)
"""Bounds of each, both included; as the table checks them."""


def list_thresholds(seat: Seat) -> list[Threshold]:
    """All thresholds, by kind and size of the place."""
    with seat.use() as connection:
        rows = stored.thresholds(connection)
    found = [Threshold(IncidentKind(row["kind"]), row["min_homes"], row["calls"], row["minutes"]) for row in rows]
    return sorted(found, key=lambda one: (list(IncidentKind).index(one.kind), one.min_homes))


def set_thresholds(seat: Seat, kind: IncidentKind, rows: Sequence[tuple[int, int, int]], reason: str) -> None:
    """Replace the thresholds of one kind of place by (homes from, flats, minutes); the administrator's.

    Errors: BadInput(field="note") without a reason, BadInput(field="min_homes") where none begins at no homes,
    NotAllowed.
    """
    said = paragraph(reason, "note", "修改原因", 1000, required=True)
    values = [dict(zip(("min_homes", "calls", "minutes"), row, strict=True)) for row in rows]
    with seat.use() as connection:
        stored.put_thresholds(connection, kind, values, said)


def threshold_history(seat: Seat, limit: int = 50) -> list[RuleChange]:
    """What was changed, newest first."""
    return history(seat, [EVENT], limit)


def put_threshold(seat: Seat, wanted: Threshold, reason: str, replaces: Threshold | None = None) -> None:
    """Add a step, or change one (``replaces``); the other steps of its kind stay.

    Errors: NotAllowed; BadInput(field="min_homes", "calls", "minutes", "reason").
    """
    _administrator_only(seat)
    for value, (least, most), field, name in (
        (wanted.min_homes, HOMES, "min_homes", "起始户数"),
        (wanted.calls, CALLS, "calls", "诉求户数"),
        (wanted.minutes, MINUTES, "minutes", "时间"),
    ):
        if not least <= value <= most:
            raise BadInput(f"{name}应在 {least}–{most} 之间。", field=field)
    there = [one for one in list_thresholds(seat) if one.kind is wanted.kind]
    if replaces is not None and replaces not in there:
        raise BadInput("这一档刚被别人改过，请收起后再改。")
    if replaces is not None and replaces.min_homes == 0 and wanted.min_homes != 0:
        raise BadInput(f"{KIND_WORDS[wanted.kind]}要有一档从 0 户起。", field="min_homes")
    others = [one for one in there if one != replaces]
    if any(one.min_homes == wanted.min_homes for one in others):
        raise BadInput(f"已经有从 {wanted.min_homes} 户起的一档。", field="min_homes")
    _store(seat, [*others, wanted], wanted.kind, reason)


def remove_threshold(seat: Seat, gone: Threshold, reason: str) -> None:
    """Take a step away; the first one stays. Errors: NotAllowed; BadInput(field="reason")."""
    _administrator_only(seat)
    if gone.min_homes == 0:
        raise BadInput(f"{KIND_WORDS[gone.kind]}要有一档从 0 户起，这一档只能改。")
    there = [one for one in list_thresholds(seat) if one.kind is gone.kind]
    _store(seat, [one for one in there if one != gone], gone.kind, reason)


def _store(seat: Seat, steps: Sequence[Threshold], kind: IncidentKind, reason: str) -> None:
    said = paragraph(reason, "reason", "修改依据", 400, required=True)
    rows = [(one.min_homes, one.calls, one.minutes) for one in sorted(steps, key=lambda one: one.min_homes)]
    set_thresholds(seat, kind, rows, said)


def _administrator_only(seat: Seat) -> None:
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以修改规则。")
