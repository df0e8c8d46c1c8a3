"""Where Tab goes: through a layout as the eye does, and not in the order in which things were made."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def tab_along(root: QWidget) -> None:
    """Let Tab, and Enter where it goes on to the next field, follow the layout of ``root``."""
    layout = root.layout()
    if layout is not None:
        for one, after in pairwise(_stops(layout)):
            QWidget.setTabOrder(one, after)


def _stops(layout: QLayout) -> Iterator[QWidget]:
    for item in filter(None, map(layout.itemAt, range(layout.count()))):
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
                yield widget
            inner = widget.layout()
        if inner is not None:
            yield from _stops(inner)
