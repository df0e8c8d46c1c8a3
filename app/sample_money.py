"""The demonstration's refunds, reliefs and reported answers: the rows and events that the acts would have left.

What a flat gets back is judged by the rules themselves, of its temperature tests and of the outage in the file. The
rate of a relief is invented, and says so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.directory import Directory
from app.entitlements import FlatKey, company_of
from app.records import Person, RefundState, ReliefState, Role
from app.refund_days import Stop, midnight, refund_days
from app.refund_records import day_row, stop_row
from app.refund_sources import rule_now
from app.refunds import NO_FORMULA, own_stop
from app.room_records import RoomTest
from app.rules import CITY_TIME, Rules, Season
from app.sample_events import Row, Values, at_hour, made_id
from db.sample import Loading

RATE, RATE_BASIS = Decimal("4.00"), "演示数据，虚构：照 2020-2021 年的标准"
_AFTER: Mapping[str, str] = {
    "decide": RefundState.DECIDED,
    "refuse": RefundState.REFUSED,
    "tell": RefundState.TOLD,
    "pay": RefundState.PAID,
    "void": RefundState.VOID,
    "approve": ReliefState.APPROVED,
    "withdraw": ReliefState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Given:
    """What refunds and reliefs are loaded with. ``tests``: room temperature tests by their key in the file."""

    directory: Directory
    rules: Rules
    people: Mapping[str, Person]
    tests: Mapping[str, RoomTest]
    steps: Mapping[tuple[str, str], Sequence[Row]]  # by record and key
    now: datetime

    def season(self, which: str) -> Season:
        """The season of today, else the last one before it; or (``last``) the one before that."""
        today = self.now.astimezone(CITY_TIME).date()
        begun = sorted((one for one in self.rules.seasons if one.starts_on <= today), key=lambda one: one.starts_on)
        return begun[-1 if which == "this" else -2]

    def step_at(self, season: Season, which: str, step: Row, order: int) -> datetime:
        """When a step was done: of this season days ago, of last season days after its end."""
        if which == "last":
            return midnight(season.ends_on + timedelta(days=int(step["days"]))) + timedelta(hours=10, minutes=order)
        if step["days"] == "0":
            return self.now.astimezone(CITY_TIME) - timedelta(minutes=30 - order)
        return at_hour(self.now, -int(step["days"]), "10:20") + timedelta(minutes=order)


def load_refunds(into: Loading, given: Given, rows: Iterable[Row]) -> None:
    """Put the refunds in; one that would give back no day (out of season) only where nothing was decided."""
    made: list[Values] = []
    chain: list[Values] = []
    for order, row in enumerate(rows):
        season, steps = given.season(row["season"]), given.steps["refund", row["key"]]
        at = given.step_at(season, row["season"], steps[0], order)
        refund = _judged(given, row, season, at, steps[0])
        if refund["days"] or all(step["act"] != "decide" for step in steps):
            made.append(refund)
            chain += _walk(given, refund, row["season"], season, steps, order, _refund_told)
    _number("T", made, chain)
    into.put("refund", made)
    into.put_chain("refund", sorted(chain, key=lambda event: event["at"]))


def load_reliefs(into: Loading, given: Given, rows: Iterable[Row]) -> None:
    """Put the reliefs in, with the invented rates of the two seasons."""
    made: list[Values] = []
    chain: list[Values] = []
    rates = {}
    for order, row in enumerate(rows):
        season, steps = given.season(row["season"]), given.steps["relief", row["key"]]
        at, person = given.step_at(season, row["season"], steps[0], order), given.people[steps[0]["person"]].id
        flat, area = _flat(row), Decimal(row["area"])
        rates[season.name] = {"season": season.name, "rate": RATE, "basis": RATE_BASIS, "mark": "P", "note": ""}
        relief: Values = {
            "id": made_id("relief", row["key"]),
            "season": season.name,
            **flat._asdict(),
            "company_id": company_of(given.directory, flat),
            **{name: row[name] for name in ("kind", "household", "proof", "remarks")},
            "area": area,
            "flat_area": Decimal(row["flat_area"]),
            "fee": Decimal(row["fee"]) if row["fee"] else None,
            "rate": RATE,
            "basis": RATE_BASIS,
            "sum": (area * RATE).quantize(Decimal("0.01")),
            "proof_seen_by": person,
            "proof_seen_at": at,
            "state": ReliefState.ASKED,
            "made_by": person,
            "made_at": at,
            "decider": "",
            **dict.fromkeys(("decided_by", "decided_at", "paid_on", "paid_by")),
            "decision": "",
            "revision": 1,
        }
        made.append(relief)
        chain += _walk(given, relief, row["season"], season, steps, order, _relief_told)
    _number("J", made, chain)
    into.put("relief_rate", rates.values())
    keeper = next(one.id for one in given.people.values() if one.role is Role.ADMINISTRATOR)
    for season_name, rate in rates.items():
        told = {"name": season_name, "before": None, "after": {**rate, "rate": str(RATE)}}
        into.log("rules", "relief_rate", RATE_BASIS, told, keeper)
    into.put("relief", made)
    into.put_chain("relief", sorted(({**event, "note": ""} for event in chain), key=lambda event: event["at"]))


def load_reports(into: Loading, people: Mapping[str, Person], rows: Iterable[Row], now: datetime) -> None:
    """Put in what desks found wrong in answers, or missing."""
    articles = into.article_ids()
    made: list[Values] = []
    chain: list[Values] = []
    for order, row in enumerate(rows):
        at = at_hour(now, -int(row["days_ago"]), "11:40") + timedelta(minutes=order)
        article = articles[int(row["number"])] if row["number"] else None
        replied = at_hour(now, -int(row["reply_days_ago"]), "15:10") if row["reply"] else None
        person, reply_by = people[row["person"]].id, people[row["reply_person"]].id if replied else None
        report: Values = {
            "id": made_id("article report", order),
            "article_id": article,
            "version": 1 if article else None,
            "text": row["text"],
            "made_by": person,
            "made_at": at,
            "reply": row["reply"],
            "replied_by": reply_by,
            "replied_at": replied,
        }
        made.append(report)
        about = {"report": str(report["id"]), "article": str(article) if article else None}
        told = {**about, "number": int(row["number"]) if article else None, "version": report["version"], "owner": None}
        chain.append({"act": "article_report", "person_id": person, "at": at, "note": row["text"], "detail": told})
        if replied:
            told = {**about, "made_by": person}
            chain.append(
                {"act": "article_reply", "person_id": reply_by, "at": replied, "note": row["reply"], "detail": told}
            )
    into.put("article_report", made)
    into.put_chain("knowledge", sorted(chain, key=lambda event: event["at"]))


def _judged(given: Given, row: Row, season: Season, at: datetime, step: Row) -> Values:
    """The row of a refund as it was begun."""
    test = given.tests[row["test"]] if row["test"] else None
    flat = FlatKey(test.community_id or 0, test.building, test.unit, test.room) if test else _flat(row)
    stops: list[Stop] = []
    if row["stop_day"]:
        hours, minutes = row["stop_begins"].split(":")
        began = midnight(season.starts_on + timedelta(days=int(row["stop_day"]) - 1))
        began += timedelta(hours=int(hours), minutes=int(minutes))
        stops = [own_stop(began, began + timedelta(hours=int(row["stop_hours"])), row["stop_words"], 1)]
    judged = [replace(day, why=f"{test.number} {day.why}") for day in test.judged(at)] if test else []
    days = refund_days(rule_now(given.rules), season, stops, judged, at)
    return {
        "id": made_id("refund", row["key"]),
        "season": season.name,
        **flat._asdict(),
        "company_id": company_of(given.directory, flat),
        "complaint_ids": [test.complaint_id] if test and test.complaint_id else [],
        "state": RefundState.DRAFT,
        "days": [day_row(day) for day in days],
        "stops": [stop_row(stop) for stop in stops],
        "judged_at": at,
        "fee": Decimal(row["fee"]) if row["fee"] else None,
        "season_days": (season.ends_on - season.starts_on).days + 1,
        "sum": None,
        "sum_words": NO_FORMULA,
        "remarks": row["remarks"],
        "made_by": given.people[step["person"]].id,
        "made_at": at,
        "decision": "",
        **dict.fromkeys(("decided_by", "decided_at", "told_on", "told_by", "paid_on", "paid_sum", "paid_by")),
        "revision": 1,
    }


def _walk(
    given: Given, row: Values, which: str, season: Season, steps: Sequence[Row], order: int, told: Any
) -> list[Values]:
    """Take a refund or relief, as it was begun, through its steps; the events of them all."""
    kind = "relief" if told is _relief_told else "refund"
    first = {"act": f"{kind}_make", "person_id": row["made_by"], "at": row["made_at"], "note": row["remarks"]}
    events = [{**first, "detail": told(row, None), "of": row["id"]}]
    for step in steps[1:]:
        at, person, before = given.step_at(season, which, step, order), given.people[step["person"]].id, row["state"]
        day = at.astimezone(CITY_TIME).date()
        row |= _written(step, at, day, person) | {"state": _AFTER[step["act"]], "revision": row["revision"] + 1}
        event = {"act": f"{kind}_{step['act']}", "person_id": person, "at": at, "note": step["note"]}
        events.append({**event, "detail": told(row, before), "of": row["id"]})
    return events


def _written(step: Row, at: datetime, day: date, person: int) -> Values:
    """What a step writes beside state and revision."""
    match step["act"]:
        case "decide":
            return {"decision": step["note"], "decided_by": person, "decided_at": at}
        case "approve" | "refuse":
            decider = {"decider": step["decider"]} if step["decider"] else {}
            return {"decision": step["note"], "decided_by": person, "decided_at": at, **decider}
        case "tell":
            return {"told_on": day, "told_by": person}
        case "pay":
            paid = {"paid_sum": Decimal(step["sum"])} if step["sum"] else {}
            return {"paid_on": day, "paid_by": person, **paid}
        case "withdraw":
            return {"decision": step["note"]}
    return {}


def _number(letter: str, made: list[Values], chain: list[Values]) -> None:
    """Give each its number, by the day it was made; the events tell it too."""
    of_day: Counter[str] = Counter()
    numbers: dict[UUID, str] = {}
    for row in sorted(made, key=lambda row: row["made_at"]):
        day = f"{row['made_at'].astimezone(CITY_TIME):%Y%m%d}"
        of_day[day] += 1
        row["number"] = numbers[row["id"]] = f"{letter}{day}-{of_day[day]:02}"
    for event in chain:
        event["detail"]["number"] = numbers[event.pop("of")]


def _refund_told(row: Values, before: str | None) -> Values:
    told = {name: row[name].isoformat() if row[name] else None for name in ("told_on", "paid_on")}
    sums = {name: str(row[name]) if row[name] is not None else None for name in ("sum", "paid_sum")}
    about = {"refund": str(row["id"]), "company": row["company_id"], "before": before, "state": row["state"]}
    return {**about, "days": row["days"], "revision": row["revision"], **told, **sums}


def _relief_told(row: Values, before: str | None) -> Values:
    sums = {name: str(row[name]) for name in ("area", "rate", "sum")}
    about = {"relief": str(row["id"]), "company": row["company_id"], "before": before, "state": row["state"]}
    paid = row["paid_on"].isoformat() if row["paid_on"] else None
    return {**about, "decider": row["decider"], "revision": row["revision"], "paid_on": paid, **sums}


def _flat(row: Row) -> FlatKey:
    return FlatKey(int(row["community_id"]), row["building"], row["unit"], row["room"])
