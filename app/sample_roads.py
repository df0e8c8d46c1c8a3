"""The road of each invented complaint, walked in memory to the rows that the acts would have left (0001_acts.sql)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import cache

from app.complaints import complaint_of, due_values
from app.directory import Directory, Route
from app.limits import due_at, due_times, rank_at
from app.records import CLOSED_STATES, Act, CallResult, Liability, Person, Slip, State
from app.returns import return_until
from app.rules import Rules
from app.sample_events import TestEvent
from app.sample_taking import Given, Values, take_down, written
from app.search_words import search_words
from app.slip_records import slip_at_dispatch
from app.words import CALL_RESULT_WORDS
from db.sample import Histories
from db.search import grams, searchable

_SLIP_FIELDS = [one.name for one in fields(Slip)]


class Roads:
    """Walks complaints, the oldest first; ``made`` holds the rows so far."""

    def __init__(
        self,
        directory: Directory,
        rules: Rules,
        act_rules: Mapping[str, tuple[str | None, str | None]],
        now: datetime,
    ) -> None:
        self.made = Histories()
        self.directory = directory
        self.rules = rules
        self.act_rules = act_rules
        self.moves = {(move.state, move.act, move.role): move.next_state for move in rules.moves}
        self.people = {person.login: person for person in directory.people.values()}
        self._now = now
        self._numbers: Counter[date] = Counter()
        self._route = cache(directory.route)  # one building complains often, and its company is looked for by name

    def moment(self, given: Given) -> datetime:
        """When it was, in Asia/Shanghai."""
        return self._now - timedelta(seconds=int(given["seconds_before_now"]))

    def walk(self, given: Given, events: Sequence[Given], tests: Sequence[TestEvent] = ()) -> None:
        """Add one complaint with all that happened to it; ``events`` in order, the first one is its taking.

        ``tests``: what was done about its room temperature tests, in order.
        """
        taken_at = self.moment(given)
        self._numbers[taken_at.date()] += 1
        number = f"{taken_at:%Y%m%d}-{self._numbers[taken_at.date()]:04}"
        road = _Road(self, given, number, taken_at, self.people[events[0]["person"]])
        waiting = list(tests)
        for event in events[1:]:
            while waiting and waiting[0].at < self.moment(event):
                road.test(waiting.pop(0))
            road.act(event)
        for one in waiting:
            road.test(one)
        road.finish()

    def route(self, community_id: int, building: str) -> Route:
        """Who heats this building."""
        return self._route(community_id, building)


class _Road:
    """One complaint on its way. ``row`` is its row as it stands."""

    def __init__(self, roads: Roads, given: Given, number: str, taken_at: datetime, person: Person) -> None:
        taken = take_down(roads.directory, roads.rules, roads.route, given, person, taken_at)
        self.roads, self.times, self.contact = roads, taken.times, taken.contact
        self.row = taken.row | {"number": number}
        self._log(Act.TAKE, "", person, taken_at, "", taken.sent)

    def act(self, event: Given) -> None:
        """What act() does: the changes and what goes with them, and one event."""
        act, at, row = Act(event["act"]), self.roads.moment(event), self.row
        person = self.roads.people[event["person"]]
        state = State(row["state"])
        after = self.roads.moves[state, act, person.role]
        detail: Values = {}
        if act is Act.DISPATCH:
            changes, clocks = self._dispatch(int(event["company_id"]), person, at)
            detail["slip"] = f"{row['number']}-{row['dispatches']}"
        else:
            stamp, counter = self.roads.act_rules[act]
            if stamp:
                row[stamp] = row[stamp] or at
            if counter:
                row[counter] += 1
            changes = _changes(act, event)
            detail |= _result(act, event["note"])
            clocks = self._clocks(act, after)
        row |= changes | clocks | {"state": after, "revision": row["revision"] + 1}
        if after in CLOSED_STATES:
            row["closed_at"] = row["closed_at"] or at
        self._log(act, state, person, at, event["note"], detail | {"changes": changes | written(clocks)})

    def test(self, event: TestEvent) -> None:
        """What log_test() does: an event that changes nothing of the complaint (0005_temperature_acts.sql)."""
        row = self.row
        state = self.roads.moves[row["state"], event.act, event.person.role]
        row["revision"] += 1
        self._log(event.act, state, event.person, event.at, event.note, {"test": event.told, "changes": {}})

    def finish(self) -> None:
        """Hand in the rows that are stored once, as they stand at the end."""
        row, made = self.row, self.roads.made
        said = (row[name] for name in ("category", "form", "place", "text", "report", "outside_number"))
        found = searchable(search_words(self.roads.rules, *said))
        made.complaints.append(row)
        made.contacts.append(self.contact)
        made.words.append(
            {
                "complaint_id": row["id"],
                "words": f"{row['number']} {found}",
                "grams": [*grams(found), row["number"]],
            }
        )

    def _dispatch(self, company_id: int, person: Person, at: datetime) -> tuple[Values, Values]:
        """The slip, and the company's own times start anew with the company."""
        row, roads = self.row, self.roads
        if row["dispatched_at"] is None:
            self.times = due_times(roads.rules, row["category"], row["taken_at"], at, row["form"])
        before = complaint_of(roads.directory, row, self.contact, ())
        slip = slip_at_dispatch(roads.directory, roads.rules, person, before, company_id, self.times, at)
        roads.made.slips.append(
            {
                "number": slip.number,
                "complaint_id": row["id"],
                "company_id": company_id,
                "made_at": at,
                "made_by": person.id,
                "content": {name: getattr(slip, name) for name in _SLIP_FIELDS},
            }
        )
        due = due_at(self.times, State.DISPATCHED)
        changes = {
            "company_id": company_id,
            "binding": False,
            "station_id": row["station_id"] if company_id == row["company_id"] else None,
            "due_times": due_values(self.times),
        }
        row |= dict.fromkeys(("signed_at", "contacted_at", "arrived_at", "reported_at")) | {"dispatched_at": at}
        row["dispatches"] += 1
        clocks = {"due_at": due, "rank_at": rank_at(due, before.urgency, row["reminders"])}
        return changes, clocks | {"return_until": return_until(roads.rules, at)}

    def _clocks(self, act: Act, after: State) -> Values:
        """Due time and place in the queue, where the act moves them; stamps and counters are set already."""
        row = self.row
        if act is Act.REMIND:
            return {"rank_at": rank_at(row["due_at"], row["urgency"], row["reminders"])}
        if after in CLOSED_STATES:
            return {}
        stamps = {name: row[name] for name in ("signed_at", "contacted_at", "arrived_at")}
        due = due_at(self.times, after, **stamps)
        return {"due_at": due, "rank_at": rank_at(due, row["urgency"], row["reminders"])}

    def _log(self, act: Act, before: str, person: Person, at: datetime, note: str, detail: Values) -> None:
        row = self.row
        self.roads.made.events.append(
            {
                "chain": row["id"],
                "seq": row["revision"],
                "act": act,
                "state_before": before,
                "state": row["state"],
                "person_id": person.id,
                "at": at,
                "note": note,
                "detail": detail,
            }
        )


def _result(act: Act, note: str) -> Values:
    """What came of a call, told from its note where nobody was reached."""
    match act:
        case Act.MISS:
            if "挂断" in note:
                return {"result": CallResult.REJECTED}
            named = (result for result, words in CALL_RESULT_WORDS.items() if words in note)
            return {"result": next(named, CallResult.NO_ANSWER)}
        case Act.CALL_BACK | Act.REOPEN:
            return {"result": CallResult.CONNECTED}
        case _:
            return {}


def _changes(act: Act, event: Given) -> Values:
    """What the act writes beside state, times and counters."""
    match act:
        case Act.ANSWER:
            return {"answer": event["note"]}
        case Act.REPORT:
            liability = Liability(event["liability"]) if event["liability"] else None
            return {"report": event["note"], "public_answer": event["public_answer"], "liability": liability}
        case Act.MISS:
            return {"contacted": False}
        case Act.CALL_BACK | Act.REOPEN:
            return {"contacted": True, "solved": act is Act.CALL_BACK, "satisfaction": int(event["satisfaction"])}
        case _:
            return {}
