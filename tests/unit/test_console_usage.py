"""A command line that can't be read is refused in Chinese, with the option at fault and where its help is; exit 2."""

import pytest

from ui.console import run


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
        ("complaint show", "NUMBER: 没有写。"),
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
