"""What the sections 退费 and 减免 have in common: a record stood on, its steps by key, and how many are late."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app import refunds
from app.records import RefundState, ReliefState
from app.refund_records import Refund
from app.relief_records import Relief
from app.seat import Seat
from ui.entitlement_strip import Find
from ui.jobs import Jobs
from ui.list_pane import ListPane
from ui.live import Live
from ui.row_list import RowList
from ui.strip import WordsStrip
from ui.style import set_look
from ui.table_model import Column, TableModel

Record = TypeVar("Record", Refund, Relief)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Generic[Record]):
    """What is done with records of one kind, and by which keys."""

    one: str
    """The record in a sentence: 退费单."""
    many: str
    """All of them: 退费."""
    allowed: Callable[[Seat, Record], frozenset[str]]
    open_states: Sequence[RefundState | ReliefState]
    keys: Mapping[str, str]
    """Which button is which step."""
    primary: Mapping[RefundState | ReliefState, str]
    """The button of the step that leads on."""
    all_key: str
    """The button of ``toggle_all``."""


class EntitlementPane(ListPane, Generic[Record]):
    """``find``: communities by what is typed."""

    def __init__(
        self,
        live: Live,
        jobs: Jobs,
        find: Find,
        steps: Steps[Record],
        columns: list[Column[Record]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(live, jobs, parent)
        self._find = find
        self._steps: Steps[Record] = steps
        self.table: RowList[Record] = RowList(steps.one, columns, lambda one: one.id, pill_column=0, parent=self)
        self.model: TableModel[Record] = self.table.content

    @property
    def record(self) -> Record | None:
        """The record stood on."""
        return self.table.row

    # for the panes themselves

    def able(self, act: str, why_not: str) -> Record | None:
        """The record stood on, where this person may take the step now; says so where not."""
        record = self.record
        if record is None:
            self.failed.emit(f"请先选中一份{self._steps.one}。")
        elif act not in self._steps.allowed(self.seat, record):
            self.failed.emit(why_not)
        else:
            return record
        return None

    def ask_words(
        self,
        record: Record,
        verb: str,
        hint: str,
        act: Callable[[Seat, Record, str], Record],
        done: str,
        title: str = "",
    ) -> None:
        """A strip for the words that a step takes; ``title`` in place of verb, number and place."""
        strip = WordsStrip(title or f"{verb} {record.number} {record.place}", hint, verb)
        self.open_strip(strip, lambda: partial(act, self.seat, record, strip.words), f"{record.number} {done}")

    def show_complaint(self, complaint: UUID | None) -> None:
        """Open a complaint on the queue; says so where the record stood on has none."""
        if complaint is None:
            self.failed.emit(
                f"这份{self._steps.one}没有相关诉求。" if self.record else f"请先选中一份{self._steps.one}。"
            )
        else:
            self.complaint_asked.emit(complaint)

    def show_steps(self) -> None:
        """How many are late and under way, and what can be done with the one stood on."""
        steps, record, day = self._steps, self.record, refunds.today(self.seat)
        late = sum(one.overdue(day) for one in self.model.rows)
        under_way = sum(one.state in steps.open_states for one in self.model.rows)
        words = f"{under_way} 份在办" if late or under_way else f"没有在办的{steps.many}"
        self.count.setText(f"▲ {late} 份逾期，{words}" if late else words)
        set_look(self.count, "strong-danger" if late else "strong")
        may = steps.allowed(self.seat, record) if record else frozenset()
        for name, act in steps.keys.items():
            self.buttons[name].setVisible(act in may)
        leads_on = steps.primary.get(record.state) if record else None
        for name in steps.primary.values():
            set_look(self.buttons[name], "primary" if name == leads_on else "")
        self.name_toggle(steps.all_key, "连同办完的", "只看在办")
