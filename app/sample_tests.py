"""The demonstration's room temperature tests: the rows and events that the acts would have left.

What is done to a complaint's test stands in the complaint's chain, all else in the chain of tests (app/temperature.py,
0005_temperature_acts.sql).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from app.celsius import celsius_words
from app.directory import Directory
from app.flats import place_words
from app.moment_words import until_short
from app.records import Act, Clock, Person
from app.room_records import Party, Reading, RoomTest, Signed, VisitKind, VisitOutcome
from app.rules import CITY_TIME, Rules
from app.sample_events import Row, TestEvent, Values, at_hour, made_id, moment
from app.sample_taking import complaint_id
from app.temperature import TEST_CATEGORY
from app.temperature_words import KIND_WORDS, PARTY_WORDS
from app.visit_form import visit_words
from app.working_days import add
from db.sample import Loading

ENTERED = timedelta(minutes=20)
"""How long after its last reading, or after somebody stood at the door, a visit was entered."""
AMENDED = timedelta(hours=14)
_SECOND = timedelta(seconds=1)


class SampleTests:
    """Tests as the files tell them. ``complaints``: the rows of complaints.csv by key."""

    def __init__(
        self,
        directory: Directory,
        rules: Rules,
        people: Mapping[str, Person],
        complaints: Mapping[str, Row],
        now: datetime,
    ) -> None:
        self._directory, self._rules, self._people, self._complaints = directory, rules, people, complaints
        self._now = now
        self._minimum = Decimal(str(rules.settings["room_test"]["minimum"]))
        self._numbers: Counter[str] = Counter()
        self._tools: dict[tuple[int, str], Values] = {}
        self._tests: dict[str, Values] = {}
        self._rows: defaultdict[str, list[Values]] = defaultdict(list)  # by table
        self._chain: list[Values] = []
        self._of_complaints: defaultdict[str, list[TestEvent]] = defaultdict(list)

    def events_of(self, complaint: str) -> list[TestEvent]:
        """What was done about a complaint's tests, in order; by the complaint's key."""
        return sorted(self._of_complaints[complaint], key=lambda event: event.at)

    def store(self, into: Loading) -> None:
        """Put everything in, once the complaints are there."""
        for table in ("instrument", "room_test", "room_visit", "room_reading", "room_dispute"):
            into.put(table, self._rows[table])
        into.put_chain("temperature", sorted(self._chain, key=lambda event: event["at"]))

    def keep_instruments(self, rows: Iterable[Row]) -> None:
        """The companies' instruments, as their desks entered them."""
        today = self._now.astimezone(CITY_TIME).date()
        for row in rows:
            retired = row["retired_days_ago"]
            values: Values = {
                "id": int(row["id"]),
                "company_id": int(row["company_id"]),
                "number": row["number"],
                "model": row["model"],
                "calibrated_on": today - timedelta(days=int(row["calibrated_days_ago"])),
                "valid_until": today + timedelta(days=int(row["valid_days"])),
                "retired_at": at_hour(self._now, -int(retired), "17:00") if retired else None,
            }
            self._rows["instrument"].append(values)
            self._tools[values["company_id"], values["number"]] = values
            told = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
            bought = {**told, "retired_at": None}
            entered = at_hour(self._now, -min(45, int(row["calibrated_days_ago"])), "09:00") + values["id"] * _SECOND
            self._log_tool(row, entered, None, bought, "")
            if retired:
                self._log_tool(row, values["retired_at"], bought, told, "检定到期，停用")

    def ask(self, rows: Iterable[Row]) -> None:
        """The requests."""
        for row in sorted(rows, key=lambda row: moment(row["made"], self._now)):
            asked, made = moment(row["requested"], self._now), moment(row["made"], self._now)
            person, where = self._people[row["person"]], self._where(row)
            rule = self._rules.limits_on(TEST_CATEGORY, asked.date())[Clock.TEST]
            due = add(asked, rule.minutes, rule.unit, self._rules.calendar)
            gone = moment(row["withdrawn"], self._now) if row["withdrawn"] else None
            self._numbers[f"{made:%Y%m%d}"] += 1
            test: Values = {
                "id": made_id("room test", row["key"]),
                "number": f"CW{made:%Y%m%d}-{self._numbers[f'{made:%Y%m%d}']:03}",
                **where,
                "asker": row["asker"],
                "phone": row["phone"],
                "note": row["note"],
                "requested_at": asked,
                "requested_by": person.id,
                "made_at": made,
                "due_at": due,
                "due_rule": rule.words,
                "due_article": rule.legal_name,
                "minimum": self._minimum,
                "withdrawn_at": gone,
                "withdrawn_by": self._people[row["withdrawn_person"]].id if gone else None,
                "withdrawn_note": row["withdrawn_note"],
            }
            self._rows["room_test"].append(test)
            self._tests[row["key"]] = {**test, "complaint": row["complaint"]}
            told = {"requested_at": asked.isoformat(), "due_at": due.isoformat()}
            self._log(row["key"], Act.ASK_TEST, person, made, f"{test['place']}，{until_short(due)} 前上门", told)
            if gone:
                who = self._people[row["withdrawn_person"]]
                self._log(
                    row["key"], Act.TEST_STEP, who, gone, f"撤回申请：{row['withdrawn_note']}", {"withdrawn": True}
                )

    def visit(self, rows: Iterable[Row]) -> None:
        """The visits with their readings; one that amends the one before it comes behind it."""
        last: dict[str, Values] = {}
        measured: set[str] = set()
        for row in rows:
            test, person = self._tests[row["test"]], self._people[row["person"]]
            before = last.get(row["test"])
            arrived = moment(row["arrived"], self._now)
            readings = _readings(row, arrived)
            entered = (readings[-1].at if readings else arrived) + ENTERED
            if row["arrived"].isdigit():  # just now
                entered = (readings[-1].at if readings else arrived) + _SECOND
            tool = self._tools.get((test["company_id"], row["instrument"]))
            kind = VisitKind.RETEST if row["test"] in measured else VisitKind.TEST
            visit: Values = {
                "id": made_id("room visit", len(self._rows["room_visit"])),
                "test_id": test["id"],
                "company_id": test["company_id"],
                "amends": before["id"] if before and row["amends"] else None,
                "kind": before["kind"] if before and row["amends"] else kind,
                "outcome": VisitOutcome(row["outcome"]),
                "tester": row["tester"],
                "arrived_at": arrived,
                "instrument_id": tool["id"] if tool else None,
                "instrument_number": tool["number"] if tool else "",
                "instrument_model": tool["model"] if tool else "",
                "calibrated_on": tool["calibrated_on"] if tool else None,
                "valid_until": tool["valid_until"] if tool else None,
                "room_kind": row["room_kind"] or None,
                "shut_since": arrived - timedelta(minutes=int(row["shut_minutes"])) if readings else None,
                "height_cm": 100 if readings else None,
                "centre": True if readings else None,
                "outdoor": Decimal(row["outdoor"]) if row["outdoor"] else None,
                "company_signed": Signed.SIGNED if readings else None,
                "company_reason": "",
                "user_signed": row["user_signed"] or None,
                "user_reason": row["user_reason"],
                "cause": row["cause"] == "1" if row["cause"] else None,
                "note": row["note"],
                "made_by": person.id,
                "made_at": entered + AMENDED if row["amends"] else entered,
            }
            self._rows["room_visit"].append(visit)
            for seq, one in enumerate(readings, 1):
                self._rows["room_reading"].append(
                    {
                        "visit_id": visit["id"],
                        "seq": seq,
                        "read_at": one.at,
                        "celsius": one.celsius,
                        "stable": one.stable,
                    }
                )
            last[row["test"]] = visit
            measured |= {row["test"]} if readings else set()
            self._log_visit(row, person, visit, readings)

    def dispute(self, rows: Iterable[Row]) -> None:
        """The disputes, with what the testing body found."""
        for row in rows:
            test, person, asked = self._tests[row["test"]], self._people[row["person"]], moment(row["asked"], self._now)
            visits = [one for one in self._rows["room_visit"] if one["test_id"] == test["id"]]
            found = Decimal(row["celsius"]) if row["decided"] else None
            decided = moment(row["decided"], self._now) if row["decided"] else None
            argued: Values = {
                "id": made_id("room dispute", row["test"]),
                "test_id": test["id"],
                "visit_id": visits[-1]["id"],
                "asked_by": Party(row["asked_by"]),
                "body": row["body"],
                "asked_at": asked,
                "note": row["note"],
                "made_by": person.id,
                "celsius": found,
                "payer": row["payer"] or None,
                "result_note": row["result_note"],
                "result_at": decided,
                "result_by": self._people[row["decided_person"]].id if decided else None,
            }
            self._rows["room_dispute"].append(argued)
            words = f"{PARTY_WORDS[argued['asked_by']]}有异议，提交{row['body']}鉴定"
            told = {"dispute": str(argued["id"]), "asked_by": row["asked_by"], "body": row["body"]}
            self._log(row["test"], Act.TEST_STEP, person, asked, words, told)
            if decided and found is not None:
                words = f"{row['body']}鉴定 {celsius_words(found)}，费用由{PARTY_WORDS[Party(row['payer'])]}承担"
                told = {"dispute": str(argued["id"]), "celsius": row["celsius"], "payer": row["payer"]}
                self._log(row["test"], Act.TEST_STEP, self._people[row["decided_person"]], decided, words, told)

    def _where(self, row: Row) -> Values:
        """Complaint, company and flat of a request."""
        given = self._complaints[row["complaint"]] if row["complaint"] else row
        community = self._directory.community(int(given["community_id"]))
        company = self._directory.route(community.id, given["building"]).company
        assert company is not None
        taken = self._now - timedelta(seconds=int(given["seconds_before_now"])) if row["complaint"] else None
        return {
            "complaint_id": complaint_id(int(row["complaint"]), taken) if taken else None,
            "company_id": company.id,
            "community_id": community.id,
            "place": place_words(community.name, given["building"], given["unit"], given["room"]),
            **{name: given[name] for name in ("building", "unit", "room")},
        }

    def _log_visit(self, row: Row, person: Person, visit: Values, readings: tuple[Reading, ...]) -> None:
        kind = KIND_WORDS[visit["kind"]]
        said = visit_words(visit, readings, self._record(row["test"]))
        stable = next((str(one.celsius) for one in readings if one.stable), None)
        told = {
            "visit": str(visit["id"]),
            "amends": str(visit["amends"]) if visit["amends"] else None,
            **{name: visit[name] for name in ("kind", "outcome", "company_signed", "user_signed", "cause")},
            "arrived_at": visit["arrived_at"].isoformat(),
            "celsius": stable,
        }
        act, words = (Act.TEST, f"{kind} {said}")
        if row["amends"]:
            act, words = Act.TEST_STEP, f"更正{kind}（{row['amends']}）：{said}"
        self._log(row["test"], act, person, visit["made_at"], words, told)

    def _record(self, key: str) -> RoomTest:
        left_out = {"complaint", "made_at", "withdrawn_by"}
        known: dict[str, Any] = {name: value for name, value in self._tests[key].items() if name not in left_out}
        return RoomTest(**known, versions=(), disputes=())

    def _log(self, key: str, act: Act, person: Person, at: datetime, words: str, told: Values) -> None:
        test = self._tests[key]
        whole = {**told, "id": str(test["id"]), "number": test["number"]}
        note = f"{test['number']}　{words}"
        if test["complaint"]:
            self._of_complaints[test["complaint"]].append(TestEvent(act, person, at, note, whole))
        else:
            detail = {"test": whole, "company": test["company_id"]}
            self._chain.append({"act": act, "person_id": person.id, "at": at, "note": note, "detail": detail})

    def _log_tool(self, row: Row, at: datetime, before: Values | None, after: Values, note: str) -> None:
        detail = {"company": after["company_id"], "before": before, "after": after}
        by = self._people[row["person"]].id
        self._chain.append({"act": "instrument", "person_id": by, "at": at, "note": note, "detail": detail})


def _readings(row: Row, arrived: datetime) -> tuple[Reading, ...]:
    """``3:14.2、11:14.0``: minutes after the arrival and degrees; the last one is the stable one."""
    pairs = [one.split(":") for one in row["readings"].split("、") if one]
    return tuple(
        Reading(arrived + timedelta(minutes=int(minutes)), Decimal(degrees), at == len(pairs))
        for at, (minutes, degrees) in enumerate(pairs, 1)
    )
