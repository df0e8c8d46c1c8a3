"""The work groups' chats and the queue of messages to them (sql/0002_messages.sql, 0003_chat_queue.sql)."""

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from psycopg.rows import dict_row
from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Big, by_value, one_of
from db.store import Store, failures_told

Values = dict[str, Any]


class ChatKind(StrEnum):
    """What stands at the other end of a chat's address."""

    WECOM = "wecom"  # 企业微信
    DINGTALK = "dingtalk"  # 钉钉
    FEISHU = "feishu"  # 飞书
    EMAIL = "email"
    OTHER = "other"  # by apprise


class MessageState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"  # the other side takes it in no form
    STOPPED = "stopped"  # given up: too old, or its chat was put out of use


class GroupChat(Base):
    """One chat. ``address`` and ``secret`` are credentials that no role may read; ``trouble``: why nothing is sent."""

    __tablename__ = "group_chat"
    __table_args__ = (
        one_of("kind", ChatKind),
        CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name"),
        CheckConstraint("char_length(address) BETWEEN 1 AND 1000", name="address"),
        CheckConstraint("char_length(secret) <= 200", name="secret"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    kind: Mapped[ChatKind] = mapped_column(by_value(ChatKind))
    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str]
    secret: Mapped[str] = mapped_column(server_default="")
    active: Mapped[bool] = mapped_column(server_default="true")
    active_since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    trouble: Mapped[str] = mapped_column(server_default="")
    next_send_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Message(Base):
    """One message to one chat: a snapshot of facts, never changed after the event that it tells of."""

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", MessageState),
        UniqueConstraint("chat_id", "topic"),
        Index("ix_message_waiting", "chat_id", "id", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[int] = mapped_column(Big, Identity(always=True), primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("group_chat.id"))
    topic: Mapped[str]
    facts: Mapped[dict[str, Any]]
    state: Mapped[MessageState] = mapped_column(by_value(MessageState), server_default="waiting")
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    next_try_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    tries: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    shortened: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    last_error: Mapped[str] = mapped_column(server_default="")
    sent_at: Mapped[datetime | None]


class SendingLine:
    """The one session that sends, while it holds the lock: a connection of its own, for the lock ends with it."""

    def __init__(self, store: Store) -> None:
        with failures_told():
            self._connection = store.connect()

    def lead(self) -> bool:
        """Become the sender; False: another session is. StoreFailure(RIGHT) for a role that sends nothing."""
        return bool(self._one("SELECT start_sending() AS leading")["leading"])

    def take(self, many: int, most: int, lease: int) -> list[Values]:
        """The next messages of one chat with its address, oldest first; none: nothing is due."""
        with failures_told():
            query = "SELECT * FROM take_messages(%s, %s, %s)"
            return self._connection.cursor(row_factory=dict_row).execute(query, (many, most, lease)).fetchall()

    def settle(self, ids: Sequence[int], outcome: str, error: str, wait: float) -> None:
        """Say what became of messages taken: sent, later, shorten, refused, stop; ``wait`` in seconds."""
        self._one("SELECT settle_messages(%s, %s, %s, %s)", (list(ids), outcome, error, wait))

    def queue_overdue(self) -> None:
        """Put a notice into the queue for each due time that has passed since."""
        self._one("SELECT queue_overdue()")

    def remind_duties(self, items: Sequence[Values]) -> int:
        """Put reminders of duties into the queue (sql/0005_duties.sql), each once; how many messages."""
        found: int = self._one("SELECT remind_duties(%s::jsonb) AS many", (json.dumps(items, default=str),))["many"]
        return found

    def next_due(self) -> float | None:
        """Seconds until something can be sent (below 0: now); None: nothing waits."""
        found: float | None = self._one("SELECT next_message() AS seconds")["seconds"]
        return found

    def close(self) -> None:
        """Let somebody else send."""
        self._connection.close()

    def _one(self, query: str, values: Sequence[Any] = ()) -> Values:
        with failures_told():
            row = self._connection.cursor(row_factory=dict_row).execute(query, values).fetchone()
        assert row is not None
        return row


_CHAT = (
    GroupChat.id,
    GroupChat.company_id,
    GroupChat.kind,
    GroupChat.name,
    GroupChat.active,
    GroupChat.trouble,
    GroupChat.next_send_at,
)


def chats(connection: Connection) -> list[Values]:
    """The chats without their credentials, by name; none for who may not see them."""
    return [dict(row) for row in connection.execute(select(*_CHAT).order_by(GroupChat.name)).mappings()]


def has_chats(connection: Connection) -> bool:
    """Whether there is any chat to send to."""
    return bool(connection.execute(select(select(GroupChat.id).where(GroupChat.active).exists())).scalar_one())


def newest(connection: Connection, limit: int, states: Sequence[MessageState]) -> list[Values]:
    """Messages, newest first."""
    query = select(Message.__table__).order_by(Message.id.desc()).limit(limit)
    if states:
        query = query.where(Message.state.in_(states))
    return [dict(row) for row in connection.execute(query).mappings()]


def queue(connection: Connection, states: Sequence[MessageState], limit: int) -> list[Values]:
    """The administrator's look at the queue, newest first: everything but what the messages say."""
    query = text("SELECT * FROM chat_messages(cast(:states AS text[]), :limit)")
    return [dict(row) for row in connection.execute(query, {"states": list(states), "limit": limit}).mappings()]


def retry(connection: Connection, message_id: int) -> None:
    """Let a message go out again that was refused, given up or stopped with its chat."""
    connection.execute(text("SELECT message_retry(:id)"), {"id": message_id})


def chat_put(
    connection: Connection,
    chat_id: int | None,
    company_id: int | None,
    kind: ChatKind,
    name: str,
    address: str | None,
    secret: str | None,
) -> int:
    """Add or change a chat; None for address or secret leaves it as it is. Returns its id."""
    values = {"id": chat_id, "company": company_id, "kind": kind, "name": name, "address": address, "secret": secret}
    query = text("SELECT chat_put(:id, :company, :kind, :name, :address, :secret)")
    return int(connection.execute(query, values).scalar_one())


def chat_active(connection: Connection, chat_id: int, active: bool) -> None:
    """Put a chat out of use, or back into it."""
    connection.execute(text("SELECT chat_active(:id, :active)"), {"id": chat_id, "active": active})


def chat_test(connection: Connection, chat_id: int) -> Values:
    """Kind, name, address and secret of a chat, for the administrator's test, on the record."""
    query = text("SELECT kind, name, address, secret FROM chat_test(:id)")
    return dict(connection.execute(query, {"id": chat_id}).mappings().one())
