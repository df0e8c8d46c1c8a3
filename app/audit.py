"""The auditor's look at the events: nothing changed, nothing missing, and who did what outside of the complaints."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.entitlement_words import ENTITLEMENT_EVENT_WORDS
from app.errors import NotAllowed
from app.forum_records import FORUM_EVENT_WORDS
from app.incident_groups import INCIDENT_EVENT_WORDS
from app.knowledge_words import KNOWLEDGE_EVENT_WORDS
from app.notice_words import NOTICE_EVENT_WORDS
from app.records import Act, Role
from app.seat import Seat
from app.shift_events import event_line
from app.shift_words import SHIFT_EVENT_WORDS
from app.temperature_words import TEST_EVENT_WORDS
from app.words import ACT_WORDS, ROLE_WORDS
from db import hand_over, reading

PROBLEMS = {"changed": "事件被改动", "missing": "事件缺失", "head": "与诉求记录的末尾不符"}
SEAL_PROBLEMS = {
    "events": "事件与封签不符：封签后有改动、缺失或添加",
    "previous": "封签不符：与前一号封签接不上",
    "missing": "封签缺失：前一号封签不见了",
    "sheet": "封签下的交班记录被改动，或已不在",
    "unsealed": "封签前的事件不在任何封签内，是后来添加的",
}
EVENT_WORDS = {
    "directory": "改名录",
    "directory_publish": "发布名录",
    "person": "添加人员",
    "person_change": "修改人员",
    "person_deactivate": "停用人员",
    "person_activate": "恢复人员",
    "person_password": "设定密码",
    "my_password": "改自己的密码",
    "limit": "改时限",
    "season": "改供暖季",
    "category": "改类别",
    "calendar": "改工作日历",
    "chat_put": "改工作群",
    "chat_on": "启用工作群",
    "chat_off": "停用工作群",
    "chat_test": "测试工作群",
    "chat_trouble": "工作群停发",
    "chat_lock": "占用发送锁，已断开",
    "message_retry": "重发群消息",
    "authority": "改转办单位",
    "setting": "改设置",
    Act.REVEAL: ACT_WORDS[Act.REVEAL],
    **FORUM_EVENT_WORDS,
    **INCIDENT_EVENT_WORDS,
    **SHIFT_EVENT_WORDS,
    **NOTICE_EVENT_WORDS,
    **KNOWLEDGE_EVENT_WORDS,
    **ENTITLEMENT_EVENT_WORDS,
    **TEST_EVENT_WORDS,
}
"""What the newest events are about, by their act."""

SEALS = UUID(int=0)
"""Stands for the chain of seals, which is no chain of events."""

_FIELD_WORDS = {"name": "姓名", "role": "岗位", "company_id": "公司", "seat_number": "座席"}


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a chain does not hold; ``problem`` in Chinese. Of a broken seal ``seq`` is the seal's number."""

    chain: UUID
    seq: int
    problem: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How many chains, events and seals were looked at, and where one does not hold."""

    chains: int
    events: int
    breaks: tuple[Break, ...]
    seals: int = 0


@dataclass(frozen=True, slots=True)
class Logged:
    """An event of the directory, of the people, or one that revealed a secret caller. ``id`` grows with time."""

    id: int
    at: datetime
    person: str
    act: str  # in Chinese
    subject: str  # a login, a complaint's number, or how many rows of the directory
    words: str  # the reason, or what was changed


def verify(seat: Seat) -> Verification:
    """Recompute every hash and every seal in the database. Errors: NotAllowed for all but the auditor."""
    _auditor_only(seat)
    with seat.use() as connection:
        chains, events = reading.chain_sizes(connection)
        breaks = [
            Break(one["chain"], one["seq"], PROBLEMS[one["problem"]]) for one in reading.broken_chains(connection)
        ]
        for one in hand_over.broken_seals(connection):
            breaks.append(Break(SEALS, one["number"], f"第 {one['number']} 号封签：{SEAL_PROBLEMS[one['problem']]}"))
        seals = hand_over.count_seals(connection)
    return Verification(chains, events, tuple(breaks), seals)


def recent_events(seat: Seat, words: str = "", limit: int = 50, after: Logged | None = None) -> list[Logged]:
    """What was done outside of the complaints, newest first; ``after``: the last one already had.

    Each word must be found in the person, the act, the note or the detail. Errors: NotAllowed for all but the auditor.
    """
    _auditor_only(seat)
    meant = [(word, [act for act, said in EVENT_WORDS.items() if word in said]) for word in words.split()]
    with seat.use() as connection:
        rows = reading.logged_events(connection, limit, after.id if after else None, meant)
    return [_logged(seat, row) for row in rows]


def _auditor_only(seat: Seat) -> None:
    if seat.person.role is not Role.AUDITOR:
        raise NotAllowed("只有审计员可以核对事件链。")


def _logged(seat: Seat, row: dict[str, Any]) -> Logged:
    act, note, detail = row["act"], row["note"], row["detail"]
    words = note
    match act:
        case "directory":
            subject = f"{len(detail['changes'])} 处" if "changes" in detail else ""
        case "directory_publish":
            subject, words = f"{detail['communities']} 个小区", note
        case Act.REVEAL:
            subject = row["number"]
        case "person":
            subject, words = note, f"{detail['name']}，{ROLE_WORDS[Role(detail['role'])]}"
        case "person_change":
            subject, words = note, _difference(seat, detail["before"], detail["after"])
        case "person_deactivate" | "person_activate":
            subject = detail["login"]
        case _ if act in NOTICE_EVENT_WORDS:
            subject, words = detail.get("number") or detail.get("name", ""), note or detail.get("text", "")
        case _ if act in ENTITLEMENT_EVENT_WORDS:
            subject = detail["number"]
        case _ if act in INCIDENT_EVENT_WORDS and "number" in detail:
            subject = detail["number"]
        case _ if act in KNOWLEDGE_EVENT_WORDS:
            subject = f"{detail['number']} 号 {detail.get('name', '')}".strip() if detail.get("number") else ""
        case "instrument":
            subject = detail["after"]["number"]
        case _ if act in TEST_EVENT_WORDS and "test" in detail:
            subject, words = detail["test"]["number"], note.partition("　")[2]
        case _ if act in SHIFT_EVENT_WORDS:
            subject, words = event_line(seat.directory.people, act, note, detail)
        case _:
            subject, words = note, detail.get("name", "")
    return Logged(row["id"], row["at"], row["person"], EVENT_WORDS.get(act, act), subject, words)


def _difference(seat: Seat, before: dict[str, Any], after: dict[str, Any]) -> str:
    return "；".join(
        f"{word} {_said(seat, column, before[column])} → {_said(seat, column, after[column])}"
        for column, word in _FIELD_WORDS.items()
        if before[column] != after[column]
    )


def _said(seat: Seat, column: str, value: Any) -> str:
    if value is None:
        return "（空）"
    if column == "role":
        return ROLE_WORDS[Role(value)]
    company = seat.directory.companies.get(value) if column == "company_id" else None
    return company.short_name if company else str(value)
