"""Room temperature tests (测温): asked for, visited, corrected, disputed, decided, withdrawn.

菏泽市供热条例 Art.42, 43: the user asks the company, who must be there within 24 hours; both sign; a dispute goes to a
legal testing body at the expense of the party at fault. The database holds to the same (sql/0005_temperature_acts.sql).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.celsius import celsius_words, read_celsius
from app.clocks import happening, shifted
from app.complaints import show as show_complaint
from app.errors import BadInput, NotAllowed
from app.flats import bare_building, place_words
from app.limits import due_at, rank_at
from app.moment_words import read_past, until_short
from app.records import Act, Clock, Complaint, Role, State
from app.room_records import Party, Reading, RoomState, RoomTest, VisitKind
from app.room_tests import of_complaint, of_flat, show
from app.rules import CITY_TIME
from app.seat import Seat
from app.temperature_words import KIND_WORDS, PARTY_WORDS
from app.typed_words import line, paragraph
from app.visit_form import VisitForm, read_visit, visit_words
from app.working_days import add
from db import temperature as stored
from db.store import Connection

TEST_CATEGORY = "B3"
OLDEST_REQUEST = timedelta(days=60)  # test_ask() in the database takes none from before
LOOK_BACK = timedelta(days=200)  # a season: how far back a flat's open test is looked for


@dataclass(frozen=True, slots=True)
class FlatAsked:
    """Which flat, and who asked, where there is no complaint about it."""

    community_id: int | None
    building: str = ""
    unit: str = ""
    room: str = ""
    asker: str = ""
    phone: str = ""
    company_id: int | None = None  # None: who heats it by the directory


def may_ask(seat: Seat) -> bool:
    """Whether this person's role asks for tests; test_ask() in the database says the same."""
    return seat.person.role in (Role.OPERATOR, Role.LIAISON, Role.SUPERVISOR, Role.COMPANY)


def may_enter(seat: Seat) -> bool:
    """Whether this person's role enters visits; test_visit() in the database says the same."""
    return seat.person.role in (Role.COMPANY, Role.SUPERVISOR)


def ask_for_complaint(
    seat: Seat, complaint_id: UUID, requested: str = "", note: str = "", id: UUID | None = None
) -> RoomTest:
    """Ask for a test of a complaint's flat. ``requested``: when the user asked, as typed; empty: now, or, of a
    complaint that is a request for a test (B3), when it was taken.

    Errors: BadInput(field="requested", "company", "test"), NotAllowed, MoveRefused.
    """
    complaint = show_complaint(seat, complaint_id)
    before = of_complaint(seat, complaint_id)
    now = seat.now()
    going = next((one for one in before if one.state(now) not in (RoomState.PASSED, RoomState.WITHDRAWN)), None)
    if going is not None and going.id != id:
        raise BadInput(f"这件诉求已有在办的测温 {going.number}，不必再申请。", field="test")
    if complaint.company_id is None:
        raise BadInput("这个地点没有登记供热企业，请先派单。", field="company")
    at = read_past(requested, now, "requested")
    if at is None:
        at = complaint.taken_at if complaint.category == TEST_CATEGORY and not before else now
    said = paragraph(note, "note", "说明", 1000)
    return _ask(seat, id, complaint_id, {"requested_at": at, "note": said}, complaint.category, complaint.place)


def ask_at_dispatch(seat: Seat, connection: Connection, sent: Complaint, at: datetime) -> bool:
    """In the transaction of the dispatch: who rings for a test (B3) has asked for it with the call.

    False where nothing was asked for: another matter, asked for before, or a role that asks for no tests.
    """
    asked = any(event.act is Act.ASK_TEST for event in sent.events)
    if sent.category != TEST_CATEGORY or asked or not may_ask(seat):
        return False
    requested_at = max(sent.taken_at, at - OLDEST_REQUEST)
    due = _due(seat, sent.category, requested_at)
    if due is None:
        return False
    values = {"requested_at": requested_at, "note": ""}
    stored.ask(connection, uuid7(), sent.id, values, due, _asked_words(sent.place, due))
    return True


def ask_for_flat(seat: Seat, flat: FlatAsked, requested: str = "", note: str = "", id: UUID | None = None) -> RoomTest:
    """Ask for a test of a flat without a complaint. Errors: as above, and BadInput(field="community_id", "phone")."""
    community = seat.directory.communities.get(flat.community_id or 0)
    if community is None:
        raise BadInput("请选择小区。", field="community_id")
    building, unit, room = (
        line(words, name, word, 20)
        for words, name, word in (
            (flat.building, "building", "楼号"),
            (flat.unit, "unit", "单元"),
            (flat.room, "room", "室号"),
        )
    )
    building = bare_building(building)
    heats = seat.directory.route(community.id, building).company
    company_id = flat.company_id or (heats.id if heats else None)
    place = place_words(community.name, building, unit, room)
    if company_id is None:
        raise BadInput("这里没有登记供热企业，请选择热力公司。", field="company")
    if seat.person.role is Role.COMPANY and company_id != seat.person.company_id:
        raise NotAllowed("这户不是贵公司供热，请由热线申请。", field="company")
    now = seat.now()
    at = read_past(requested, now, "requested") or now
    if room:
        for one in of_flat(seat, community.id, building, unit, room, now - LOOK_BACK):
            if one.state(now) not in (RoomState.PASSED, RoomState.WITHDRAWN) and one.id != id:
                raise BadInput(f"这户已有在办的测温 {one.number}，不必再申请。", field="test")
    values = {
        "company_id": company_id,
        "community_id": community.id,
        "place": place,
        "building": building,
        "unit": unit,
        "room": room,
        "asker": line(flat.asker, "asker", "申请人", 40),
        "phone": line(flat.phone, "phone", "电话", 60, required=True),
        "requested_at": at,
        "note": paragraph(note, "note", "说明", 1000),
    }
    return _ask(seat, id, None, values, TEST_CATEGORY, place)


def enter_visit(seat: Seat, test_id: UUID, form: VisitForm, id: UUID | None = None) -> RoomTest:
    """Enter a visit: who came, with what, what was read, who signed; or why nothing was measured. For a complaint that
    waits for the company, this is its arrival.

    Errors: BadInput with its field, NotAllowed, MoveRefused.
    """
    test = show(seat, test_id)
    if not may_enter(seat):
        raise NotAllowed("检测情况由供热这户的企业登记，更正由班长办理。", field="test")
    if test.state(seat.now()) is RoomState.PASSED:
        raise BadInput("已检测合格，这次检测到此为止；再次不热请另行申请。", field="test")
    read = read_visit(form, test, seat.rules, seat.now())
    again = any(one.stable for one in test.visits)
    words = (
        f"{KIND_WORDS[VisitKind.RETEST if again else VisitKind.TEST]} {visit_words(read.values, read.readings, test)}"
    )
    arrive = _arrival(seat, test)
    with seat.use() as connection:
        stored.put_visit(
            connection, (id or uuid7(), test.id, None), _columns(read.values), _rows(read.readings), arrive, words
        )
    return show(seat, test_id)


def amend_visit(
    seat: Seat, test_id: UUID, visit_id: UUID, form: VisitForm, reason: str, id: UUID | None = None
) -> RoomTest:
    """Correct a visit by a new version; the old one stays. The supervisor's. Errors: as above, field="reason" too."""
    if seat.person.role is not Role.SUPERVISOR:
        raise NotAllowed("更正由班长办理：另存一版，写明原因，原来的一版仍在。", field="test")
    test = show(seat, test_id)
    old = next((one for one in test.visits if one.id == visit_id), None)
    if old is None:
        raise BadInput("这一版已经更正过，请打开最新的一版。", field="test")
    said = paragraph(reason, "reason", "更正原因", 500, required=True)
    read = read_visit(form, test, seat.rules, seat.now(), old)
    words = f"更正{KIND_WORDS[old.kind]}（{said}）：{visit_words(read.values, read.readings, test)}"
    with seat.use() as connection:
        stored.put_visit(
            connection, (id or uuid7(), test.id, old.id), _columns(read.values), _rows(read.readings), {}, words
        )
    return show(seat, test_id)


def dispute(seat: Seat, test_id: UUID, asked_by: Party, body: str, note: str = "", id: UUID | None = None) -> RoomTest:
    """Bring the newest measured visit before a legal testing body. Errors: BadInput(field="body", "test")."""
    test = show(seat, test_id)
    measured = [one for one in test.visits if one.stable is not None]
    if not measured:
        raise BadInput("还没有检测结果，不能提出异议。", field="test")
    named = line(body, "body", "法定鉴定机构", 80, required=True)
    said = paragraph(note, "note", "说明", 1000)
    words = f"{PARTY_WORDS[asked_by]}有异议，提交{named}鉴定"
    with seat.use() as connection:
        stored.dispute(connection, (id or uuid7(), test.id, measured[-1].id), asked_by, named, said, words)
    return show(seat, test_id)


def decide(seat: Seat, test_id: UUID, reading: str, payer: Party | None = None, note: str = "") -> RoomTest:
    """What the testing body found; its reading takes the place of the disputed one. ``payer``: who is at fault and
    pays; None: the company where it is too cold, else the user. Errors: BadInput(field="reading", "test")."""
    test = show(seat, test_id)
    opened = test.open_dispute
    if opened is None:
        raise BadInput("没有待登记结果的鉴定。", field="test")
    found = read_celsius(reading, "reading", "鉴定结果")
    pays = payer or at_fault(test, found)
    said = paragraph(note, "note", "说明", 1000)
    words = f"{opened.body}鉴定 {celsius_words(found)}，费用由{PARTY_WORDS[pays]}承担"
    with seat.use() as connection:
        stored.decide(connection, opened.id, found, pays, said, words)
    return show(seat, test_id)


def at_fault(test: RoomTest, found: Decimal) -> Party:
    """On whom the fee of the testing body falls (HZ Art.43: the party at fault)."""
    return Party.COMPANY if found < test.minimum else Party.USER


def withdraw(seat: Seat, test_id: UUID, reason: str) -> RoomTest:
    """The user takes the request back. Errors: BadInput(field="note"), NotAllowed."""
    said = paragraph(reason, "note", "撤回原因", 500, required=True)
    with seat.use() as connection:
        stored.withdraw(connection, test_id, said)
    return show(seat, test_id)


def _ask(
    seat: Seat, id: UUID | None, complaint_id: UUID | None, values: Mapping[str, Any], category: str, place: str
) -> RoomTest:
    due = _due(seat, category, values["requested_at"])
    if due is None:
        raise BadInput("那一天没有测温时限的规则，请管理员在“规则”里补上。", field="requested")
    key = id or uuid7()
    with seat.use() as connection:
        stored.ask(connection, key, complaint_id, dict(values), due, _asked_words(place, due))
    return show(seat, key)


def _due(seat: Seat, category: str, requested_at: datetime) -> datetime | None:
    """Until when the company must be there (HZ Art.42); None: no rule of that day says it."""
    day = requested_at.astimezone(CITY_TIME).date()
    limits = {**seat.rules.limits_on(TEST_CATEGORY, day), **seat.rules.limits_on(category, day)}
    rule = limits.get(Clock.TEST)
    return None if rule is None else add(requested_at, rule.minutes, rule.unit, seat.rules.calendar)


def _asked_words(place: str, due: datetime) -> str:
    return f"{place}，{until_short(due)} 前上门"


def _arrival(seat: Seat, test: RoomTest) -> dict[str, str]:
    """What the queue shows of the complaint once somebody is there; empty where it doesn't wait for that."""
    if test.complaint_id is None:
        return {}
    before: Complaint = show_complaint(seat, test.complaint_id)
    if before.state is not State.SIGNED:
        return {}
    at = seat.now()
    times = shifted(before.due_times, (*before.events, happening(before, Act.ARRIVE, at)), seat.rules.calendar)
    due = due_at(times, State.ARRIVED, signed_at=before.signed_at, contacted_at=before.contacted_at, arrived_at=at)
    return {"due_at": due.isoformat(), "rank_at": rank_at(due, before.urgency, before.reminders).isoformat()}


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _rows(readings: Iterable[Reading]) -> list[dict[str, Any]]:
    return [{"read_at": one.at.isoformat(), "celsius": str(one.celsius), "stable": one.stable} for one in readings]
