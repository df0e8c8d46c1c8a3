"""A city small enough to make in a second: three companies, a few communities, one person of each kind."""

from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from app import answers, callback, complaints, dispatch, intake, referral, shelving
from app.records import Act, Complaint, State
from app.seat import Seat, open_seat
from db import roles
from servers import PASSWORD, Server

PEOPLE: tuple[tuple[str, str, str, int | None, int | None], ...] = (
    ("admin", "系统管理员", "administrator", None, None),
    ("op1", "周岚", "operator", None, 1),
    ("op2", "吴敏", "operator", None, 2),
    ("sup1", "郑班长", "supervisor", None, 3),
    ("a1", "永恒一号", "company", 1, 1),
    ("a2", "永恒二号", "company", 1, 2),
    ("b1", "同心一号", "company", 2, 1),
    ("net1", "何专员", "collector", None, None),
    ("lia1", "李联络", "liaison", None, None),
    ("audit", "审计员", "auditor", None, None),
)
"""Login, name, role, company, seat number; everybody's password is ``PASSWORD``."""

PEONY, MAGNOLIA, LOTUS, NOBODYS = 1, 2, 3, 4
"""Ids of the communities; PEONY is company 1's, MAGNOLIA 2's, LOTUS 3's, NOBODYS has no company."""


def _new(table: str, **values: Any) -> dict[str, Any]:
    return {"table": table, "key": f"{table}{values.get('code') or values['name']}", "values": values}


DIRECTORY = [
    _new("company", code="a", name="永恒热力有限公司", short_name="永恒", service_phones=["0530-5201234"]),
    _new("company", code="b", name="同心热力有限公司", short_name="同心"),
    _new("company", code="c", name="新城热力有限公司", short_name="新城"),
    _new("station", code="018", name="牡丹换热站", company_id="$companya", homes=900),
    _new("station", code="021", name="木兰换热站", company_id="$companyb", homes=500),
    _new("community", name="牡丹花园", aliases=["牡丹小区"], company_id="$companya", station_id="$station018"),
    _new("community", name="木兰苑", company_id="$companyb", station_id="$station021"),
    _new("community", name="龑𬭎㸌公馆", company_id="$companyc"),
    _new("community", name="无名大院"),
    _new("building", name="3", community_id="$community牡丹花园"),
    _new("manager", name="张某", phones=["13853000011"], community_id="$community牡丹花园"),
]


def fill(server: Server, database: str) -> None:
    """People by the superuser, the directory by the administrator: the real functions, no table touched."""
    with psycopg.connect(server.owner(database)) as connection:
        verifiers = {login: roles.verifier(connection, login, PASSWORD) for login, *_ in PEOPLE}
        _add(connection, PEOPLE[0], verifiers)
    with psycopg.connect(server.address(database), user="admin", password=PASSWORD) as connection:
        connection.execute("SELECT directory_put(%s, %s)", (Jsonb(DIRECTORY), "建立名录"))
        for person in PEOPLE[1:]:
            _add(connection, person, verifiers)


def _add(connection: psycopg.Connection, person: tuple[Any, ...], verifiers: dict[str, str]) -> None:
    connection.execute("SELECT person_put(%s, %s, %s, %s, %s, %s)", (*person, verifiers[person[0]]))


class City:
    """One test's database: seats signed in once each, raw connections, and complaints brought to a state."""

    def __init__(self, server: Server, database: str) -> None:
        self.server = server
        self.database = database
        self._seats: dict[str, Seat] = {}
        self._connections: dict[str, psycopg.Connection] = {}

    def seat(self, login: str) -> Seat:
        if login not in self._seats:
            self._seats[login] = open_seat(self.server.address(self.database), login, PASSWORD)
        return self._seats[login]

    def raw(self, login: str) -> psycopg.Connection:
        """The connection of this person outside of the program, where any SQL can be typed."""
        return self._connect(login, PASSWORD)

    def owner(self) -> psycopg.Connection:
        """The superuser's connection."""
        return self._connect(self.server.user, self.server.password)

    def take(self, by: str = "op1", **fields: Any) -> Complaint:
        return intake.take(self.seat(by), new(**fields))

    def bring(self, state: State, **fields: Any) -> Complaint:
        """A complaint of PEONY (company a) that went the usual way to this state."""
        taken = self.take(**fields)
        op, a = self.seat("op1"), self.seat("a1")
        match state:
            case State.WAITING:
                return taken
            case State.ANSWERED:
                return intake.answer(op, new(**fields), "供暖期到三月十五日。")
            case State.VOID:
                return complaints.void(op, taken.id, taken.revision, "测试电话")
            case State.REFERRED:
                return referral.refer(op, taken.id, taken.revision, "market")
            case State.REFUSED:
                return referral.refuse(op, taken.id, taken.revision, "court", "已经起诉，等法院判决")
        sent, _ = dispatch.dispatch(op, taken.id, taken.revision)
        if state is State.DISPATCHED:
            return sent
        if state is State.RETURNED:
            return dispatch.give_back(a, sent.id, sent.revision, "不是我公司管网")
        if state is State.SHELVED:
            return shelving.shelve(self.seat("sup1"), sent.id, sent.revision, "管网改造，明年夏季实施")
        signed = dispatch.sign(a, sent.id, sent.revision)
        if state is State.SIGNED:
            return signed
        arrived = dispatch.arrive(a, signed.id, signed.revision)
        if state is State.ARRIVED:
            return arrived
        said = answers.report(a, arrived.id, arrived.revision, "清洗过滤网后恢复正常")
        if state is State.REPORTED:
            return said
        other = self.seat("op2")  # who took it may not call back
        if state is State.CALL_BACK:
            return callback.call_back(other, said.id, said.revision, contacted=False)
        solved = state is State.CLOSED
        return callback.call_back(
            other, said.id, said.revision, contacted=True, solved=solved, satisfaction=4 if solved else 1
        )

    def act(
        self, login: str, complaint_id: UUID, revision: int | None, act: Act | str, **values: Any
    ) -> dict[str, Any]:
        """The database's own act(), as any program that this person runs could call it; the new row."""
        found = (
            self.raw(login)
            .cursor(row_factory=dict_row)
            .execute(
                "SELECT * FROM act(%s, %s, %s, %s, %s, %s, clock_timestamp(), NULL, NULL, %s, %s)",
                (
                    complaint_id,
                    revision,
                    act,
                    Jsonb(values.get("changes", {})),
                    values.get("note", "说明"),
                    Jsonb(values.get("detail", {})),
                    Jsonb(values["contact"]) if "contact" in values else None,
                    Jsonb(values["slip"]) if "slip" in values else None,
                ),
            )
        )
        row = found.fetchone()
        assert row is not None
        return row

    def revision(self, complaint_id: UUID) -> int:
        found = self.owner().execute("SELECT revision FROM complaint WHERE id = %s", (complaint_id,)).fetchone()
        assert found is not None
        return int(found[0])

    def let_pass(self, complaint_id: UUID, hours: int = 1) -> None:
        """As if all that happened to this complaint had happened so much earlier; its chain no longer holds."""
        self.owner().execute(
            "UPDATE event SET at = at - make_interval(hours => %s) WHERE chain = %s", (hours, complaint_id)
        )

    def cut(self, login: str) -> None:
        """End all connections of this person on the server."""
        self.owner().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND datname = %s",
            (login, self.database),
        )

    def close(self) -> None:
        for seat in self._seats.values():
            seat.close()
        for connection in self._connections.values():
            connection.close()

    def _connect(self, user: str, password: str) -> psycopg.Connection:
        known = self._connections.get(user)
        if known is None or known.closed:
            known = psycopg.connect(self.server.address(self.database), user=user, password=password, autocommit=True)
            self._connections[user] = known
        return known


def new(**fields: Any) -> intake.NewComplaint:
    """A call from PEONY 3-2-501 as the form takes it down."""
    given: dict[str, Any] = {
        "phone": "138 5300 0001",
        "caller": "王女士",
        "community_id": PEONY,
        "building": "3",
        "unit": "2",
        "room": "501",
        "category": "B1",
        "text": "家里暖气不热，昨天晚上开始的，测温十六度。",
    }
    return intake.NewComplaint(**(given | fields))
