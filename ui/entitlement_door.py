"""From a complaint to the form that its category is about: a refund for cold rooms and outages, a relief for C6."""

from typing import TYPE_CHECKING

from app import refunds, reliefs
from app.entitlements import flat_of_complaint, season_of_complaint
from app.errors import WarmlineError
from app.records import Complaint
from app.seat import Seat
from ui.entitlement_strip import Start

if TYPE_CHECKING:
    from ui.knowledge_page import KnowledgePage
    from ui.window import Window

REFUND_CATEGORIES = frozenset({"A3", "B1", "B2", "B3", "B4", "C4"})
"""What may end in a refund: outages, cold rooms, tests, and the wish for one itself."""
RELIEF_CATEGORY = "C6"


def entitlement_words(seat: Seat, complaint: Complaint) -> str:
    """What the panel offers for a complaint: 建退费单, 登记减免, or nothing."""
    if complaint.community_id is None:
        return ""
    if complaint.category == RELIEF_CATEGORY and reliefs.may_make(seat):
        return "登记减免"
    if complaint.category in REFUND_CATEGORIES and refunds.may_make(seat):
        return "建退费单"
    return ""


def ask_entitlement(window: "Window", page: "KnowledgePage", complaint: Complaint) -> None:
    """Bring the section forward, its form open with the flat, the number and the season of the complaint."""
    from ui.knowledge_sections import Section
    from ui.refund_pane import RefundPane
    from ui.relief_pane import ReliefPane

    try:
        start = Start(
            flat_of_complaint(complaint),
            complaint.id,
            complaint.number,
            season_of_complaint(window.seat.rules, complaint).name,
        )
    except WarmlineError as error:
        window.status.say(error.sentence, "danger")
        return
    window.show_page(window.pages.indexOf(page))
    pane = page.open(Section.RELIEF if complaint.category == RELIEF_CATEGORY else Section.REFUNDS)
    if isinstance(pane, RefundPane | ReliefPane):
        pane.add(start)
