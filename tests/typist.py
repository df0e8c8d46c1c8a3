"""Words typed at the console as a person would, and what came of them."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from servers import PASSWORD
from ui.console import run

Console = Callable[..., Any]
"""``console("op1", "complaint", "list")``: parsed JSON; with ``text=True`` the lines that a person reads; with
``code=2`` the sentence on stderr. ``password``: another than everybody's."""


def typist(
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    before: Sequence[str] = (),
    never: Sequence[str] = (),
) -> Console:
    """A console on the database at that address. ``before``: words put before each call's; ``never``: never printed."""

    def call(login: str, *words: str, code: int = 0, text: bool = False, password: str = PASSWORD) -> Any:
        monkeypatch.setenv("WARMLINE_PASSWORD", password)
        capfd.readouterr()
        as_json = [] if code or text else ["--json"]
        found = run(["--database", address, "--as", login, *before, *words, *as_json])
        out, err = capfd.readouterr()
        assert found == code, err
        assert "Traceback" not in err
        assert not [one for one in never if one in out + err]
        if code:
            return err
        return out if text else json.loads(out)

    return call
