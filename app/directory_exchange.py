"""Acts: bring a published list into the directory, and write the directory to a file."""

from dataclasses import dataclass
from pathlib import Path

from app.directory_changes import find_differences
from app.directory_export import directory_tables
from app.directory_file import RowError, read_directory_file
from app.directory_ledger import Change, ChangeKind
from app.seat import Seat
from app.workbooks import write_book
from db import acts


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import would change or has changed; with ``errors`` nothing was."""

    changes: tuple[Change, ...]  # added and changed rows only, in the order of the file's tables
    errors: tuple[RowError, ...]
    unchanged: int  # rows of the directory that the file says the same about
    unlisted: int  # communities of the directory that the file doesn't name; left alone
    notes: tuple[str, ...]  # what of the file was passed over
    imported: bool


def import_directory(seat: Seat, path: Path, dry_run: bool = False) -> ImportResult:
    """Read a .xlsx or .csv and put what it says into the directory, in one transaction.

    With ``dry_run``, with any row that can't be read, or with nothing to change, nothing is written. Raises
    BadInput(field="file") for a file that can't be read at all, NotAllowed for anybody but the administrator.
    """
    if not dry_run:
        seat.refresh()  # compared with what is stored now: two imports in a row must not add one community twice
    area_code = seat.rules.area_code
    file = read_directory_file(path, area_code)
    found = find_differences(file, seat.directory, area_code)
    changes = tuple(change for change in found.changes if change.kind is not ChangeKind.SAME)
    imported = bool(changes) and not found.errors and not dry_run
    if imported:
        with seat.use() as connection:
            acts.directory_put(connection, found.payload, f"导入 {path.name}")
        seat.refresh()
    return ImportResult(changes, found.errors, len(found.changes) - len(changes), found.unlisted, file.notes, imported)


def export_directory(seat: Seat, path: Path) -> None:
    """Write the whole directory, without private notes, as a .xlsx that imports back to the same.

    Raises BadInput(field="file") when the file can't be written there, DiskFull when the disk is full.
    """
    write_book(path, directory_tables(seat.directory, seat.rules.area_code))
