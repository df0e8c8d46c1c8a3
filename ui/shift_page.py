"""The page 班次, with the sections that one's role has."""

from typing import TYPE_CHECKING

from ui.section_page import SectionPage
from ui.shift_pane import ShiftPane
from ui.shift_sections import Section, make_pane, sections_of

if TYPE_CHECKING:
    from ui.window import Window


class ShiftPage(SectionPage[Section, ShiftPane]):
    """What is asked of a shift: who sits where, what is handed over, what was done."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, sections_of(window.seat.person.role), make_pane)
