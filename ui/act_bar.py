"""The buttons below a complaint: what this person may do to it now, each with its key; the rest under 更多.

What the role may do and this person may not stands there in grey, with the reason.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QPushButton, QWidget

from app.records import Act, State
from app.words import ACT_WORDS
from ui.keys import bind, cap
from ui.style import set_look

# The step that leads on from each state; only where the person may take it.
NEXT: dict[State, Act] = {
    State.WAITING: Act.DISPATCH,
    State.RETURNED: Act.DISPATCH,
    State.DISPATCHED: Act.SIGN,
    State.REOPENED: Act.SIGN,
    State.SIGNED: Act.ARRIVE,
    State.ARRIVED: Act.REPORT,
    State.REPORTED: Act.CALL_BACK,
    State.CALL_BACK: Act.CALL_BACK,
    State.SHELVED: Act.TAKE_UP,
}
OWN_KEYS: dict[Act, str] = {
    Act.REPORT: "report",
    Act.REMIND: "remind",
    Act.PRINT: "print",
    Act.SUPERVISE: "supervise",
    Act.RETURN: "return",
}
MENU_KEYS: dict[Act, str] = {Act.ASK_TEST: "open_test"}
"""Keys that other parts of the panel bind, told in the menu."""
IN_MENU = (
    *(Act.GRANT, Act.DENY, Act.CONTACT, Act.PAUSE, Act.RESUME, Act.EXTEND, Act.NOTE, Act.FORM, Act.EDIT, Act.DISPATCH),
    *(Act.ASSIGN, Act.ASK_TEST, Act.ADD_FILE, Act.REFER, Act.REFUSE, Act.SHELVE, Act.TAKE_UP, Act.CLOSE, Act.VOID),
)
COLUMNS = 3


class ActBar(QWidget):
    """Sends the act that was asked for by button, key or menu; shows only what is allowed."""

    asked = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._allowed: list[Act] = []
        self._next: Act | None = None
        self._wanted: Act | None = None
        self._more = QPushButton(f"更多  {cap('more')}", self)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._buttons: list[QPushButton] = []
        self._withheld: dict[Act, str] = {}
        self.reason = QLabel(self)
        self.reason.setWordWrap(True)
        set_look(self.reason, "muted")
        bind(self, "next", lambda: self._ask(self._next))
        for act, name in OWN_KEYS.items():
            bind(self, name, partial(self._ask, act))
        bind(self, "more", self._open_menu)

    def show_acts(
        self, state: State, allowed: list[Act], withheld: Mapping[Act, str], wanted: Act | None = None
    ) -> None:
        """Show the buttons for a complaint in this state; ``wanted`` is its next step, where not the usual one.

        ``withheld``: what this person may not do, and why.
        """
        wanted = wanted or NEXT.get(state)
        shown = (state, allowed, dict(withheld), wanted)
        if shown == (getattr(self, "_state", None), self._allowed, self._withheld, self._wanted):
            return
        self._state, self._allowed, self._withheld, self._wanted = shown
        self._next = wanted if wanted in allowed else None
        for button in self._buttons:
            button.deleteLater()
        first = [(self._next, "report" if self._next is Act.REPORT else "next")] if self._next else []
        grey = [act for act in withheld if act in OWN_KEYS or act is NEXT.get(state)]
        self._buttons = [self._make(act, "next") for act in grey if act not in OWN_KEYS]
        self._buttons += [self._make(act, name) for act, name in first]
        own = {*allowed, *grey} - {self._next}
        self._buttons += [self._make(act, name) for act, name in OWN_KEYS.items() if act in own]
        shown_above = {*grey, self._next}
        self._fill_menu([act for act in IN_MENU if act in {*allowed, *withheld} - shown_above])
        for at, button in enumerate([*self._buttons, self._more]):
            self._layout.addWidget(button, at // COLUMNS, at % COLUMNS)
        self._layout.addWidget(self.reason, len(self._buttons) // COLUMNS + 1, 0, 1, COLUMNS)
        self.reason.setText("；".join(withheld[act] for act in grey))
        self.reason.setVisible(bool(grey))
        self._more.setVisible(not self._menu.isEmpty())

    def _make(self, act: Act, name: str) -> QPushButton:
        button = QPushButton(f"{ACT_WORDS[act]}  {cap(name)}", self)
        set_look(button, "primary" if act is self._next else "")
        button.clicked.connect(self._asker(act))
        button.setEnabled(act not in self._withheld)
        button.setToolTip(self._withheld.get(act, ""))
        button.show()
        return button

    def _asker(self, act: Act) -> Callable[[], None]:
        return lambda: self._ask(act)

    def _fill_menu(self, acts: list[Act]) -> None:
        self._menu.clear()
        for act in acts:
            words = "改派" if act is Act.DISPATCH and self._state is not State.WAITING else ACT_WORDS[act]
            if act in self._withheld:
                self._menu.addAction(f"{words}（{self._withheld[act]}）").setEnabled(False)
            else:
                key = f"\t{cap(MENU_KEYS[act])}" if act in MENU_KEYS else ""
                self._menu.addAction(f"{words}{key}", self._asker(act))

    def _ask(self, act: Act | None) -> None:
        if act is not None and act in self._allowed:
            self.asked.emit(act)

    def _open_menu(self) -> None:
        if self._more.isVisible():
            self._more.showMenu()
