"""Databases to measure on: the demonstration and as many more complaints as asked for, on an embedded server."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.sample import PASSWORD, load_sample
from app.seat import Seat, open_seat
from db import schema
from db.embedded import Embedded, ServerAddress
from db.search import grams, searchable

OPEN = 5_000
"""How many of the newest complaints are open: a bad day in the season's first week."""
SMALL = 10_000
"""Rows of the database that a large one is compared with."""

RARE = "龑"  # in twenty complaints, however many there are
RARE_WORD = "暖气管道冻裂"  # the same
ONCE_COMMON = "井盖"  # in every twentieth complaint, but in none of the newest tenth: last summer's word

_PLACES = "客厅 主卧 次卧 厨房 卫生间 阳台 楼道 地下室 书房 儿童房"
_TROUBLES = (
    "暖气片不热 室温只有14度 管道漏水 阀门打不开 一直没有供热 温度时高时低 暖气有响声 地暖不热 停热没有通知 回水温度低"
)
_PEOPLE = "家有老人 家有婴儿 家有病人 邻居家正常 整栋楼都这样 只有一组热 已经交费 去年也是这样 已经放过气 物业让打热线"


@dataclass(frozen=True, slots=True)
class Stored:
    """A filled database: the superuser's words and a seat's."""

    rows: int
    owner: str
    address: str

    def seat(self, login: str = "op1") -> Seat:
        """Sign in; the caller closes the seat."""
        return open_seat(self.address, login, PASSWORD)

    def plain(self) -> psycopg.Connection:
        """A bare connection as superuser, for floors; the caller closes it."""
        return psycopg.connect(self.owner, autocommit=True)


class Stores:
    """The databases of one run, each made when first asked for."""

    def __init__(self, server: ServerAddress) -> None:
        self._server = server
        self._made: dict[int, Stored] = {}

    def database(self, rows: int) -> Stored:
        """The database with this many complaints beside the demonstration's."""
        if rows not in self._made:
            self._made[rows] = self._make(f"bench_{rows}", rows)
        return self._made[rows]

    def _make(self, name: str, rows: int) -> Stored:
        made = self.bare(name, rows)
        with psycopg.connect(made.owner, autocommit=True) as connection:
            _fill(connection, rows)
        return made

    def bare(self, name: str, rows: int = 0) -> Stored:
        """A database with the demonstration alone."""
        owner = schema.words(self._server.host, self._server.port, self._server.user, self._server.password, name)
        schema.create_database(owner, name)
        schema.upgrade(owner)
        load_sample(owner)
        return Stored(rows, owner, schema.words(self._server.host, self._server.port, database=name))


@contextmanager
def stores() -> Iterator[Stores]:
    """A server of this run's own in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as folder, Embedded(Path(folder)) as server:
        yield Stores(server)


def _fill(connection: psycopg.Connection, rows: int) -> None:
    """Complaints as years would leave them, two minutes apart up to now, good enough for every read and act."""
    connection.execute("SET session_replication_role = replica")  # no foreign key to check: all keys come from tables
    connection.execute("SET maintenance_work_mem = '512MB'")
    # What the demonstration left open is due after whatever a bench takes down, as all others are.
    connection.execute("UPDATE complaint SET due_at = now() + interval '3 hours', rank_at = now() + interval '3 hours'")
    _pools(connection)
    connection.execute(_BULK, {"rows": rows, "open": min(OPEN, rows // 2)})
    for statement in (_COMPLAINTS, _EVENTS, _CONTACTS):
        connection.execute(statement)
    index = connection.execute("SELECT pg_get_indexdef('ix_complaint_search_grams'::regclass)").fetchone()
    assert index is not None
    connection.execute("DROP INDEX ix_complaint_search_grams")  # built at once below: row by row takes minutes
    connection.execute(_WORDS, {"rare": _grams_of(f"户主姓{RARE} {RARE_WORD}"), "once": _grams_of(ONCE_COMMON)})
    connection.execute(sql.SQL(index[0]))
    connection.execute("DROP TABLE bulk")
    connection.execute("VACUUM (ANALYZE) complaint, complaint_search, contact, event")


def _pools(connection: psycopg.Connection) -> None:
    texts = [
        f"{where}{what}，{who}。" for where in _PLACES.split() for what in _TROUBLES.split() for who in _PEOPLE.split()
    ]
    communities = connection.execute("SELECT id, name, company_id, station_id FROM community ORDER BY id").fetchall()
    flats = [(str(n % 12 + 1), str(n % 4 + 1), f"{n % 18 + 1}0{n % 3 + 1}") for n in range(1_000)]
    _pool(connection, "pool_text", ("words text",), [(text,) for text in texts], 0)
    _pool(
        connection,
        "pool_place",
        ("name text", "community_id int", "company_id int", "station_id int"),
        [(name, key, company, station) for key, name, company, station in communities],
        0,
    )
    _pool(
        connection,
        "pool_flat",
        ("words text", "building text", "unit text", "room text"),
        [(f"{building}-{unit}-{room}", building, unit, room) for building, unit, room in flats],
        0,
    )


def _pool(
    connection: psycopg.Connection, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], words_at: int
) -> None:
    """Numbered rows from 0, with the bigrams of one of their columns."""
    connection.execute(f"CREATE TEMP TABLE {name} (n int PRIMARY KEY, grams text[], {', '.join(columns)})".encode())
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
        for number, row in enumerate(rows):
            copy.write_row((number, grams(searchable(row[words_at])), *row))
    connection.execute(f"ANALYZE {name}".encode())


def _grams_of(words: str) -> list[str]:
    return grams(searchable(words))


_BULK = f"""
CREATE TEMP TABLE bulk AS
SELECT s.n, uuidv7(taken_at - now()) AS id, taken_at, s.n > %(rows)s - %(open)s AS open, rare, once,
    to_char(taken_at, 'YYYYMMDD') || '-' || lpad(s.n::text, 7, '0') AS number,
    t.words || CASE WHEN rare THEN '户主姓{RARE}，{RARE_WORD}。' ELSE '' END
        || CASE WHEN once THEN '{ONCE_COMMON}。' ELSE '' END AS text,
    p.name || ' ' || f.words AS place, p.community_id, p.company_id, p.station_id, f.building, f.unit, f.room,
    t.grams || p.grams || f.grams AS grams, '+8613' || lpad((s.n * 7919 %% 1000000000)::text, 9, '0') AS phone
FROM (
    SELECT n, now() - (%(rows)s - n) * interval '2 minutes' AS taken_at, n %% (%(rows)s / 20) = 7 AS rare,
        n %% 20 = 3 AND n < %(rows)s * 0.9 AS once
    FROM generate_series(1, %(rows)s::bigint) n
) s
JOIN pool_text t ON t.n = s.n * 7919 %% (SELECT count(*) FROM pool_text)
JOIN pool_place p ON p.n = s.n * 104729 %% (SELECT count(*) FROM pool_place)
JOIN pool_flat f ON f.n = s.n * 1299709 / 7 %% (SELECT count(*) FROM pool_flat)
ORDER BY s.n
"""
_COMPLAINTS = """
INSERT INTO complaint (
    id, number, revision, head_hash, state, channel, urgency, category, community_id, place, building, unit, room,
    company_id, station_id, text, taken_by, taken_at, dispatched_at, closed_at, due_at, rank_at, due_times)
SELECT id, number, 1, event_hash('', id, 1, 'take', '', 'waiting', taker, taken_at, '', '{}'),
    CASE WHEN open THEN (ARRAY['waiting', 'dispatched', 'signed', 'arrived', 'reported'])[n % 5 + 1] ELSE 'closed' END,
    'hotline', 'urgent', 'B1', community_id, place, building, unit, room, company_id, station_id, text, taker, taken_at,
    CASE WHEN n % 5 > 0 OR NOT open THEN taken_at END, CASE WHEN NOT open THEN taken_at + interval '1 day' END,
    now() + interval '3 hours' + n % 5000 * interval '1 minute',
    now() + interval '3 hours' + n % 5000 * interval '1 minute',
    '[{"clock": "answer", "due_at": "2026-11-25T12:00:00+08:00", "minutes": 4320, "rule": "答复", "article": "条例"}]'
FROM bulk, (SELECT id AS taker FROM person WHERE login = 'op1') ORDER BY n
"""
_EVENTS = """
INSERT INTO event (chain, seq, complaint_id, act, state, person_id, at, detail, hash)
SELECT id, 1, id, 'take', 'waiting', c.taken_by, c.taken_at, '{}', c.head_hash
FROM bulk JOIN complaint c USING (id) WHERE bulk.open ORDER BY bulk.n
"""
_CONTACTS = """
INSERT INTO contact (complaint_id, name, phone_raw, phone) SELECT id, '王女士', phone, phone FROM bulk ORDER BY n
"""
_WORDS = """
INSERT INTO complaint_search (complaint_id, words, grams)
SELECT id, lower(number || ' ' || place || ' ' || translate(text, '，。', ',.')),
    array_to_tsvector(grams || ARRAY[number, month_gram(taken_at)] || CASE WHEN rare THEN %(rare)s::text[] ELSE '{}' END
        || CASE WHEN once THEN %(once)s::text[] ELSE '{}' END)
FROM bulk ORDER BY n
"""
