"""The drafts as tabs in the status line: as many as there is room for, the one at work always, the others in a menu."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from ui.style import set_look

WIDEST_EM = 9.0  # of one tab, in lines of the font
GAP = 4


class DraftTabs(QWidget):
    """Never asks for room of its own, so that many drafts don't widen the window. ``chosen`` carries a draft's id."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._drafts: list[tuple[UUID, str]] = []
        self._current: UUID | None = None
        self._title = QLabel("草稿", self)
        set_look(self._title, "muted")
        self._tabs: list[QPushButton] = []
        self._more = QPushButton(self)
        set_look(self._more, "quiet")
        self._more.clicked.connect(self._offer_hidden)
        self._hidden: list[tuple[UUID, str]] = []
        self._fit()

    @property
    def titles(self) -> list[str]:
        """The words of all drafts, in sight or not."""
        return [words for _, words in self._drafts]

    def show_drafts(self, drafts: Sequence[tuple[UUID, str]], current: UUID | None) -> None:
        """One tab a draft, the current one marked; tabs are reused, for their words change with each key typed."""
        self._drafts, self._current = list(drafts), current
        while len(self._tabs) < len(drafts):
            tab = QPushButton(self)
            tab.clicked.connect(partial(self._on_tab, len(self._tabs)))
            self._tabs.append(tab)
        widest = round(self.fontMetrics().height() * WIDEST_EM)
        for tab, (key, words) in zip(self._tabs, drafts, strict=False):
            tab.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, widest))
            tab.setToolTip(words)
            tab.setAccessibleName(f"草稿 {words}")
            set_look(tab, "link" if key == current else "quiet")
        self._fit()

    def press(self, at: int) -> None:
        """Choose a draft by its place, as its tab does."""
        self._on_tab(at, False)

    def sizeHint(self) -> QSize:
        return QSize(0, self._more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the tabs side by side; the current one takes the last place where it would not be in sight."""
        count = len(self._drafts)
        self._title.setVisible(count > 0)
        wide = [tab.sizeHint().width() + GAP for tab in self._tabs[:count]]
        self._more.setText(f"另 {count} 份 ▾")
        left = self._title.sizeHint().width() + GAP
        shown = list(range(count))
        if left + sum(wide) > self.width():
            room = self.width() - left - self._more.sizeHint().width()
            current = next((at for at, (key, _) in enumerate(self._drafts) if key == self._current), None)
            room -= wide[current] if current is not None else 0
            shown = []
            for at in range(count):
                if at == current:
                    shown.append(at)
                elif wide[at] <= room:
                    room -= wide[at]
                    shown.append(at)
                else:
                    room = 0
        self._hidden = [self._drafts[at] for at in range(count) if at not in shown]
        self._title.setGeometry(0, 0, self._title.sizeHint().width(), self.height())
        for at, tab in enumerate(self._tabs):
            tab.setVisible(at in shown)
            if at in shown:
                tab.setGeometry(left, 0, wide[at] - GAP, self.height())
                left += wide[at]
        self._more.setText(f"另 {len(self._hidden)} 份 ▾")
        self._more.setVisible(bool(self._hidden))
        self._more.setGeometry(left, 0, self._more.sizeHint().width(), self.height())

    def _offer_hidden(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, words in self._hidden:
            menu.addAction(words, partial(self.chosen.emit, key))
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _on_tab(self, at: int, _checked: bool = False) -> None:
        self.chosen.emit(self._drafts[at][0])
