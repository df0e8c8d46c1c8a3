"""Making a season's roster from a pattern, in a strip that counts first what would be made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from app import roster
from app.crews import plan_turns
from app.errors import WarmlineError
from app.seat import Seat
from app.shift_patterns import Pattern
from app.shift_plans import list_patterns, list_plans, plan_on, put_plan
from ui.roster_strips import SeasonStrip

if TYPE_CHECKING:
    from ui.roster_pane import RosterPane


@dataclass(frozen=True, slots=True)
class Start:
    """What the strip begins with."""

    first: date
    last: date
    patterns: dict[str, Pattern]
    pattern: str


def open_season(pane: "RosterPane") -> None:
    """Read what the strip needs, then show it in the pane."""
    seat, company = pane.seat, pane.company_id

    def read() -> Start:
        first, last = roster.season_days(seat)
        plan = plan_on(list_plans(seat), first, company)
        return Start(first, last, list_patterns(seat), plan.pattern if plan else "")

    pane.look_up("season", read, partial(_show, pane))


def _show(pane: "RosterPane", start: Start) -> None:
    seat, company = pane.seat, pane.company_id
    strip = SeasonStrip(start.first, start.last, start.patterns, start.pattern, pane.today, pane)

    def count() -> None:
        try:
            first, last = strip.days()
        except WarmlineError:
            strip.told.setText("")
            return
        pattern, crew = strip.pattern.value() or "", strip.first_crew
        if pattern != start.pattern:
            name = start.patterns[pattern].name
            strip.told.setText(f"从 {first} 起改用“{name}”，那以后已排的班次都要重排。")
            return

        def told(found: tuple[int, int]) -> None:
            strip.told.setText(f"{found[0]} 天，{found[1]} 人次。已开始的班次不动，其余的照此重排。")

        def work() -> tuple[int, int]:
            return (last - first).days + 1, len(plan_turns(seat, first, last, company, crew))

        pane.jobs.look_up(strip, "count", work, told, lambda error: strip.told.setText(error.sentence))

    def submit() -> Callable[[], object]:
        first, last = strip.days()
        pattern = strip.pattern.value() or ""
        changed = pattern if pattern != start.pattern else ""
        return partial(_make, seat, first, last, company, strip.first_crew, changed)

    strip.changed.connect(count)
    pane.open_strip(strip, submit, "排班已生成")
    count()


def _make(seat: Seat, first: date, last: date, company_id: int | None, first_crew: int | None, pattern: str) -> int:
    if pattern:
        put_plan(seat, first, pattern, company_id)
    turns = plan_turns(seat, first, last, company_id, first_crew)
    return roster.put_turns(seat, first, last, turns, company_id)
