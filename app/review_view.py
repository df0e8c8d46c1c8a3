"""All that the review of one log shows, read at once."""

from dataclasses import dataclass

from app.review import list_steps, read_sample
from app.review_records import Log, Sampled, Step
from app.seat import Seat
from app.shift_exceptions import ShiftException, find_exceptions
from app.shift_figures import Figures, read_figures


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A log with what stands out of it, its figures, its sample, and what was said about it."""

    log: Log
    exceptions: tuple[ShiftException, ...]
    figures: tuple[Figures, ...]  # the whole shift first
    sample: tuple[Sampled, ...]
    steps: tuple[Step, ...]


def read_view(seat: Seat, log: Log) -> ReviewView:
    """Read it. Errors: DatabaseAway."""
    return ReviewView(
        log,
        tuple(find_exceptions(seat, log.shift)),
        tuple(read_figures(seat, log.shift)),
        tuple(read_sample(seat, log.shift.id)),
        tuple(list_steps(seat, log.shift.id)),
    )
