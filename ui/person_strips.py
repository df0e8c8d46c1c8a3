"""The strips of the page 人员: a new or changed person, a new password, out of service and back."""

from PySide6.QtWidgets import QWidget

from app.errors import BadInput
from app.passwords import RULE
from app.people import PersonWords
from app.records import Company, Person, Role
from app.words import ROLE_WORDS
from ui.choice_row import ChoiceRow
from ui.fields import LineField
from ui.form_strip import FormStrip

WITH_COMPANY = (Role.COMPANY, Role.LIAISON)


class PersonStrip(FormStrip):
    """Adds a person, or changes one (``person``); the login of one who is there stays."""

    def __init__(
        self, companies: dict[int, Company], person: Person | None = None, parent: QWidget | None = None
    ) -> None:
        title = f"修改 {person.login}" if person else "添加人员"
        super().__init__(title, "保存修改" if person else "添加", parent)
        self.person = person
        self.login = None if person else self.add_row("login", "用户名", "如 op7：小写字母、数字")
        self.name = self.add_row("name", "姓名")
        self.seat = self.add_row("seat", "座席号", "可空")
        self.role: ChoiceRow[Role] = ChoiceRow("岗位", ROLE_WORDS, columns=2, parent=self)
        self.company: ChoiceRow[int] = ChoiceRow(
            "公司", {one.id: one.short_name for one in companies.values()}, columns=3, parent=self
        )
        self.body.addWidget(self.role)
        self.body.addWidget(self.company)
        self.password = self.again = None
        if person is None:
            self.password = self.add_row("password", "初始密码", RULE, secret=True)
            self.again = self.add_row("again", "再输一次", secret=True)
        else:
            self.name.setText(person.name)
            self.seat.setText(str(person.seat_number or ""))
        self.role.choose(person.role if person else Role.OPERATOR)
        self.company.choose(person.company_id if person else None)
        self.role.picked.connect(self._on_role)
        self._on_role()

    def words(self) -> PersonWords:
        """What was typed. BadInput(field="seat") for what is no number."""
        role = self.role.value() or Role.OPERATOR
        text = self.seat.text().strip()
        if text and not text.isdecimal():
            raise BadInput("座席号是数字。", field="seat")
        company = self.company.value() if role in WITH_COMPANY else None
        return PersonWords(self.name.text(), role, company, int(text) if text else None)

    def new_password(self) -> str:
        """The password that was typed twice. BadInput(field="again") when it was not."""
        assert self.password is not None
        assert self.again is not None
        return twice(self.password, self.again)

    def _on_role(self) -> None:
        self.company.setVisible(self.role.value() in WITH_COMPANY)


class PasswordStrip(FormStrip):
    """A new password for somebody, or with ``own`` for oneself, who then says the present one too."""

    def __init__(self, title: str, own: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(title, "设定密码", parent)
        self.old = self.add_row("old", "原密码", secret=True) if own else None
        self.password = self.add_row("password", "新密码", RULE, secret=True)
        self.again = self.add_row("again", "再输一次", secret=True)

    def new_password(self) -> str:
        """As in PersonStrip."""
        return twice(self.password, self.again)


def twice(one: LineField, other: LineField) -> str:
    """A password typed the same in both fields. BadInput(field="again")."""
    if one.text() != other.text():
        raise BadInput("两次输入的密码不一样。", field="again")
    return one.text()
