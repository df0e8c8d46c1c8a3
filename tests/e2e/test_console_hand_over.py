"""A shift handed over and its log taken out, typed word for word."""

from pathlib import Path

import pypdf
import pytest
from openpyxl import load_workbook

from app.records import State
from shift_times import OP1, SUP1, ending_shift, led
from small_city import City
from typist import Console


def test_a_shift_is_handed_over_and_signed(console: Console, city: City, tmp_path: Path) -> None:
    running, coming = ending_shift(city)
    led(city, running, OP1)
    led(city, coming, SUP1)
    city.bring(State.DISPATCHED)
    noted = console("op1", "shift", "entry", "add", "牡丹站 22:00 检修，13853000011 可问", "--kind", "notice")
    amended = console("op1", "shift", "entry", "amend", noted["entry"], "牡丹站 23:00 检修，13853000011 可问")
    assert (amended["amends"], amended["kind"]) == (noted["entry"], "notice")
    seen = console("op1", "shift", "hand-over", "--preview")
    assert (seen["counts"]["open"], seen["counts"]["unsigned"], seen["notices"]) == (1, 1, [amended["text"]])
    assert "没有等待签收" in console("sup1", "shift", "sign", code=2)
    paper = tmp_path / "交班.pdf"
    made = console("op1", "shift", "hand-over", "--note", "请盯牡丹花园", "-o", str(paper))
    assert (made["made_by"], made["signed_by"], made["note"], len(made["seal"])) == ("周岚", None, "请盯牡丹花园", 64)
    assert "第 1 页 共 1 页" in pypdf.PdfReader(paper).pages[0].extract_text()
    assert "已经交班" in console(
        "op1", "shift", "hand-over", made["shift"]["day"], "--shift", str(running.slot), code=2
    )
    signed = console("sup1", "shift", "sign", "--remarks", "收到")
    assert (signed["number"], signed["signed_by"], signed["remarks"]) == (made["number"], "郑班长", "收到")
    assert [one["number"] for one in console("audit", "shift", "sheets")["sheets"]] == [made["number"]]
    verified = console("audit", "audit", "verify")
    assert (verified["ok"], verified["seals"]) == (True, 1)


def test_a_log_is_read_searched_and_taken_out(console: Console, city: City, tmp_path: Path) -> None:
    running, _ = ending_shift(city)
    led(city, running, OP1)
    taken = city.take()
    console("op1", "shift", "entry", "add", "13853000011 来访未登记", "--kind", "来访")
    at = ("shift", "log", running.day.isoformat(), "--shift", str(running.slot))
    rows = console("op2", *at)["rows"]
    assert {row["act"] for row in rows} == {"roster_change", "take", "entry_add"}
    assert [row["words"] for row in console("op2", *at, "--words", "来访")["rows"]] == ["138****0011 来访未登记"]
    assert [row["act"] for row in console("op2", *at, "--complaint", taken.number)["rows"]] == ["take"]
    assert "班长" in console("op2", *at, "-o", str(tmp_path / "a.pdf"), code=3)
    assert ".pdf 或 .xlsx" in console("op1", *at, "-o", str(tmp_path / "a.doc"), code=2)
    assert "写明原因" in console("op1", *at, "-o", str(tmp_path / "a.xlsx"), "--phones", code=2)
    assert console("op1", *at, "-o", str(tmp_path / "a.xlsx"))["rows"] == 3 + 1  # the export is an event too
    assert load_workbook(tmp_path / "a.xlsx").active.max_row == 5
    assert console("sup1", *at, "-o", str(tmp_path / "a.pdf"), "--order", "seat", "--phones", "--reason", "核对")[
        "rows"
    ]
    text = pypdf.PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert ("13853000011" in text, "值班日志" in text) == (True, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("entry", "add", "话", "--kind", "八卦"), "可用"),
        (("entry", "amend", "1", "话"), "没有这条记录"),
        (("log", "哪天"), "看不懂"),
        (("sheet", "2026-11-20"), "还没有交班"),
    ],
)
def test_what_is_refused(console: Console, words: tuple[str, ...], said: str) -> None:
    assert said in console("op1", "shift", *words, code=2)
