"""One registry of shortcuts: what each key does and where, checked for conflicts; F1 prints its sheet from here.

No Alt combinations (AltGr types letters), and single letters only outside of text fields, where Qt gives a printable
key to the field first. A shortcut lives as long as its widget and works only while that widget is shown.
"""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.key_list import KEYS
from ui.key_scopes import APART, OFFICE, PAGES, SECTIONS, Key, Scope


def conflicts(keys: tuple[Key, ...] = KEYS) -> list[tuple[Key, Key]]:
    """Pairs that one key press could mean at once: same keys in places that can be shown together."""
    pairs = [(a, b) for i, a in enumerate(keys) for b in keys[i + 1 :]]
    return [(a, b) for a, b in pairs if QKeySequence(a.keys) == QKeySequence(b.keys) and _together(a.scope, b.scope)]


def key(name: str, keys: tuple[Key, ...] = KEYS) -> Key:
    """The shortcut of that name; raises KeyError for a name that is not in the registry."""
    for found in keys:
        if found.name == name:
            return found
    raise KeyError(name)


def cap(name: str) -> str:
    """How the key is written on a button: ``F6``, ``Ctrl Enter``."""
    text = QKeySequence(key(name).keys).toString(QKeySequence.SequenceFormat.PortableText)
    return text.replace("Return", "Enter").replace("+", " ")


def bind(widget: QWidget, name: str, slot: Callable[[], object]) -> QShortcut:
    """Let the named key call ``slot`` while ``widget`` is shown, wherever in its window the focus is.

    A key of a row of choices works only while the focus is in that row.
    """
    found = key(name)
    inside = found.scope is Scope.CHOICE
    shortcut = QShortcut(QKeySequence(found.keys), widget)
    shortcut.setObjectName(name)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut if inside else Qt.ShortcutContext.WindowShortcut)
    shortcut.activated.connect(slot)
    return shortcut


def help_sheet(here: Collection[str] = (), pages: Sequence[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """The F1 sheet: each place with its keys and what they do, in the order of the registry.

    ``here``: names of the keys that work where one stands, told first; ``pages``: what this person's pages are called.
    """
    own = [found for found in KEYS if found.name in here and found.scope is not Scope.WINDOW]
    places = [("此处", own)] + [(scope.value, [found for found in KEYS if found.scope is scope]) for scope in Scope]
    told = [(place, [(cap(one.name), words) for one in keys if (words := _told(one, pages))]) for place, keys in places]
    return [(place, lines) for place, lines in told if lines]


def _told(found: Key, pages: Sequence[str]) -> str:
    """What the key does; of the keys of pages the page's own name, nothing where there is none."""
    number = found.name.removeprefix("page_")
    if not pages or number == found.name:
        return found.words
    return pages[int(number) - 1] if int(number) <= len(pages) else ""


def _together(a: Scope, b: Scope) -> bool:
    if APART & {a, b}:
        return a == b
    if a == b or Scope.WINDOW in (a, b):
        return True
    if Scope.CHOICE in (a, b):
        return True
    if Scope.PARTS in (a, b) and SECTIONS & {a, b}:
        return True
    if OFFICE & {a, b}:
        return False
    return (a in PAGES) != (b in PAGES)
