"""The queue of messages to the work groups as the administrator sees it: states and errors, not what they say.

The administrator needs no complaint data: of a message the topic, the number and the last error are enough to mend a
chat by. ``retry`` sends one again; whoever sends for all (app/message_queue.py) takes it at the next turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import BadInput, NotAllowed, in_words
from app.group_text import TOPIC_WORDS, Topic
from app.records import Role
from app.seat import Seat
from db import messages
from db.failures import StoreFailure
from db.messages import MessageState as MessageState

LARGEST = 2**63 - 1
UNSENT = (MessageState.WAITING, MessageState.REFUSED, MessageState.STOPPED)
_REFUSED = {
    "message": "没有这条消息。",
    "message_sent": "这条消息已经发出。",
    "message_old": "这条消息已超过 12 小时，不再补发；需要时请在群里另行通知。",
    "message_waiting": "这条消息正在排队，系统会自动发送，不用重发。",
    "chat_off": "这个工作群已停用，请先启用。",
}


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """One message without its text. ``subject``: 派单 20261115-0042."""

    id: int
    chat_id: int
    subject: str
    state: MessageState
    made_at: datetime
    next_try_at: datetime
    tries: int
    last_error: str
    sent_at: datetime | None


def queued(seat: Seat, limit: int = 200, states: Sequence[MessageState] = ()) -> list[QueuedMessage]:
    """The messages, newest first; no states: all. Errors: NotAllowed for all but the administrator."""
    _administrator_only(seat)
    with seat.use() as connection:
        rows = messages.queue(connection, states, limit)
    return [
        QueuedMessage(
            row["id"], row["chat_id"], _subject(row["kind"], row["number"]), MessageState(row["state"]), row["made_at"],
            row["next_try_at"], row["tries"], row["last_error"], row["sent_at"],
        )
        for row in rows
    ]  # fmt: skip


def retry(seat: Seat, message_id: int) -> None:
    """Send a message again that was refused, given up or stands behind a chat in trouble, which is taken for mended.

    Errors: NotAllowed; BadInput(field="message") for one that is sent, in turn, or older than 12 hours.
    """
    _administrator_only(seat)
    if not 0 < message_id <= LARGEST:  # a bigint of the database
        raise BadInput(_REFUSED["message"], field="message")
    try:
        with seat.store.use() as connection:
            messages.retry(connection, message_id)
    except StoreFailure as failure:
        if failure.hint in _REFUSED:
            raise BadInput(_REFUSED[failure.hint], field="message") from failure
        raise in_words(failure) from failure


def _subject(kind: str | None, number: str | None) -> str:
    words = TOPIC_WORDS[Topic(kind)] if kind and kind in set(Topic) else "消息"
    return f"{words} {number or ''}".strip()


def _administrator_only(seat: Seat) -> None:
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以管理工作群。")
