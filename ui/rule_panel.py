"""Beside the list of rules: what the one stood on says and rests on, and who changed what of it, when and why."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.calendar_tables import special_days, year_source
from app.entitlements import relief_due_words
from app.forms import bounds_words
from app.incident_groups import Threshold
from app.limit_words import length_words
from app.records import Authority, Category, FormField
from app.refund_bands import Band, band_words
from app.relief_sums import Rate
from app.review_records import ScoreItem
from app.rule_book import RuleChange
from app.rule_history import change_lines, subject
from app.rule_settings import SettingNow
from app.rules import CITY_TIME, LimitRule, Season
from app.words import CLOCK_WORDS, URGENCY_WORDS
from ui.fact_grid import Fact, FactGrid
from ui.rule_sections import DOOR_MARKS, MARK_WORDS, SOURCE_WORDS, Book, Entry, Section, limit_state
from ui.scroll_card import ScrollCard
from ui.style import set_look

_WEEK = "一二三四五六日"
MOST_SHOWN = 30


class RulePanel(ScrollCard):
    """Facts and history; scrolled by keyboard when they are long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("规则详情", parent)
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self.title, "title")
        self.facts = FactGrid(3.2, parent=self)
        self._history = QLabel("修改记录", self)
        set_look(self._history, "strong")
        self.history = FactGrid(3.2, parent=self)
        for part in (self.title, self.facts, self._history, self.history):
            self.body.addWidget(part)
        self.show_entry(Section.LIMITS, None, None)

    def show_entry(self, section: Section, entry: Entry | None, book: Book | None) -> None:
        """Show a line of a section; None: there is nothing to stand on."""
        if entry is None or book is None:
            self.title.setText("")
            self.facts.show_facts([])
            self.history.show_facts([])
            self._history.hide()
            return
        title, facts = described(entry, book)
        self.title.setText(title)
        self.facts.show_facts(facts)
        told = [] if section is Section.HISTORY else [one for one in book.changes if concerns(one, entry.subject)]
        self._history.setVisible(section is not Section.HISTORY)
        self._history.setText("修改记录" if told else "没有修改过")
        set_look(self._history, "strong" if told else "muted")
        self.history.show_facts([fact for one in told[:MOST_SHOWN] for fact in change_facts(one)])


def described(entry: Entry, book: Book) -> tuple[str, list[Fact]]:
    """The title of a line and its facts."""
    match entry.subject:
        case LimitRule() as rule:
            return f"{CLOCK_WORDS[rule.clock]} {length_words(rule.minutes, rule.unit)}", _limit(rule, book)
        case Category() as one:
            questions = [Fact("先问" if at == 0 else "", f"{at + 1}. {q}") for at, q in enumerate(one.questions)]
            traits = [words for on, words in ((one.secret, "选中即保密"), (one.answer_at_once, "多半直接答复")) if on]
            return f"{one.code} {one.name}", [
                Fact("缓急", URGENCY_WORDS[one.urgency], "，".join(traits)),
                *questions,
                Fact("先说", one.first_words or "（无）"),
            ]
        case FormField() as field:
            return f"{field.category} {field.label}", [
                Fact("填什么", bounds_words(field), "必填" if field.required else "可空", "strong"),
                Fact("提示", field.hint or "（无）"),
                Fact("代号", field.key, look="muted"),
            ]
        case Season() as season:
            return f"{season.name} 供暖季", [
                Fact("起止", f"{season.starts_on} – {season.ends_on}"),
                Fact("依据", season.note, look="strong"),
                Fact("条文", "菏泽市供热条例第二十条：供暖期可由市政府调整", look="muted"),
            ]
        case int() as year:
            return f"{year} 年", [
                Fact("来源", SOURCE_WORDS[year_source(book.rules, year)]),
                *(
                    Fact(f"{one.day:%m-%d} 周{_WEEK[one.day.weekday()]}", f"{'班' if one.working else '休'} {one.name}")
                    for one in special_days(book.rules, year)
                ),
            ]
        case Threshold() as step:
            return entry.cells[0], [
                Fact("门槛", f"{step.min_homes} 户起：{step.minutes} 分钟内 {step.calls} 户反映就提示"),
                Fact("依据", "本系统建议，无法律依据"),
            ]
        case SettingNow() as setting:
            bounds = f"{setting.line.least}–{setting.line.most} {setting.line.unit}" if setting.line.unit else ""
            return setting.line.name, [
                Fact("现值", setting.words, bounds, look="strong"),
                Fact("依据", setting.basis),
            ]
        case Authority() as door:
            return door.name, [
                Fact("电话", "、".join(door.phones) or "待填", DOOR_MARKS.get(door.mark, door.mark), look="strong"),
                Fact("怎么说", door.words),
                Fact("事项", "、".join(door.matters)),
            ]
        case Band() as band:
            bands = [one for one in book.rules.refund_bands if one.version == band.version]
            return f"退 {band.percent}%", [
                Fact("室温", band_words(bands, band), f"第 {band.version} 版", look="strong"),
                Fact("依据", band.article),
                Fact("边上", band.note or "—", MARK_WORDS[band.mark]),
                Fact("有效", f"{band.valid_from} 起"),
            ]
        case Rate() as rate:
            return f"{rate.season} 减免标准", [
                Fact("标准", f"每平方米 {rate.rate} 元，按实际缴费面积", look="strong"),
                Fact("依据", rate.basis, MARK_WORDS[rate.mark]),
                Fact("说明", rate.note or "—"),
                Fact("兑付", relief_due_words(book.rules), look="muted"),
            ]
        case ScoreItem() as item:
            return f"{item.name} {item.weight} 分", [
                Fact("依据", item.basis or "（无）"),
                Fact("说明", "改动只用于以后的评分，评过的评分表不变", look="muted"),
            ]
        case RuleChange() as change:
            return subject(change), change_facts(change)
    raise TypeError(entry.subject)


def concerns(change: RuleChange, about: object) -> bool:
    """Whether an entry of the history is about this rule."""
    match about:
        case LimitRule():
            return change.kind == "limit" and about.id in {(change.before or {}).get("id"), change.after["id"]}
        case Category():
            return change.kind == "category" and change.name == about.code
        case FormField():
            row = change.after if change.kind == "form_field" else {}
            return (row.get("category"), row.get("key")) == (about.category, about.key)
        case Season():
            return change.kind == "season" and change.name == about.name
        case int():
            return change.kind == "calendar" and str(about) in change.name
        case Threshold():
            return change.kind == "incident_threshold" and change.name == about.kind
        case SettingNow():
            return change.kind == "setting" and change.name == about.line.id
        case Band():
            return change.kind == "refund_band"
        case Rate():
            return change.kind == "relief_rate" and change.name == about.season
        case ScoreItem():
            return change.kind == "score_item"
        case Authority():
            return change.kind == "authority" and change.name == about.code
    return False


def change_facts(change: RuleChange) -> list[Fact]:
    """Who, when, why, and each thing before → after."""
    lines = change_lines(change)
    shown = lines[:MOST_SHOWN] + ([f"……还有 {len(lines) - MOST_SHOWN} 处"] if len(lines) > MOST_SHOWN else [])
    return [
        Fact(f"{change.at.astimezone(CITY_TIME):%m-%d %H:%M}", change.note, change.person, "strong"),
        *(Fact("", words) for words in shown),
    ]


def _limit(rule: LimitRule, book: Book) -> list[Fact]:
    until = f" – {rule.valid_until}" if rule.valid_until else " 起"
    first = (
        [Fact("另有", f"供暖季前 {rule.first_days} 日 {length_words(rule.first_days_minutes, rule.unit)}")]
        if rule.first_days and rule.first_days_minutes
        else []
    )
    return [
        Fact("依据", rule.legal_name, MARK_WORDS[rule.mark], look="strong"),
        Fact("说法", rule.words),
        Fact("起算", "从派单起" if rule.counts_from_dispatch else "从受理起" if not rule.is_house else "从上一步起"),
        *first,
        Fact("类别", "、".join(rule.categories)),
        *(Fact("只限", "、".join(values)) for _key, values in rule.only_when),
        Fact("有效", f"{rule.valid_from}{until}", limit_state(rule, book.today)),
        *([Fact("印出", "内部提醒，不印在派单上", look="muted")] if rule.is_house else []),
    ]
