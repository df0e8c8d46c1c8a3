"""The strip that issues or changes a notice: what, where, when, the words to read out, and what it rests on."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.directory import Directory, building_words
from app.errors import BadInput, WarmlineError
from app.lookup_keys import plain
from app.moment_words import read_moment
from app.notice_checks import NewNotice
from app.notice_places import PublicNotice
from app.notice_words import KIND_BASIS, KIND_WORDS, REACH_WORDS, TOLD_AFTERWARDS, NoticeKind, NoticeReach
from app.pinyin import spellings
from app.records import Role
from app.rules import CITY_TIME
from app.seat import Seat
from ui.choice_list import Choice
from ui.choice_row import ChoiceRow
from ui.fields import LineField
from ui.form_strip import FormStrip
from ui.pick_row import PickRow
from ui.style import set_look

Find = Callable[[str], list[Choice]]


class NoticeStrip(FormStrip):
    """``find``: communities by what is typed. ``old``: the notice that is changed."""

    def __init__(self, seat: Seat, find: Find, old: PublicNotice | None = None, parent: QWidget | None = None) -> None:
        super().__init__(f"更改公告 {old.number}" if old else "发布公告", "更改" if old else "发布", parent)
        self._seat, self._find_community = seat, find
        self._places: list[int] = list(old.places) if old else []
        self._passed = len(self._places)  # so many were chosen when Enter last led on
        self._at: dict[NoticeReach, list[int]] = {old.reach: self._places} if old else {}  # chosen for each reach
        reaches = dict(REACH_WORDS)
        if seat.person.role is Role.COMPANY:
            del reaches[NoticeReach.CITY]
        self.kind: ChoiceRow[NoticeKind] = ChoiceRow("种类", KIND_WORDS, columns=6, parent=self)
        self.reach: ChoiceRow[NoticeReach] = ChoiceRow("范围", reaches, columns=4, parent=self)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.kind)
        line.addWidget(self.reach, 1)
        self.body.addLayout(line)
        self.place = PickRow("地点", "", self._choices, self)
        self.place.field.setObjectName("places")
        self.none = QPushButton("清空", self)
        set_look(self.none, "link")
        self.none.clicked.connect(self._clear_places)
        buildings = "、".join(building_words(one) for one in old.buildings) if old else ""
        ends = _typed(old.ends_at) if old and old.ends_at else ""
        self._line(
            (self.place, self.none),
            ("buildings", "楼号", "只有几栋时写", buildings),
            ("area", "地段", "如 八一路以北，可空", old.area if old else ""),
        )
        self._line(
            (),
            ("begins_at", "开始", "如 明天 6:30、12-01 08:00", _typed(old.begins_at) if old else ""),
            ("ends_at", "结束", "突发停热可以先不填", ends),
            ("basis", "依据", "", old.basis if old else ""),
        )
        self.text = self.add_text("text", "告知", "念给用户听的话", 2, old.text if old else "")
        self.late = self.add_row("late_reason", "原因", "未提前告知的原因", text=old.late_reason if old else "")
        self.note = self.add_row("note", "说明", "为什么更改，可空")
        self.rows["late_reason"].setVisible(bool(old and old.late_reason))
        self.rows["note"].setVisible(old is not None)
        self.kind.choose(old.kind if old else None)
        self.reach.choose(old.reach if old else None)
        self.kind.picked.connect(self._on_kind)
        self.reach.picked.connect(self._on_reach)
        self.place.chosen.connect(self._on_place)
        self.place.passed.connect(self._on_passed)
        self._on_kind(move=False)
        self._show_places()

    def asked(self) -> NewNotice:
        """What the fields say. Errors: BadInput with the field."""
        now, kind, reach = self._seat.now(), self.kind.value(), self.reach.value()
        if kind is None:
            raise BadInput("请选公告的种类。", field="kind")
        if reach is None:
            raise BadInput("请选公告的范围。", field="reach")
        begins = read_moment(self._text("begins_at"), now, "begins_at", nearest=kind in TOLD_AFTERWARDS)
        if begins is None:
            raise BadInput("请填写开始时间。", field="begins_at")
        community = reach is NoticeReach.COMMUNITY
        return NewNotice(
            kind=kind,
            reach=reach,
            places=tuple(self._places) if reach is not NoticeReach.CITY else (),
            buildings=tuple(one for one in _apart(self._text("buildings")) if one) if community else (),
            begins_at=begins,
            ends_at=read_moment(self._text("ends_at"), now, "ends_at"),
            text=self.text.toPlainText(),
            area=self._text("area"),
            basis=self._text("basis"),
            late_reason=self.late.text(),
        )

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        if error.field == "places":
            self.place.show()
            self.place.fail(error.sentence)
            self.error.hide()
            self.place.field.setFocus()
        elif error.field in ("kind", "reach"):
            (self.kind if error.field == "kind" else self.reach).setFocus()

    def start(self) -> None:
        (self.rows["begins_at"].field if self.kind.value() else self.kind).setFocus()

    def more_words(self) -> Mapping[str, str]:
        return {"places": " ".join(str(one) for one in self._places)}

    def put_back(self, words: Mapping[str, str]) -> None:
        self._on_kind(move=False)
        self._go_to_reach()
        if "places" in words:
            known = _names(self._seat.directory, self.reach.value())
            self._places[:] = [int(one) for one in words["places"].split() if int(one) in known]
        self._passed = len(self._places)
        self._show_places()

    # inside

    def _line(self, before: tuple[QWidget, ...], *fields: tuple[str, str, str, str]) -> None:
        """Short fields in one line, so that the smallest screen has room for the form."""
        line = QHBoxLayout()
        line.setSpacing(10)
        for widget in before:
            line.addWidget(widget, 2 if widget is self.place else 0, Qt.AlignmentFlag.AlignTop)
        for name, word, hint, text in fields:
            line.addWidget(self.make_row(name, word, hint, text=text), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)

    def _text(self, name: str) -> str:
        field = self.rows[name].field
        return field.text() if isinstance(field, LineField) else field.toPlainText()

    def _on_kind(self, move: bool = True) -> None:
        kind = self.kind.value()
        self.rows["basis"].field.setPlaceholderText(KIND_BASIS.get(kind, "可空") if kind else "可空")
        if move:
            self.reach.setFocus()

    def _on_reach(self) -> None:
        self._go_to_reach()
        (self.place.field if self.place.isVisibleTo(self) else self.rows["begins_at"].field).setFocus()

    def _go_to_reach(self) -> None:
        """What was chosen for this reach before is there again."""
        me, reach = self._seat.person, self.reach.value()
        self._places = self._at.setdefault(reach, []) if reach is not None else []
        if reach is NoticeReach.COMPANY and me.role is Role.COMPANY and me.company_id:
            self._places[:] = [me.company_id]
        self._passed = len(self._places)
        self._show_places()

    def _on_place(self, key: Hashable | None) -> None:
        if isinstance(key, int):
            if key not in self._places:
                self._places.append(key)
            self.place.set_choice(None, "")
            self._show_places()

    def _on_passed(self) -> None:
        """Enter chooses one more and stays; where nothing was typed, it leads on."""
        if len(self._places) == self._passed:
            (self.rows["area"] if self.rows["buildings"].isHidden() else self.rows["buildings"]).field.setFocus()
        self._passed = len(self._places)

    def _clear_places(self) -> None:
        self._places.clear()
        self._passed = 0
        self._show_places()
        self.place.field.setFocus()

    def _show_places(self) -> None:
        reach = self.reach.value()
        own = reach is NoticeReach.COMPANY and self._seat.person.role is Role.COMPANY
        picking = reach is not None and reach is not NoticeReach.CITY and not own
        self.place.setVisible(picking)
        self.none.setVisible(picking and bool(self._places))
        self.rows["buildings"].setVisible(reach is NoticeReach.COMMUNITY)
        names = _names(self._seat.directory, reach)
        chosen = [names.get(one, "已撤销") for one in self._places]
        self.place.say(f"已选 {'、'.join(chosen)}" if chosen else "")
        more = "继续输入可再加一处；Enter 到下一栏" if chosen else "名称、拼音或首字母，↓ 列出"
        self.place.field.setPlaceholderText(more)

    def _choices(self, typed: str) -> list[Choice]:
        reach, wanted = self.reach.value(), plain(typed)
        if reach is NoticeReach.COMMUNITY:
            return self._find_community(typed)
        names, me = _names(self._seat.directory, reach), self._seat.person
        stations = self._seat.directory.stations
        if reach is NoticeReach.STATION and me.role is Role.COMPANY:
            names = {id: name for id, name in names.items() if stations[id].company_id == me.company_id}
        return [Choice(id, name) for id, name in names.items() if not wanted or _sounds_like(name, wanted)][:50]


def _names(directory: Directory, reach: NoticeReach | None) -> dict[int, str]:
    match reach:
        case NoticeReach.COMPANY:
            return {id: one.short_name for id, one in directory.companies.items()}
        case NoticeReach.STATION:
            return {id: f"{one.code} {one.name}" for id, one in directory.stations.items()}
        case NoticeReach.COMMUNITY:
            return {id: one.name for id, one in directory.communities.items()}
        case _:
            return {}


def _sounds_like(name: str, wanted: str) -> bool:
    if wanted in plain(name):
        return True
    spoken = "".join(sign for sign in name if sign.isalpha())
    return any(
        "".join(said).startswith(wanted) or "".join(one[0] for one in said).startswith(wanted)
        for said in spellings(spoken)
    )


def _apart(typed: str) -> list[str]:
    for mark in ("，", ",", " ", ";", "；"):
        typed = typed.replace(mark, "、")
    return [one.removesuffix("号楼").strip() for one in typed.split("、")]


def _typed(at: datetime) -> str:
    local = at.astimezone(CITY_TIME)
    return f"{local:%Y-%m-%d %H:%M}"
