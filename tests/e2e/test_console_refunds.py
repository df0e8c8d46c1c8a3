"""The console answers for refunds and reliefs: bands with their edges, each day, each sum, with its article."""

from datetime import datetime, timedelta
from pathlib import Path

from pypdf import PdfReader

from app.rules import CITY_TIME
from small_city import City
from typist import Console


def test_hz_44_the_bands_are_told_with_their_articles(console: Console) -> None:
    bands = console("op1", "refund", "bands")["bands"]
    assert [(one["up_to"], one["included"], one["percent"]) for one in bands] == [
        ("14.0", True, 100), ("16.0", True, 50), ("18.0", False, 30), (None, True, 0),
    ]  # fmt: skip
    said = console("a1", "refund", "bands", text=True)
    assert "高于 14.0 ℃，16.0 ℃ 及以下：退 50%  菏泽市供热条例第四十四条" in said
    assert "本系统建议" in said
    assert "没有退费档次" in console("op1", "refund", "bands", "--on", "2017-01-01", code=2)


def test_the_administrator_changes_the_bands(console: Console) -> None:
    words = ("refund", "bands", "set", "<16.0:100", "<18.0:50", "以上:0", "--from", "2027-11-01")
    said = (*words, "--article", "某市条例第三十条", "--reason", "供热办通知")
    assert [one["percent"] for one in console("admin", *said)["bands"]] == [100, 50, 0]
    assert [one["percent"] for one in console("op1", "refund", "bands", "--on", "2027-11-01")["bands"]] == [100, 50, 0]
    console("op1", *said, code=3)
    (told,) = console("sup1", "limits", "history", "--kind", "refund_band")["changes"]
    assert told["person"] == "系统管理员"


def test_a_refund_from_the_console(console: Console, city: City, tmp_path: Path) -> None:
    city.owner().execute("DELETE FROM season")
    city.owner().execute("INSERT INTO season VALUES ('2026-2027', current_date - 30, current_date + 90, '试')")
    taken = city.take(category="C4")
    begin = datetime.now(CITY_TIME) - timedelta(days=5)
    stop = f"{begin:%Y-%m-%dT%H:%M}/{begin + timedelta(hours=30):%Y-%m-%dT%H:%M}"
    flat = ("--community", "牡丹花园", "--flat", "3-2-501")
    backwards = f"{begin:%Y-%m-%dT%H:%M}/2020-01-01T00:00"
    assert "恢复的时间" in console("op1", "refund", "judge", *flat, "--stop", backwards, code=2)
    judged = console("op1", "refund", "judge", *flat, "--stop", stop)
    assert {one["percent"] for one in judged["days"]} == {100}
    assert judged["sum"] is None
    assert "没有写怎么算钱" in judged["sum_words"]
    made = console("op1", "refund", "make", "--complaint", taken.number, "--stop", stop, "--fee", "2420")
    number = made["number"]
    assert made["state_words"] == "待核定"
    console("op1", "refund", "decide", number, code=3)
    decided = console("a1", "refund", "decide", number, "--note", "按停热记录")
    assert (decided["state"], decided["may"]) == ("decided", ["tell"])
    assert console("op1", "refund", "tell", number)["state"] == "told"
    assert console("a1", "refund", "pay", number, "--sum", "40.00")["paid_sum"] == "40.00"
    (listed,) = console("sup1", "refund", "list")["refunds"]
    assert (listed["number"], listed["overdue"]) == (number, False)
    assert console("b1", "refund", "list")["refunds"] == []
    out = tmp_path / "核定单.pdf"
    console("op1", "refund", "sheet", number, "-o", str(out))
    assert out.read_bytes().startswith(b"%PDF")
    assert "没有这份退费单" in console("b1", "refund", "show", number, code=2)
    assert "flat" in console("op1", "refund", "judge", code=2)


def test_hz_23_relief_is_explained_and_taken_down(console: Console, tmp_path: Path) -> None:
    told = console("op1", "relief", "explain", "--area", "88.5", "--season", "2020")
    assert (told["sum"], told["rate"], told["mark"]) == ("354.00", "4.00", "V-")
    assert "牡丹晚报 2020-11-05" in told["basis"]
    none = console("op1", "relief", "explain", "--area", "88.5", "--season", "2026-2027")
    assert none["sum"] is None
    assert "还没有减免标准" in none["words"]
    assert "area" in console("op1", "relief", "explain", "--area", "0", code=2)
    above = ("--area", "88.5", "--season", "2020", "--fee", "300")
    assert "超过季热费" in console("op1", "relief", "explain", *above, code=2)
    flat = ("--community", "牡丹花园", "--flat", "3-2-501", "--season", "2020-2021")
    made = console("op1", "relief", "make", *flat, "--household", "HZ-00129", "--area", "80", "--proof", "低保证")
    assert (made["sum"], made["household"]) == ("320.00", "HZ-00129")
    (listed,) = console("lia1", "relief", "list")["reliefs"]
    assert listed["household"] == "••••29"
    number = made["number"]
    assert console("op1", "relief", "amend", number, "--area", "75")["sum"] == "300.00"
    console("a1", "relief", "approve", number, "--by", "民政部门", code=2)
    sheet = ("sheet", number, "-o", str(tmp_path / "减免.pdf"))
    assert "核准以后才有核定单" in console("op1", "relief", *sheet, code=2)
    assert list(tmp_path.glob("*.pdf")) == []
    assert console("sup1", "relief", "approve", number, "--by", "民政部门")["state"] == "approved"
    assert "HZ-00129" in paper(console("op1", "relief", *sheet)["file"])
    assert "HZ-00129" not in paper(console("a1", "relief", *sheet)["file"])
    paid = console("a1", "relief", "pay", number)
    assert (paid["state"], paid["household"], paid["kind"]) == ("paid", "", None)
    console("admin", "relief", "rate", "set", "2026-2027", "4.5", "--basis", "菏热办1号", "--reason", "新文件")
    assert len(console("op1", "relief", "rate", "list")["rates"]) == 2
    console("net1", "relief", "list", code=3)


def paper(file: str) -> str:
    """What stands on a sheet."""
    (page,) = PdfReader(file).pages
    return page.extract_text()
