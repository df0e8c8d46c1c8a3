"""What stands in a strip, as words by the names of its fields: kept until it is stored, and put back into a new one."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ui.choice_row import ChoiceRow
from ui.fields import LineField, TextField
from ui.form_row import FormRow
from ui.pick_row import PickRow
from ui.strip import Strip
from ui.word_keeper import WordKeeper

PREFIX = "strip "
DAYS = timedelta(days=14)
"""After that nobody comes back to words that were folded away."""

Field = LineField | TextField | PickRow | ChoiceRow[object] | QAbstractButton


class StripWords:
    """Of one pane, which has one strip at a time. What the strip began with is not kept, so that a row that was
    changed elsewhere meanwhile shows what it says now wherever nothing was typed."""

    def __init__(self, keeper: WordKeeper, pane: str, today: Callable[[], date]) -> None:
        self._keeper, self._pane, self._today = keeper, pane, today
        self._strip: Strip | None = None
        self._begun: dict[str, str] = {}

    def watch(self, strip: Strip) -> bool:
        """Put back what was kept, and keep what is typed from now on; whether anything was put back."""
        self._strip, self._begun = strip, typed_words(strip)
        self._clear_old()
        found = _read(self._keeper.text(self._name(strip))) if strip.kept_as else None
        if found is not None:
            put_back(strip, found[1])

        def keep(*_changed: object) -> None:
            self.keep(strip)

        for _name, field in _fields(strip):
            if isinstance(field, LineField | TextField):
                field.textChanged.connect(keep)
            elif isinstance(field, PickRow):
                field.field.textChanged.connect(keep)
                field.chosen.connect(keep)
            elif isinstance(field, ChoiceRow):
                field.picked.connect(keep)
            else:
                field.toggled.connect(keep)
        return found is not None

    def keep(self, strip: Strip) -> None:
        """Keep what differs from what the strip began with."""
        if strip is self._strip and strip.kept_as:
            now = typed_words(strip)
            typed = {name: words for name, words in now.items() if words != self._begun.get(name, "")}
            day = self._today().isoformat()
            self._keeper.keep(self._name(strip), json.dumps([day, typed], ensure_ascii=False) if typed else "")

    def forget(self, strip: Strip) -> None:
        """It is stored in the database now."""
        if strip is self._strip:
            self._strip = None
        self._keeper.forget(self._name(strip))

    def _name(self, strip: Strip) -> str:
        return f"{PREFIX}{self._pane} {strip.kept_as}"

    def _clear_old(self) -> None:
        for name in self._keeper.names(PREFIX):
            found = _read(self._keeper.text(name))
            if found is None or self._today() - found[0] > DAYS:
                self._keeper.forget(name)


def typed_words(strip: Strip) -> dict[str, str]:
    """What stands in the fields of a strip, and what it has beside them."""
    return {name: _words(field) for name, field in _fields(strip)} | dict(strip.more_words())


def put_back(strip: Strip, words: Mapping[str, str]) -> None:
    """Put words where they were typed; a field that is no more is left out, a row that has words is shown."""
    for name, field in _fields(strip):
        if name not in words:
            continue
        _put(field, words[name])
        row = field.parentWidget()
        if isinstance(row, FormRow) and words[name]:
            row.show()
    strip.put_back(words)


def _fields(strip: Strip) -> Iterator[tuple[str, Field]]:
    """Each field with a name that is the same whenever such a strip is made."""
    seen: dict[str, int] = {}
    for one in strip.findChildren(QWidget):
        if isinstance(one, LineField) and one.echoMode() is not QLineEdit.EchoMode.Normal:
            continue
        inside = one.parentWidget()
        if isinstance(one, PickRow):
            name = one.keeps and one.word.text()
        elif isinstance(one, LineField | TextField):
            name = not isinstance(inside, PickRow) and not one.isReadOnly() and (one.objectName() or "field")
        elif isinstance(one, ChoiceRow):
            name = one.word.text()
        elif isinstance(one, QAbstractButton) and one.isCheckable():
            name = not isinstance(inside, ChoiceRow) and one.objectName()
        else:
            continue
        if name:
            seen[name] = seen.get(name, 0) + 1
            yield name if seen[name] == 1 else f"{name} {seen[name]}", one


def _words(field: Field) -> str:
    if isinstance(field, PickRow):
        key = field.key if isinstance(field.key, int | str) else None
        return json.dumps([key, field.field.text()], ensure_ascii=False)
    if isinstance(field, ChoiceRow):
        return field.words
    if isinstance(field, TextField):
        return field.toPlainText()
    return field.text() if isinstance(field, LineField) else "1" if field.isChecked() else "0"


def _put(field: Field, words: str) -> None:
    if isinstance(field, PickRow):
        key, text = json.loads(words)
        field.set_choice(key, text)
    elif isinstance(field, ChoiceRow):
        field.choose_words(words)
    elif isinstance(field, TextField):
        field.setPlainText(words)
    elif isinstance(field, LineField):
        field.setText(words)
    else:
        field.setChecked(words == "1")


def _read(kept: str) -> tuple[date, dict[str, str]] | None:
    if not kept:
        return None
    try:
        day, words = json.loads(kept)
        return date.fromisoformat(day), dict(words)
    except (ValueError, TypeError):
        return None
