"""Takes a shift log out as a file, in the errands' thread, with its progress shown and an end to it by key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.errors import WarmlineError
from app.log_orders import LogOrder
from app.seat import Seat
from app.shift_log import LogFilter, LogRow, whole_log
from app.shift_records import Shift
from app.whole_files import put_file
from ui.jobs import Jobs
from ui.transfer_bar import Cancelled, Transfer, TransferBar

PAGE = 500  # rows read at once: so soon an end is heard

Tell = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class LogFile:
    """Which log goes where. ``order`` None: a workbook."""

    shift: Shift
    wanted: LogFilter
    path: Path
    order: LogOrder | None
    phones: bool


class LogExport(QObject):
    """``said`` and ``failed`` carry sentences."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, bar: TransferBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat, self._jobs, self._bar = seat, jobs, bar

    def begin(self, file: LogFile) -> None:
        """Write the file behind those that were begun before."""
        transfer = self._bar.begin(f"正在导出 {file.path.name}")

        def done(many: int) -> None:
            self._bar.finish(transfer)
            self.said.emit(f"{many} 条，已存为 {file.path}")

        def fail(error: WarmlineError) -> None:
            self._bar.finish(transfer)
            self.failed.emit(error.sentence)

        self._jobs.long_errand(
            self,
            lambda tell: write_file(self._seat, file, transfer, tell),
            lambda far: self._bar.tell(transfer, far),
            done,
            fail,
        )


def write_file(seat: Seat, file: LogFile, transfer: Transfer, tell: Tell) -> int:
    """Read the log page by page and write it; how many rows. Blocks.

    Errors: Cancelled, BadInput(field="file"), DiskFull, DatabaseAway.
    """
    many, stop = 0, Event()

    def say(done: int, whole: int = 0) -> None:
        if transfer.cancelled:
            stop.set()
        tell((done, whole))

    def pages() -> Iterator[list[LogRow]]:
        nonlocal many
        for page in whole_log(seat, file.shift, file.wanted, PAGE):
            many += len(page)
            say(many)
            if stop.is_set():
                raise Cancelled("已取消，没有写出文件。")
            yield page

    if file.order is None:
        from app.log_book import write_log  # with openpyxl, which a seat that takes nothing out does without

        return write_log(file.path, pages(), seat.directory, phones=file.phones, progress=say, cancelled=stop)
    from app.log_paper import draw_log

    pdf = draw_log(
        file.shift, pages(), seat.directory, seat.now(), file.order, phones=file.phones, progress=say, cancelled=stop
    )
    put_file(file.path, pdf)
    return many
