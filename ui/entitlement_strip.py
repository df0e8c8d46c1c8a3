"""What the strips of refunds and reliefs have in common: the flat, fields side by side, a day as it is typed."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.directory_cells import read_day
from app.entitlements import FlatKey, flat_of
from app.errors import BadInput, WarmlineError
from app.flats import flat_words
from app.seat import Seat
from ui.choice_list import Choice
from ui.fields import LineField
from ui.form_strip import FormStrip
from ui.pick_row import PickRow

Find = Callable[[str], list[Choice]]


@dataclass(frozen=True, slots=True)
class Start:
    """From which complaint a form was asked for: its flat, its number, the season it is about."""

    flat: FlatKey
    complaint_id: UUID
    number: str
    season: str


class EntitlementStrip(FormStrip):
    """A form about a flat."""

    def add_flat(self, seat: Seat, find: Find, flat: FlatKey | None = None) -> None:
        """The community by whatever is typed, and the home behind it."""
        self.community = PickRow("小区", "名称、拼音或首字母", find, self)
        self.community.field.setPlaceholderText("名称、拼音或首字母")
        self.community.field.setObjectName("community")
        home = ""
        if flat is not None:
            known = seat.directory.communities.get(flat.community_id)
            self.community.set_choice(flat.community_id, known.name if known else "")
            home = flat_words(flat.building, flat.unit, flat.room)
        row = self.make_row("flat", "楼室", "如 3-2-501", text=home)
        self.home = row.field
        line = QHBoxLayout()
        line.setSpacing(12)
        for part, share in ((self.community, 2), (row, 1)):
            line.addWidget(part, share)
            line.setAlignment(part, Qt.AlignmentFlag.AlignTop)  # the list under one doesn't move the other
        self.body.addLayout(line)
        self.community.passed.connect(self.home.setFocus)

    @property
    def flat(self) -> FlatKey:
        """Which home. Errors: BadInput(field="community", "flat")."""
        key: Hashable | None = self.community.key
        return flat_of(key if isinstance(key, int) else None, self.home.text())

    def pair(self, *fields: tuple[str, str, str, str]) -> None:
        """Short fields in one line: the name errors use, the word, the hint, what stands in it."""
        line = QHBoxLayout()
        line.setSpacing(12)
        for name, word, hint, text in fields:
            line.addWidget(self.make_row(name, word, hint, text=text), 1)
        self.body.addLayout(line)

    def said(self, name: str) -> str:
        """What was typed into a field of one line."""
        field = self.rows[name].field
        return field.text().strip() if isinstance(field, LineField) else field.toPlainText()

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        row = getattr(self, "community", None)
        if error.field == "community" and isinstance(row, PickRow):
            row.fail(error.sentence)
            self.error.hide()
            row.field.setFocus()


class DayStrip(EntitlementStrip):
    """An act of a day: on which, perhaps how much, and a note."""

    def __init__(
        self,
        title: str,
        submit: str,
        day: tuple[str, str, date],
        amount: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``day``: name, word and what stands there; ``amount``: name and word of a field of money."""
        super().__init__(title, submit, parent)
        self._day = day[0]
        fields = [(day[0], day[1], "如 2026-12-20", day[2].isoformat())]
        if amount is not None:
            fields.append((amount[0], amount[1], "元；不知道可空", ""))
        self.pair(*fields)
        self.note = self.add_row("note", "说明", "可空")
        self.note.entered.connect(lambda _text: self.submit())

    @property
    def day(self) -> date:
        """The day. Errors: BadInput with the day's field."""
        return day_typed(self.said(self._day), self._day)


def day_typed(typed: str, field: str) -> date:
    """A day as it is typed. Errors: BadInput with the field."""
    try:
        return read_day(typed)
    except BadInput as error:
        raise BadInput(f"{error.sentence}。", field=field) from None
