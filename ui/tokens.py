"""The colours of day and night (design.md section 8), by what they mean; nothing else in ui/ names a colour."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme as ``#RRGGBB``; ``*_on`` is the ground that its namesake stands on."""

    background: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    selected: str
    warning: str
    warning_on: str
    danger: str
    danger_on: str
    good: str
    good_on: str

    def colour(self, role: str) -> QColor:
        """The colour of a role by its name, e.g. ``danger`` or ``good_on``."""
        return _colour(getattr(self, role))


@cache
def _colour(hexadecimal: str) -> QColor:
    return QColor(hexadecimal)


LIGHT = Tokens(
    background="#F1F3F5",
    surface="#FFFFFF",
    raised="#F8F9FA",
    line="#D9DEE3",
    text="#1A1F26",
    muted="#586473",
    accent="#1B63A6",
    selected="#DCEAF7",
    warning="#8A5200",
    warning_on="#FFF1D6",
    danger="#B3261E",
    danger_on="#FCE4E2",
    good="#1B7245",
    good_on="#DFF3E7",
)
DARK = Tokens(
    background="#14171B",
    surface="#1B1F24",
    raised="#22272D",
    line="#343B43",
    text="#E4E8EC",
    muted="#9BA6B2",
    accent="#6FB1EC",
    selected="#24384A",
    warning="#F2BC6B",
    warning_on="#3A2E18",
    danger="#FF8F86",
    danger_on="#43211F",
    good="#74D19A",
    good_on="#1B3526",
)
