"""An incident is one alarm: at the desk until it is signed for, at the hotline when nobody has signed in time."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.alarm_board import AlarmBoard
from app.alarms import AlarmKind, SlipDues, alarms
from app.directory import Directory
from app.incident_alarms import with_incidents
from app.incident_groups import Spot
from app.incidents import Incident
from app.records import Channel, Company, IncidentKind, IncidentState, Person, QueueRow, Role, State, Station, Urgency
from app.rules import CITY_TIME
from clock_story import RULES

OPENED = datetime(2026, 11, 20, 9, 0, tzinfo=CITY_TIME)
DUES = SlipDues(RULES)
OPERATOR = Person(1, "op1", "周岚", Role.OPERATOR, None, 1)
DESK = Person(2, "a1", "永恒一号", Role.COMPANY, 1, 1)
ID = UUID(int=99)
INCIDENT = Incident(
    id=ID, number="P20261120-01", revision=1, spot=Spot(IncidentKind.STATION, station_id=1), company_id=1,
    category="A3", state=IncidentState.OPEN, cause="", canned_answer="", homes=900, began_at=OPENED, expected_end=None,
    opened_by=1, opened_at=OPENED, closed_at=None, refund=False,
)  # fmt: skip
SIGNED = replace(INCIDENT, signed_by=2, signed_at=OPENED + timedelta(minutes=3))
DIRECTORY = Directory.of(
    [Company(1, "a", "永恒热力有限公司", "永恒", (), "")],
    [Station(1, "018", "牡丹换热站", 1, "", 900)],
    [],
    [OPERATOR, DESK],
)


def row(number: int, **fields: object) -> QueueRow:
    made = QueueRow(
        id=UUID(int=number), number=f"20261120-{number:04}", revision=2, state=State.DISPATCHED,
        urgency=Urgency.URGENT, category="B1", place="牡丹花园 3-2-501", community_id=1, company_id=1,
        channel=Channel.HOTLINE, taken_by=1, taken_by_name="周岚", taken_at=OPENED,
        due_at=OPENED + timedelta(hours=2), rank_at=OPENED, reminders=0, secret=False,
        dispatched_at=OPENED + timedelta(seconds=number), incident_id=ID,
    )  # fmt: skip
    return replace(made, **fields)


def told(person: Person, minutes: float, incident: Incident, *rows: QueueRow) -> list[tuple[AlarmKind, str, int]]:
    now = OPENED + timedelta(minutes=minutes)
    joined = Counter(row.incident_id for row in rows)
    found = with_incidents(alarms(rows, now, person, DUES), joined, [incident], now, person, DIRECTORY, DUES)
    return [(one.kind, one.row.number, one.count) for one in found]


def test_three_hundred_calls_are_one_card_of_the_incident() -> None:
    rows = [row(n) for n in range(1, 301)]
    assert told(DESK, 1, INCIDENT, *rows) == [(AlarmKind.NEW_SLIP, "P20261120-01", 300)]
    assert told(OPERATOR, 9.9, INCIDENT, *rows) == []
    assert told(OPERATOR, 10, INCIDENT, *rows) == [(AlarmKind.UNSIGNED, "P20261120-01", 300)]


def test_one_that_nobody_called_about_yet_is_told_too() -> None:
    assert told(OPERATOR, 10, INCIDENT) == [(AlarmKind.UNSIGNED, "P20261120-01", 0)]
    assert told(DESK, 0, INCIDENT) == [(AlarmKind.NEW_SLIP, "P20261120-01", 0)]


def test_signed_for_once_whoever_joins_later_rides_along() -> None:
    late = row(7, dispatched_at=OPENED + timedelta(minutes=5))
    assert told(DESK, 6, SIGNED, late) == []
    assert told(OPERATOR, 30, SIGNED, late) == []


def test_a_limit_of_one_complaint_stays_its_own() -> None:
    over = row(7, state=State.SIGNED)
    assert told(OPERATOR, 121, SIGNED, over) == [(AlarmKind.OVER, over.number, 1)]


def test_what_is_attached_to_nothing_is_told_as_ever() -> None:
    alone = row(7, incident_id=None)
    assert told(OPERATOR, 11, SIGNED, alone) == [(AlarmKind.UNSIGNED, alone.number, 1)]


@pytest.mark.parametrize("person", [replace(DESK, company_id=2), replace(OPERATOR, role=Role.LIAISON)])
def test_who_can_do_nothing_about_it_is_not_told(person: Person) -> None:
    assert told(person, 60, INCIDENT) == []


def test_it_is_told_once_and_put_away_by_its_own_id() -> None:
    board = AlarmBoard("周岚", OPENED)
    now = OPENED + timedelta(minutes=11)
    for rows in ([row(1)], [row(1), row(2)]):
        joined = Counter(row.incident_id for row in rows)
        found = with_incidents(alarms(rows, now, OPERATOR, DUES), joined, [INCIDENT], now, OPERATOR, DIRECTORY, DUES)
        fresh = board.update(found, now)
        assert len(fresh) == (1 if len(rows) == 1 else 0)
    board.acknowledge(ID)
    assert board.cards == []
