"""Opens the strips of the section 排班 for crews, patterns and plans: reads what they begin with, gives their acts."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.crews import change_crew, list_crews, team
from app.shift_patterns import Pattern
from app.shift_plans import Plan, list_patterns, list_plans, put_pattern, put_plan
from app.shift_records import Member
from ui.crew_strips import CrewStrip, PatternStrip, PlanStrip
from ui.keys import cap

if TYPE_CHECKING:
    from ui.roster_pane import RosterPane


def open_crews(pane: "RosterPane") -> None:
    """Read the team's crews, then show the strip."""
    seat, company = pane.seat, pane.company_id

    def show(members: list[Member]) -> None:
        strip = CrewStrip(team(seat, company), members, pane)

        def submit() -> Callable[[], object]:
            return partial(change_crew, seat, strip.number, strip.duties(), company, strip.reason.text())

        pane.open_strip(strip, submit, f"班组已改；排班不变，要照新班组排请生成 {cap('make_roster')}")

    pane.look_up("crews", partial(list_crews, seat, company), show)


def open_pattern(pane: "RosterPane") -> None:
    """Read the patterns there are, then show the strip for a new one."""
    seat = pane.seat

    def show(patterns: dict[str, Pattern]) -> None:
        strip = PatternStrip(patterns, pane)

        def submit() -> Callable[[], object]:
            return partial(put_pattern, seat, strip.pattern(), strip.reason.text())

        pane.open_strip(strip, submit, f"班制已登记；从哪天起用，请换班制 {cap('change_plan')}")

    pane.look_up("patterns", partial(list_patterns, seat), show)


def open_plan(pane: "RosterPane") -> None:
    """Read patterns and plans, then show the strip."""
    seat, company = pane.seat, pane.company_id

    def read() -> tuple[dict[str, Pattern], list[Plan]]:
        return list_patterns(seat), list_plans(seat)

    def done(lost: int) -> str:
        return f"班制已换，撤去 {lost} 人次；请按新班制生成 {cap('make_roster')}" if lost else "班制已换"

    def show(found: tuple[dict[str, Pattern], list[Plan]]) -> None:
        strip = PlanStrip(*found, company, pane.today, pane)

        def submit() -> Callable[[], int]:
            return partial(put_plan, seat, *strip.asked(), company, strip.reason.text())

        pane.open_strip(strip, submit, done)

    pane.look_up("plan", read, show)
