"""The strips of the page 规则 for what complaints are counted by: limits, seasons, categories, the working days."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from app import rule_book
from app.calendar_tables import CalendarDay, read_calendar
from app.directory_cells import read_day
from app.errors import BadInput, WarmlineError
from app.limit_words import first_words, length_words, read_first, read_length
from app.records import Category, Clock, Urgency
from app.rules import LimitRule, Season
from app.seat import Seat
from app.words import CLOCK_WORDS, URGENCY_WORDS
from ui.choice_row import ChoiceRow
from ui.fields import LineField
from ui.form_strip import FormStrip
from ui.jobs import Jobs
from ui.rule_sections import MARK_WORDS
from ui.style import set_look

Work = Callable[[], object]
REASON = "文件、公告或决定；留在记录里"
FILES = "放假安排 (*.xlsx *.csv)"
TYPING_MS = 300


class RuleStrip(FormStrip):
    """What the forms of rules have in common. Each has a ``work(seat)`` of its own, which reads it and gives the act
    to run; BadInput for what can't be read."""

    done = "已保存，旧的留在修改记录里"

    def add_reason(self) -> None:
        """The last row of every form."""
        self.add_row("reason", "修改依据", REASON)

    def text(self, name: str) -> str:
        """What stands in a row of one line."""
        field = self.rows[name].field
        assert isinstance(field, LineField)
        return field.text()

    def day(self, name: str) -> date:
        """The date of a row. BadInput with that field."""
        try:
            return read_day(self.text(name).strip())
        except BadInput as error:
            raise BadInput(f"{error.sentence}。", field=name) from None


class LimitStrip(RuleStrip):
    """A new length or wording of a limit, from tomorrow or a later day on."""

    def __init__(self, rule: LimitRule, today: date, parent: QWidget | None = None) -> None:
        super().__init__(f"修改时限 {CLOCK_WORDS[rule.clock]}", "保存修改", parent)
        self._rule = rule
        self.add_note(f"依据标记：{MARK_WORDS[rule.mark]}")
        length = length_words(rule.minutes, rule.unit)
        self.length = self.add_row("length", "时长", "48 小时、90 分钟、5 个工作日", text=length)
        self.add_row("valid_from", "生效", "2027-01-01", text=str(_from(rule, today)))
        self.words = self.add_row("words", "说法", "可空：照新的时长写", text="")
        self.add_reason()
        self.add_row("basis", "条文", "某某条例第几条", text=rule.legal_name)
        self.add_row(
            "first",
            "前几日",
            "可空：供暖季前几日另有，如 10 日 5 小时",
            text=first_words(rule.first_days, rule.first_days_minutes),
        )
        self.rows["minutes"] = self.rows["length"]
        self.add_note("已受理的诉求不变。")

    def work(self, seat: Seat) -> Work:
        minutes, unit = read_length(self.text("length"))
        first = read_first(self.text("first"))
        day, words, reason = self.day("valid_from"), self.text("words"), self.text("reason")
        basis = self.text("basis")
        return lambda: rule_book.change_limit(seat, self._rule.id, day, reason, minutes, unit, words, basis, first)


class NewLimitStrip(RuleStrip):
    """A limit for a step that has none for these categories."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__("添加时限", "添加", parent)
        self.clock: ChoiceRow[Clock] = ChoiceRow("步骤", CLOCK_WORDS, columns=3, parent=self)
        self.clock.choose(Clock.CONTACT)
        self.body.addWidget(self.clock)
        self.add_row("category", "类别", "代码，如 B1 B2")
        self.add_row("length", "时长", "48 小时、90 分钟、5 个工作日")
        self.add_row("valid_from", "生效", "2027-01-01", text=str(today + timedelta(days=1)))
        self.add_row("legal_name", "依据", "某某条例第几条，或 内部要求")
        self.mark: ChoiceRow[str] = ChoiceRow("标记", MARK_WORDS, columns=3, parent=self)
        self.mark.choose("P")
        self.body.addWidget(self.mark)
        self.add_reason()
        self.rows["minutes"] = self.rows["length"]
        self.clock.picked.connect(self.rows["category"].field.setFocus)
        self.mark.picked.connect(self.rows["reason"].field.setFocus)

    def start(self) -> None:
        self.clock.setFocus()

    def work(self, seat: Seat) -> Work:
        minutes, unit = read_length(self.text("length"))
        codes = [seat.rules.category(one).code for one in self.text("category").replace("，", " ").split()]
        day, basis, reason = self.day("valid_from"), self.text("legal_name"), self.text("reason")
        clock, mark = self.clock.value() or Clock.CONTACT, self.mark.value() or "P"
        return lambda: rule_book.add_limit(seat, clock, codes, minutes, day, basis, reason, unit, mark)


class SeasonStrip(RuleStrip):
    """The dates of a season, a new one or one that the city has shifted."""

    def __init__(self, season: Season | None, following: int, parent: QWidget | None = None) -> None:
        """``following``: the year in which the season after the last one begins."""
        super().__init__(
            f"修改 {season.name} 供暖季" if season else "添加供暖季", "保存修改" if season else "添加", parent
        )
        self._season = season
        first, last = date(following, 11, 15), date(following + 1, 3, 15)
        if season is None:
            self.add_row("name", "供暖季", text=f"{following}-{following + 1}")
        self.add_row("starts_on", "开始", text=str(season.starts_on if season else first))
        self.add_row("ends_on", "结束", text=str(season.ends_on if season else last))
        self.add_row("reason", "公告", "市政府公告的名称和日期；留在记录里")
        self.add_note("两天都算在内。")

    def work(self, seat: Seat) -> Work:
        name = self._season.name if self._season else self.text("name")
        first, last, reason = self.day("starts_on"), self.day("ends_on"), self.text("reason")
        return lambda: rule_book.set_season(seat, name, first, last, reason)


class CategoryStrip(RuleStrip):
    """What a category is called, how urgent it is, what is asked first and told at once; its code stays."""

    def __init__(self, category: Category, parent: QWidget | None = None) -> None:
        super().__init__(f"修改类别 {category.code}", "保存修改", parent)
        self._code = category.code
        self.add_row("name", "名称", text=category.name)
        self.urgency: ChoiceRow[Urgency] = ChoiceRow("缓急", URGENCY_WORDS, columns=3, parent=self)
        self.urgency.choose(category.urgency)
        self.body.addWidget(self.urgency)
        self.questions = self.add_text("questions", "先问", "一行一个问题", 5, "\n".join(category.questions))
        self.first_words = self.add_text("first_words", "先说", "受理时先告诉来电人的话，可空", 3, category.first_words)
        self.add_reason()
        self.urgency.picked.connect(self.questions.setFocus)

    def work(self, seat: Seat) -> Work:
        name, urgency, reason = self.text("name"), self.urgency.value(), self.text("reason")
        if not name.strip():
            raise BadInput("请填写类别名称。", field="name")
        questions = [one for one in self.questions.toPlainText().splitlines() if one.strip()]
        words = self.first_words.toPlainText()
        return lambda: rule_book.set_category(seat, self._code, reason, name, urgency, questions, words)


class CalendarStrip(RuleStrip):
    """The arrangement of a year from a file; what it holds is told before it is loaded."""

    done = "放假安排已导入，暂定的时限会由班长的座席重算"

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("导入放假安排", "导入", parent)
        self._jobs = jobs
        self.file = self.add_row("file", "文件", ".xlsx 或 .csv 的路径；Ctrl O 选择")
        self.found = self.add_note(
            "三列：日期、班或休、节日名称；只写与平常周不同的日子。所写年份整年替换，随下一年写的年底几天除外。"
        )
        self.add_row("reason", "修改依据", "国务院办公厅通知的文号")
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.look)
        self.file.textChanged.connect(self._typing.start)

    def choose(self) -> None:
        """Look for the file in the system's own dialog."""
        dialog = QFileDialog(self, "选择放假安排", self.file.text(), FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.file.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def look(self) -> None:
        """Read the file and tell what it holds, or what is wrong with it."""
        path = self._path()
        if path is not None:
            self._jobs.look_up(self, "calendar", lambda: read_calendar(path), self._show, self._refuse)

    def work(self, seat: Seat) -> Work:
        path, reason = self._path(), self.text("reason")
        if path is None:
            raise BadInput("请写出或选择文件。", field="file")
        return lambda: rule_book.load_calendar(seat, read_calendar(path), reason)

    def _path(self) -> Path | None:
        bare = self.file.text().strip().strip('"').strip()
        return Path(bare).expanduser() if bare else None

    def _show(self, days: list[CalendarDay]) -> None:
        years = "、".join(str(year) for year in sorted({one.day.year for one in days}))
        off = sum(not one.working for one in days)
        self.found.setText(f"{years} 年：放假 {off} 天，补班 {len(days) - off} 天。" if days else "文件里没有日期。")
        set_look(self.found, "good" if days else "danger")

    def _refuse(self, error: WarmlineError) -> None:
        self.rows["file"].fail(error.sentence)


def _from(rule: LimitRule, today: date) -> date:
    return max(today, rule.valid_from) + timedelta(days=1)
