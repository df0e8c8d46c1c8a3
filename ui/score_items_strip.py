"""The items of the score sheet in one field, a line each; the sum is told while one types, the last changes below."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app import score_sheets
from app.errors import WarmlineError
from app.review_records import FULL, ScoreItem
from app.rule_book import RuleChange, history
from app.rule_history import change_lines
from app.rules import CITY_TIME
from app.score_words import items_text, read_items, weights_sentence
from app.seat import Seat
from ui.rule_strips import RuleStrip, Work
from ui.style import set_look

MOST_CHANGES = 3
_IN_ITEMS = frozenset({"name", "weight", "basis", "item"})


def read_items_now(seat: Seat) -> tuple[list[ScoreItem], list[RuleChange]]:
    """The items, and their last changes. Blocks. Errors: DatabaseAway."""
    return score_sheets.list_items(seat), history(seat, ("score_item",), MOST_CHANGES)


class ScoreItemsStrip(RuleStrip):
    """Used by the administrator on the page 规则, by supervisors beside the review."""

    def __init__(
        self, items: Sequence[ScoreItem], changes: Sequence[RuleChange] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__("修改评分项", "保存修改", parent)
        self._items = items
        self.field = self.add_text("items", "评分项", "一行一项：要素齐全 25 依据", 7, items_text(items))
        self.told = self.add_note("")
        self.add_reason()
        self.rows["note"] = self.rows["reason"]
        self.add_note("一行一项：名称、分值、依据；改动只用于以后的评分。")
        for one in changes[:MOST_CHANGES]:
            said = "；".join(change_lines(one))
            self.add_note(f"{one.at.astimezone(CITY_TIME):%m-%d %H:%M} {one.person}：{one.note}（{said}）")
        self.field.textChanged.connect(self._tell)
        self._tell()

    def work(self, seat: Seat) -> Work:
        items, reason = read_items(self.field.toPlainText(), self._items), self.text("reason")
        return lambda: score_sheets.put_items(seat, items, reason)

    def fail(self, error: WarmlineError) -> None:
        super().fail(type(error)(error.sentence, field="items") if error.field in _IN_ITEMS else error)

    def start(self) -> None:
        self.field.setFocus()

    def _tell(self) -> None:
        try:
            found = read_items(self.field.toPlainText(), self._items)
        except WarmlineError as error:
            self.told.setText(error.sentence)
            set_look(self.told, "warning")
            return
        self.told.setText(weights_sentence(found))
        set_look(self.told, "muted" if sum(one.weight for one in found) == FULL else "warning")
