"""What every console word needs: settings, a seat to act from, and one way to print."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from app.errors import BadInput, WarmlineError
from app.installation import READY, STARTED, Installation
from app.rules import CITY_TIME
from app.seat import Seat, open_seat
from app.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]


@dataclass(frozen=True, slots=True)
class Session:
    """The global options of one command line."""

    settings: Settings
    login: str

    @contextmanager
    def seat(self) -> Iterator[Seat]:
        """A seat for the time of one command; the embedded server is started and stopped as needed."""
        if not self.login:
            raise BadInput("请用 --as 指明以谁的身份执行，例如 --as op1。", field="as")
        secret = password(f"{self.login} 的密码")
        with Installation(self.settings, say_progress) as installation:
            seat = open_seat(installation.address, self.login, secret)
            try:
                yield seat
            finally:
                seat.close()


def session(context: typer.Context) -> Session:
    """The session of a command's context."""
    found = context.obj
    assert isinstance(found, Session)
    return found


def password(prompt: str) -> str:
    """From WARMLINE_PASSWORD or asked for; never from an argument, which other users of the machine could read."""
    given = os.environ.get("WARMLINE_PASSWORD")
    if given:
        return given
    if not sys.stdin.isatty():
        raise BadInput("没有密码：请设置环境变量 WARMLINE_PASSWORD，或在终端里运行。", field="password")
    asked: str = typer.prompt(prompt, hide_input=True)
    return asked


def read_moment(text: str, field: str) -> datetime:
    """A moment in ISO 8601, Beijing time where it names no zone. Errors: BadInput with the field."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"时间“{text}”看不懂，请写成 2026-11-20T12:15 的样子。", field=field) from None
    return at if at.tzinfo else at.replace(tzinfo=CITY_TIME)


def check_target(out: Path) -> None:
    """Refuse a place where no file can be written, before anything is done for it. Errors: BadInput(field="out")."""
    if out.is_dir():
        raise BadInput(f"{out} 是文件夹，请写出文件名。", field="out")
    if not out.absolute().parent.is_dir():
        raise BadInput(f"文件夹不存在：{out.absolute().parent}", field="out")


def say_progress(words: str) -> None:
    """What takes long goes to stderr, so that stdout stays the answer; the daily start is not worth a line."""
    if words not in (STARTED, READY):
        typer.echo(words, err=True)


def say_error(error: WarmlineError) -> None:
    """The sentence on stderr, with the field at fault before it."""
    typer.echo(f"{error.field}: {error.sentence}" if error.field else error.sentence, err=True)


def show(as_json: bool, record: Any, lines: list[str]) -> None:
    """Print ``record`` as JSON, or ``lines`` for people."""
    if as_json:
        typer.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            typer.echo(line)
