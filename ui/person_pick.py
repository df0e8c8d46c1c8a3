"""A field that finds a person of a team, with what stands against them at the right edge."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.person_search import find_people
from app.records import Person
from app.words import ROLE_WORDS
from ui.choice_list import Choice
from ui.pick_row import PickRow


class PersonPick(PickRow):
    """``person`` is who was picked. ``marks`` says by id what speaks against somebody: 当天夜班."""

    def __init__(
        self, word: str, people: list[Person], marks: Mapping[int, str] | None = None, parent: QWidget | None = None
    ) -> None:
        self._people, self._marks = people, marks or {}
        super().__init__(word, "姓名、拼音或用户名，↓ 列出全部", self._choices, parent)

    @property
    def person(self) -> Person | None:
        """Who was picked; a name typed in full counts too."""
        if self.key is not None:
            return next((one for one in self._people if one.id == self.key), None)
        found = find_people(self._people, self.field.text()) if self.field.text().strip() else []
        return found[0] if len(found) == 1 else None

    def offer(self, people: list[Person], marks: Mapping[int, str] | None = None) -> None:
        """Choose among others from now on."""
        self._people, self._marks = people, marks or {}

    def _choices(self, typed: str) -> list[Choice]:
        return [
            Choice(one.id, one.name, f"{ROLE_WORDS[one.role]} {one.login}", self._marks.get(one.id, ""))
            for one in find_people(self._people, typed)
        ]
