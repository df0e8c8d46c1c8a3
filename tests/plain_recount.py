"""The figures counted once more: from the events one by one, and by plain SQL; neither as the program counts them."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from uuid import UUID

from app import complaints, incidents
from app.call_tries import TRIES, tries_since_report
from app.clocks import ClockRun, clocks
from app.figures import Dimension, Measure
from app.records import Act, Clock, Complaint, Event, State
from small_city import City

Key = tuple[int, str, int, str]
"""Company (0: none), category, operator, measure."""
PLACES = {Dimension.COMPANY: 0, Dimension.CATEGORY: 1, Dimension.OPERATOR: 2, Dimension.TOTAL: None}
"""Where a key has that dimension."""

COUNTED: dict[Act, tuple[Measure, ...]] = {
    Act.ANSWER: (Measure.ANSWERED,),
    Act.REFER: (Measure.REFERRED,),
    Act.REFUSE: (Measure.REFERRED,),
    Act.DISPATCH: (Measure.DISPATCHED,),
    Act.SIGN: (Measure.SIGNED,),
    Act.REPORT: (Measure.REPORTED,),
    Act.SETTLE: (Measure.REPORTED,),
    Act.CALL_BACK: (Measure.ROUNDS, Measure.CONTACTED, Measure.SOLVED, Measure.GRADED),
    Act.REOPEN: (Measure.ROUNDS, Measure.CONTACTED, Measure.GRADED, Measure.REOPENED),
    Act.RETURN: (Measure.RETURNS,),
    Act.GRANT: (Measure.EXTENSIONS,),
    Act.REMIND: (Measure.REPEATS,),
}

_ON_SITE = """
SELECT a.at <= (SELECT (due->>'due_at')::timestamptz FROM complaint c, jsonb_array_elements(c.due_times) due
                WHERE c.id = a.chain AND due->>'clock' = 'on_site')
    + coalesce((SELECT sum(least((p.detail#>>'{pause,until}')::timestamptz, a.at) - p.at) FROM event p
                WHERE p.chain = a.chain AND p.act = 'pause' AND p.seq < a.seq), interval '0') AS kept
FROM event a WHERE a.act = 'arrive'
"""
"""Whether each arrival was in time; good for stories in which nobody resumes a pause or arrives twice."""
_SIGNED = """
SELECT s.at - (SELECT b.at FROM event b WHERE b.chain = s.chain AND b.seq < s.seq AND b.act IN ('dispatch', 'reopen')
               ORDER BY b.seq DESC LIMIT 1) <= interval '10 minutes' AS kept
FROM event s WHERE s.act = 'sign'
"""
_FROM = "SELECT count(*) FROM event WHERE "
PLAIN: dict[Measure, str] = {
    Measure.TAKEN: _FROM + "act = 'take'",
    Measure.ANSWERED: _FROM + "act = 'answer'",
    Measure.INVALID: _FROM + "act = 'void'",
    Measure.REFERRED: _FROM + "act = 'refer' OR act = 'refuse'",
    Measure.DISPATCHED: _FROM + "act = 'dispatch' OR (act = 'join' AND state_before = 'waiting')",
    Measure.SIGNED: _FROM + "act = 'sign'",
    Measure.SIGNED_IN_TIME: f"SELECT count(*) FROM ({_SIGNED}) s WHERE kept",
    Measure.SIGNED_LATE: f"SELECT count(*) FROM ({_SIGNED}) s WHERE NOT kept",
    Measure.ARRIVED: _FROM + "act = 'arrive'",
    Measure.ARRIVED_IN_TIME: f"SELECT count(*) FROM ({_ON_SITE}) a WHERE kept",
    Measure.ARRIVED_LATE: f"SELECT count(*) FROM ({_ON_SITE}) a WHERE NOT kept",
    Measure.REPORTED: _FROM + "act = 'report' OR act = 'settle'",
    Measure.ROUNDS: _FROM + "act = 'call_back' OR act = 'reopen' OR (act = 'close' AND note LIKE '%未接通%')",
    Measure.CONTACTED: _FROM + "act = 'call_back' OR act = 'reopen'",
    Measure.SOLVED: _FROM + "act = 'call_back'",
    Measure.GRADED: _FROM + "detail#>>'{changes,satisfaction}' <> ''",
    Measure.SATISFIED: _FROM + "detail#>>'{changes,satisfaction}' IN ('4', '5')",
    Measure.RETURNS: _FROM + "act = 'return'",
    Measure.EXTENSIONS: _FROM + "act = 'grant'",
    Measure.REOPENED: _FROM + "act = 'reopen'",
    Measure.REPEATS: _FROM + "act = 'remind'",
    Measure.MERGED: "SELECT count(*) FROM complaint WHERE incident_id IS NOT NULL",
}
"""Each count in one sentence."""


def plain_counts(city: City) -> dict[str, int]:
    """All complaints there are, by plain SQL."""
    found: dict[str, int] = {}
    for measure, query in PLAIN.items():
        row = city.owner().execute(query.encode()).fetchone()
        assert row is not None
        found[measure] = row[0]
    return found


def recounted(city: City) -> Counter[Key]:
    """Every count of all complaints from their stored events alone."""
    found: Counter[Key] = Counter()
    seat = city.seat("sup1")
    for (key,) in city.owner().execute("SELECT id FROM complaint").fetchall():
        one = complaints.show(seat, key)
        last = one.company_id if one.dispatched_at else None

        def add(measure: Measure, company: int | None, one: Complaint = one) -> None:
            found[company or 0, one.category, one.taken_by, str(measure)] += 1

        add(Measure.TAKEN, last)
        if one.state is State.VOID:
            add(Measure.INVALID, last)
        if one.incident_id:
            add(Measure.MERGED, last)
        runs = clocks(one.events, seat.rules, seat.rules.calendar)
        arrivals = {run.stopped_at: run.in_time for run in runs if run.clock is Clock.ON_SITE}
        company: int | None = None
        arrived = False
        for before, event in pairwise((one.events[0], *one.events)):
            sent_to = _company(city, before, event)
            if sent_to is not None:
                company, arrived = sent_to, False
                add(Measure.DISPATCHED, company)
            for measure in COUNTED.get(event.act, ()):
                if measure is not Measure.DISPATCHED:
                    add(measure, company or last)
            if _grade(event) >= 4:
                add(Measure.SATISFIED, company or last)
            if event.act is Act.CLOSE and tries_since_report(one.events[: event.seq]) >= TRIES:
                add(Measure.ROUNDS, company or last)
            if event.act is Act.ARRIVE and not arrived:
                arrived = True
                add(Measure.ARRIVED, company or last)
                if arrivals:  # not every category has a limit for it
                    in_time = arrivals.get(event.at, True)
                    add(Measure.ARRIVED_IN_TIME if in_time else Measure.ARRIVED_LATE, company or last)
        _signatures(one.events, runs, add)
    return found


def _signatures(events: Sequence[Event], runs: Sequence[ClockRun], add: Callable[[Measure, int | None], None]) -> None:
    for run in runs:
        if run.clock is Clock.SIGN and run.in_time is not None and run.stopped_by is Act.SIGN:
            at = [event for event in events if event.act is Act.DISPATCH and event.at <= run.started_at][-1]
            assert isinstance(at.detail["changes"], dict)
            add(Measure.SIGNED_IN_TIME if run.in_time else Measure.SIGNED_LATE, at.detail["changes"]["company_id"])


def _company(city: City, before: Event, event: Event) -> int | None:
    """To whom this event gave the complaint; None where it gave it to nobody."""
    changes = event.detail.get("changes")
    sent = event.act is Act.DISPATCH or (event.act is Act.JOIN and before.state in (State.WAITING, State.RETURNED))
    if not sent or not isinstance(changes, dict):
        return None
    given = changes.get("company_id")
    return int(given or incidents.show(city.seat("sup1"), UUID(changes["incident_id"])).company_id)


def _grade(event: Event) -> int:
    changes = event.detail.get("changes")
    return int(changes.get("satisfaction") or 0) if isinstance(changes, dict) else 0
