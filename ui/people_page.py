"""The page 人员: who works here, and what the administrator does about it, in a strip beside the list."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import people
from app.records import Person
from app.seat import Seat
from app.words import ROLE_WORDS
from ui.act_pane import ActPane
from ui.fields import LineField
from ui.icons import icon
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.person_strips import PasswordStrip, PersonStrip
from ui.row_list import RowList
from ui.strip import Strip, WordsStrip
from ui.style import set_look
from ui.table_model import Column

STRIP_EM = 20  # width of a strip, in lines of the font


class PeoplePage(ActPane):
    """The list is the seat's directory as it stands; ``read`` it anew when that has changed."""

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(seat, jobs, parent)
        self.search = LineField("用户名、姓名、岗位、公司", self)
        self.search.addAction(icon("search", "muted"), LineField.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.read)
        self.table: RowList[Person] = RowList("人员", self._columns(), lambda one: one.id, parent=self)
        self.model = self.table.content
        self.search.entered.connect(lambda _text: self.table.setFocus())
        self.table.opened.connect(lambda _key: self.change())
        self.table.chosen.connect(lambda _key: self._show_service())
        self._count = QLabel(self)
        set_look(self._count, "muted")
        self.service = QPushButton(self)
        self.setFocusProxy(self.search)
        self._lay_out()
        for name, slot in (
            ("add_person", self.add), ("change_person", self.change), ("set_password", self.set_password),
            ("person_service", self.set_active), ("submit_person", self.submit),
        ):  # fmt: skip
            bind(self, name, slot)
        self._show_service()

    @property
    def person(self) -> Person | None:
        """The person stood on."""
        key = self.table.key()
        return self.seat.directory.people.get(key) if isinstance(key, int) else None

    def read(self) -> None:
        """List the people who are meant by the words, as the directory has them now."""
        wanted = self.search.text().lower().split()
        found = [one for one in people.list_people(self.seat) if all(word in self._said(one) for word in wanted)]
        self.table.list(found)
        idle = sum(not one.active for one in found)
        self._count.setText(f"{len(found) - idle} 人在用" + (f"，{idle} 人停用" if idle else ""))
        self._show_service()

    # what the administrator does

    def add(self) -> None:
        """A strip for a new person."""
        strip = PersonStrip(dict(self.seat.directory.companies), parent=self)

        def work() -> Callable[[], Person]:
            assert strip.login is not None
            login, words, password = strip.login.text(), strip.words(), strip.new_password()
            return lambda: people.add_person(self.seat, login, words, password)

        self._open(strip, work, lambda made: f"已添加 {made.name}（{made.login}）")

    def change(self) -> None:
        """A strip with what is known about the person stood on."""
        person = self.person
        if person is None:
            return
        strip = PersonStrip(dict(self.seat.directory.companies), person, self)

        def work() -> Callable[[], Person]:
            words = strip.words()
            return lambda: people.change_person(self.seat, person.id, words)

        self._open(strip, work, lambda made: f"已保存 {made.name}（{made.login}）")

    def set_password(self) -> None:
        """A strip for a new password of the person stood on."""
        person = self.person
        if person is None:
            return
        strip = PasswordStrip(f"{person.name}（{person.login}）的新密码", parent=self)

        def work() -> Callable[[], Person]:
            password = strip.new_password()

            def act() -> Person:
                people.set_password(self.seat, person.id, password)
                return person

            return act

        self._open(strip, work, lambda made: f"{made.name}（{made.login}）的密码已改")

    def set_active(self) -> None:
        """A strip that asks why the person stood on goes out of service or comes back."""
        person = self.person
        if person is None:
            return
        word = "停用" if person.active else "恢复"
        hint = "原因，如离职、调岗（记入审计）"
        strip = WordsStrip(f"{word} {person.name}（{person.login}）", hint, word, parent=self)

        def work() -> Callable[[], Person]:
            reason = strip.words
            return lambda: people.set_active(self.seat, person.id, not person.active, reason)

        self._open(strip, work, lambda made: f"已{word} {made.name}（{made.login}）")

    def back(self) -> bool:
        """Esc: fold the strip, then leave the search."""
        if not self.isVisible():
            return False
        if not super().back():
            self.search.clear()
            self.table.setFocus()
        return True

    def strip_opened(self, opened: bool) -> None:
        if opened and self.strip is not None:
            self.strip.setFixedWidth(round(self.fontMetrics().height() * STRIP_EM))

    def go_home(self) -> None:
        self.table.setFocus()

    # inside

    def _open(self, strip: Strip, work: Callable[[], Callable[[], Person]], words: Callable[[Person], str]) -> None:
        def stand(made: Person) -> None:
            self.read()
            self.table.choose(made.id)

        self.open_strip(strip, work, words, stand)

    def _show_service(self) -> None:
        person = self.person
        self.service.setText(f"{'恢复' if person and not person.active else '停用'}  {cap('person_service')}")
        for button in (self.service, *self._of_one):
            button.setEnabled(person is not None)

    def _said(self, person: Person) -> str:
        """What a person is found by."""
        service = "在用" if person.active else "停用"
        return f"{person.login} {person.name} {ROLE_WORDS[person.role]} {self._company(person)} {service}".lower()

    def _company(self, person: Person) -> str:
        company = self.seat.directory.companies.get(person.company_id) if person.company_id else None
        return company.short_name if company else ""

    def _columns(self) -> list[Column[Person]]:
        def ink(person: Person) -> str | None:
            return None if person.active else "muted"

        return [
            Column(title="用户名", text=lambda one: one.login, width=12, colour=ink),
            Column(title="姓名", text=lambda one: one.name, width=14, colour=ink, strong=lambda one: one.active),
            Column(title="岗位", text=lambda one: ROLE_WORDS[one.role], width=18, colour=ink),
            Column(title="公司", text=self._company, width=12, colour=ink),
            Column(title="座席", text=lambda one: str(one.seat_number or ""), width=8, colour=ink, right=True),
            Column(
                title="状态",
                text=lambda one: "● 在用" if one.active else "× 停用",
                width=10,
                colour=lambda one: "good" if one.active else "muted",
            ),
        ]

    def _lay_out(self) -> None:
        add, change, password = (QPushButton(f"{word}  {cap(key)}", self) for word, key in (
            ("添加", "add_person"), ("修改", "change_person"), ("新密码", "set_password")))  # fmt: skip
        set_look(add, "primary")
        self._of_one = (change, password)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search, 1)
        bar.addWidget(self._count)
        for button, slot in (
            (change, self.change), (password, self.set_password), (self.service, self.set_active), (add, self.add)
        ):  # fmt: skip
            button.clicked.connect(slot)
            bar.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(bar)
        left.addWidget(self.table, 1)
        self.strips.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(left, 1)
        layout.addLayout(self.strips)
