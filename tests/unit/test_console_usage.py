"""A command line that can't be read is refused in Chinese, with the option at fault and where its help is; exit 2."""

from typing import Any

import pytest
from typer.main import get_command

from ui.console import console, run


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("complaint list --limit abc", "--limit: “abc”不对，要一个整数。"),
        ("complaint list --limit 0", "--limit: “0”不对，不能小于 1。"),
        ("complaint list --limit 5000", "--limit: “5000”不对，不能大于 1000。"),
        ("complaint list --limt 5", "--limt: 没有这个选项。是不是 --limit？"),
        ("complaint list --limit", "--limit: 这个选项后面要跟一个值。"),
        ("complaint list --json=yes", "--json: 这个选项后面不跟值。"),
        ("complaint list 牡丹 花园", "多写了“牡丹 花园”；有空格的话请加引号。"),
        ("complaint show", "NUMBER: 没有写（诉求编号，如 20261115-0042）。"),
        ("complaint call-back 1", "--contacted: 没有写（yes 或 no）。"),
        ("calendar load", "FILE: 没有写（要导入的文件）。"),
        ("--json complaint list", "--json: 要写在整条命令的后面。"),
        ("complaint shw 1", "没有“shw”这个命令。是不是 show？"),
        ("complaint", "请再写一个命令：add、"),
        ("nonsense", "没有“nonsense”这个命令。"),
        ("person add x 周岚 --role boss", "--role: 没有“boss”，可写 operator、"),
    ],
)
def test_it_says_what_is_wrong_and_where(capsys: pytest.CaptureFixture[str], line: str, said: str) -> None:
    assert run(line.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)
    assert "用法见 main.py" in err or "这个选项后面" in err
    assert not any(word in err for word in ("Error", "Try", "Usage", "Missing", "Invalid", "Input should"))


def test_help_is_no_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["complaint", "list", "--help"]) == 0
    out, err = capsys.readouterr()
    assert "最多几件" in out
    assert err == ""


@pytest.mark.parametrize("line", ["", "complaint", "complaint call-back", "notify chat add", "calendar show"])
def test_a_help_page_is_in_chinese(capsys: pytest.CaptureFixture[str], line: str) -> None:
    assert run([*line.split(), "--help"]) == 0
    out, _ = capsys.readouterr()
    assert out.startswith("用法：main.py")
    assert "显示这一页。" in out
    english = (
        "Usage",
        "Options",
        "OPTIONS",
        "Commands",
        "ARGS",
        "Arguments",
        "message and exit",
        "required",
        "default",
    )
    assert not [word for word in english if word in out]


def test_every_help_page_says_what_each_part_is() -> None:
    bare: list[str] = []

    def look(command: Any, path: str) -> None:
        bare.extend(f"{path} {one.name}" for one in command.params if not getattr(one, "help", None))
        bare.extend([] if command.help else [path])
        for name, each in getattr(command, "commands", {}).items():
            look(each, f"{path} {name}")

    look(get_command(console), "main.py")
    assert bare == []
