"""A page of sections under chips, each made when it is first looked at: 班次, 知识."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.keys import bind, cap
from ui.scroll_room import ScrollRoom
from ui.section_pane import SectionPane
from ui.style import set_look

if TYPE_CHECKING:
    from ui.window import Window


S = TypeVar("S", bound=StrEnum)
P = TypeVar("P", bound=SectionPane)


class SectionPage(QWidget, Generic[S, P]):
    """``open(section)`` shows one; Ctrl+F and Ctrl+Shift+F walk them. ``sections``: this role's, at least one."""

    def __init__(self, window: "Window", sections: Sequence[S], make_pane: "Callable[[S, Window], P]") -> None:
        super().__init__(window)
        self._window, self._make_pane = window, make_pane
        self.sections = sections
        self.section = self.sections[0]
        self.panes: dict[S, P] = {}
        self._rooms: dict[S, ScrollRoom] = {}
        self._waiting: dict[S, int] = {}
        self._stack = QStackedWidget(self)
        self._chips: dict[S, QPushButton] = {}
        group = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        for section in self.sections:
            chip = QPushButton(section.value, self)
            chip.setCheckable(True)
            chip.setToolTip(cap("next_part"))
            set_look(chip, "chip")
            chip.clicked.connect(partial(self._on_chip, section))
            group.addButton(chip)
            self._chips[section] = chip
            bar.addWidget(chip)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        bind(self, "next_part", partial(self.step, 1))
        bind(self, "last_part", partial(self.step, -1))
        bind(self, "submit_part", self.submit)
        self._chips[self.section].setChecked(True)

    @property
    def pane(self) -> P:
        """The section in sight."""
        return self._made(self.section)

    def open(self, section: S) -> P:
        """Show a section and give it the keys."""
        self.section = section
        self._chips[section].setChecked(True)
        pane = self._made(section)
        self._stack.setCurrentWidget(self._rooms[section])
        self.setFocusProxy(pane)
        pane.setFocus()
        return pane

    def show_waiting(self, section: S, count: int) -> None:
        """How many things of a section wait for this person: on its chip, and all together on the page's tab."""
        if section in self._chips:
            self._waiting[section] = count
            self._chips[section].setText(f"{section.value} {count}" if count else section.value)
            at = self._window.pages.indexOf(self)
            if at >= 0:
                self._window.header.show_waiting(at, sum(self._waiting.values()))

    def step(self, by: int) -> None:
        """The next section, or the one before."""
        self.open(self.sections[(self.sections.index(self.section) + by) % len(self.sections)])

    def submit(self) -> None:
        """Ctrl+Enter in the open strip of the section."""
        self.pane.submit()

    def back(self) -> None:
        """Esc: fold the strip; without one, to the queue."""
        if self.isVisible() and not self.pane.back():
            self._window.show_page(0)

    def setVisible(self, visible: bool) -> None:
        """The first section is made when the page is first shown, and not with the window."""
        if visible and not self.panes:
            self._made(self.section)
            self._stack.setCurrentWidget(self._rooms[self.section])
            self.setFocusProxy(self.pane)
        super().setVisible(visible)

    def _made(self, section: S) -> P:
        if section not in self.panes:
            pane = self._make_pane(section, self._window)
            pane.keep_in(self._window.drafting.words)
            pane.said.connect(self._window.status.say)
            pane.failed.connect(lambda words: self._window.status.say(words, "danger"))
            window = self._window  # who has no queue sees a complaint beside the page
            pane.complaint_asked.connect(window.open_on_queue if window.has_queue else window.open_complaint)
            self.panes[section] = pane
            self._rooms[section] = ScrollRoom(pane, self)
            self._stack.addWidget(self._rooms[section])
        return self.panes[section]

    def _on_chip(self, section: S, _checked: bool = False) -> None:
        self.open(section)
