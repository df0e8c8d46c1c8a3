"""The section 日程: what the companies have to do in a season, by when, by which article, and who has done it."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import season_duties
from app.duty_calendar import Duty, DutyState
from app.errors import BadInput
from app.records import Role
from app.rules import CITY_TIME, Season
from app.season_duties import may_mark, near_days, today
from ui.form_strip import FormStrip
from ui.jobs import Jobs
from ui.live import Live
from ui.row_list import RowList
from ui.section_pane import SectionPane
from ui.strip import WordsStrip
from ui.style import set_look
from ui.table_model import Column

STATES: dict[DutyState, str] = {
    DutyState.DONE: "● 已办结",
    DutyState.LATE: "▲ 已过期",
    DutyState.NEAR: "◐ 即将到期",
    DutyState.AHEAD: "◌ 未到期",
}
COLOURS: dict[DutyState, str] = {
    DutyState.DONE: "good",
    DutyState.LATE: "danger",
    DutyState.NEAR: "warning",
    DutyState.AHEAD: "muted",
}


class CalendarPane(SectionPane):
    """A season's duties by day; the season before and after by key."""

    topics = frozenset({"duty"})

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.season: Season | None = None
        self._wanted = ""  # empty: the one whose duties are not over
        self.table: RowList[Duty] = RowList(
            "供热日程",
            self._columns(),
            lambda one: one.key,
            lambda one: (one.due_on, one.rule.rank, one.company_id),
            pill_column=0,
            parent=self,
        )
        self.model = self.table.content
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.done())
        self.setFocusProxy(self.table)
        self.title, self.count, self.about = QLabel(self), QLabel(self), QLabel(self)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        set_look(self.title, "strong")
        set_look(self.about, "muted")
        live.directory_changed.connect(lambda: self.read() if self.isVisible() else None)
        self._lay_out()
        self._show()

    @property
    def duty(self) -> Duty | None:
        """The one stood on."""
        return self.table.row

    def read(self) -> None:
        self.look_up("duties", partial(season_duties.read_duties, self.seat, self._wanted), self._take)

    # what is done

    def done(self) -> None:
        """A strip: on which day it was done, and a remark."""
        duty = self.duty
        if duty is None or not may_mark(self.seat, duty):
            self.failed.emit("只有本公司和班长可以登记这一事项。" if duty else "请先选中一项。")
            return
        if duty.done_on is not None:
            self.failed.emit("这一项已经登记办结。")
            return
        strip = DoneStrip(f"办结：{self._company(duty)} {duty.rule.name}", today(self.seat))

        def act() -> partial[None]:
            return partial(season_duties.mark_done, self.seat, duty, strip.day(), strip.remark.text())

        self.open_strip(strip, act, "已登记办结")

    def undo(self) -> None:
        """A strip for the reason."""
        duty = self.duty
        if duty is None or duty.done_on is None or not may_mark(self.seat, duty):
            self.failed.emit("只能撤销本公司已登记的办结，班长可以撤销各家的。")
            return
        strip = WordsStrip(f"撤销办结：{self._company(duty)} {duty.rule.name}", "为什么撤销", "撤销")
        self.open_strip(strip, lambda: partial(season_duties.mark_open, self.seat, duty, strip.words), "已撤销")

    def remind(self) -> None:
        """The supervisor reminds the company stood on, by its work group; once a day."""
        duty = self.duty
        if duty is None:
            self.failed.emit("请先选中一项。")
            return
        self.jobs.act(self, partial(season_duties.remind_now, self.seat, [duty]), self._reminded, self.tell)

    def step(self, by: int) -> None:
        """The season before or after."""
        seasons = self.seat.rules.seasons
        if self.season is None or not seasons:
            return
        names = [one.name for one in seasons]
        at = (names.index(self.season.name) if self.season.name in names else 0) + by
        if 0 <= at < len(names):
            self._wanted = names[at]
            self.read()
        else:
            self.failed.emit("没有更早或更晚的供暖季。")

    # inside

    def _reminded(self, many: int) -> None:
        words = f"已向工作群发出催办（{many} 条）" if many else "没有新的催办：今天已催过，或这家公司没有工作群"
        self.said.emit(words)

    def _take(self, found: tuple[Season | None, list[Duty]]) -> None:
        self.season, duties = found
        self.table.take(duties, next((one for one in duties if self._state(one) is not DutyState.DONE), None))
        self._show()

    def _show(self) -> None:
        season, duty = self.season, self.duty
        self.title.setText(f"{season.name} 供暖季  {season.starts_on} 至 {season.ends_on}" if season else "没有供暖季")
        states = [self._state(one) for one in self.model.rows]
        late, near = states.count(DutyState.LATE), states.count(DutyState.NEAR)
        parts = [f"▲ {late} 项已过期" if late else "", f"◐ {near} 项即将到期" if near else ""]
        self.count.setText("，".join(part for part in parts if part) or f"已办结 {states.count(DutyState.DONE)} 项")
        set_look(self.count, "danger" if late else "warning" if near else "muted")
        self.about.setText(self._about(duty) if duty else "")
        mine = duty is not None and may_mark(self.seat, duty)
        self.buttons["duty_done"].setVisible(mine and duty is not None and duty.done_on is None)
        self.buttons["duty_undo"].setVisible(mine and duty is not None and duty.done_on is not None)
        self.buttons["duty_remind"].setVisible(
            self.seat.person.role is Role.SUPERVISOR and duty is not None and duty.done_on is None
        )

    def _about(self, duty: Duty) -> str:
        said = [f"{self._company(duty)}：{duty.rule.words}（{duty.rule.article}），{duty.due_on} 前"]
        if duty.done_on is not None and duty.marked_at is not None:
            at = duty.marked_at.astimezone(CITY_TIME)
            said.append(f"{duty.done_on} 办结，{duty.marked_by_name} {at:%m-%d %H:%M} 登记 {duty.remark}".rstrip())
        return "\n".join(said)

    def _company(self, duty: Duty) -> str:
        company = self.seat.directory.companies.get(duty.company_id)
        return company.short_name if company else "—"

    def _state(self, duty: Duty) -> DutyState:
        return duty.state(today(self.seat), near_days(self.seat.rules))

    def _left(self, duty: Duty) -> str:
        days = (duty.due_on - today(self.seat)).days
        if duty.done_on is not None:
            return ""
        return f"过期 {-days} 天" if days < 0 else "今天" if days == 0 else f"还有 {days} 天"

    def _columns(self) -> list[Column[Duty]]:
        return [
            Column(
                title="状态",
                text=lambda one: STATES[self._state(one)],
                width=13,
                colour=lambda one: COLOURS[self._state(one)],
                ticks=True,
            ),
            Column(title="期限", text=lambda one: str(one.due_on), width=12),
            Column(title="", text=self._left, width=12, ticks=True),
            Column(title="事项", text=lambda one: one.rule.name, width=16, strong=lambda _one: True),
            Column(title="公司", text=self._company, width=9, strong=lambda _one: True),
            Column(title="办结", text=lambda one: str(one.done_on or ""), width=12),
            Column(title="登记", text=lambda one: one.marked_by_name, width=10),
            Column(title="备注", text=lambda one: " ".join(one.remark.split()), width=20),
            Column(title="依据", text=lambda one: one.rule.short_article, width=20),
        ]

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.title)
        bar.addWidget(self.count, 1)
        self.buttons = self.act_buttons(
            bar,
            (
                ("season_before", "← 上一季", partial(self.step, -1)),
                ("season_after", "下一季 →", partial(self.step, 1)),
                ("duty_remind", "催办", self.remind),
                ("duty_undo", "撤销办结", self.undo),
                ("duty_done", "登记办结", self.done),
            ),
        )
        set_look(self.buttons["duty_done"], "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(self.strips)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.about)


class DoneStrip(FormStrip):
    """On which day it was done, today unless said otherwise, and a remark."""

    def __init__(self, title: str, day: date, parent: QWidget | None = None) -> None:
        super().__init__(title, "登记办结", parent)
        self.on = self.add_row("done_on", "办结", "日期，如 2026-11-03", text=str(day))
        self.remark = self.add_row("note", "备注", "可空")

    def day(self) -> date:
        """The day typed. Errors: BadInput(field="done_on")."""
        try:
            return date.fromisoformat(self.on.text().strip())
        except ValueError:
            raise BadInput("日期请写成 2026-11-03 的样子。", field="done_on") from None

    def start(self) -> None:
        self.remark.setFocus()
