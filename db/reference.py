"""Reads of what changes seldom and is kept in memory: the directory and the rules."""

from typing import Any

from sqlalchemy import Connection, Select, func, select

from db.authorities import Authority
from db.base import Base
from db.calendar import CalendarDay
from db.events import Move
from db.people import Person
from db.places import Building, Community, Company, Manager, Station
from db.refunds import EntitlementMove
from db.rules import Category, FormField, LimitRule, RefundBand, Season, Setting

Rows = list[dict[str, Any]]


def directory_rows(connection: Connection) -> dict[str, Rows]:
    """All living rows of company, station, community, building, manager and all people, by table name.

    The managers' ``private_note`` is left out where this person may not read it.
    """
    notes = connection.execute(select(func.has_column_privilege("manager", "private_note", "SELECT"))).scalar_one()
    found: dict[str, Rows] = {}
    for table in (Company, Station, Community, Building, Manager):
        columns = [one for one in table.__table__.columns if notes or one is not Manager.__table__.c.private_note]
        query = select(*columns).where(table.retired_at.is_(None)).order_by(table.id)
        found[table.__tablename__] = _rows(connection, query)
    found["person"] = _all(connection, Person)
    return found


def rule_rows(connection: Connection) -> dict[str, Rows]:
    """All rows of the rules by table name: category, limit_rule, season, move, setting, calendar_day, authority …"""
    tables = (
        Category,
        LimitRule,
        Season,
        Move,
        Setting,
        CalendarDay,
        Authority,
        RefundBand,
        FormField,
        EntitlementMove,
    )
    return {table.__tablename__: _all(connection, table) for table in tables}


def _all(connection: Connection, table: type[Base]) -> Rows:
    return _rows(connection, select(table.__table__))


def _rows(connection: Connection, query: Select[*tuple[Any, ...]]) -> Rows:
    return [dict(row) for row in connection.execute(query).mappings()]
