"""Which team's hand-overs and logs are in sight: one's own, and for the supervisor, who answers for all, any other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.records import Role
from app.seat import Seat
from ui.keys import cap


class TeamButton(QPushButton):
    """Says the team and goes on to the next one; hidden where a person has only their own."""

    chosen = Signal(object)  # id of a company; None: the hotline

    def __init__(self, seat: Seat, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        companies = sorted(seat.directory.companies.values(), key=lambda one: one.id)
        self._teams: dict[int | None, str] = {None: "热线"} | {one.id: one.short_name for one in companies}
        self.may_choose = seat.person.role is Role.SUPERVISOR
        self.company_id = seat.person.company_id
        self.setToolTip("换下一个单位")
        self.setVisible(self.may_choose)
        self.clicked.connect(lambda _checked: self.step())
        self._say()

    def step(self) -> None:
        """The team after this one."""
        if self.may_choose:
            teams = list(self._teams)
            self.company_id = teams[(teams.index(self.company_id) + 1) % len(teams)]
            self._say()
            self.chosen.emit(self.company_id)

    def _say(self) -> None:
        self.setText(f"{self._teams.get(self.company_id, '')}  {cap(self._key)}")
