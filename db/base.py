"""The typed base of all tables: naming convention, JSON and time types, enums stored by value."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Enum, MetaData, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def by_value(kind: type[StrEnum]) -> Enum:
    """The column type of an enum: its values as text, so that a newer client's word is readable in SQL."""
    return Enum(
        kind, native_enum=False, create_constraint=False, length=24, values_callable=lambda k: [m.value for m in k]
    )


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """The constraint that keeps a column to its enum: a word that no program can read would stop every seat."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(one)) for one in kind)})", name=column)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """Base of the mapped tables; columns are typed by their Python annotation."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: Text(),
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        dict[str, Any]: JSONB(),
        list[dict[str, Any]]: JSONB(),
        list[str]: ARRAY(Text()),
    }


Small = SmallInteger
Big = BigInteger
