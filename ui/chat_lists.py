"""What the page 群聊 lists, in which columns: the work groups, and the queue of messages to them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.chat_queue import UNSENT, QueuedMessage, queued
from app.group_chats import KIND_WORDS, MESSAGE_WORDS, GroupChat, MessageState, list_chats
from app.rules import CITY_TIME
from app.seat import Seat
from ui.fact_grid import Fact
from ui.table_model import Column

MOST_MESSAGES = 300
_SHAPES = {
    MessageState.WAITING: "○",
    MessageState.SENT: "✓",
    MessageState.REFUSED: "×",
    MessageState.STOPPED: "×",
}
_COLOURS = {MessageState.REFUSED: "danger", MessageState.STOPPED: "muted"}


class Shown(StrEnum):
    """Which messages are listed, by the word on the chip."""

    ALL = "全部消息"
    UNSENT = "没有发出的"


@dataclass(frozen=True, slots=True)
class Groups:
    """All that the page shows, at one moment."""

    chats: tuple[GroupChat, ...]
    messages: tuple[QueuedMessage, ...]

    def waiting(self, chat_id: int) -> int:
        """How many of the messages listed wait for a chat."""
        return sum(one.chat_id == chat_id and one.state is MessageState.WAITING for one in self.messages)

    def name(self, chat_id: int) -> str:
        """The name of a chat."""
        return next((one.name for one in self.chats if one.id == chat_id), "")


def read_groups(seat: Seat, shown: Shown) -> Groups:
    """Read the groups and the newest messages."""
    states = UNSENT if shown is Shown.UNSENT else ()
    return Groups(tuple(list_chats(seat)), tuple(queued(seat, MOST_MESSAGES, states)))


def chat_state(chat: GroupChat) -> tuple[str, str]:
    """How a chat stands in words, with the look of it."""
    if not chat.active:
        return "× 停用", "muted"
    return (f"！停发：{chat.trouble}", "danger") if chat.trouble else ("● 正常", "good")


def chat_columns(company: Callable[[GroupChat], str], groups: Callable[[], Groups]) -> list[Column[GroupChat]]:
    """The columns of the work groups."""

    def ink(chat: GroupChat) -> str | None:
        return None if chat.active else "muted"

    def waiting(chat: GroupChat) -> str:
        return str(groups().waiting(chat.id) or "")

    return [
        Column(title="群名", text=lambda one: one.name, width=26, colour=ink, strong=lambda one: one.active),
        Column(title="软件", text=lambda one: KIND_WORDS[one.kind], width=12, colour=ink),
        Column(title="公司", text=company, width=14, colour=ink),
        Column(title="待发", text=waiting, width=7, right=True, ticks=True),
        Column(title="状态", text=lambda one: chat_state(one)[0], width=24, colour=lambda one: chat_state(one)[1]),
    ]


def message_columns(groups: Callable[[], Groups]) -> list[Column[QueuedMessage]]:
    """The columns of the queue."""

    def colour(one: QueuedMessage) -> str | None:
        return "warning" if one.state is MessageState.WAITING and one.last_error else _COLOURS.get(one.state)

    return [
        Column(title="时间", text=_time, width=14),
        Column(title="群名", text=lambda one: groups().name(one.chat_id), width=20),
        Column(title="消息", text=lambda one: one.subject, width=24),
        Column(
            title="状态", text=lambda one: f"{_SHAPES[one.state]} {MESSAGE_WORDS[one.state]}", width=10, colour=colour
        ),
        Column(title="次数", text=lambda one: str(one.tries or ""), width=6, right=True),
        Column(title="最近的错误", text=lambda one: one.last_error, width=16, colour=colour),
    ]


def chat_facts(chat: GroupChat, company: str, tested: str) -> list[Fact]:
    """A chat in full; ``tested``: what came of the last test from this seat."""
    words, look = chat_state(chat)
    facts = [
        Fact("软件", KIND_WORDS[chat.kind]),
        Fact("公司", company),
        Fact("状态", words, look=f"strong-{look}"),
        Fact("地址", "已存，不显示", look="muted"),
    ]
    return [*facts, Fact("测试", tested)] if tested else facts


def message_facts(message: QueuedMessage, chat: str) -> list[Fact]:
    """A message in full, but for what it says."""
    facts = [
        Fact("群名", chat),
        Fact("状态", f"{_SHAPES[message.state]} {MESSAGE_WORDS[message.state]}", f"{message.tries} 次"),
        Fact("排队", f"{message.made_at.astimezone(CITY_TIME):%m-%d %H:%M:%S}"),
    ]
    if message.sent_at is not None:
        facts.append(Fact("发出", f"{message.sent_at.astimezone(CITY_TIME):%m-%d %H:%M:%S}"))
    elif message.state is MessageState.WAITING:
        facts.append(Fact("下次", f"{message.next_try_at.astimezone(CITY_TIME):%m-%d %H:%M:%S} 以后"))
    return [*facts, Fact("错误", message.last_error, look="danger")] if message.last_error else facts


def _time(one: QueuedMessage) -> str:
    return f"{one.made_at.astimezone(CITY_TIME):%m-%d %H:%M}"
