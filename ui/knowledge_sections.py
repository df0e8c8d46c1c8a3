"""The sections of the page 知识: which there are, who has them, and how each is made when it is first looked at.

A new section is one line in ``Section``, one in ``SECTION_ROLES`` and one case in ``make_pane``; it is a SectionPane in
a file of its own, and its keys stand in ui/keys.py under a scope of its own, which is listed in ``SECTIONS`` there.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from app.records import Role
from ui.section_pane import SectionPane

if TYPE_CHECKING:
    from ui.window import Window


class Section(StrEnum):
    """A section by the word on its chip."""


SECTION_ROLES: dict[Section, frozenset[Role]] = {}


def sections_of(role: Role) -> list[Section]:
    """The sections of a role, in the order of their chips."""
    return [section for section in Section if role in SECTION_ROLES[section]]


def make_pane(section: Section, window: "Window") -> SectionPane:
    """A section, loaded when it is first looked at."""
    raise ValueError(section, window)
