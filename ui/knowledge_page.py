"""The page 知识, with the sections that one's role has."""

from typing import TYPE_CHECKING
from uuid import UUID

from ui.knowledge_sections import Section, make_pane, sections_of
from ui.section_page import SectionPage
from ui.section_pane import SectionPane

if TYPE_CHECKING:
    from ui.window import Window


class KnowledgePage(SectionPage[Section, SectionPane]):
    """What the city and the companies promise, and the records that the service code asks for."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, sections_of(window.seat.person.role), make_pane)

    def open_test(self, key: UUID | str) -> None:
        """Come forward with a room temperature test: by id from its complaint, by number from a scanned sheet."""
        if Section.ROOM_TESTS not in self.sections:
            return
        from ui.temperature_pane import TemperaturePane  # the page loads a section when it is first looked at

        self._window.show_page(self._window.pages.indexOf(self))
        pane = self.open(Section.ROOM_TESTS)
        if isinstance(pane, TemperaturePane):
            pane.open_test(key)


def show_knowledge(window: "Window", section: Section) -> SectionPane | None:
    """Bring a section of the page 知识 forward; None where this role has it not."""
    for at in range(window.pages.count()):
        page = window.pages.widget(at)
        if isinstance(page, KnowledgePage) and section in page.sections:
            window.show_page(at)
            return page.open(section)
    return None
