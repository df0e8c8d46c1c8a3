"""The page 规则: the rule book by sections, each rule with its basis and history beside it; changed in a strip."""

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.incident_groups import Threshold
from app.records import Authority, Category, FormField, IncidentKind
from app.refund_bands import Band
from app.relief_sums import Rate
from app.review_records import ScoreItem
from app.rule_settings import SettingNow
from app.rules import LimitRule, Season
from app.seat import Seat
from ui.act_pane import ActPane
from ui.claim_strips import BandStrip, RateStrip
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.row_table import RowTable
from ui.rule_panel import RulePanel
from ui.rule_sections import Book, Entry, Section, columns, entries, read_book
from ui.rule_strips import CalendarStrip, CategoryStrip, LimitStrip, NewLimitStrip, SeasonStrip
from ui.score_items_strip import ScoreItemsStrip
from ui.setting_strips import DoorStrip, FieldStrip, RemovalStrip, SettingStrip, ThresholdStrip
from ui.style import set_look, tokens
from ui.table_model import TableModel

RuleForm = (
    LimitStrip
    | NewLimitStrip
    | SeasonStrip
    | CategoryStrip
    | CalendarStrip
    | SettingStrip
    | ThresholdStrip
    | RemovalStrip
    | DoorStrip
    | FieldStrip
    | ScoreItemsStrip
    | BandStrip
    | RateStrip
)
SIDE_EM = 21
_GROWING = frozenset(
    {Section.LIMITS, Section.SEASONS, Section.CALENDAR, Section.THRESHOLDS, Section.DOORS, Section.CLAIMS}
)


class RulesPage(ActPane):
    """Reads the book when it is shown and after each change anywhere."""

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(seat, jobs, parent)
        self.book: Book | None = None
        self.section = Section.LIMITS
        self._models: dict[Section, TableModel[Entry]] = {}
        self._rank: dict[object, int] = {}
        self._stood: dict[Section, object] = {}  # where one stood in each section
        self.table = RowTable(parent=self)
        self.table.setAccessibleName("规则")
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.change())
        self.panel = RulePanel(self)
        self._chips: dict[Section, QPushButton] = {}
        self.add_button, self.change_button, self.remove_button = (
            QPushButton(f"{words}  {cap(name)}", self)
            for words, name in (("添加", "add_rule"), ("修改", "change_rule"), ("去掉", "remove_rule"))
        )
        self.setFocusProxy(self.table)
        self._lay_out()
        for name, slot in (
            ("add_rule", self.add), ("change_rule", self.change), ("remove_rule", self.remove),
            ("submit_rule", self.submit), ("load_calendar", self.load_calendar),
            ("next_section", partial(self.step, 1)), ("last_section", partial(self.step, -1)),
        ):  # fmt: skip
            bind(self, name, slot)
        self.choose(Section.LIMITS)

    @property
    def model(self) -> TableModel[Entry]:
        """The list in sight."""
        if self.section not in self._models:
            self._models[self.section] = TableModel(
                columns(self.section), lambda one: one.key, lambda one: self._rank.get(one.key, 0), tokens
            )
        return self._models[self.section]

    @property
    def entry(self) -> Entry | None:
        """The line stood on."""
        key = self.table.key()
        return None if key is None else self.model.row(key)

    def read(self) -> None:
        """Read the book anew; a page that is not shown reads when it is."""
        if self.isVisible():
            self.look_up("book", lambda: read_book(self.seat), self._take)

    def choose(self, section: Section) -> None:
        """Show a section; the strip of another is folded."""
        self._stood[self.section] = self.table.key()
        self.close_strip()
        self.section = section
        self._chips[section].setChecked(True)
        self._list()
        if self.table.model() is not self.model:
            self.table.show_model(self.model)
        self._stand(self._stood.get(section))

    def step(self, by: int) -> None:
        """The next section, or the one before."""
        found = list(Section)
        self.choose(found[(found.index(self.section) + by) % len(found)])
        self.table.setFocus()

    # what the administrator does

    def add(self) -> None:
        """A strip for a new rule of the section."""
        if self.book is None or self.section not in _GROWING:
            return
        match self.section:
            case Section.LIMITS:
                self._open(NewLimitStrip(self.book.today, self))
            case Section.SEASONS:
                self._open(SeasonStrip(None, max(one.starts_on.year for one in self.book.rules.seasons) + 1, self))
            case Section.CALENDAR:
                self._open(CalendarStrip(self.jobs, self))
            case Section.THRESHOLDS:
                stood = self.entry.subject if self.entry else None
                kind = stood.kind if isinstance(stood, Threshold) else IncidentKind.STATION
                self._open(ThresholdStrip(Threshold(kind, 0, 5, 60), new=True, parent=self))
            case Section.DOORS:
                self._open(DoorStrip(None, self))
            case Section.CLAIMS:
                season = self.book.rules.season_on(self.book.today)
                self._open(RateStrip(None, season.name if season else "", self))

    def change(self) -> None:
        """A strip with the rule stood on."""
        entry, book = self.entry, self.book
        if entry is None or book is None:
            return
        match entry.subject:
            case LimitRule() as rule:
                if rule.valid_until is not None:
                    self.failed.emit("这条时限已有期限，请改接替它的那一条。")
                    return
                self._open(LimitStrip(rule, book.today, self))
            case Category() as category:
                self._open(CategoryStrip(category, self))
            case FormField() as field:
                self._open(FieldStrip(field, self))
            case Season() as season:
                self._open(SeasonStrip(season, season.starts_on.year, self))
            case int():
                self._open(CalendarStrip(self.jobs, self))
            case Threshold() as step:
                self._open(ThresholdStrip(step, new=False, parent=self))
            case SettingNow() as setting:
                self._open(SettingStrip(setting, self))
            case Authority() as door:
                self._open(DoorStrip(door, self))
            case Band() as band:
                versions = book.rules.refund_bands
                self._open(BandStrip([one for one in versions if one.version == band.version], book.today, self))
            case Rate() as rate:
                self._open(RateStrip(rate, rate.season, self))
            case ScoreItem():
                self._open(ScoreItemsStrip(book.scores, parent=self))

    def remove(self) -> None:
        """A strip that takes away the step of a threshold stood on."""
        step = self.entry.subject if self.entry else None
        if isinstance(step, Threshold):
            if step.min_homes == 0:
                self.failed.emit("每种地点要有一档从 0 户起，这一档只能改。")
            else:
                self._open(RemovalStrip(step, self))

    def load_calendar(self) -> None:
        """The strip for a year's arrangement; once it is open, the dialog for its file."""
        if isinstance(self.strip, CalendarStrip):
            self.strip.choose()
            return
        self.choose(Section.CALENDAR)
        self.add()

    def back(self) -> bool:
        """Esc: fold the strip."""
        if self.isVisible() and not super().back():
            self.table.setFocus()
        return True

    # inside

    def _open(self, strip: RuleForm) -> None:
        self.open_strip(strip, lambda: strip.work(self.seat), strip.done)

    def _take(self, book: Book) -> None:
        self.book = book
        stood = self.table.key()
        self._list()
        self._stand(stood)

    def _list(self) -> None:
        found = entries(self.section, self.book) if self.book else []
        self._rank = {one.key: at for at, one in enumerate(found)}
        self.model.replace(found)
        self.model.tick()
        self.add_button.setVisible(self.section in _GROWING)
        self.add_button.setText(f"{'导入' if self.section is Section.CALENDAR else '添加'}  {cap('add_rule')}")
        self.change_button.setVisible(self.section not in (Section.HISTORY, Section.CALENDAR))
        self.remove_button.setVisible(self.section is Section.THRESHOLDS)

    def _stand(self, key: object) -> None:
        """Stand where one stood, or on the first line."""
        rows = self.model.rows
        if rows and not (key is not None and self.table.choose(key)):
            self.table.choose(rows[0].key)
        self._show()

    def _show(self) -> None:
        self.panel.show_entry(self.section, self.entry, self.book)

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        for section in Section:
            chip = QPushButton(section.value, self)
            chip.setCheckable(True)
            set_look(chip, "chip")
            chip.clicked.connect(partial(self._on_chip, section))
            group.addButton(chip)
            self._chips[section] = chip
            bar.addWidget(chip)
        bar.addStretch(1)
        acts = QHBoxLayout()
        acts.setSpacing(6)
        acts.addStretch(1)
        set_look(self.add_button, "primary")
        for button, slot in (
            (self.remove_button, self.remove),
            (self.change_button, self.change),
            (self.add_button, self.add),
        ):
            button.clicked.connect(slot)
            acts.addWidget(button)
        self.strips.setSpacing(8)
        self.strips.addWidget(self.panel, 1)
        side = QWidget(self)
        side.setLayout(self.strips)
        self.strips.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(round(self.fontMetrics().height() * SIDE_EM))
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(bar)
        left.addWidget(self.table, 1)
        left.addLayout(acts)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(left, 1)
        layout.addWidget(side)

    def _on_chip(self, section: Section, _checked: bool = False) -> None:
        self.choose(section)
        self.table.setFocus()
