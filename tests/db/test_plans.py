"""The plans of the hot queries, as the persons who ask: at 20,000 complaints none of their tables is read through."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from psycopg import sql
from psycopg.errors import Diagnostic
from sqlalchemy import event

from app import complaints, intake, live_queue
from app.records import State
from app.seat import Seat
from db import reading
from small_city import City

ROWS = 20_000
_MANY = f"""
CREATE TEMPORARY TABLE many AS
SELECT gen_random_uuid() AS id, i, now() - i * interval '1 minute' AS at, 1 + i % 2 AS company, i > 300 AS is_closed
FROM generate_series(1, {ROWS}) i;
INSERT INTO complaint (id, number, revision, head_hash, state, channel, urgency, category, community_id, place,
    building, unit, room, company_id, text, taken_by, taken_at, dispatched_at, closed_at, due_at, rank_at, due_times)
SELECT m.id, '2025-' || m.i, 1, '', CASE WHEN is_closed THEN 'closed' ELSE 'dispatched' END, c.channel, c.urgency,
    c.category, 1 + i % 3, c.place, (i % 40)::text, '1', (i % 900)::text, m.company, c.text, c.taken_by, m.at, m.at,
    CASE WHEN is_closed THEN m.at END, m.at, m.at, c.due_times
FROM many m, (SELECT * FROM complaint LIMIT 1) c;
INSERT INTO contact (complaint_id, name, phone_raw, phone)
SELECT id, '王', i::text, '+861385' || lpad((i % 9000)::text, 7, '0') FROM many;
INSERT INTO complaint_search (complaint_id, words, grams)
SELECT id, '2025-' || i || ' 暖气不热' || i, array_to_tsvector(ARRAY['暖气', '气不', '不热', '热', left(i::text, 2)])
FROM many;
INSERT INTO event (chain, seq, complaint_id, act, state, person_id, at, detail, hash)
SELECT id, 1, id, 'take', 'dispatched', 1, at, '{{}}', '' FROM many;
"""


@pytest.fixture(scope="module")
def big_city(shared_city: City) -> City:
    shared_city.take(text="龑𬭎漏水")
    owner = shared_city.owner()
    owner.execute(_MANY)
    owner.execute("VACUUM (ANALYZE)")
    return shared_city


def plans(city: City, login: str, look: Callable[[Seat], object]) -> str:
    """The plans of all statements of a look, those inside of functions too, made for this person."""
    seat = city.seat(login)
    statements: list[tuple[str, Any]] = []

    def keep(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        statements.append((statement, values))

    engine = seat.store._engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        look(seat)
    finally:
        event.remove(engine, "before_cursor_execute", keep)
    assert statements
    return explained(city, login, statements)


def explained(city: City, login: str, statements: list[tuple[str, Any]]) -> str:
    told: list[str] = []
    owner = city.owner()

    def handler(notice: Diagnostic) -> None:
        told.append(notice.message_primary or "")

    owner.add_notice_handler(handler)
    owner.execute("LOAD 'auto_explain'")
    for setting in ("log_min_duration = 0", "log_nested_statements = on", "log_level = notice"):
        owner.execute(sql.SQL("SET auto_explain." + setting))
    owner.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(login)))
    try:
        for statement, values in statements:
            owner.execute(statement.encode(), values)
    finally:
        owner.execute("RESET SESSION AUTHORIZATION")
        owner.execute("RESET auto_explain.log_min_duration")
        owner.remove_notice_handler(handler)
    return "\n".join(told)


LOOKS: dict[str, tuple[Callable[[Seat], object], str]] = {
    "first page": (lambda seat: live_queue.first_page(seat), "ix_complaint_queue"),
    "next page": (
        lambda seat: live_queue.page_after(seat, live_queue.first_page(seat, 50)[-1]),
        "ix_complaint_queue",
    ),
    "rows of a batch": (lambda seat: _rows_of(seat), "pk_complaint"),
    "newest": (lambda seat: complaints.look_for(seat), "ix_complaint_newest|ix_complaint_company_newest"),
    "common word": (lambda seat: complaints.look_for(seat, "暖气"), "ix_complaint_newest"),
    "rare word": (lambda seat: complaints.look_for(seat, "龑𬭎"), "ix_complaint_search_grams"),
    "one character": (lambda seat: complaints.look_for(seat, "龑"), "ix_complaint_search_grams"),
    "number": (lambda seat: complaints.look_for(seat, "20261124-0001"), "ix_complaint_search_grams"),
    "phone": (lambda seat: complaints.look_for(seat, "13850000077"), "ix_contact_phone"),
    "caller": (lambda seat: intake.open_of_caller(seat, "13850000077"), "ix_contact_phone"),
    "flat": (lambda seat: intake.open_of_flat(seat, 1, "3", "1", "3"), "ix_complaint_flat|ix_complaint_queue"),
    "community": (lambda seat: intake.open_of_community(seat, 1), "ix_complaint_flat|ix_complaint_queue"),
    "complaint": (lambda seat: complaints.show(seat, live_queue.first_page(seat, 1)[0].number), "uq_complaint_number"),
    "claim": (
        lambda seat: live_queue.claim_next(seat, [State.RETURNED]),
        "ix_complaint_queue|ix_complaint_company_queue",
    ),
}


def _rows_of(seat: Seat) -> object:
    ids = [row.id for row in live_queue.first_page(seat, 20)]
    with seat.use() as connection:
        return reading.rows_of(connection, ids)


@pytest.mark.parametrize("login", ["op1", "a1"])
@pytest.mark.parametrize("name", LOOKS)
def test_no_table_is_read_through(big_city: City, name: str, login: str) -> None:
    look, index = LOOKS[name]
    text = plans(big_city, login, look)
    assert re.search(index, text), text
    assert not re.search(r"Seq Scan on (complaint|complaint_search|contact|event|slip)\b", text), text


@pytest.mark.parametrize("login", ["op1", "a1"])
def test_an_act_reads_no_table_through(big_city: City, login: str) -> None:
    row = live_queue.first_page(big_city.seat(login), 1)[0]
    act = "SELECT act(%s, NULL, 'note', '{}', '记', '{}', clock_timestamp())"
    text = explained(big_city, login, [(act, (row.id,)), ("SELECT claim(%s, 9)", (row.id,))])
    assert "pk_complaint" in text
    assert not re.search(r"Seq Scan on (complaint|complaint_search|contact|event|slip)\b", text), text
