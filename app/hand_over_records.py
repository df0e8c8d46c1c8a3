"""Frozen rows of a hand-over sheet (交接班记录). All moments are aware; names stand in the seat's directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.forum_records import PostState
from app.records import State, Urgency
from app.shift_records import Shift

COUNT_WORDS = {
    "open": "未办结",
    "overdue": "超时",
    "unsigned": "未签收",
    "call_backs": "待回访",
    "incidents": "片区事件",
    "drafts": "未提交草稿",
    "posts": "网帖未答复",
    "notices": "交班须知",
}
"""The counts of a sheet in the order in which they are read."""

DONE_WORDS = {
    "take": "受理",
    "answer": "直接答复",
    "dispatch": "派单",
    "sign": "签收",
    "report": "反馈",
    "return": "退单",
    "call_back": "回访",
    "reopen": "重办",
    "close": "结案",
}
"""What the shift did, by act."""


@dataclass(frozen=True, slots=True)
class LeftComplaint:
    """An open complaint as it stood."""

    id: UUID
    number: str
    place: str
    category: str
    urgency: Urgency
    state: State
    company_id: int | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LeftIncident:
    """An incident that went on."""

    id: UUID
    number: str
    place: str
    category: str
    company_id: int
    homes: int
    complaints: int  # attached
    cause: str
    expected_end: datetime | None


@dataclass(frozen=True, slots=True)
class LeftDraft:
    """A draft that somebody has not sent; what is in it stays its owner's."""

    id: UUID
    person_id: int
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class LeftPost:
    """A forum post without a public reply."""

    id: UUID
    title: str
    source: str
    state: PostState
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know, typed into the log during the shift (EntryKind.NOTICE)."""

    id: UUID
    text: str
    person_id: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What is left to do at one instant. ``counts`` are whole (keys: COUNT_WORDS); of each list the first 200."""

    at: datetime
    counts: Mapping[str, int]
    states: Mapping[State, int]  # open complaints by state
    done: Mapping[str, int]  # keys: DONE_WORDS
    overdue: tuple[LeftComplaint, ...] = ()
    unsigned: tuple[LeftComplaint, ...] = ()
    call_backs: tuple[LeftComplaint, ...] = ()
    incidents: tuple[LeftIncident, ...] = ()
    drafts: tuple[LeftDraft, ...] = ()
    posts: tuple[LeftPost, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A shift that was handed over."""

    shift: Shift
    number: str  # J20261124-1; a company's ends with its code
    facts: Facts
    note: str  # things to know, typed by the leader
    reason: str  # why somebody else than the leader did it, or so early
    seal_number: int
    seal: str  # 64 hexadecimal digits
    seal_before: str  # empty: this is the first
    sealed_events: int
    made_by: int
    made_by_name: str
    made_at: datetime
    next_shift: Shift | None  # known once it is signed
    signed_by: int | None
    signed_by_name: str
    signed_at: datetime | None
    remarks: str
    sign_reason: str

    @property
    def company_id(self) -> int | None:
        """Whose shift it was; None: the hotline's."""
        return self.shift.company_id


def seal_words(seal: str, digits: int) -> list[str]:
    """A seal in groups of four, so many digits a line, as one compares it with the screen."""
    lines = [seal[start : start + digits] for start in range(0, len(seal), digits)]
    return [" ".join(line[start : start + 4] for start in range(0, len(line), 4)) for line in lines]


def facts_of(content: Mapping[str, Any]) -> Facts:
    """What hand_over_facts() of 0004_handover.sql gives, as a record."""
    lists: Mapping[str, list[dict[str, Any]]] = content["lists"]

    def complaints(kind: str) -> tuple[LeftComplaint, ...]:
        return tuple(
            LeftComplaint(
                id=UUID(one["id"]),
                number=one["number"],
                place=one["place"],
                category=one["category"],
                urgency=Urgency(one["urgency"]),
                state=State(one["state"]),
                company_id=one["company"],
                due_at=datetime.fromisoformat(one["due_at"]),
            )
            for one in lists.get(kind, ())
        )

    return Facts(
        at=datetime.fromisoformat(content["at"]),
        counts={key: content["counts"][key] for key in COUNT_WORDS},
        states={state: content["states"][state] for state in State if state in content["states"]},
        done={act: content["done"].get(act, 0) for act in DONE_WORDS},
        overdue=complaints("overdue"),
        unsigned=complaints("unsigned"),
        call_backs=complaints("call_backs"),
        incidents=tuple(_incident(one) for one in lists.get("incidents", ())),
        drafts=tuple(
            LeftDraft(UUID(one["id"]), one["person"], datetime.fromisoformat(one["kept_at"]))
            for one in lists.get("drafts", ())
        ),
        posts=tuple(
            LeftPost(
                UUID(one["id"]),
                one["title"],
                one["source"],
                PostState(one["state"]),
                datetime.fromisoformat(one["seen_at"]),
            )
            for one in lists.get("posts", ())
        ),
        notices=tuple(
            Notice(UUID(one["id"]), one["text"], one["person"], datetime.fromisoformat(one["made_at"]))
            for one in lists.get("notices", ())
        ),
    )


def _incident(one: Mapping[str, Any]) -> LeftIncident:
    return LeftIncident(
        id=UUID(one["id"]),
        number=one["number"],
        place=one["place"],
        category=one["category"],
        company_id=one["company"],
        homes=one["homes"],
        complaints=one["complaints"],
        cause=one["cause"],
        expected_end=datetime.fromisoformat(one["expected_end"]) if one["expected_end"] else None,
    )
