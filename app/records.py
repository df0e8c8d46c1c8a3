"""Frozen rows that cross from the acts to the window, the console and the slip.

All times are aware datetimes; the screen shows them in Asia/Shanghai. ``id`` of a complaint is a UUIDv7 made by the
client, ``number`` is what people see (20261115-0042).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from db.kinds import (
    CLOSED_STATES as CLOSED_STATES,
    Act as Act,
    CallResult as CallResult,
    Channel as Channel,
    Clock as Clock,
    CommunityKind as CommunityKind,
    EntryKind as EntryKind,
    FieldKind as FieldKind,
    FileKind as FileKind,
    IncidentKind as IncidentKind,
    IncidentState as IncidentState,
    Liability as Liability,
    LimitUnit as LimitUnit,
    RefundState as RefundState,
    ReliefKind as ReliefKind,
    ReliefState as ReliefState,
    ReviewState as ReviewState,
    ReviewStep as ReviewStep,
    Role as Role,
    SeatState as SeatState,
    State as State,
    SwapState as SwapState,
    Urgency as Urgency,
)


@dataclass(frozen=True, slots=True)
class Company:
    id: int
    code: str  # a, b, c: also the prefix of its seats' log-ins
    name: str  # 永恒热力有限公司
    short_name: str  # 永恒
    service_phones: tuple[str, ...]
    duty_phone: str


@dataclass(frozen=True, slots=True)
class Station:
    id: int
    code: str  # 018
    name: str
    company_id: int
    address: str
    homes: int


@dataclass(frozen=True, slots=True)
class Building:
    """A building of a community; its company and station, where given, win over the community's."""

    id: int
    community_id: int
    name: str  # 3, A座
    company_id: int | None
    station_id: int | None


@dataclass(frozen=True, slots=True)
class Manager:
    """小区供暖管理员: one or two a community, up to two phones each."""

    id: int
    community_id: int
    name: str
    phones: tuple[str, ...]  # as published, E.164 where it can be read
    duty_from: time | None  # both None: round the clock; from > to crosses midnight
    duty_to: time | None
    rank: int  # 1 is called first
    verified_on: date | None
    private_note: str = ""  # never leaves the house

    def on_duty(self, at: time) -> bool:
        """Whether the manager answers the phone at this local time of day."""
        if self.duty_from is None or self.duty_to is None:
            return True
        if self.duty_from <= self.duty_to:
            return self.duty_from <= at < self.duty_to
        return at >= self.duty_from or at < self.duty_to


@dataclass(frozen=True, slots=True)
class Community:
    id: int
    name: str
    aliases: tuple[str, ...]
    address: str
    kind: CommunityKind
    company_id: int | None
    station_id: int | None
    handed_over: bool  # HZ Art.35: plant not handed over is the owners' or property firm's
    warranty_until: date | None  # HZ Art.27: two heating seasons
    homes: int
    note: str = ""
    buildings: tuple[Building, ...] = ()
    managers: tuple[Manager, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """One row of the table A1-D4 (domain.md section 4)."""

    code: str
    name: str
    urgency: Urgency
    questions: tuple[str, ...]  # what to ask first
    first_words: str  # what to tell the caller at once, e.g. shut the inlet valve
    secret: bool  # secrecy is set by default (D1)
    answer_at_once: bool  # D2: close from the knowledge base


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a category's short form; its value is kept as a text (app/forms.py)."""

    category: str
    key: str
    label: str
    kind: FieldKind
    unit: str = ""
    choices: tuple[str, ...] = ()
    least: Decimal | None = None  # of a number its value, of a date days from today
    most: Decimal | None = None  # of a text its length
    required: bool = False  # once anything of the form is filled in
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """The right door for what is no matter of heating (domain.md D4)."""

    code: str  # market
    name: str  # 市场监督管理部门
    phones: tuple[str, ...]  # empty: nobody verified one
    matters: tuple[str, ...]  # 电梯, 特种设备
    words: str  # what to say to the caller
    emergency: bool  # 110, 119, 120, 122: before anything else
    mark: str  # V read in the text, V- in a report only, P our own proposal


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    login: str
    name: str
    role: Role
    company_id: int | None
    seat_number: int | None
    active: bool = True  # False: out of service, signs in no more; complaints and events keep the name


@dataclass(frozen=True, slots=True)
class DueTime:
    """One limit of one complaint and the rule it comes from."""

    clock: str  # db.kinds.Clock
    due_at: datetime
    minutes: int  # length of the limit
    rule: str  # 供热质量投诉到场: 前十日 5 小时
    article: str  # 菏泽市供热条例第四十一条
    started_at: datetime | None = None  # None: stored before it was kept, due_at less the minutes
    unit: LimitUnit = LimitUnit.HOURS  # working days: 1440 minutes each
    provisional: bool = False  # counted over a year whose holidays are not published yet
    mark: str = "V"  # V read in the text, V- in a report only, P our own proposal
    extended_days: int = 0  # working days granted beyond the limit, counted into due_at


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the open queue."""

    id: UUID
    number: str
    revision: int
    state: State
    urgency: Urgency
    category: str  # B1
    place: str  # 牡丹花园 3-2-501
    community_id: int | None
    company_id: int | None
    channel: Channel
    taken_by: int  # person id
    taken_by_name: str
    taken_at: datetime
    due_at: datetime
    rank_at: datetime  # sort key of the queue
    reminders: int
    secret: bool
    claimed_by: str | None = None
    supervise_level: int = 0
    extension_asked: int | None = None
    claimed_until: datetime | None = None  # server's time at which the claim lapses unless it is renewed
    dispatched_at: datetime | None = None
    building: str = ""
    station_id: int | None = None
    incident_id: UUID | None = None
    contacted_at: datetime | None = None
    reopened_at: datetime | None = None  # the last time; the company signs anew from then
    near_at: datetime | None = None  # when it turns yellow, where that is not half an hour before due_at


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the timeline."""

    seq: int
    act: Act
    state: State  # after the act
    at: datetime
    person_name: str
    company_id: int | None  # of the person, when from a company
    note: str
    detail: dict[str, object] = field(default_factory=dict)
    person_id: int = 0  # 0: about to be written


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or paper of a complaint."""

    id: UUID
    complaint_id: UUID
    name: str  # 现场照片.jpg
    kind: FileKind
    size: int  # bytes
    sha256: bytes
    added_by_name: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Who called; kept apart from the complaint. ``None`` fields: the person asking may not see them."""

    name: str
    phone_raw: str
    phone: str | None  # E.164; None: withheld or not a number that can be dialled from outside


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as the panel, the console and the slip show it."""

    id: UUID
    number: str
    revision: int
    state: State
    channel: Channel
    outside_number: str  # 12345's own number, or the forum's link
    urgency: Urgency
    category: str
    community_id: int | None
    place: str
    building: str
    unit: str
    room: str
    floor: str  # 顶层, 底层, 边户, 中间
    company_id: int | None
    station_id: int | None
    text: str
    vulnerable: str  # 老人, 婴儿, 病人
    secret: bool
    no_reply: bool
    contact: Contact | None  # None: hidden from this person (secret); reveal is an act of its own
    taken_by: int
    taken_by_name: str
    taken_at: datetime
    dispatched_at: datetime | None
    signed_at: datetime | None
    contacted_at: datetime | None
    arrived_at: datetime | None
    reported_at: datetime | None
    called_back_at: datetime | None
    closed_at: datetime | None
    due_at: datetime
    due_times: tuple[DueTime, ...]
    reminders: int
    dispatches: int  # slips so far; the next slip is number-(dispatches + 1)
    reopened: int
    tries: int
    report: str  # internal note of the company
    public_answer: str
    liability: Liability | None
    contacted: bool | None
    solved: bool | None
    satisfaction: int | None
    answer: str  # what was answered at once
    events: tuple[Event, ...] = ()
    returns: int = 0
    binding: bool = False  # dispatched by a supervisor's ruling: the company can't return it
    return_until: datetime | None = None  # last moment at which the company may return it; None: dispatched before 0002
    supervise_level: int = 0  # 督办 1-3; 0: none
    extension_asked: int | None = None  # working days that the company asks for and nobody decided on yet
    extended_days: int = 0  # working days granted so far
    referred_to: str | None = None  # code of the authority
    incident_id: UUID | None = None  # the incident it is attached to
    worker: str = ""  # whom the company sends; empty: nobody was named yet
    worker_phone: str = ""
    form: Mapping[str, str] = field(default_factory=dict)  # the category's short form, by the keys of its fields


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed: a snapshot taken at dispatch, so that a reprint shows the same words."""

    number: str  # 20261120-0038-1
    complaint_number: str
    company: str
    station: str
    place: str  # 牡丹花园 3 号楼 2 单元 501（顶层）
    vulnerable: str
    caller: str  # empty when secret
    phone: str  # as shown on paper; empty when secret
    secret: bool
    managers: tuple[str, ...]  # 张某 138 5300 0011（当班）
    category: str  # B1 不热、温度低（单户）
    urgency: str  # 紧急
    text: str
    limit_words: str  # 11月20日 17:17 前到场
    article: str  # 市供热条例第四十一条
    printed_at: datetime
    seat: str  # 3 号座席 周岚
    taken_by: str
    prints: int  # 1 is the first print; more is 重打
    form: tuple[str, ...] = ()  # 事项 报停, 书面申请 2026-10-12


class Layout(StrEnum):
    """The papers a slip can be printed on."""

    A4_THREE_PARTS = "a4_three_parts"  # company copy, receipt and stub, to cut apart
    A5_COMPANY = "a5_company"  # the company copy alone, landscape
