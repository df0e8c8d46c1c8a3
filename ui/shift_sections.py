"""The sections of the page 班次: which there are, who has them, and how each is made when it is first looked at.

A new section is one line in ``Section``, one in ``SECTION_ROLES`` and one case in ``make_pane``; it is a ShiftPane in a
file of its own, and its keys stand in ui/key_list.py under a scope of its own (ui/key_scopes.py, ``SECTIONS`` too).
"""

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from app.records import Role
from app.shift_records import Shift
from ui.shift_pane import ShiftPane

if TYPE_CHECKING:
    from ui.window import Window


class Section(StrEnum):
    """A section by the word on its chip."""

    ROSTER = "排班"
    SWAPS = "换班"
    ON_DUTY = "在岗"
    HAND_OVER = "交接"
    LOG = "值班日志"
    REVIEW = "复核"
    QUALITY = "我的质检"


_STAFF = frozenset(Role) - {Role.ADMINISTRATOR, Role.AUDITOR}
SECTION_ROLES: dict[Section, frozenset[Role]] = {
    Section.ROSTER: _STAFF,
    Section.SWAPS: _STAFF,
    Section.ON_DUTY: _STAFF,
    Section.HAND_OVER: _STAFF,
    Section.LOG: _STAFF,
    Section.REVIEW: frozenset({Role.SUPERVISOR, Role.AUDITOR}),  # the auditor reads
    Section.QUALITY: _STAFF - {Role.COMPANY},
}


def sections_of(role: Role) -> list[Section]:
    """The sections of a role, in the order of their chips."""
    return [section for section in Section if role in SECTION_ROLES[section]]


def make_pane(section: Section, window: "Window") -> ShiftPane:
    """A section, loaded when it is first looked at."""
    match section:
        case Section.ROSTER:
            from ui.roster_pane import RosterPane

            roster = RosterPane(window.live, window.jobs)
            roster.swap_asked.connect(partial(_ask_swap, window))
            return roster
        case Section.SWAPS:
            from ui.swap_pane import SwapPane

            return SwapPane(window.live, window.jobs)
        case Section.ON_DUTY:
            from ui.duty_pane import DutyPane

            return DutyPane(window.live, window.jobs)
        case Section.HAND_OVER:
            from ui.hand_over_door import make_hand_over

            return make_hand_over(window)
        case Section.LOG:
            from ui.log_pane import LogPane

            return LogPane(window.live, window.jobs)
        case Section.REVIEW:
            from ui.review_pane import ReviewPane

            return ReviewPane(window.live, window.jobs)
        case Section.QUALITY:
            from ui.quality_pane import QualityPane

            return QualityPane(window.live, window.jobs)


def _ask_swap(window: "Window", shift: Shift) -> None:
    """From the roster: the section 换班 comes forward and asks for this shift."""
    from ui.role_pages import show_section
    from ui.swap_pane import SwapPane

    pane = show_section(window, Section.SWAPS)
    if isinstance(pane, SwapPane):
        pane.ask(shift)
