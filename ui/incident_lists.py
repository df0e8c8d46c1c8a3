"""The three lists of the page 片区事件, one below the other, each with the acts of its rows beside its title."""

from collections.abc import Collection
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import incidents
from app.incident_groups import Suggestion
from app.incidents import Incident
from app.records import IncidentState, QueueRow
from app.seat import Seat
from ui.incident_columns import STATE_COLUMN, attached_columns, incident_columns, suggestion_columns
from ui.keys import cap
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import TableModel

WORDS = {
    "accept_incident": "一次并入",
    "change_incident": "更改",
    "sign_incident": "签收",
    "close_incident": "已恢复",
    "attach_complaint": "并入诉求",
    "detach_complaint": "移出",
}
"""The acts by the names of their keys."""


class IncidentLists(QWidget):
    """Models, tables and ``buttons``; the page fills the ones and answers the others."""

    def __init__(self, seat: Seat, may: Collection[str], parent: QWidget | None = None) -> None:
        """``may``: the acts that this person is offered; without the first there are no suggestions."""
        super().__init__(parent)
        self._seat = seat
        self.suggested: TableModel[Suggestion] = TableModel(
            suggestion_columns(), lambda one: one.key, _most_first, tokens
        )
        self.going: TableModel[Incident] = TableModel(
            incident_columns(seat), lambda one: one.id, lambda one: -one.opened_at.timestamp(), tokens
        )
        self.attached: TableModel[QueueRow] = TableModel(
            attached_columns(seat), lambda row: row.id, lambda row: row.taken_at, tokens
        )
        self.suggestion_table, self.table = RowTable(parent=self), RowTable(parent=self)
        self.attached_table = RowTable(STATE_COLUMN, self)
        self._suggested, self._going, self.count = QLabel("像是同一原因的来电", self), QLabel(self), QLabel(self)
        self.read_out = QLabel(self)
        self.read_out.setWordWrap(True)
        self.buttons = {name: QPushButton(f"{words}  {cap(name)}", self) for name, words in WORDS.items()}
        for name, button in self.buttons.items():
            button.setVisible(name in may)
        set_look(self.buttons["accept_incident"], "primary")
        self._suggests = "accept_incident" in may
        self._lay_out()

    @property
    def incident(self) -> Incident | None:
        """The one stood on, or the first."""
        key = self.table.key()
        return (self.going.row(key) if key else None) or next(iter(self.going.rows), None)

    def paint(self, one: Incident | None) -> None:
        """What is to be said to callers, and which acts have something to act on."""
        running = one is not None and one.state is IncidentState.OPEN
        self.read_out.setText(f"告知来电人：{incidents.read_out(self._seat, one)}" if one and running else "")
        self.read_out.setVisible(running)
        self._going.setText("片区事件" if one else "没有进行中的片区事件")
        self.count.setText(f"{one.number} 并入的诉求 {len(self.attached.rows)} 件" if one else "并入的诉求")
        found = self._suggests and bool(self.suggested.rows)
        self._suggested.setText("像是同一原因的来电" if found else "没有像同一原因的来电")
        if not found and self.suggestion_table.hasFocus():
            self.table.setFocus()
        self.suggestion_table.setVisible(found)
        self.setFocusProxy(self.suggestion_table if found else self.table)
        self.buttons["accept_incident"].setEnabled(found)
        for name in ("change_incident", "sign_incident", "close_incident", "attach_complaint"):
            self.buttons[name].setEnabled(running)
        self.buttons["detach_complaint"].setEnabled(bool(self.attached.rows))
        signed = one is not None and one.signed_at is not None
        self.buttons["sign_incident"].setText(f"{'到场' if signed else '签收'}  {cap('sign_incident')}")

    def _lay_out(self) -> None:
        shown: list[tuple[RowTable, TableModel[Any], str]] = [
            (self.suggestion_table, self.suggested, "同一原因的提示"),
            (self.table, self.going, "片区事件"),
            (self.attached_table, self.attached, "并入的诉求"),
        ]
        for table, model, name in shown:
            table.show_model(model)
            table.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._head(self._suggested, "accept_incident"))
        layout.addWidget(self.suggestion_table, 2)
        layout.addLayout(self._head(self._going, "change_incident", "sign_incident", "close_incident"))
        layout.addWidget(self.table, 2)
        layout.addLayout(self._head(self.count, "attach_complaint", "detach_complaint"))
        layout.addWidget(self.read_out)
        layout.addWidget(self.attached_table, 3)
        self._suggested.setVisible(self._suggests)

    def _head(self, title: QLabel, *acts: str) -> QHBoxLayout:
        set_look(title, "strong")
        row = QHBoxLayout()
        row.addWidget(title, 1)
        for name in acts:
            row.addWidget(self.buttons[name])
        return row


def _most_first(one: Suggestion) -> tuple[object, ...]:
    """Told apart where two places have as many calls: a place itself has no order."""
    spot = one.spot
    place = (spot.kind, spot.community_id or 0, spot.building, spot.station_id or 0)
    return -len(one.complaints), one.words, *place, one.category
