"""A small city's work groups: their chats at a robot on loopback, and the queue as it stands."""

from collections.abc import Callable
from datetime import timedelta

from app.group_chats import GroupChat
from small_city import City

Chat = Callable[..., GroupChat]
"""``chat("feishu", company_id=2)``: adds a chat of company 1 by default, at the robot."""


def rested(city: City) -> None:
    """As if every chat had rested, and every message waited its time."""
    city.owner().execute("UPDATE group_chat SET next_send_at = now() - interval '1 s'")
    city.owner().execute("UPDATE message SET next_try_at = now() - interval '1 s' WHERE state = 'waiting'")


def states(city: City) -> list[str]:
    return [state for (state,) in city.owner().execute("SELECT state FROM message ORDER BY id").fetchall()]


def wait_of(city: City, table: str = "group_chat", column: str = "next_send_at") -> timedelta:
    return city.owner().execute(f"SELECT {column} - now() FROM {table} ORDER BY id LIMIT 1").fetchone()[0]
