"""Room temperature tests, typed word for word: judged, asked for, entered, corrected, disputed, printed."""

from datetime import timedelta
from pathlib import Path

import pypdf
import pytest

from app.records import State
from app.rules import CITY_TIME
from small_city import City
from typist import Console


@pytest.mark.parametrize(
    ("reading", "percent", "article"),
    [
        ("18.0", 0, "菏泽市供热条例第二十一条"),
        ("17.99", 30, "菏泽市供热条例第四十四条"),
        ("16.01", 30, "菏泽市供热条例第四十四条"),
        ("16.0", 50, "菏泽市供热条例第四十四条"),
        ("14。01", 50, "菏泽市供热条例第四十四条"),
        ("14.0", 100, "菏泽市供热条例第四十四条"),
        ("-3", 100, "菏泽市供热条例第四十四条"),
    ],
)
def test_judge_says_percent_band_and_article_hz_44(console: Console, reading: str, percent: int, article: str) -> None:
    found = console("op1", "temperature", "judge", reading)
    assert (found["percent"], found["article"]) == (percent, article)
    assert found["band"]
    assert f"{percent}%" in console("op1", "temperature", "judge", reading, text=True) or percent == 0


def test_judge_refuses_what_is_no_temperature(console: Console) -> None:
    assert "−30 到 50" in console("op1", "temperature", "judge", "51", code=2)
    assert "不是温度" in console("op1", "temperature", "judge", "十六", code=2)


def test_from_the_request_to_the_printed_sheet(console: Console, city: City, tmp_path: Path) -> None:
    taken = city.bring(State.SIGNED, category="B1")
    now = city.seat("op1").now().astimezone(CITY_TIME)

    def ago(hours: float) -> str:
        return f"{now - timedelta(hours=hours):%Y-%m-%d %H:%M}"

    asked = console("op1", "temperature", "ask", "--complaint", taken.number, "--requested", ago(10))
    number = asked["number"]
    assert (asked["state"], asked["article"]) == ("asked", "菏泽市供热条例第四十二条、山东省供热条例第二十一条")
    assert "已有在办的测温" in console("op1", "temperature", "ask", "--complaint", taken.number, code=2)
    today = f"{now:%Y-%m-%d}"
    console(
        "a1", "temperature", "instrument", "put", "TM-01", "--model", "数字温度计", "--calibrated",
        f"{now - timedelta(days=100):%Y-%m-%d}", "--until", f"{now + timedelta(days=100):%Y-%m-%d}",
    )  # fmt: skip
    assert [one["number"] for one in console("sup1", "temperature", "instrument", "list")["instruments"]] == ["TM-01"]
    visit = [
        "--tester", "刘师傅", "--arrived", ago(5), "--instrument", "TM-01", "--room", "bedroom", "--shut", ago(5),
        "--reading", f"{ago(3.5)} 16.2", "--reading", f"{ago(3.4)} 15.8", "--outdoor", "-2", "--centre",
    ]  # fmt: skip
    assert "用户是否签字" in console("a1", "temperature", "enter", number, *visit, code=2)
    assert "--retest" not in console("a1", "temperature", "enter", number, *visit, "--user-signed", text=True)
    found = console("op1", "temperature", "show", f" {number.lower()} ")
    assert found["state"] == "failed"
    assert [one["celsius"] for one in found["visits"][0]["readings"]] == ["16.20", "15.80"]
    assert [one["number"] for one in console("a1", "temperature", "list", "--state", "failed")["tests"]] == [number]
    fixed = console(
        "sup1",
        "temperature",
        "amend",
        number,
        *visit,
        "--user-refused",
        "嫌读数高",
        "--no-cause",
        "--reason",
        "漏登拒签",
    )
    assert (fixed["versions"], fixed["visits"][0]["cause"], fixed["state"]) == (2, False, "undecided")
    days = {one["day"]: one for one in console("op1", "temperature", "days", number)["days"]}
    assert days[f"{now - timedelta(hours=3.4):%Y-%m-%d}"]["state"] == "deemed_passed"
    assert today in days
    assert console("op1", "temperature", "dispute", number, "--by", "user", "--body", "市计量所")["state"] == "disputed"
    done = console("op1", "temperature", "result", number, "15.6")
    assert (done["state"], done["disputes"][0]["payer"]) == ("failed", "company")
    file = tmp_path / "记录单.pdf"
    assert number in console("a1", "temperature", "sheet", number, "-o", str(file), text=True)
    assert number in pypdf.PdfReader(file).pages[0].extract_text()
    assert "没有这份测温记录" in console("b1", "temperature", "show", number, code=2)


def test_a_flat_without_complaint_and_its_withdrawal(console: Console) -> None:
    flat = ["--community", "牡丹小区", "--building", "3", "--unit", "2", "--room", "501", "--phone", "13853000001"]
    number = console("lia1", "temperature", "ask", *flat)["number"]
    assert console("op1", "temperature", "withdraw", number, "--reason", "已经热了")["state"] == "withdrawn"
    assert "申请 " in console("op1", "temperature", "show", number, text=True)
    assert "--complaint" in console("op1", "temperature", "ask", code=2)
    assert "已停用" not in console("sup1", "temperature", "instrument", "list", text=True)
