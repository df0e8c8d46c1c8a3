"""The work groups as the administrator keeps them, and the look at what was sent.

A chat's address and secret are credentials: they go in and never come out, not even to the administrator.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import incidents, other_chats
from app.complaints import show
from app.copied_text import complaint_text, incident_text
from app.errors import BadInput, NotAllowed, in_words
from app.group_text import full_text, hotline, notice_of
from app.mail import read_route
from app.message_queue import send
from app.records import Role
from app.robots import Outcome, Verdict, check_address
from app.seat import Seat
from app.typed_words import line, plain_number
from db import messages
from db.failures import StoreFailure
from db.messages import ChatKind as ChatKind, MessageState as MessageState
from db.store import Connection

KIND_WORDS = {
    ChatKind.WECOM: "企业微信",
    ChatKind.DINGTALK: "钉钉",
    ChatKind.FEISHU: "飞书",
    ChatKind.EMAIL: "邮件",
    ChatKind.OTHER: "其他",
}
MESSAGE_WORDS = {
    MessageState.WAITING: "待发",
    MessageState.SENT: "已发",
    MessageState.REFUSED: "被拒",
    MessageState.STOPPED: "作废",
}
LONGEST_ADDRESS, LONGEST_SECRET = 1000, 200
_READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR})
_REFUSED = {
    "chat": ("没有这个工作群。", "chat"),
    "company_id": ("没有这家热力公司。", "company"),
}


@dataclass(frozen=True, slots=True)
class GroupChat:
    """A chat without its credentials. ``trouble``: why nothing is sent to it; empty: it works."""

    id: int
    company_id: int | None  # None: told of every company's
    kind: ChatKind
    name: str
    active: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class ChatWords:
    """What is typed about a chat; None for address and secret leaves them as they are."""

    name: str
    kind: ChatKind
    company_id: int | None = None
    address: str | None = None
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class GroupMessage:
    """One message of the queue and its text."""

    id: int
    chat: str
    text: str
    state: MessageState
    made_at: datetime
    next_try_at: datetime
    tries: int
    last_error: str
    sent_at: datetime | None


def list_chats(seat: Seat) -> list[GroupChat]:
    """All chats by name. Errors: NotAllowed for companies and others who have nothing to do with them."""
    with seat.use() as connection:
        rows = messages.chats(connection)
    return [
        GroupChat(row["id"], row["company_id"], row["kind"], row["name"], row["active"], row["trouble"]) for row in rows
    ]


def find_chat(seat: Seat, name: str) -> GroupChat:
    """The chat of that name or number; BadInput(field="chat") for an unknown one."""
    wanted = name.strip()
    there = list_chats(seat)
    found = [one for one in there if one.name == wanted] or [one for one in there if str(one.id) == wanted]
    if not found:
        raise BadInput(f"没有工作群“{wanted}”。", field="chat")
    return found[0]


def add_chat(seat: Seat, words: ChatWords) -> GroupChat:
    """Add a chat; from now on it is told. Errors: NotAllowed; BadInput at name, company, address, secret."""
    return _put(seat, None, words)


def change_chat(seat: Seat, chat_id: int, words: ChatWords) -> GroupChat:
    """Change a chat; a trouble it had is taken for mended. Errors as add_chat, and BadInput(field="chat")."""
    return _put(seat, chat_id, words)


def set_chat_active(seat: Seat, chat_id: int, active: bool) -> GroupChat:
    """Put a chat out of use, giving up what waits for it, or back into use, with its trouble taken for mended."""
    _administrator_only(seat)
    with _use(seat) as connection:
        messages.chat_active(connection, chat_id, active)
    return _now(seat, chat_id)


def try_chat(seat: Seat, chat_id: int) -> Verdict:
    """Send a test to a chat now; when it is accepted, a trouble the chat had is over."""
    _administrator_only(seat)
    with _use(seat) as connection:
        row = messages.chat_test(connection, chat_id)
    at = seat.now()
    text = f"【{hotline(seat.rules)} 测试】{at:%m-%d %H:%M:%S}\n这是供热热线工作群的测试消息，无需处理。"
    key = f"warmline-test-{chat_id}-{at:%Y%m%d%H%M%S}"
    verdict = send(ChatKind(row["kind"]), row["address"], row["secret"], text, key, seat)
    chat = _now(seat, chat_id)
    if verdict.outcome is Outcome.SENT and chat.active:
        set_chat_active(seat, chat_id, True)
    return verdict


def list_messages(seat: Seat, limit: int = 50, states: Sequence[MessageState] = ()) -> list[GroupMessage]:
    """What was queued for the chats, newest first. Errors: NotAllowed for all but operator, supervisor and auditor."""
    if seat.person.role not in _READERS:
        raise NotAllowed("您的岗位不能查看群消息。")
    with seat.use() as connection:
        rows = messages.newest(connection, limit, states)
        names = {row["id"]: row["name"] for row in messages.chats(connection)}
    return [
        GroupMessage(
            id=row["id"],
            chat=names.get(row["chat_id"], ""),
            text=_text(seat, row["facts"]),
            state=row["state"],
            made_at=row["made_at"],
            next_try_at=row["next_try_at"],
            tries=row["tries"],
            last_error=row["last_error"],
            sent_at=row["sent_at"],
        )
        for row in rows
    ]


def _text(seat: Seat, facts: Mapping[str, Any]) -> str:
    try:
        return full_text(seat.rules, notice_of(seat.rules, facts))
    except (KeyError, TypeError, ValueError):  # of another version of the program: the others are listed all the same
        return "本程序读不懂这条消息。"


def group_text(seat: Seat, number: str) -> str:
    """The fixed text of a dispatched complaint or an incident (P20261120-03), to be pasted where no robot is.

    Errors: UnknownComplaint, BadInput.
    """
    if plain_number(number).upper().startswith("P"):
        incident = incidents.show(seat, number)
        return incident_text(seat, incident, len(incidents.complaints_of(seat, incident.id)))
    return complaint_text(seat, show(seat, number))


def _put(seat: Seat, chat_id: int | None, words: ChatWords) -> GroupChat:
    _administrator_only(seat)
    name = line(words.name, "name", "群名", required=True)
    if words.company_id is not None and words.company_id not in seat.directory.companies:
        raise BadInput("没有这家热力公司。", field="company")
    there = list_chats(seat)
    if any(chat.name == name and chat.id != chat_id for chat in there):
        raise BadInput(f"已经有叫“{name}”的工作群。", field="name")
    if words.address is None and not any(chat.id == chat_id and chat.kind is words.kind for chat in there):
        raise BadInput("请输入机器人地址。", field="address")
    address = None if words.address is None else _checked_address(words.kind, words.address)
    secret = None if words.secret is None else words.secret.strip()
    if secret is not None and (len(secret) > LONGEST_SECRET or not secret.isprintable()):
        raise BadInput("密钥太长或有看不见的字符，请重新复制。", field="secret")
    with _use(seat) as connection:
        made = messages.chat_put(connection, chat_id, words.company_id, words.kind, name, address, secret)
    return _now(seat, made)


def _checked_address(kind: ChatKind, address: str) -> str:
    if len(address) > LONGEST_ADDRESS:
        raise BadInput("地址太长，请重新复制。", field="address")
    match kind:
        case ChatKind.EMAIL:
            read_route(address)
            return address.strip()
        case ChatKind.OTHER:
            return other_chats.check_address(address)
    return check_address(kind, address)


def _now(seat: Seat, chat_id: int) -> GroupChat:
    return next(chat for chat in list_chats(seat) if chat.id == chat_id)


def _administrator_only(seat: Seat) -> None:
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以管理工作群。")


@contextmanager
def _use(seat: Seat) -> Iterator[Connection]:
    """A connection whose refusals speak of chats."""
    try:
        with seat.store.use() as connection:
            yield connection
    except StoreFailure as failure:
        if failure.hint in _REFUSED:
            sentence, field = _REFUSED[failure.hint]
            raise BadInput(sentence, field=field) from failure
        raise in_words(failure) from failure
