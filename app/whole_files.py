"""Files that appear whole or not at all."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from app.errors import BadInput, DiskFull


def put_file(path: Path, data: bytes) -> None:
    """Write a file; it appears whole or not at all. Errors: BadInput(field="file"), DiskFull."""

    def write(unfinished: Path) -> None:
        unfinished.write_bytes(data)

    put_in_place(path, write)


def put_in_place(path: Path, save: Callable[[Path], None]) -> None:
    """Have a file written beside ``path``, and put it there once it is whole.

    Errors: BadInput(field="file"), DiskFull.
    """
    unfinished = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        try:
            save(unfinished)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except FileNotFoundError:
        raise BadInput(f"找不到文件夹“{path.parent}”。", "file") from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(f"磁盘已满，“{path.name}”没有写成。", "file") from None
        raise BadInput(f"写不了“{path.name}”：没有权限，或正被别的程序打开，请关闭后再试。", "file") from None
