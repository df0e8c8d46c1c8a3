"""Kept figures are a recount's at every moment: random acts by many, small steps, days kept and touched again."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app import answers, callback, complaints, dispatch, extensions, intake, statistics
from app.clocks import clocks
from app.errors import BadInput, NotAllowed
from app.figures import Dimension, Measure, Scope
from app.pauses import pause, resume
from app.records import Act, Clock, Complaint, State
from app.rules import CITY_TIME
from small_city import City

Key = tuple[int, str, int, str]  # company, category, operator, measure

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
            seen.update({key[3]: count for key, count in expected.items()})
            for by, place in (
                (Dimension.COMPANY, 0),
                (Dimension.CATEGORY, 1),
                (Dimension.OPERATOR, 2),
                (Dimension.TOTAL, None),
            ):
                found: Counter[tuple[str, str]] = Counter()
                for line in statistics.lines(seat, self.scope, by):
                    found.update({(line.key, name): count for name, count in line.figures.record.items()})
                wanted: Counter[tuple[str, str]] = Counter()
                for key, count in expected.items():
                    wanted["" if place is None else str(key[place]), key[3]] += count
                assert +found == +wanted, by
            with city.owner().cursor() as cursor:
                facts = cursor.execute("SELECT f.* FROM complaint_fact f ORDER BY complaint_id, company_id").fetchall()
                ids = [row[0] for row in facts]
                anew = cursor.execute("SELECT * FROM count_facts(%s) ORDER BY 1, 2", (ids,)).fetchall()
            assert facts == anew

    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert {"taken", "dispatched", "signed"} <= set(seen)  # the same acts each time; test_statistics.py counts the rest


def done(city: City, one: Complaint, act: str, company: int | None) -> None:
    """By the first who may; nothing where nobody may."""
    for login in ("sup1", "a1", "b1"):
        try:
            ACTS[act](city.seat(login), complaints.show(city.seat("sup1"), one.id), company)
        except (BadInput, NotAllowed):
            continue
        return


PLACES = {Dimension.COMPANY: 0, Dimension.CATEGORY: 1, Dimension.OPERATOR: 2, Dimension.TOTAL: None}
"""Where the key of a recount has that dimension."""


def recounted(city: City) -> Counter[Key]:
    """Every count from the stored events alone, one by one, by (company, category, operator, measure)."""
    found: Counter[Key] = Counter()
    seat = city.seat("sup1")
    for (key,) in city.owner().execute("SELECT id FROM complaint").fetchall():
        one = complaints.show(seat, key)
        last = one.company_id if one.dispatched_at else None
        company: int | None = None
        arrived = False

        def add(measure: Measure, company: int | None, one: Complaint = one) -> None:
            found[company or 0, one.category, one.taken_by, str(measure)] += 1

        add(Measure.TAKEN, last)
        if one.state is State.VOID:
            add(Measure.INVALID, last)
        for event in one.events:
            if event.act is Act.DISPATCH:
                changes = event.detail["changes"]
                assert isinstance(changes, dict)
                company, arrived = changes["company_id"], False
            for measure in COUNTED.get(event.act, ()):
                add(measure, company or last)
            if event.act is Act.ARRIVE and not arrived:
                arrived = True
                add(Measure.ARRIVED, company)
                add(Measure.ARRIVED_IN_TIME, company)  # seconds after the dispatch
        for run in clocks(one.events, seat.rules, seat.rules.calendar):
            if run.clock is Clock.SIGN and run.in_time is not None:
                at = [event for event in one.events if event.act is Act.DISPATCH and event.at <= run.started_at][-1]
                assert isinstance(at.detail["changes"], dict)
                add(Measure.SIGNED_IN_TIME if run.in_time else Measure.SIGNED_LATE, at.detail["changes"]["company_id"])
    return found


COUNTED: dict[Act, tuple[Measure, ...]] = {
    Act.DISPATCH: (Measure.DISPATCHED,),
    Act.SIGN: (Measure.SIGNED,),
    Act.REPORT: (Measure.REPORTED,),
    Act.CALL_BACK: (Measure.ROUNDS, Measure.CONTACTED, Measure.SOLVED, Measure.GRADED, Measure.SATISFIED),
    Act.REOPEN: (Measure.ROUNDS, Measure.CONTACTED, Measure.GRADED, Measure.REOPENED),
    Act.RETURN: (Measure.RETURNS,),
    Act.GRANT: (Measure.EXTENSIONS,),
    Act.REMIND: (Measure.REPEATS,),
}
