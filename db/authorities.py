"""The authorities whose matters are not the hotline's: filled by sql/0002_linkage.sql, kept by the administrator."""

import json
from typing import Any

from sqlalchemy import CheckConstraint, Connection, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

_ADD = text("SELECT authority_add(cast(:values AS jsonb), :note)")
_PUT = text("SELECT authority_put(:code, cast(:values AS jsonb), :note)")


class Authority(Base):
    """``rank`` puts emergencies first; ``mark`` as in domain.md (V read in the text, V- reported, P our proposal)."""

    __tablename__ = "authority"
    __table_args__ = (
        UniqueConstraint("rank", name="uq_authority_rank"),
        CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name"),
        CheckConstraint("char_length(words) BETWEEN 1 AND 400", name="words"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    phones: Mapped[list[str]] = mapped_column(server_default="{}")
    matters: Mapped[list[str]]
    words: Mapped[str]
    emergency: Mapped[bool] = mapped_column(server_default="false")
    mark: Mapped[str]


def put(connection: Connection, code: str, values: dict[str, Any], note: str) -> None:
    """Change an authority's name, phones, matters, words or mark; an event of the chain of rules."""
    connection.execute(_PUT, {"code": code, "values": json.dumps(values, ensure_ascii=False), "note": note})


def add(connection: Connection, values: dict[str, Any], note: str) -> str:
    """A further authority, after those that are there; its code. An event of the chain of rules."""
    code: str = connection.execute(_ADD, {"values": json.dumps(values, ensure_ascii=False), "note": note}).scalar_one()
    return code
