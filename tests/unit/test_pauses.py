"""Pauses within the clocks of one complaint, rebuilt from its events (lessons 15 and 16)."""

from app.complaints import due_values
from app.limits import due_times
from app.pause_spans import open_pause
from app.records import Act, Clock
from clock_story import DAYS, RULES, event, history, local, pause, runs


def test_a_pause_holds_the_clocks_it_names_and_no_others() -> None:
    events = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.PAUSE, "2026-11-20 13:00", pause("2026-11-21 13:00", Clock.ON_SITE)),
        (Act.RESUME, "2026-11-20 18:00"),
    )
    found = runs(events)
    assert found[Clock.ON_SITE].due_at == local("2026-11-20 22:17")
    assert found[Clock.ANSWER].due_at == local("2026-11-23 12:15")
    assert found[Clock.SIGN].due_at == local("2026-11-20 12:27")


def test_a_pause_that_nobody_ended_ends_by_itself_and_a_visit_ends_one() -> None:
    begun = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.PAUSE, "2026-11-20 13:00", pause("2026-11-21 13:00", Clock.ON_SITE, Clock.ANSWER)),
    )
    assert runs(begun)[Clock.ON_SITE].due_at == local("2026-11-21 17:17")
    assert open_pause(begun, local("2026-11-21 12:59")) is not None
    assert open_pause(begun, local("2026-11-21 13:00")) is None
    arrived = [*begun, event(5, Act.ARRIVE, local("2026-11-20 15:00"))]
    assert runs(arrived)[Clock.ANSWER].due_at == local("2026-11-23 14:15")
    assert open_pause(arrived, local("2026-11-20 15:01")) is None


def test_a_report_ends_a_pause_with_its_incident_as_by_itself() -> None:
    begun = history(
        RULES,
        "A3",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.PAUSE, "2026-11-20 13:00", pause("2026-11-23 13:00", Clock.ON_SITE, Clock.ANSWER)),
    )
    for act in (Act.REPORT, Act.SETTLE):
        told = [*begun, event(5, act, local("2026-11-20 15:00"))]
        assert runs(told)[Clock.ANSWER].due_at == local("2026-11-23 14:15")
        assert open_pause(told, local("2026-11-20 15:01")) is None


def test_a_pause_survives_a_correction_of_the_category() -> None:
    """glpi #6902: the pause was forgotten when the limits changed."""
    events = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.PAUSE, "2026-11-20 13:00", pause("2026-11-21 13:00", Clock.ON_SITE)),
        (Act.RESUME, "2026-11-20 13:30"),
    )
    fresh = due_values(due_times(RULES, "A2", local("2026-11-20 12:15"), local("2026-11-20 12:17")))
    events.append(event(6, Act.EDIT, local("2026-11-20 13:40"), changes={"category": "A2", "due_times": fresh}))
    assert runs(events)[Clock.ON_SITE].due_at == local("2026-11-20 13:47")
    assert runs(events)[Clock.ON_SITE].limit.minutes == 60


def test_a_weekend_pause_is_not_counted_twice() -> None:
    """glpi #10594: a pause over a weekend added the weekend to a due time that leaves it out already."""
    weekend = pause("2026-11-23 00:00", Clock.ANSWER)
    events = history(DAYS, "C3", "2026-11-19 10:00", (Act.PAUSE, "2026-11-21 00:00", weekend))
    assert runs(events, DAYS)[Clock.ANSWER].due_at == local("2026-11-26 10:00")
