"""From how many flats within how many minutes one cause is suggested, by the size of the place: data, with history.

All of the shipped ones are our own proposal [P]; no rule says how many calls make an incident.
"""

from collections.abc import Sequence

from app.incident_groups import Threshold
from app.records import IncidentKind
from app.rule_book import RuleChange, history
from app.seat import Seat
from app.typed_words import paragraph
from db import incidents as stored

EVENT = "incident_threshold"
"""The act of its events in the rule book."""


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
