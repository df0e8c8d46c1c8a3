"""What was typed into short forms before they were searched, added to the words of their complaints."""

import psycopg

from db.search import grams, searchable

STEP = 5_000
"""Rows a step: what one of them holds in memory, of however many complaints there are."""

# What app/search_words.py says of a form, in the order of its fields.
_NEXT = """
SELECT c.id, coalesce(said.words, '') FROM (
    SELECT id, category, form FROM complaint WHERE form <> '{}' AND id > %s ORDER BY id LIMIT %s
) c LEFT JOIN LATERAL (
    SELECT string_agg(c.form ->> f.key, ' ' ORDER BY f.rank) AS words FROM form_field f
    WHERE f.category = c.category AND c.form ? f.key AND f.kind IN ('text', 'choice', 'whole', 'decimal')
) said ON true ORDER BY c.id
"""
_ADD = """
UPDATE complaint_search s SET words = s.words || ' ' || w.words, grams = s.grams || array_to_tsvector(w.grams)
FROM form_words w WHERE w.id = s.complaint_id
"""
_FIRST = "00000000-0000-0000-0000-000000000000"


def find_by_forms(driver: psycopg.Connection) -> int:
    """Have complaints found by their forms, step by step; returns how many rows were added to."""
    driver.execute("CREATE TEMPORARY TABLE form_words (id uuid PRIMARY KEY, words text, grams text[])")
    last, many = _FIRST, 0
    while rows := driver.execute(_NEXT, (last, STEP)).fetchall():
        last = rows[-1][0]
        with driver.cursor() as cursor, cursor.copy("COPY form_words (id, words, grams) FROM STDIN") as copy:
            for key, words in rows:
                if words:
                    found = searchable(words)
                    copy.write_row((key, found, grams(found)))
        driver.execute("ANALYZE form_words")
        many += driver.execute(_ADD).rowcount
        driver.execute("TRUNCATE form_words")
    driver.execute("DROP TABLE form_words")
    return many
