"""The strip in which the short form of a complaint is filled in or put right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.errors import WarmlineError
from app.forms import fields_of, form_so_far
from app.liability import advise
from app.records import Complaint
from app.rules import CITY_TIME
from app.seat import Seat
from ui.form_fields import FormFields
from ui.strip import Strip
from ui.style import set_look

ROOM_EM = 15.5  # for the choices of a row: the strip is narrower than the form
LEAST_EM = 4  # height of the fields, in lines of the font, on the smallest screen; the rest is scrolled


class ShortFormStrip(Strip):
    """The fields as they were filled in so far, and what the articles say of them while one types."""

    def __init__(self, seat: Seat, complaint: Complaint, parent: QWidget | None = None) -> None:
        super().__init__(f"登记表 {complaint.category}", "保存登记表", parent)
        self._seat, self._complaint = seat, complaint
        self.fields = FormFields(self, ROOM_EM)
        self.fields.show_form(fields_of(seat.rules, complaint.category), complaint.form)
        set_look(self.fields, "raised")
        self.fields.edited.connect(self._advise)
        self.fields.passed.connect(self.submit)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.fields)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        least = round(self.fontMetrics().height() * LEAST_EM)
        scroll.setMinimumHeight(min(self.fields.sizeHint().height() + 4, least))
        self.body.addWidget(scroll)
        self._advise()

    def start(self) -> None:
        self.fields.start()

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        if self.fields.fail(error.field, error.sentence):
            self.error.hide()

    def reset(self) -> None:
        super().reset()
        for row in self.fields.rows.values():
            row.clear_error()

    def _advise(self) -> None:
        complaint, rules = self._complaint, self._seat.rules
        day = complaint.taken_at.astimezone(CITY_TIME).date()
        form = form_so_far(
            rules, complaint.category, self.fields.values(), self._seat.now().astimezone(CITY_TIME).date()
        )
        community = self._seat.directory.communities.get(complaint.community_id or 0)
        self.fields.show_advice(advise(rules, complaint.category, form, community, day))
