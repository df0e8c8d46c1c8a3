"""A shift's log and hand-over among a season's events: ten a complaint, 120 days, two shifts a day."""

import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

from figures import Figure, Target, figure, timed
from stores import Stored

from app import hand_over, roster, shift_log
from app.log_book import write_log
from app.log_paper import draw_log
from app.seat import Seat
from app.shift_log import LogFilter, LogRow
from app.shift_records import Shift

ROUNDS = 7
LONG_PAPER, LONG_BOOK = 200, 100_000
"""Pages of a log on paper and rows of one in a workbook."""

_WORDS = "用户来电催问，室温十五度，已联系维修人员，约定今天下午三点上门；家中有老人，请尽快处理，处理后回电告知结果。"
_SEASON = """
INSERT INTO event (chain, seq, complaint_id, act, state_before, state, person_id, at, note, detail, hash)
SELECT c.id, 100 + k, c.id, 'note', c.state, c.state, c.taken_by,
    now() - interval '120 days' * (1 - c.n / %(rows)s::float) + interval '2 hours' * k - interval '1 day',
    substr(%(words)s, 1, 10 + (c.n %% 40)::int), '{}', sha256(c.n::text::bytea)
FROM (SELECT *, row_number() OVER (ORDER BY taken_at) AS n FROM complaint) c, generate_series(1, 10) k
"""


def measure(stored: Stored) -> list[Figure]:
    """All figures of shift logs."""
    with stored.plain() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(_SEASON, {"rows": stored.rows, "words": _WORDS})
        connection.execute("VACUUM (ANALYZE) event")
    seat = stored.seat("sup1")
    try:
        yesterday = seat.now().date() - timedelta(days=3)
        shift = roster.read_days(seat, yesterday, yesterday)[0]
        return [*_reading(seat, shift), *_files(seat, shift)]
    finally:
        seat.close()


def _reading(seat: Seat, shift: Shift) -> list[Figure]:
    def repeat(what: str, limit: float, work: object) -> Figure:
        assert callable(work)
        return figure(what, [timed(work) for _ in range(ROUNDS)], targets=[Target("p50", limit)])

    def opened() -> None:
        """What the page shows when a log is opened."""
        shift_log.read_log(seat, shift)
        shift_log.log_by_seat(seat, shift)
        shift_log.log_by_complaint(seat, shift)

    many = sum(len(page) for page in shift_log.whole_log(seat, shift))
    whole = [timed(lambda: list(shift_log.whole_log(seat, shift))) for _ in range(ROUNDS)]
    return [
        repeat("shift log, opened: first page, seats, complaints", 1000, opened),
        repeat("shift log, first page", 50, lambda: shift_log.read_log(seat, shift)),
        figure(f"shift log, all {many:,} rows for a file", whole),
        repeat("shift log, searched", 1000, lambda: shift_log.read_log(seat, shift, LogFilter("没有这样的话"))),
        repeat("shift log, by seat", 300, lambda: shift_log.log_by_seat(seat, shift)),
        repeat("shift log, by complaint", 300, lambda: shift_log.log_by_complaint(seat, shift)),
        repeat("hand-over, the sheet's numbers", 1000, lambda: hand_over.read_facts(seat, shift.id)),
    ]


def _files(seat: Seat, shift: Shift) -> list[Figure]:
    made = datetime(2026, 11, 24, 12, tzinfo=UTC)
    directory = seat.directory
    told: list[int] = []
    begun = perf_counter()
    draw_log(shift, [list(_rows(4800))], directory, made, progress=lambda _done, whole: told.append(whole))
    each = (perf_counter() - begun) * LONG_PAPER / told[0]
    with tempfile.TemporaryDirectory() as folder:
        tracemalloc.start()
        write_log(Path(folder) / "log.xlsx", ([row] for row in _rows(LONG_BOOK)), directory)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return [
        figure("shift log as PDF, 200 pages", [each], targets=[Target("p50", 5)], unit="s"),
        figure("memory for 100,000 rows as .xlsx", [peak / 1e6], targets=[Target("p50", 20)], unit="MB"),
    ]


def _rows(many: int) -> Iterator[LogRow]:
    begins = datetime(2026, 11, 24, tzinfo=UTC)
    for n in range(many):
        number = f"20261124-{n:04}"
        words = _WORDS[n % 20 : n % 20 + 8 + n % 30]
        yield LogRow(
            id=n,
            at=begins + timedelta(seconds=n),
            person_id=1,
            person="周岚",
            seat_number=n % 6 + 1,
            act="note",
            act_words="备注",
            subject=f"{number} 牡丹花园 3-2-{n % 900}",
            words=words,
            complaint_id=UUID(int=n),
            number=number,
            place="牡丹花园",
            category="B1",
            company_id=1,
            entry_id=None,
            secret=False,
        )
