"""What is no matter of heating: to the right authority with the words to say (转办), or not accepted (不予受理).

Emergencies stand first in the list: 110, 119, 120, 122 before anything is taken down (北京市接诉即办条例
Art.11). What is refused names the reason and the right door (潍坊市 12345 条例 Art.19).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.complaints import changed
from app.errors import BadInput, NotAllowed
from app.intake import NewComplaint, Said, take_with
from app.phones import read_phone
from app.pinyin import spellings
from app.records import Act, Authority, Complaint, Role, State
from app.rules import Rules
from app.seat import Seat
from app.states import allowed
from app.typed_words import line, paragraph
from db import acts, authorities as stored
from db.store import Connection

MARKS = ("V", "V-", "P")
NOT_OURS = "D4"
"""The category of what is no matter of heating (domain.md section 4)."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a caller is sent while the call is taken down; ``refuses``: as not accepted, ``words`` being the reason."""

    authority: str  # code, or what was typed
    words: str = ""
    refuses: bool = False


def refers(complaint: Complaint) -> bool:
    """Whether the next step is another's door and no slip: what was taken down as no matter of heating."""
    return complaint.category == NOT_OURS and complaint.state is State.WAITING


def refer(seat: Seat, complaint_id: UUID, revision: int, authority: str, words: str = "") -> Complaint:
    """Tell the caller who is in charge and close (转办). ``words``: what was said, else the authority's own words.

    Errors: BadInput(field="authority"), MoveRefused, NotAllowed.
    """
    found, said = _told(seat, Door(authority, words))
    return _send(seat, complaint_id, revision, Act.REFER, found, said)


def refuse(seat: Seat, complaint_id: UUID, revision: int, authority: str, reason: str) -> Complaint:
    """Not accept a complaint, with the reason and the right door (不予受理)."""
    found, said = _told(seat, Door(authority, reason, refuses=True))
    return _send(seat, complaint_id, revision, Act.REFUSE, found, said)


def take_to(seat: Seat, new: NewComplaint, door: Door, told: Said | None = None) -> Complaint:
    """Take a call down and send the caller to the right door, in one act: both, or neither. Again, it changes nothing.

    It may come from no community: lifts and water pipes are where nobody's heat is. ``told``: what was read out before.

    Errors: as ``take``, ``refer`` and ``refuse``.
    """
    found, said = _told(seat, door)
    act = Act.REFUSE if door.refuses else Act.REFER
    if act not in allowed(seat, State.WAITING):
        raise NotAllowed(
            "您的岗位不能作出不予受理的决定，请转办，或登记后交班长。" if door.refuses else "您的岗位不能转办。"
        )

    def send(connection: Connection, row: Mapping[str, Any], at: datetime) -> None:
        if row["state"] == State.WAITING:  # else sent before
            acts.act(connection, row["id"], row["revision"], act, at, {"referred_to": found.code}, note=said)

    return take_with(seat, new, send, told, needs_community=False)


def words_of(door: Authority) -> str:
    """What to say to the caller, the phones first: 119  请马上离开现场…"""
    return "  ".join((*door.phones, door.words))


def authority_of(rules: Rules, text: str) -> Authority:
    """The one authority meant by code, name, phone or matter. Errors: BadInput(field="authority")."""
    typed = _plain(text)
    if not typed:
        raise BadInput("请选择转办单位。", field="authority")
    found = find_authorities(rules, typed)
    exact = [one for one in found if typed in (one.code, _plain(one.name), *one.phones, *map(_plain, one.matters))]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if not found:
        raise BadInput(f"没有转办单位“{text.strip()[:20]}”，请用 authority list 查看。", field="authority")
    names = "、".join(f"{one.code}（{one.name}）" for one in (exact or found)[:5])
    raise BadInput(f"“{text.strip()[:20]}”不止一个：{names}，请写代码。", field="authority")


def find_authorities(rules: Rules, words: str) -> list[Authority]:
    """By code, name, phone, matter, pinyin or initials; the table's order, emergencies first; all for no words."""
    typed = _plain(words)
    return [one for one in rules.authorities.values() if not typed or _meant(one, typed)]


def doors_named(rules: Rules, words: str) -> list[Authority]:
    """The authorities a matter of which stands in what the caller said; the table's order, emergencies first."""
    said = _plain(words)
    return [one for one in rules.authorities.values() if any(_plain(matter) in said for matter in one.matters)]


def put_authority(seat: Seat, code: str, note: str, **fields: Any) -> None:
    """Change name, phones, matters, words or mark of an authority; the administrator's, kept with its history.

    The phones of emergencies are the whole country's and stay.

    ``mark``: V read in the text or checked by a call, V- in a report only, P our own proposal.
    Errors: BadInput with the field (``note`` for the reason), NotAllowed.
    """
    _administrator_only(seat)
    if code not in seat.rules.authorities:
        raise BadInput(f"没有代码为“{code[:20]}”的转办单位。", field="authority")
    values, said = _checked(seat, fields), paragraph(note, "note", "修改依据", 200, required=True)
    known = seat.rules.authorities[code]
    if known.emergency and tuple(values.get("phones", known.phones)) != known.phones:
        raise BadInput(f"紧急电话全国统一，{known.name} 的电话不能改。", field="phones")
    with seat.use() as connection:
        stored.put(connection, code, values, said)
    seat.refresh()


def add_authority(seat: Seat, note: str, **fields: Any) -> Authority:
    """Add an authority: name, matters and words must be there, phones may; the last in order, and no emergency.

    ``mark`` as for ``put_authority``; left out: P. Errors: BadInput with the field, NotAllowed.
    """
    _administrator_only(seat)
    values = _checked(seat, {"name": "", "words": "", "matters": (), "phones": (), "mark": "P"} | fields)
    if not values["matters"]:
        raise BadInput("请写至少一件归它管的事，来电人说到时才找得到。", field="matters")
    if any(one.name == values["name"] for one in seat.rules.authorities.values()):
        raise BadInput(f"已经有转办单位“{values['name']}”。", field="name")
    said = paragraph(note, "note", "添加依据", 200, required=True)
    with seat.use() as connection:
        code = stored.add(connection, values, said)
    seat.refresh()
    return seat.rules.authorities[code]


def _administrator_only(seat: Seat) -> None:
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以修改转办单位。")


def _checked(seat: Seat, fields: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "name" in fields:
        values["name"] = line(fields["name"], "name", "名称", 60, required=True)
    if "words" in fields:
        values["words"] = paragraph(fields["words"], "words", "告知用语", 400, required=True)
    if "phones" in fields:
        values["phones"] = [_phone(seat, one) for one in fields["phones"] if one.strip()]
    if "matters" in fields:
        values["matters"] = [line(one, "matters", "事项", 30) for one in fields["matters"] if one.strip()]
    if "mark" in fields:
        if fields["mark"] not in MARKS:
            raise BadInput("核实情况只有 V（已核实）、V-（见报道）、P（待核实）。", field="mark")
        values["mark"] = fields["mark"]
    return values


def _phone(seat: Seat, typed: str) -> str:
    try:
        return read_phone(typed, seat.rules.area_code).national
    except BadInput as error:
        raise BadInput(f"{typed.strip()}：{error.sentence}", field="phones") from None


def _told(seat: Seat, door: Door) -> tuple[Authority, str]:
    """Whom it goes to, and what is written of it."""
    found = authority_of(seat.rules, door.authority)
    if door.refuses:
        return found, paragraph(door.words, "note", "不予受理的原因", 1000, required=True)
    return found, paragraph(door.words, "note", "转办说明", 1000) or f"{found.name}：{found.words}"


def _send(seat: Seat, complaint_id: UUID, revision: int, act: Act, to: Authority, said: str) -> Complaint:
    changes = {"referred_to": to.code}
    return changed(seat, seat.do(lambda db, at: acts.act(db, complaint_id, revision, act, at, changes, note=said)))


def _meant(one: Authority, typed: str) -> bool:
    named = (one.name, *one.matters)
    return (
        typed == one.code
        or typed in one.phones
        or any(typed in _plain(words) for words in named)
        or (typed.isascii() and typed.isalpha() and any(_sounds_like(words, typed) for words in named))
    )


def _sounds_like(words: str, typed: str) -> bool:
    return any(
        "".join(said).startswith(typed) or "".join(one[0] for one in said).startswith(typed)
        for said in spellings("".join(sign for sign in words if sign.isalnum()))
    )


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())
