"""A complaint that is being taken down: everything as typed, so that nothing is lost before it can be understood."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.directory import Directory
from app.errors import BadInput
from app.flats import flat_words, parse_flat
from app.forms import of_draft, read_form
from app.intake import NewComplaint
from app.records import Channel
from app.rules import CITY_TIME, Rules

UNNAMED = "（未填小区）"

_BOOKKEEPING = ("id", "begun_at", "kept_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The form as it stands; every field holds exactly what was typed or chosen."""

    begun_at: datetime
    id: UUID = field(default_factory=uuid7)  # the complaint's own id, so that it can be sent twice and stored once
    kept_at: datetime | None = None  # when it was last written to disk; None: not yet
    phone: str = ""
    place: str = ""  # what stands in the field of the community
    community_id: int | None = None  # what was chosen there
    flat: str = ""
    category: str = ""  # what stands in the field of the category
    category_code: str = ""  # what was chosen there
    text: str = ""
    form: Mapping[str, str] = field(default_factory=dict)  # what stands in the short forms, by draft_key()
    caller: str = ""
    floor: str = ""
    vulnerable: tuple[str, ...] = ()
    secret: bool = False
    no_reply: bool = False
    channel: Channel = Channel.HOTLINE
    outside_number: str = ""
    answer: str = ""  # what is to be answered at once
    told: tuple[str, ...] = ()  # the articles that the answer was taken from (app/told_articles.py)
    door: str = ""  # the authority the caller is to turn to: its code, or what was typed
    door_words: str = ""  # what was told, or why it is not accepted
    door_refuses: bool = False
    to_door: bool = False  # it is being sent there, and not to a company
    incident: str = ""  # id of the incident that it is being sent into
    refused: str = ""  # why the database refused it after it had been queued

    @property
    def empty(self) -> bool:
        """Whether nothing was typed or chosen yet, so that nothing is lost with it."""
        return self == replace(Draft(begun_at=self.begun_at), id=self.id, kept_at=self.kept_at)


def title(draft: Draft, directory: Directory) -> str:
    """The draft in a few words: 牡丹花园 3-2-501, （未填小区）5201234."""
    community = directory.communities.get(draft.community_id) if draft.community_id is not None else None
    if community is None:
        return f"{UNNAMED}{(draft.place or draft.phone).strip()}"
    try:
        return f"{community.name} {flat_words(*parse_flat(draft.flat))}".strip()
    except BadInput:
        return f"{community.name} {' '.join(draft.flat.split())}".strip()


def to_complaint(draft: Draft, rules: Rules) -> NewComplaint:
    """What the draft says, understood. Errors: BadInput with ``field`` community, flat, category, text or form.<key>.

    Who is sent to another door needs no community; what was said of the place is kept as it was said.
    """
    if draft.community_id is None and not draft.to_door:
        typed = draft.place.strip()
        found = f"“{typed}”还没有选定，" if typed else ""
        raise BadInput(f"{found}请在小区栏选择一个小区。", field="community")
    flat = parse_flat(draft.flat)
    if not draft.category_code:
        typed = draft.category.strip()
        raise BadInput(f"没有选定类别“{typed}”。" if typed else "请选择类别。", field="category")
    category = rules.category(draft.category_code)
    if not draft.text.strip():
        raise BadInput("请填写诉求内容。", field="text")
    known_at = (draft.kept_at or draft.begun_at).astimezone(CITY_TIME)
    return NewComplaint(
        id=draft.id,
        channel=draft.channel,
        phone=draft.phone,
        caller=draft.caller,
        community_id=draft.community_id,
        place=draft.place if draft.community_id is None else "",
        building=flat.building,
        unit=flat.unit,
        room=flat.room,
        floor=draft.floor,
        category=category.code,
        text=draft.text,
        vulnerable="、".join(draft.vulnerable),
        secret=draft.secret,
        no_reply=draft.no_reply,
        outside_number=draft.outside_number,
        form=read_form(rules, category.code, of_draft(rules, category.code, draft.form), known_at.date()),
    )


def to_fields(draft: Draft) -> dict[str, Any]:
    """The draft as JSON can hold it, without its id and times."""
    return {name: value for name, value in asdict(draft).items() if name not in _BOOKKEEPING}


def from_fields(draft_id: UUID, begun_at: datetime, kept_at: datetime, stored: dict[str, Any]) -> Draft:
    """The draft out of what ``to_fields`` gave, by this version of the program or another: unknown fields are left."""
    known = {one.name for one in fields(Draft)}.difference(_BOOKKEEPING)
    values = {name: value for name, value in stored.items() if name in known}
    for name in ("vulnerable", "told"):
        values[name] = tuple(values.get(name, ()))
    values["channel"] = Channel(values.get("channel", Channel.HOTLINE))
    return Draft(id=draft_id, begun_at=begun_at, kept_at=kept_at, **values)
