"""The two lines at the top: who sits here and how the link stands; the pages of one's role."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.records import Person
from app.rules import CITY_TIME
from app.words import ROLE_WORDS
from ui.icons import icon
from ui.keys import cap
from ui.live import Link
from ui.style import set_look
from ui.tones import Volume

DAYS = "一二三四五六日"
LINK_LOOKS = {Link.STARTING: "muted", Link.LIVE: "good", Link.BEHIND: "warning", Link.OFFLINE: "danger"}
LINK_SHAPES = {Link.STARTING: "○", Link.LIVE: "●", Link.BEHIND: "◐", Link.OFFLINE: "×"}


def seat_line(person: Person, company: str, seat_number: int | None = None, shift: str = "") -> str:
    """3 号座席 · 周岚(话务员) · 白班, a company's desk with its company; without a number one's own seat."""
    number = seat_number or person.seat_number
    desk = f"{number} 号座席" if number else ""
    return " · ".join(filter(None, (company, desk, f"{person.name}({ROLE_WORDS[person.role]})", shift)))


def clock_words(now: datetime) -> str:
    """11月20日 星期五 14:32:05."""
    local = now.astimezone(CITY_TIME)
    return f"{local.month}月{local.day}日 星期{DAYS[local.weekday()]} {local:%H:%M:%S}"


class Header(QFrame):
    """``page_asked`` carries the number of a page, ``palette_asked`` the wish for Ctrl+K's field."""

    page_asked = Signal(int)
    palette_asked = Signal()
    volume_asked = Signal()

    def __init__(self, person: Person, company: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "header")
        flame = QLabel(self)
        em = self.fontMetrics().height()
        flame.setPixmap(icon("flame", "accent").pixmap(QSize(em + 2, em + 2), self.devicePixelRatio()))
        self._flame, self._em = flame, em
        title = QLabel("12319 供暖热线", self)
        set_look(title, "title")
        self._person, self._company = person, company
        self.who, self.state = QLabel(seat_line(person, company), self), QLabel(self)
        set_look(self.who, "muted")
        self._clock, self._link = QLabel(self), QLabel(self)
        self.volume = QPushButton(self)
        self.volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume.setToolTip(cap("volume"))
        set_look(self.volume, "quiet")
        self.volume.clicked.connect(self.volume_asked)
        top = QHBoxLayout()
        top.setSpacing(10)
        for part in (flame, title, self.who, self._clock, self.state):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.volume)
        top.addWidget(self._link)
        self._tabs = QButtonGroup(self)
        self._bar = QWidget(self)
        self._row = QHBoxLayout(self._bar)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addStretch(1)
        find = QPushButton("前往 · 执行 · 查找", self)
        set_look(find, "quiet")
        find.clicked.connect(self.palette_asked)
        key = QLabel(cap("palette"), self)
        set_look(key, "key")
        self._row.addWidget(find)
        self._row.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        self.pages: list[str] = []

    def set_locked(self, locked: bool) -> None:
        """A locked window has no pages to go to; who sits here, the clock and the link stay."""
        self._bar.setVisible(not locked)
        self.volume.setEnabled(not locked)

    def add_page(self, words: str) -> None:
        """Add a tab behind the others; the first is chosen."""
        button = QPushButton(words, self)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_look(button, "tab")
        at = len(self.pages)
        button.setChecked(at == 0)
        button.clicked.connect(partial(self._on_tab, at))
        self._tabs.addButton(button, at)
        self._row.insertWidget(at, button)
        self.pages.append(words)

    def show_page(self, at: int) -> None:
        """Mark the tab of the page that is shown."""
        self._tabs.button(at).setChecked(True)

    def show_count(self, at: int, count: int) -> None:
        """How many stand on a page: 队列 37."""
        self._tabs.button(at).setText(f"{self.pages[at]} {count}")

    def show_waiting(self, at: int, count: int) -> None:
        """As ``show_count``; nothing where nothing waits."""
        self._tabs.button(at).setText(f"{self.pages[at]} {count}" if count else self.pages[at])

    def show_clock(self, now: datetime) -> None:
        """The server's time."""
        self._clock.setText(clock_words(now))

    def show_seat(self, seat_number: int | None, shift: str) -> None:
        """The seat one signed on at (None: one's own) and the name of the shift."""
        self.who.setText(seat_line(self._person, self._company, seat_number, shift))

    def show_state(self, words: str, look: str) -> None:
        """What one does at the seat, by shape and word: ● 就绪 12 分."""
        self.state.setText(words)
        set_look(self.state, look)

    def show_volume(self, volume: Volume) -> None:
        """How loud the tones are; that they are muted must be seen."""
        self.volume.setText(f"{'×' if volume is Volume.MUTE else '♪'} {volume}")
        set_look(self.volume, "muted-tone" if volume is Volume.MUTE else "quiet")

    def show_link(self, link: Link, age: float, trouble: str) -> None:
        """How the link stands; with the seconds since its last sign of life where it is not live."""
        late = f" {age:.0f} 秒" if link in (Link.BEHIND, Link.OFFLINE) else ""
        self._link.setText(f"{LINK_SHAPES[link]} {link}{late}")
        self._link.setToolTip(trouble if link is Link.OFFLINE else f"最近一次心跳 {age:.0f} 秒前")
        set_look(self._link, LINK_LOOKS[link])

    def repaint_icons(self) -> None:
        """Day turned to night or back: pixmaps are drawn anew."""
        size = QSize(self._em + 2, self._em + 2)
        self._flame.setPixmap(icon("flame", "accent").pixmap(size, self.devicePixelRatio()))

    def _on_tab(self, at: int, _checked: bool = False) -> None:
        self.page_asked.emit(at)
