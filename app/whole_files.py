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
    if not path.name:
        raise BadInput("请写明存成哪个文件。", field="file")
    if not _nameable(path):
        raise BadInput(f"写不了“{path.name}”：{NO_NAME}。", "file")
    unfinished = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        try:
            unfinished.unlink(missing_ok=True)  # a link of that name would lead elsewhere
            save(unfinished)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except FileNotFoundError:
        raise BadInput(f"找不到文件夹“{path.parent}”。", "file") from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(f"磁盘已满，“{path.name}”没有写成。", "file") from None
        if error.errno == errno.ENAMETOOLONG:
            raise BadInput(f"写不了“{path.name}”：{failure_words(error)}。", "file") from None
        raise BadInput(f"写不了“{path.name}”：没有权限，或正被别的程序打开，请关闭后再试。", "file") from None


NO_NAME = "名字里有不能用的字符"


def _nameable(path: Path) -> bool:
    """No NUL and no half character, which no file can have in its name."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def failure_words(error: OSError | ValueError) -> str:
    """Why a file or folder could not be had, for the end of a sentence."""
    known = {
        errno.ENAMETOOLONG: "名字太长",
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
        errno.ENOSPC: "磁盘已满",
        errno.EROFS: "磁盘只读",
    }
    if not isinstance(error, OSError):
        return NO_NAME
    return known.get(error.errno or 0) or error.strerror or str(error)
