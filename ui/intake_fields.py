"""The fields of a new complaint in the order of the conversation: how they show a draft, and what stands in them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.category_search import find_categories
from app.drafts import Draft
from app.errors import BadInput
from app.flats import Flat, parse_flat
from app.forms import draft_key, fields_of, of_draft
from app.phones import read_phone
from app.seat import Seat
from ui.category_picker import category_choices
from ui.fields import LineField, TextField
from ui.form_fields import FormFields
from ui.form_row import FormRow
from ui.intake_flags import IntakeFlags
from ui.phone_field import PhoneRow
from ui.pick_row import PickRow
from ui.place_picker import PlaceIndex

EXAMPLE_NUMBER = "13853000001"


class IntakeFields(QObject):
    """Enter leads from each field to the next. ``edited`` is sent by hand only, never while a draft is being shown."""

    edited = Signal()
    category_chosen = Signal()

    def __init__(self, seat: Seat, index: PlaceIndex, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._showing = False
        self.phone = PhoneRow(parent)
        self.phone.area_code = seat.rules.area_code
        self.place = PickRow("小区", "名称、别名、路名、拼音首字母、电话、管理员", index.choices, parent)
        self.flat = FormRow("楼室", LineField("3-2-501"), parent)
        find = category_choices(lambda: seat.rules)
        self.category = PickRow("类别", "编码或拼音：b1、br、漏水", find, parent)
        self.form = FormFields(parent)
        self.text = FormRow("内容", TextField("说了什么：哪里、多久、几度、家里有谁", 3), parent)
        self.flags = IntakeFlags(parent)
        self.rows: dict[str, FormRow[Any]] = {  # by the field that an error names
            "phone": self.phone,
            "community": self.place,
            "community_id": self.place,
            "flat": self.flat,
            "building": self.flat,
            "unit": self.flat,
            "room": self.flat,
            "category": self.category,
            "text": self.text,
            "name": self.flags.caller,
            "outside_number": self.flags.outside,
        }
        self._connect()

    def show_draft(self, draft: Draft) -> None:
        """Show what the draft has, without the errors of the one before."""
        self._showing = True
        self.phone.field.setText(draft.phone)
        self.place.set_choice(draft.community_id, draft.place)
        self.flat.field.setText(draft.flat)
        self.category.set_choice(draft.category_code or None, draft.category)
        self.text.field.setPlainText(draft.text)
        self.show_form(draft.category_code, draft.form)
        self.flags.show_draft(draft)
        for row in self.rows.values():
            row.clear_error()
        self._showing = False

    def read_into(self, draft: Draft) -> Draft:
        """The draft with what stands in the fields."""
        return replace(
            self.flags.read_into(draft),
            phone=self.phone.field.text(),
            place=self.place.field.text(),
            community_id=self.place.key if isinstance(self.place.key, int) else None,
            flat=self.flat.field.text(),
            category=self.category.field.text(),
            category_code=str(self.category.key or ""),
            text=self.text.field.toPlainText(),
            form={key: value for key, value in {**draft.form, **self._form_typed()}.items() if value.strip()},
        )

    def show_form(self, category: str, kept: Mapping[str, str]) -> None:
        """Ask what the category's short form asks for; what was typed into another one stays in the draft."""
        rules = self._seat.rules
        self.form.show_form(fields_of(rules, category), of_draft(rules, category, kept))
        self.form.follow(self.category.field, self.text.field)

    def flat_said(self) -> Flat | None:
        """The flat as far as it can be read."""
        try:
            return parse_flat(self.flat.field.text())
        except BadInput:
            return None

    def warm_up(self) -> None:
        """In the background, what the first call would wait for: number ranges and the sounds of the table."""
        phone = read_phone(EXAMPLE_NUMBER)
        find_categories(self._seat.rules, f"{phone.carrier}{phone.place}")

    def close_list(self) -> bool:
        """Close an open list of choices; False when none was open."""
        for row in (self.place, self.category):
            if row.field.choosing:
                row.close_list()
                return True
        return False

    def focus_first(self) -> None:
        """Put the focus where the conversation has got to: the first field without words."""
        lines: tuple[LineField, ...] = (self.phone.field, self.place.field, self.flat.field, self.category.field)
        empty = next((one for one in lines if not one.text().strip()), None)
        (empty or self.text.field).setFocus()

    def _connect(self) -> None:
        for field in (self.phone.field, self.flat.field, self.text.field):
            field.textChanged.connect(self._on_edit)
        for row in (self.place, self.category):
            row.field.textEdited.connect(self._on_edit)
        self.flags.edited.connect(self._on_edit)
        self.place.chosen.connect(self._on_edit)
        self.category.chosen.connect(self._on_category)
        self.phone.field.entered.connect(self.place.field.setFocus)
        self.place.passed.connect(self.flat.field.setFocus)
        self.flat.field.editingFinished.connect(self._on_flat_left)
        self.flat.field.entered.connect(self.category.field.setFocus)
        self.category.passed.connect(self._on_category_passed)
        self.form.edited.connect(self._on_edit)
        self.form.passed.connect(self.text.field.setFocus)

    def _on_edit(self) -> None:
        if not self._showing:
            self.edited.emit()

    def _on_category(self) -> None:
        self._on_edit()
        self.category_chosen.emit()

    def _form_typed(self) -> dict[str, str]:
        values = self.form.values()
        return {draft_key(one): values[one.key] for one in self.form.fields}

    def _on_category_passed(self) -> None:
        if self.form.rows:
            self.form.start()
        else:
            self.text.field.setFocus()

    def _on_flat_left(self) -> None:
        try:
            parse_flat(self.flat.field.text())
        except BadInput as error:
            self.flat.fail(error.sentence)
