"""How the working of a clock is said."""

from datetime import datetime

import pytest

from app.clock_words import segment_words
from app.rules import CITY_TIME
from app.working_days import Segment


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-11-25 03:15", "2026-11-25 05:15", "11-25 03:15 – 05:15"),
        ("2026-11-28 03:15", "2026-11-29 00:00", "11-28 03:15 – 24:00"),
        ("2026-11-29 00:00", "2026-11-30 00:00", "11-29 00:00 – 24:00"),
        ("2026-11-27 20:00", "2026-11-28 08:00", "11-27 20:00 – 11-28 08:00"),
        ("2027-02-06 00:00", "2027-02-13 00:00", "2-6 00:00 – 2-12 24:00"),
        ("2026-11-29 00:00", "2026-11-29 00:00", "11-29 00:00 – 00:00"),
    ],
)
def test_a_stretch_that_ends_at_midnight_ends_its_own_day(start: str, end: str, said: str) -> None:
    assert segment_words(Segment(at(start), at(end), True, ""))[1] == said
