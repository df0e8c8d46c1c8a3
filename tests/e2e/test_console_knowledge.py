"""The console finds, writes, imports and reports answers as the window does."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servers import PASSWORD
from small_city import City
from ui.console import run

Console = Callable[..., Any]


@pytest.fixture
def console(city: City, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    """``console("sup1", "knowledge", "list")``: parsed JSON; with ``code=2`` the sentence on stderr."""
    monkeypatch.setenv("WARMLINE_PASSWORD", PASSWORD)

    def call(login: str, *words: str, code: int = 0) -> Any:
        capfd.readouterr()
        address = city.server.address(city.database)
        found = run(["--database", address, "--as", login, *words, *(["--json"] if code == 0 else [])])
        out, err = capfd.readouterr()
        assert found == code, err
        assert "Traceback" not in err
        return json.loads(out) if code == 0 else err

    return call


def know(console: Console, login: str, *words: str, code: int = 0) -> Any:
    return console(login, "knowledge", *words, code=code)


def test_an_answer_is_found_written_checked_and_put_out_of_use(console: Console) -> None:
    found = know(console, "op1", "find", "glw")["articles"]
    assert found[0]["question"] == "过滤网在哪里，堵了怎么办？"
    asked = know(console, "sup1", "add", "--question", "能开发票吗？", "--answer", "按规定可以开。", code=2)
    assert asked.startswith("basis: ")
    question = ("--question", "能开发票吗？", "--answer", "可以，向企业索取。")
    made = know(console, "sup1", "add", *question, "--category", "c3", "--words", "开票")
    assert (made["number"], made["mark"], made["categories"]) == (101, "P", ["C3"])
    changed = know(console, "sup1", "change", "101", "--answer", "可以。", "--note", "短些")
    assert (changed["version"], changed["answer"], changed["words"]) == (2, "可以。", ["开票"])
    shown = know(console, "op1", "show", "101")
    assert [one["version"] for one in shown["versions"]] == [2, 1]
    assert know(console, "admin", "check", "101")["checked_by"] == "系统管理员"
    assert know(console, "sup1", "retire", "101", "--reason", "并入 21 号")["retired"] is True
    assert [one["number"] for one in know(console, "op1", "list", "--retired")["articles"]] == [101]
    assert know(console, "op1", "find", "开票")["articles"] == []
    assert know(console, "op1", "stale") == {"articles": []}
    assert "没有 999 号问答" in know(console, "op1", "show", "999", code=2)
    assert know(console, "op1", "check", "1", code=3)


def test_a_report_is_replied_to(console: Console) -> None:
    made = know(console, "op1", "report", "add", "--number", "1", "--text", "今年提前了")
    know(console, "a1", "report", "add", "--text", "换户名怎么办")
    assert [one["article"] for one in know(console, "sup1", "report", "list")["reports"]] == [1, None]
    know(console, "sup1", "report", "reply", made["id"][-8:], "--text", "已改")
    assert [one["article"] for one in know(console, "sup1", "report", "list")["reports"]] == [None]
    assert "没有等待答复的报告" in know(console, "sup1", "report", "reply", made["id"], "--text", "再改", code=2)


def csv(folder: Path, *rows: str) -> str:
    file = folder / "问答.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    return str(file)


def test_a_table_comes_in_whole_or_not_at_all(console: Console, tmp_path: Path) -> None:
    file = csv(
        tmp_path,
        "供热问答（2026）",
        "编号,问题,答复,依据,类别,查找词,失效",
        "2,,卧室和客厅不低于 18 度。,,,,",
        ",交费卡丢了怎么补？,带身份证补办。,,C3,补卡,2027-03-15",
    )
    seen = know(console, "sup1", "import", file, "--dry-run")
    assert [(one["number"], one["row"]) for one in seen["changes"]] == [(2, 3), (None, 4)]
    assert seen["imported"] is False
    assert know(console, "op1", "find", "补卡")["articles"] == []
    assert know(console, "sup1", "import", file)["imported"] is True
    (made,) = know(console, "op1", "find", "补卡")["articles"]
    assert (made["number"], made["valid_until"], made["mark"]) == (101, "2027-03-15", "P")
    second = know(console, "op1", "show", "2")
    assert (second["version"], second["answer"]) == (2, "卧室和客厅不低于 18 度。")
    assert second["basis"].startswith("菏泽市供热条例第二十一条")
    again = know(console, "sup1", "import", file)
    assert (again["changes"], again["unchanged"]) == ([], 2)


def test_each_bad_row_says_where_and_why(console: Console, tmp_path: Path) -> None:
    file = csv(
        tmp_path,
        "问题,答复,依据,标记,类别,失效",
        "甲怎么办？,按条例办。,,,,",
        "乙怎么办？,好办。,,U,,",
        "丙怎么办？,好办。,,,Z9,",
        "丁怎么办？,好办。,,,,明年",
        "戊怎么办？,,,,,",
        "己怎么办？,好办。,,,,",
        "己怎么办,也好办。,,,,",
    )
    told = know(console, "sup1", "import", file, code=2)
    for words in (
        "第 2 行（C2）：文字里说到“条例”",
        "第 3 行（D3）：未核实",
        "第 4 行（E4）：没有类别",
        "第 5 行（F5）",
        "第 6 行（B6）：请填写答复",
    ):
        assert words in told, told
    assert "第 8 行（A8）：与第 7 行说的是同一条问答。" in told
    assert not [one for one in know(console, "op1", "list")["articles"] if one["number"] > 100]
    assert "没有找到表头" in know(console, "sup1", "import", csv(tmp_path, "甲,乙", "1,2"), code=2)
    assert know(console, "op1", "import", file, code=3)


def test_what_is_written_out_comes_in_unchanged(console: Console, tmp_path: Path) -> None:
    file = str(tmp_path / "问答 全部.xlsx")
    many = know(console, "op1", "export", file)["articles"]
    back = know(console, "sup1", "import", file)
    assert (back["changes"], back["unchanged"], back["errors"]) == ([], many, [])
