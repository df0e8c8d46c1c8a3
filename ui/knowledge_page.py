"""The page 知识, with the sections that one's role has."""

from typing import TYPE_CHECKING

from ui.knowledge_sections import Section, make_pane, sections_of
from ui.section_page import SectionPage
from ui.section_pane import SectionPane

if TYPE_CHECKING:
    from ui.window import Window


class KnowledgePage(SectionPage[Section, SectionPane]):
    """What the city and the companies promise, and the records that the service code asks for."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, sections_of(window.seat.person.role), make_pane)
