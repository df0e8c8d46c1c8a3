"""Which pages each role has, in the order of their tabs. Pages of few are loaded only where somebody has them."""

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.records import Role
from ui.shift_page import ShiftPage
from ui.shift_pane import ShiftPane
from ui.shift_sections import Section
from ui.swap_watch import SwapWatch

if TYPE_CHECKING:
    from ui.window import Window


class Page(StrEnum):
    """A page by the word on its tab."""

    QUEUE = "队列"
    DIRECTORY = "小区"
    EXCHANGE = "导入导出"
    PEOPLE = "人员"
    AUDIT = "审计"
    FORUM = "网络"
    INCIDENTS = "片区事件"
    CALL_BACK = "回访"
    RATES = "回访率"
    RULES = "规则"
    CHATS = "群聊"
    KNOWLEDGE = "知识"
    SHIFTS = "班次"
    STATISTICS = "统计"


_DESK = (Page.QUEUE, Page.DIRECTORY)
_LAST = (Page.KNOWLEDGE, Page.SHIFTS, Page.STATISTICS)
ROLE_PAGES: dict[Role, tuple[Page, ...]] = {
    Role.OPERATOR: (*_DESK, Page.CALL_BACK, Page.INCIDENTS, *_LAST),
    Role.COMPANY: (*_DESK, Page.INCIDENTS, *_LAST),
    Role.LIAISON: (*_DESK, Page.CALL_BACK, *_LAST),
    Role.COLLECTOR: (*_DESK, Page.FORUM, Page.CALL_BACK, *_LAST),
    Role.SUPERVISOR: (*_DESK, Page.FORUM, Page.CALL_BACK, Page.INCIDENTS, Page.RATES, *_LAST),
    Role.ADMINISTRATOR: (Page.DIRECTORY, Page.EXCHANGE, Page.PEOPLE, Page.KNOWLEDGE, Page.RULES, Page.CHATS),
    Role.AUDITOR: (Page.AUDIT, Page.DIRECTORY, Page.SHIFTS, Page.STATISTICS),
}


def make_page(page: Page, window: "Window") -> QWidget:
    """A page that the window itself doesn't need; wired to it. Raises ValueError for the window's own pages."""
    match page:
        case Page.EXCHANGE:
            from ui.import_page import ImportPage

            exchange = ImportPage(window.seat, window.jobs, window)
            exchange.said.connect(window.status.say)
            return exchange
        case Page.PEOPLE:
            from ui.people_page import PeoplePage

            people = PeoplePage(window.seat, window.jobs, window)
            people.said.connect(window.status.say)
            window.live.directory_changed.connect(people.read)
            window.back_asked.connect(people.back)
            return people
        case Page.AUDIT:
            from ui.audit_page import AuditPage

            audit = AuditPage(window.seat, window.jobs, window)
            window.back_asked.connect(audit.back)
            window.live.directory_changed.connect(audit.refresh)
            return audit
        case Page.FORUM:
            from ui.forum_page import ForumPage

            forum = ForumPage(window.seat, window.jobs, window)
            forum.said.connect(window.status.say)
            forum.failed.connect(lambda words: window.status.say(words, "danger"))
            forum.taken.connect(window.take_up)
            forum.complaint_asked.connect(window.open_on_queue)
            forum.left.connect(lambda: window.show_page(0))
            window.back_asked.connect(forum.back)
            window.drafting.sent.connect(lambda _sent: forum.refresh())
            return forum
        case Page.KNOWLEDGE:
            return _knowledge(window)
        case Page.SHIFTS:
            return _shifts(window)
        case Page.CALL_BACK:
            return _call_backs(window)
        case Page.RATES:
            from ui.rates_page import RatesPage

            rates = RatesPage(window.seat, window.jobs, window)
            rates.complaint_asked.connect(window.open_on_queue)
            rates.failed.connect(lambda words: window.status.say(words, "danger"))
            rates.left.connect(lambda: window.show_page(0))
            window.back_asked.connect(rates.back)
            return rates
        case Page.STATISTICS:
            from ui.late_page import LatePage

            return LatePage(lambda: _statistics(window), window)
        case Page.INCIDENTS:
            return _incidents(window)
        case Page.RULES:
            from ui.rules_page import RulesPage

            rules = RulesPage(window.seat, window.jobs, window)
            rules.said.connect(window.status.say)
            rules.failed.connect(lambda words: window.status.say(words, "danger"))
            window.live.directory_changed.connect(rules.read)
            window.back_asked.connect(rules.back)
            return rules
        case Page.CHATS:
            from ui.chats_page import ChatsPage

            chats = ChatsPage(window.seat, window.jobs, window)
            chats.said.connect(window.status.say)
            chats.failed.connect(lambda words: window.status.say(words, "danger"))
            window.back_asked.connect(chats.back)
            return chats
    raise ValueError(page)


def _knowledge(window: "Window") -> QWidget:
    """Its tab says how many duties of the season are late, to whom they concern, and how many reports wait."""
    from ui.duty_watch import DutyWatch, watches_duties
    from ui.entitlement_door import ask_entitlement
    from ui.entitlement_watch import EntitlementWatch
    from ui.knowledge_page import KnowledgePage
    from ui.knowledge_sections import Section as Part
    from ui.report_watch import ReportWatch
    from ui.room_test_watch import RoomTestWatch

    page = KnowledgePage(window)
    window.back_asked.connect(page.back)
    reports = ReportWatch(window.live, window.jobs, page)
    reports.counted.connect(partial(page.show_waiting, Part.ARTICLES))
    window.test_asked.connect(page.open_test)
    window.complaint_panel.tests.asked.connect(page.open_test)
    if Part.ROOM_TESTS in page.sections:
        tests = RoomTestWatch(window.live, window.jobs, page)
        tests.counted.connect(partial(page.show_waiting, Part.ROOM_TESTS))
        tests.told.connect(lambda words: window.status.say(words, "warning"))
    window.complaint_panel.entitlement_asked.connect(partial(ask_entitlement, window, page))
    if Part.REFUNDS in page.sections:
        claims = EntitlementWatch(window.live, window.jobs, page)
        claims.refunds_counted.connect(partial(page.show_waiting, Part.REFUNDS))
        claims.reliefs_counted.connect(partial(page.show_waiting, Part.RELIEF))
    if watches_duties(window.seat.person.role):
        watch = DutyWatch(window.live, window.jobs, page)
        watch.counted.connect(partial(page.show_waiting, Part.CALENDAR))
    return page


def _shifts(window: "Window") -> QWidget:
    """Its tab says how many swaps and logs wait for this person."""
    from ui.review_watch import ReviewWatch, watches

    page = ShiftPage(window)
    window.back_asked.connect(page.back)
    swaps = SwapWatch(window.live, window.jobs, window.seat_desk.own, page)
    swaps.counted.connect(partial(page.show_waiting, Section.SWAPS))
    if watches(window.seat.person.role):
        watch = ReviewWatch(window.live, window.jobs, page)
        watch.counted.connect(partial(page.show_waiting, Section.REVIEW))
        watch.told.connect(lambda words: window.status.say(words, "warning"))
    return page


def show_section(window: "Window", section: Section) -> ShiftPane | None:
    """Bring a section of the page 班次 forward; None where this role has it not."""
    page = next(
        (one for at in range(window.pages.count()) if isinstance(one := window.pages.widget(at), ShiftPage)), None
    )
    if page is None or section not in page.sections:
        return None
    window.show_page(window.pages.indexOf(page))
    return page.open(section)


def _call_backs(window: "Window") -> QWidget:
    """Its complaints are shown beside the queue, which comes forward for as long as a call-back is entered."""
    from ui.callback_page import CallBackPage

    page, panel = CallBackPage(window.live, window.jobs, window), window.complaint_panel

    def done(_words: str) -> None:
        if panel.complaint is not None:
            page.complaint_done(panel.complaint.id)

    def back() -> None:
        if page.isVisible():
            window.show_page(0)

    page.counted.connect(lambda count: window.header.show_count(window.pages.indexOf(page), count))
    page.call_asked.connect(window.open_on_queue)
    page.ready.connect(panel.ask)
    page.done.connect(lambda: window.show_page(window.pages.indexOf(page)))
    panel.shown.connect(page.complaint_shown)
    panel.said.connect(done)
    window.back_asked.connect(back)
    return page


def _incidents(window: "Window") -> QWidget:
    """Shown by its tab, from the line of an attached complaint, or from the card of its alarm."""
    from ui.incident_page import IncidentPage

    page = IncidentPage(window.live, window.jobs, window)
    page.keep_in(window.drafting.words)

    def show(incident_id: UUID) -> None:
        window.show_page(window.pages.indexOf(page))
        page.open(incident_id)

    def back() -> None:
        if page.isVisible() and not page.back():
            window.show_page(0)

    page.said.connect(window.status.say)
    page.failed.connect(lambda words: window.status.say(words, "danger"))
    page.complaint_asked.connect(window.open_on_queue)
    window.complaint_panel.incident_asked.connect(show)
    window.alarm_cards.incident_asked.connect(show)
    window.back_asked.connect(back)
    return page


def _statistics(window: "Window") -> QWidget:
    """Its complaints are shown on the queue; the auditor, who has none, sees them beside the figures."""
    from ui.statistics_page import StatisticsPage

    page = StatisticsPage(window.seat, window.jobs, window)
    page.said.connect(window.status.say)
    page.complaint_asked.connect(window.open_on_queue if window.has_queue else window.open_complaint)
    page.left.connect(lambda: window.show_page(0))
    window.back_asked.connect(page.back)
    return page
