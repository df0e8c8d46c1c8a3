"""Kept figures are a recount's: in a story that has all of it, and at every moment of random acts by many."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app import answers, callback, complaints, dispatch, extensions, incidents, intake, statistics
from app.errors import BadInput, NotAllowed
from app.figures import Scope
from app.incident_groups import Spot
from app.pauses import pause, resume
from app.records import Complaint, IncidentKind, State
from app.rules import CITY_TIME
from app.seat import Seat
from plain_recount import PLACES, Key, plain_counts, recounted
from small_city import MAGNOLIA, City, new

ACTS = {
    "dispatch": lambda seat, one, company: dispatch.dispatch(seat, one.id, one.revision, company, reason="改派"),
    "sign": lambda seat, one, _: dispatch.sign(seat, one.id, one.revision),
    "arrive": lambda seat, one, _: dispatch.arrive(seat, one.id, one.revision),
    "give back": lambda seat, one, _: dispatch.give_back(seat, one.id, one.revision, "不是我公司"),
    "report": lambda seat, one, _: answers.report(seat, one.id, one.revision, "已修好"),
    "solved": lambda seat, one, _: callback.call_back(seat, one.id, one.revision, True, True, 5, "由我回访"),
    "not solved": lambda seat, one, _: callback.call_back(seat, one.id, one.revision, True, False, 1, "由我回访"),
    "not reached": lambda seat, one, _: callback.call_back(seat, one.id, one.revision, False, words="由我回访"),
    "close": lambda seat, one, _: callback.close(seat, one.id, one.revision),
    "remind": lambda seat, one, _: intake.remind(seat, one.id),
    "recategorise": lambda seat, one, _: complaints.edit(seat, one.id, one.revision, category="A2"),
    "move": lambda seat, one, company: complaints.edit(seat, one.id, one.revision, community_id=company or 4),
    "void": lambda seat, one, _: complaints.void(seat, one.id, one.revision, "误报"),
    "pause": lambda seat, one, _: pause(seat, one.id, one.revision, "access", "家中无人"),
    "resume": lambda seat, one, _: resume(seat, one.id, one.revision),
    "extend": lambda seat, one, _: extensions.ask(seat, one.id, one.revision, 2, "等配件"),
    "grant": lambda seat, one, _: extensions.grant(seat, one.id, one.revision),
}
ROAD = {
    State.WAITING: "dispatch",
    State.RETURNED: "dispatch",
    State.DISPATCHED: "sign",
    State.REOPENED: "sign",
    State.SIGNED: "arrive",
    State.ARRIVED: "report",
    State.REPORTED: "not solved",
}


def test_a_story_with_all_of_it_equals_a_recount_in_plain_sql(city: City) -> None:
    city.owner().execute("UPDATE limit_rule SET valid_from = '2020-01-01' WHERE clock = 'sign'")
    tell(city)
    seat = city.seat("sup1")
    day = seat.now().astimezone(CITY_TIME).date()
    scope = Scope(day - timedelta(days=2), day + timedelta(days=1))
    plain = plain_counts(city)
    assert min(plain.values()) > 0, [name for name, count in plain.items() if not count]
    for _ in range(2):  # from the facts, then from the days kept
        assert statistics.figures(seat, scope).record == plain
        equal_by_all_dimensions(seat, scope, recounted(city))
        city.owner().execute("SELECT keep_day(day) FROM figure_day")
    assert sum(recounted(city).values()) == sum(plain.values())


def tell(city: City) -> None:
    """Everything that is counted happens at least once, to companies, categories and operators of all kinds."""
    for state in (State.ANSWERED, State.VOID, State.REFERRED, State.REFUSED, State.SIGNED, State.CLOSED):
        city.bring(state)
    sup, a, b, op1, op2 = (city.seat(login) for login in ("sup1", "a1", "b1", "op1", "op2"))
    returned = city.bring(State.RETURNED, by="op2")
    sent, _ = dispatch.dispatch(sup, returned.id, returned.revision, 2, reason="在红线内", binding=True)
    late = dispatch.sign(b, sent.id, sent.revision)
    earlier = "UPDATE event SET at = at - interval '11 minutes' WHERE chain = %s AND seq < %s"
    city.owner().execute(earlier, (late.id, late.revision))
    reopened = city.bring(State.REOPENED, category="A1")
    again = dispatch.sign(a, reopened.id, reopened.revision)
    intake.remind(op2, again.id)
    for words in ("", "家中无人"):
        paused = city.bring(State.SIGNED, category="A1")
        if words:
            paused = pause(sup, paused.id, paused.revision, "access", words)
        there = dispatch.arrive(a, paused.id, paused.revision)
        after = "UPDATE event SET at = at + interval '3 hours' WHERE chain = %s AND seq = %s"  # a limit of half an hour
        city.owner().execute(after, (there.id, there.revision))
    longer = city.bring(State.ARRIVED)
    asked = extensions.ask(a, longer.id, longer.revision, 2, "等配件")
    extensions.grant(sup, asked.id, asked.revision)
    missed = city.bring(State.CALL_BACK)
    for _ in range(2):
        city.let_pass(missed.id)
        missed = callback.call_back(op2, missed.id, complaints.show(sup, missed.id).revision, False)
    callback.close(op2, missed.id, missed.revision)
    silent = intake.take(op1, new(no_reply=True))
    waiting, theirs = city.take(by="op2"), city.bring(State.SIGNED)
    made = incidents.open_incident(
        op1, Spot(IncidentKind.STATION, station_id=1), "A3", [silent.id, waiting.id, theirs.id], cause="一次网泄漏"
    )
    incidents.sign(a, made.id)
    incidents.close(op1, made.id, incidents.show(op1, made.id).revision, "焊口开裂，已焊好")
    city.take(community_id=MAGNOLIA)


def equal_by_all_dimensions(seat: Seat, scope: Scope, expected: Counter[Key]) -> None:
    for by, place in PLACES.items():
        found: Counter[tuple[str, str]] = Counter()
        for line in statistics.lines(seat, scope, by):
            found.update({(line.key, name): count for name, count in line.figures.record.items()})
        wanted: Counter[tuple[str, str]] = Counter()
        for key, count in expected.items():
            wanted["" if place is None else str(key[place]), key[3]] += count
        assert +found == +wanted, by


def test_figures_equal_a_recount(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "STEP", 7)  # many small steps: an act falls between any two of them
    city.owner().execute("UPDATE limit_rule SET valid_from = '2020-01-01' WHERE clock = 'sign'")
    seat = city.seat("sup1")
    seen: Counter[str] = Counter()

    class Desks(RuleBasedStateMachine):
        made = Bundle("made")

        @initialize()
        def begin(self) -> None:
            day = seat.now().astimezone(CITY_TIME).date()
            empty = "TRUNCATE complaint, complaint_fact, day_figure, figure_day CASCADE"
            city.owner().execute(empty)
            self.scope = Scope(day - timedelta(days=30), day)

        @rule(
            target=made,
            who=st.sampled_from(("op1", "op2", "lia1", "a1")),
            community=st.sampled_from((1, 2, 4)),
            code=st.sampled_from(("A1", "B1", "C3")),
            days=st.integers(0, 3),
        )
        def take(self, who: str, community: int, code: str, days: int) -> Complaint:
            one = city.take(by=who, community_id=community, category=code)
            earlier = "UPDATE complaint SET taken_at = taken_at - make_interval(days => %s) WHERE id = %s"
            city.owner().execute(earlier, (days, one.id))
            return one

        @rule(
            one=made,
            steps=st.integers(0, 8),
            act=st.sampled_from(sorted(ACTS)),
            company=st.sampled_from((None, 1, 2)),
        )
        def go_on(self, one: Complaint, steps: int, act: str, company: int | None) -> None:
            """Some steps of the usual way, then anything."""
            for _ in range(steps):
                done(city, one, ROAD.get(complaints.show(seat, one.id).state, "remind"), None)
            done(city, one, act, company)

        @rule()
        def keep_days(self) -> None:
            statistics.catch_up(seat)
            city.owner().execute("SELECT keep_day(day) FROM figure_day")

        @rule()
        def a_minute_goes_by(self) -> None:
            """All that was seen is settled: only what comes after it is looked at again."""
            city.owner().execute("UPDATE figure_mark SET settled = seen")

        @invariant()
        def figures_are_true(self) -> None:
            expected = recounted(city)
            seen.update(key[3] for key in expected)
            equal_by_all_dimensions(seat, self.scope, expected)
            with city.owner().cursor() as cursor:
                facts = cursor.execute("SELECT f.* FROM complaint_fact f ORDER BY complaint_id, company_id").fetchall()
                ids = [row[0] for row in facts]
                anew = cursor.execute("SELECT * FROM count_facts(%s) ORDER BY 1, 2", (ids,)).fetchall()
            assert facts == anew

    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=5, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

    assert seen["taken"]  # chance decides on the rest; the story above leaves nothing out


def done(city: City, one: Complaint, act: str, company: int | None) -> None:
    """By the first who may; nothing where nobody may."""
    for login in ("sup1", "a1", "b1"):
        try:
            ACTS[act](city.seat(login), complaints.show(city.seat("sup1"), one.id), company)
        except (BadInput, NotAllowed):
            continue
        return
