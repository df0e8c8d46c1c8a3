"""What the panel says about a complaint, as rows of facts: who, where, who heats it, whom to ring, what happened."""

from collections.abc import Iterator
from datetime import datetime

from app.errors import BadInput
from app.event_words import step_words
from app.flats import long_place_words
from app.forms import fields_of, form_words
from app.liability import advice_words, advise
from app.limits import until_words
from app.phones import read_phone
from app.records import Act, Complaint, Contact, Event, Manager, State
from app.rules import CITY_TIME
from app.seat import Seat
from app.shelving import shelf_reason
from app.told_articles import told_words
from app.verified_managers import is_verified
from app.words import CHANNEL_WORDS, LIABILITY_WORDS, SATISFACTION_WORDS, URGENCY_WORDS
from ui.fact_grid import Fact

_EVENT_LOOKS = {
    Act.REMIND: "warning",
    Act.REOPEN: "danger",
    Act.RETURN: "danger",
    Act.VOID: "danger",
    Act.TAKE: "muted",
    Act.PRINT: "muted",
    Act.REVEAL: "warning",
    Act.EXTEND: "warning",
    Act.SUPERVISE: "danger",
    Act.ESCALATE: "danger",
    Act.SHELVE: "warning",
}


def complaint_facts(seat: Seat, complaint: Complaint, revealed: Contact | None = None) -> list[Fact]:
    """The rows above the timeline; ``revealed`` is a secret contact that this person has asked to see."""
    why = shelf_reason(complaint)
    return [
        *([Fact("挂账", why, look="warning")] if why else []),
        *_caller(seat, complaint, revealed),
        *_place(seat, complaint),
        *_managers(seat, complaint),
        *_words(seat, complaint),
        *_linkage(seat, complaint),
    ]


def timeline(seat: Seat, complaint: Complaint, today: datetime) -> list[Fact]:
    """The events, newest first: time, who, what."""
    return [
        Fact(
            _at(event.at, today),
            _what(event),
            _who(seat, event),
            look=_EVENT_LOOKS.get(event.act, ""),
        )
        for event in sorted(complaint.events, key=lambda event: -event.seq)
    ]


def phone_words(seat: Seat, raw: str) -> str:
    """A phone as people read it aloud; as it was typed where it can't be read."""
    try:
        return read_phone(raw, seat.rules.area_code).national
    except BadInput:
        return raw


def _caller(seat: Seat, complaint: Complaint, revealed: Contact | None) -> Iterator[Fact]:
    contact = revealed or complaint.contact
    said = []
    if complaint.reminders:
        said.append(f"催办 {complaint.reminders} 次")
    if complaint.reopened:
        said.append(f"重办 {complaint.reopened} 次")
    if complaint.tries:
        said.append(f"回访未接通 {complaint.tries} 次")
    if contact is None:
        words = "••••••（保密）"
    else:
        words = "  ".join(filter(None, (phone_words(seat, contact.phone_raw), contact.name))) or "未留电话"
        if complaint.secret:
            words += "（保密）"
    if complaint.no_reply:
        words += " · 不需回复"
    yield Fact("来电", words, " · ".join(said), right_look="warning" if said else "muted")
    channel = CHANNEL_WORDS[complaint.channel]
    if complaint.outside_number:
        yield Fact("来源", f"{channel} · {complaint.outside_number}")
    elif complaint.channel != "hotline":
        yield Fact("来源", channel)


def _place(seat: Seat, complaint: Complaint) -> Iterator[Fact]:
    community = seat.directory.communities.get(complaint.community_id) if complaint.community_id else None
    place = complaint.place
    if community:
        place = long_place_words(community.name, complaint.building, complaint.unit, complaint.room)
    yield Fact("地点", place or "未填", complaint.floor)
    if complaint.community_id is None:
        return  # no matter of heating: it was sent to another door
    company = seat.directory.companies.get(complaint.company_id) if complaint.company_id else None
    station = seat.directory.stations.get(complaint.station_id) if complaint.station_id else None
    parts = [company.name if company else "未登记供热企业"]
    if station:
        parts.append(f"换热站 {station.code}")
    if community:
        parts.append("已移交" if community.handed_over else "未移交")
    yield Fact("供热", " · ".join(parts), look="" if company else "warning")


def _managers(seat: Seat, complaint: Complaint) -> Iterator[Fact]:
    if complaint.community_id is None:
        return
    now = seat.now()
    title = "管理员"
    for manager in seat.directory.managers(complaint.community_id, now):
        on = manager.on_duty(now.astimezone(CITY_TIME).time())
        phones = " / ".join(phone_words(seat, phone) for phone in manager.phones)
        words = f"{manager.name} {phones}"
        right = _duty(manager, on)
        if not is_verified(seat.rules, manager, now.astimezone(CITY_TIME).date()):
            right += " · 未核实"
        yield Fact(title, words, right, look="" if on else "muted", right_look="good" if on else "muted")
        title = ""


def _duty(manager: Manager, on: bool) -> str:
    if manager.duty_from is None or manager.duty_to is None:
        return "◉ 全天"
    return "◉ 当班" if on else f"{manager.duty_from:%H:%M}–{manager.duty_to:%H:%M}"


def _words(seat: Seat, complaint: Complaint) -> Iterator[Fact]:
    category = seat.rules.categories.get(complaint.category)
    name = f"{complaint.category} {category.name}" if category else complaint.category
    yield Fact("类别", name, URGENCY_WORDS[complaint.urgency])
    yield Fact("诉求", complaint.text)
    yield from _form(seat, complaint)
    if complaint.vulnerable:
        yield Fact("特殊人群", complaint.vulnerable, look="warning")
    if complaint.worker:
        yield Fact("维修员", complaint.worker, complaint.worker_phone)
    if complaint.report:
        fault = f"责任：{LIABILITY_WORDS[complaint.liability]}" if complaint.liability else ""
        yield Fact("反馈", complaint.report, fault)
    if complaint.public_answer:
        yield Fact("公开答复", complaint.public_answer)
    if complaint.answer:
        yield Fact("直接答复", complaint.answer)
    if complaint.contacted is not None:
        said = ["已联系" if complaint.contacted else "未接通"]
        if complaint.solved is not None:
            said.append("已解决" if complaint.solved else "未解决")
        if complaint.satisfaction:
            said.append(SATISFACTION_WORDS[complaint.satisfaction])
        yield Fact("回访", " · ".join(said))


def _form(seat: Seat, complaint: Complaint) -> Iterator[Fact]:
    """The category's short form, and what the articles say of it as of the day of the call."""
    if fields_of(seat.rules, complaint.category):
        words = "；".join(form_words(seat.rules, complaint.category, complaint.form))
        yield Fact("登记表", words or "未填", look="" if words else "muted")
    community = seat.directory.communities.get(complaint.community_id) if complaint.community_id else None
    day = complaint.taken_at.astimezone(CITY_TIME).date()
    title = "责任参考"
    for one in advise(seat.rules, complaint.category, complaint.form, community, day):
        yield Fact(title, advice_words(one), look="warning" if one.warning else "")
        title = ""


def _linkage(seat: Seat, complaint: Complaint) -> Iterator[Fact]:
    """What supervisors and companies settled about it."""
    if complaint.supervise_level:
        yield Fact("督办", f"{complaint.supervise_level} 级", look="danger")
    if complaint.binding:
        yield Fact("裁定", "班长裁定派单，不能再退", look="warning")
    elif complaint.return_until is not None and complaint.state in (State.DISPATCHED, State.SIGNED):
        yield Fact("退单", f"可退到 {until_words(complaint.return_until)}", look="muted")
    if complaint.extension_asked:
        yield Fact("延期", f"申请 {complaint.extension_asked} 个工作日，待批", look="warning")
    if complaint.extended_days:
        yield Fact("延期", f"已准 {complaint.extended_days} 个工作日")
    door = seat.rules.authorities.get(complaint.referred_to or "")
    if door is not None:
        yield Fact("转办", "  ".join((door.name, *door.phones)))


def _at(at: datetime, today: datetime) -> str:
    local = at.astimezone(CITY_TIME)
    same_day = local.date() == today.astimezone(CITY_TIME).date()
    return f"{local:%H:%M}" if same_day else f"{local.month}-{local.day} {local:%H:%M}"


def _who(seat: Seat, event: Event) -> str:
    company = seat.directory.companies.get(event.company_id) if event.company_id else None
    return f"{company.short_name} {event.person_name}" if company else event.person_name


def _what(event: Event) -> str:
    words = step_words(event)
    slip = event.detail.get("slip")
    if isinstance(slip, str):
        words = f"{words} {slip}"
    told = told_words(event.detail)
    if told:
        return f"{'告知' if event.act is Act.NOTE else words}（{told}）：{event.note}"
    if not event.note or event.note.startswith(words):
        return event.note or words
    return f"{words}：{event.note}"
