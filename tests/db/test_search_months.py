"""A word that was common once, but not of late, is found month by month: the same pages as a plain query gives."""

from uuid import UUID

import pytest

from app import complaints
from small_city import City

# One complaint every third day over four years, and then 600 that don't hold the words; in one month of long ago 2,300,
# a minute apart: more than are sorted at once, and more of the month's newest than are looked through.
_YEARS = """
CREATE TEMPORARY TABLE many AS
SELECT gen_random_uuid() AS id, i, now() - i * interval '1 minute' - greatest(i - 600, 0) * interval '3 days' AS at,
    CASE WHEN i > 600 AND i % 2 = 0 THEN '井盖丢失' ELSE '暖气不热' END AS words
FROM generate_series(1, 1100) i
UNION ALL
SELECT gen_random_uuid(), i,
    date_trunc('month', now()) - interval '10 months' + interval '20 days' - i * interval '1 minute',
    CASE WHEN i <= 3300 THEN '路灯不亮' ELSE '楼道积水' END
FROM generate_series(2001, 4300) i;
INSERT INTO complaint (id, number, revision, head_hash, state, channel, urgency, category, community_id, text, taken_by,
    taken_at, closed_at, due_at, rank_at, due_times)
SELECT m.id, '2025-' || m.i, 1, '', 'closed', c.channel, c.urgency, c.category, c.community_id, m.words, c.taken_by,
    m.at, m.at, m.at, m.at, c.due_times
FROM many m, (SELECT * FROM complaint LIMIT 1) c;
INSERT INTO complaint_search (complaint_id, words, grams)
SELECT id, '2025-' || i || ' ' || words, array_to_tsvector(ARRAY[
    substr(words, 1, 2), substr(words, 2, 2), substr(words, 3, 2), right(words, 1), '2025-' || i, month_gram(at)])
FROM many;
ANALYZE complaint, complaint_search;
"""
_PLAIN = """
SELECT c.id FROM complaint c JOIN complaint_search s ON s.complaint_id = c.id WHERE position(%s IN s.words) > 0
ORDER BY c.taken_at DESC, c.id DESC
"""


@pytest.fixture(scope="module")
def years(shared_city: City) -> City:
    shared_city.take()
    owner = shared_city.owner()
    owner.execute(_YEARS)
    owner.commit()
    return shared_city


@pytest.mark.parametrize(
    ("word", "hits", "limit"), [("井盖", 250, 40), ("盖", 250, 200), ("路灯", 1300, 200), ("积水", 1000, 200)]
)
def test_pages_of_a_word_of_long_ago(years: City, word: str, hits: int, limit: int) -> None:
    expected = [key for (key,) in years.owner().execute(_PLAIN, (word,)).fetchall()]
    op, found = years.seat("op1"), list[UUID]()
    after = None
    while page := complaints.look_for(op, word, limit=limit, after=after):
        found += [row.id for row in page]
        after = page[-1]
    assert len(expected) == hits
    assert found == expected
