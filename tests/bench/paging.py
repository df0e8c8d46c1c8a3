"""How long the first page of the open queue takes, and whether it grows with what is stored."""

from collections.abc import Callable

import psycopg
from figures import Figure, Target, alternate, figure
from stores import SMALL, Stored, Stores

from app.live_queue import first_page

# The columns of a row of the queue, from the partial index, with no security and no claims beside them.
_PAGE = """
SELECT id, number, revision, state, urgency, category, place, community_id, company_id, channel, taken_by, taken_at,
    due_at, rank_at, reminders, secret
FROM complaint WHERE is_open ORDER BY rank_at, id LIMIT 50
"""


def measure(made: Stores, stored: Stored, rounds: int = 400) -> list[Figure]:
    """The first page as frozen rows against a plain fetch, and against itself where 10,000 are stored."""
    seat = stored.seat()

    def page() -> object:
        return first_page(seat)

    with stored.plain() as connection:
        times, floor = alternate([page, _plain_page(connection)], rounds)
    found = [figure(f"first page, {stored.rows:,} stored", times, floor, [Target("ratio", 4)])]
    if stored.rows > SMALL:
        small = made.database(SMALL).seat()
        times, small_times = alternate([page, lambda: first_page(small)], rounds)
        small.close()
        found.append(figure(f"first page against {SMALL:,} stored", times, small_times, [Target("ratio", 1.5)]))
    seat.close()
    return found


def _plain_page(connection: psycopg.Connection) -> Callable[[], object]:
    return lambda: connection.execute(_PAGE).fetchall()
