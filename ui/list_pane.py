"""A section that is one list: how many there are and what can be done above it, more of the row stood on below."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.jobs import Jobs
from ui.keys import cap
from ui.live import Live
from ui.section_pane import SectionPane
from ui.style import set_look


class ListPane(SectionPane):
    """A pane makes its table and lays it out; ``all``: whether what is done with is listed too."""

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.all = False
        self.buttons: dict[str, QPushButton] = {}
        self.count, self.about = QLabel(self), QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_look(self.about, "muted")
        set_look(self.count, "strong")

    def lay_out(
        self,
        table: QWidget,
        acts: Iterable[tuple[str, str, Callable[[], object]]],
        head: QWidget | None = None,
        holder: QWidget | None = None,
    ) -> QVBoxLayout:
        """Bar, strip, table, words: in the pane, or in a part of it (``holder``), in which alone the keys then work.

        ``head`` begins the bar in place of the count, which has a line of its own then.
        """
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(head or self.count, 0 if head else 1)
        if head is not None:
            bar.addStretch(1)
        self.buttons = self.act_buttons(bar, acts, holder)
        layout = QVBoxLayout(holder or self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        if head is not None:
            self.count.setWordWrap(True)
            layout.addWidget(self.count)
        layout.addLayout(self.strips)
        layout.addWidget(table, 1)
        layout.addWidget(self.about)
        if holder is None:
            self.setFocusProxy(table)
        return layout

    def toggle_all(self) -> None:
        """With or without what is done with."""
        self.all = not self.all
        self.read()

    def name_toggle(self, name: str, more: str, fewer: str) -> None:
        """What the button of ``toggle_all`` leads to."""
        self.buttons[name].setText(f"{fewer if self.all else more}  {cap(name)}")

    def say_about(self, words: str) -> None:
        """All of the row stood on that its line has no room for; empty: nothing."""
        self.about.setText(words)
        self.fit()

    def fit(self) -> None:
        self.about.setVisible(bool(self.about.text()) and not self.cramped)
