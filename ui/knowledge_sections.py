"""The sections of the page 知识: which there are, who has them, and how each is made when it is first looked at.

A new section is one line in ``Section``, one in ``SECTION_ROLES`` and one case in ``make_pane``; it is a SectionPane in
a file of its own, and its keys stand in ui/key_list.py under a scope of its own (ui/key_scopes.py, ``SECTIONS`` too).
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from app.records import Role
from app.verified_managers import VERIFIERS
from ui.section_pane import SectionPane

if TYPE_CHECKING:
    from ui.window import Window


class Section(StrEnum):
    """A section by the word on its chip."""

    ARTICLES = "问答"
    NOTICES = "公告"
    POINTS = "大厅缴费"
    CALENDAR = "日程"
    UNVERIFIED = "待核实"
    ROOM_TESTS = "测温"
    ROOM_TOOLS = "测温仪器"
    REFUNDS = "退费"
    RELIEF = "减免"


_ALL = frozenset(Role) - {Role.AUDITOR}
_CLAIMS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.LIAISON, Role.COMPANY})
SECTION_ROLES: dict[Section, frozenset[Role]] = {
    Section.ARTICLES: _ALL,
    Section.NOTICES: _ALL,
    Section.POINTS: _ALL,
    Section.CALENDAR: _ALL,
    Section.UNVERIFIED: VERIFIERS,
    Section.ROOM_TESTS: frozenset({Role.OPERATOR, Role.LIAISON, Role.SUPERVISOR, Role.COMPANY}),
    Section.ROOM_TOOLS: frozenset({Role.SUPERVISOR, Role.COMPANY}),
    Section.REFUNDS: _CLAIMS,
    Section.RELIEF: _CLAIMS,
}


def sections_of(role: Role) -> list[Section]:
    """The sections of a role, in the order of their chips."""
    return [section for section in Section if role in SECTION_ROLES[section]]


def make_pane(section: Section, window: "Window") -> SectionPane:
    """A section, loaded when it is first looked at."""
    match section:
        case Section.ARTICLES:
            from ui.article_pane import ArticlePane

            return ArticlePane(window.live, window.jobs, window.drafting.answers)
        case Section.NOTICES:
            from ui.notice_pane import NoticePane

            return NoticePane(window.live, window.jobs, window.drafting.index.choices)
        case Section.POINTS:
            from ui.point_pane import PointPane

            return PointPane(window.live, window.jobs)
        case Section.CALENDAR:
            from ui.calendar_pane import CalendarPane

            return CalendarPane(window.live, window.jobs)
        case Section.UNVERIFIED:
            from ui.verify_pane import VerifyPane

            return VerifyPane(window.live, window.jobs)
        case Section.ROOM_TESTS:
            from ui.temperature_pane import TemperaturePane

            settings, index = window.printing.settings, window.drafting.index
            return TemperaturePane(window.live, window.jobs, settings, index)
        case Section.ROOM_TOOLS:
            from ui.instrument_pane import InstrumentPane

            return InstrumentPane(window.live, window.jobs)
        case Section.REFUNDS:
            from ui.refund_pane import RefundPane

            return RefundPane(window.live, window.jobs, window.drafting.index.choices, window.printing.settings)
        case Section.RELIEF:
            from ui.relief_pane import ReliefPane

            return ReliefPane(window.live, window.jobs, window.drafting.index.choices, window.printing.settings)
