"""The console does the window's acts, says what is wrong at which field, and exits with the code of its kind."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdf
import pytest

from db.embedded import Embedded
from servers import PASSWORD, Server
from typist import Console
from ui.console import run


@pytest.fixture
def console(demo_console: Console) -> Console:
    return demo_console


def add(console: Console, login: str = "op1", **changes: str) -> Any:
    words = {
        "phone": "5201234",
        "name": "王女士",
        "community": "牡丹花园",
        "building": "3",
        "unit": "2",
        "room": "501",
        "category": "B1",
        "text": "客厅14度，暖气片不热",
    } | changes
    return console(login, "complaint", "add", *(part for key, value in words.items() for part in (f"--{key}", value)))


def test_the_whole_road_from_the_ring_to_the_slip(console: Console, tmp_path: Path) -> None:
    taken = add(console)
    number = taken["number"]
    assert (taken["state"], taken["company"], taken["station"]) == ("waiting", "永恒热力有限公司", "018")
    assert taken["phone"] == "+865305201234"
    assert {one["clock"] for one in taken["due_times"]} == {"on_site", "answer"}
    assert console("a1", "complaint", "list", "--search", number)["complaints"] == []  # not dispatched yet
    assert console("op1", "complaint", "dispatch", number)["state"] == "dispatched"
    slip = console("op1", "slip", number, "-o", str(tmp_path / "派单.pdf"))
    assert (slip["slip"], slip["prints"]) == (f"{number}-1", 1)
    assert "客厅14度" in pypdf.PdfReader(tmp_path / "派单.pdf").pages[0].extract_text().replace("\n", "")
    assert console("op1", "slip", number, "-o", str(tmp_path / "again.pdf"))["prints"] == 2
    for act in ("sign", "arrive"):
        console("a1", "complaint", act, number)
    reported = console("a1", "complaint", "report", number, "--text", "清洗滤网，复测20.5度", "--liability", "company")
    assert (reported["state"], reported["liability"]) == ("reported", "company")
    words = ("--contacted", "yes", "--solved", "yes", "--satisfaction", "5")
    closed = console("op2", "complaint", "call-back", number, *words)
    assert (closed["state"], closed["satisfaction"]) == ("closed", 5)
    acts = [event["act"] for event in console("op1", "complaint", "show", number)["events"]]
    assert acts == ["take", "dispatch", "print", "print", "sign", "arrive", "report", "call_back"]
    assert "已结案" in console("a1", "complaint", "sign", number, code=2)
    assert console("audit", "audit", "verify")["ok"]


def test_the_same_id_twice_is_one_complaint(console: Console) -> None:
    id = str(uuid4())
    assert add(console, "op1", id=id)["number"] == add(console, "op2", id=id)["number"]


def test_not_solved_reopens_with_the_old_clock(console: Console) -> None:
    number = add(console)["number"]
    due = console("op1", "complaint", "dispatch", number)["due_times"]
    console("a2", "complaint", "sign", number)
    console("a2", "complaint", "report", number, "--text", "已处理")
    words = ("call-back", number, "--contacted", "no", "--result")
    assert "请由别人回访" in console("op1", "complaint", *words, "busy", code=3)
    assert "result" in console("op2", "complaint", *words, "忙", code=2)
    assert number in [one["number"] for one in console("op2", "callback", "list", "--limit", "1000")["call_backs"]]
    console("op2", "complaint", *words, "占线")
    assert "请换个钟点再拨" in console("op3", "complaint", *words, "busy", code=2)
    listed = console("op3", "callback", "list", "--limit", "1000")["call_backs"]
    (one,) = [one for one in listed if one["number"] == number]
    assert (one["tries"], one["last_result"], one["closable"]) == (1, "busy", False)
    assert number not in [one["number"] for one in console("op1", "callback", "list", "--limit", "1000")["call_backs"]]
    words = ("--contacted", "是", "--solved", "否", "--satisfaction", "1")
    reopened = console("op2", "complaint", "call-back", number, *words)
    assert (reopened["state"], reopened["reopened"], reopened["due_times"]) == ("reopened", 1, due)


def test_the_three_rates_of_the_demonstration(console: Console) -> None:
    found = console("sup1", "callback", "rates", "--since", "2020-01-01")["rates"]
    whole, *each = found
    assert whole["company"] == "全部"
    for rate in ("contacted", "solved", "satisfied"):
        for side in ("part", "whole"):
            assert whole[rate][side] == sum(one[rate][side] for one in each), (rate, side)
        assert 0.5 < whole[rate]["rate"] < 1
    assert whole["solved"]["whole"] == whole["contacted"]["part"]
    one = console("sup1", "callback", "rates", "--since", "2020-01-01", "--company", "煦源")["rates"]
    assert one == [next(each for each in found if each["company"] == "煦源热力有限公司")]
    assert "早于" in console("sup1", "callback", "rates", "--since", "2026-12-01", "--until", "2026-11-01", code=2)


def test_lists_are_filtered_and_go_on_after_a_number(console: Console) -> None:
    first = console("op1", "complaint", "list", "--state", "open", "--limit", "10")["complaints"]
    rest = console("op1", "complaint", "list", "--state", "open", "--limit", "10", "--after", first[-1]["number"])
    assert len(first) == 10
    assert not {one["number"] for one in first} & {one["number"] for one in rest["complaints"]}
    assert max(one["taken_at"] for one in rest["complaints"]) <= first[-1]["taken_at"]
    own = console("op1", "complaint", "list", "--company", "煦源", "--limit", "5")["complaints"]
    assert {one["company"] for one in own} == {"煦源热力有限公司"}


def test_a_secret_complaint_hides_its_caller_from_the_company_and_the_slip(console: Console, tmp_path: Path) -> None:
    taken = console(
        "op1", "complaint", "add", "--phone", "13853009999", "--name", "龑先生", "--community", "牡丹花园",
        "--category", "D1", "--text", "楼上私接放水阀",
    )  # fmt: skip
    assert taken["secret"]
    console("op1", "complaint", "dispatch", taken["number"])
    seen = console("a1", "complaint", "show", taken["number"])
    assert (seen["name"], seen["phone"], seen["phone_raw"]) == (None, None, None)
    console("op1", "slip", taken["number"], "-o", str(tmp_path / "s.pdf"))
    text = pypdf.PdfReader(tmp_path / "s.pdf").pages[0].extract_text()
    assert "9999" not in text
    assert "龑" not in text


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"phone": "abc"}, "phone", "例如"),
        ({"community": "没有这个小区"}, "community", "没有小区"),
        ({"community": "幸福小区"}, "community", "2 个"),
        ({"category": "Z9"}, "category", "类别"),
        ({"text": "  "}, "text", "诉求内容"),
        ({"text": "长" * 4001}, "text", "4000"),
        ({"text": "一\x07二"}, "text", "控制字符"),
        ({"name": "王\x00"}, "name", "控制字符"),
        ({"channel": "电报"}, "channel", "来源"),
        ({"id": "not-a-uuid"}, "id", "UUID"),
    ],
)
def test_bad_input_names_its_field(console: Console, changes: dict[str, str], field: str, word: str) -> None:
    words = {"phone": "5201234", "community": "牡丹花园", "category": "B1", "text": "不热"} | changes
    said = console(
        "op1", "complaint", "add", *(part for key, value in words.items() for part in (f"--{key}", value)), code=2
    )
    assert said.startswith(f"{field}: ")
    assert word in said


def test_what_is_not_allowed_and_what_is_not_there(console: Console, tmp_path: Path) -> None:
    number = add(console)["number"]
    console("op1", "complaint", "show", "19990101-0001", code=2)
    console("a1", "complaint", "show", number, code=2)
    console("net1", "complaint", "sign", number, code=3)
    console("op1", "audit", "verify", code=3)
    console("op1", "slip", number, "-o", str(tmp_path / "x.pdf"), code=2)
    assert "派单" in console("op1", "slip", number, "-o", str(tmp_path / "x.pdf"), code=2)
    assert console("op1", "slip", number, "-o", str(tmp_path / "no" / "x.pdf"), code=2).startswith("out: ")
    assert console("op1", "complaint", "close", number, code=2).startswith("state: ")
    assert not list(tmp_path.iterdir())


def test_wrong_password_and_database_away(
    server: Server, sample: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WARMLINE_PASSWORD", "wrong")
    assert run(["--database", server.address(sample), "--as", "op1", "complaint", "list"]) == 3
    assert "密码" in capfd.readouterr().err
    monkeypatch.setenv("WARMLINE_PASSWORD", PASSWORD)
    assert run(["--database", "host=127.0.0.1 port=1 dbname=x", "--as", "op1", "complaint", "list"]) == 4
    assert "连不上数据库" in capfd.readouterr().err
    assert run(["--database", server.address("postgres"), "--as", "op1", "complaint", "list"]) in (3, 4)
    assert run(["--database", server.address(sample), "complaint", "list"]) == 2


def test_phones_and_limits_are_explained(console: Console) -> None:
    phone = console("op1", "phone", "explain", "５２０１２３４转801")
    assert (phone["e164"], phone["kind"], phone["extension"]) == ("+865305201234", "landline", "801")
    minutes = {}
    for day in ("2026-11-15T08:00", "2026-11-24T23:59:59+08:00", "2026-11-24T16:00:00+00:00", "2026-11-25"):
        found = console("op1", "limits", "explain", "--category", "B1", "--at", day)
        on_site = next(one for one in found["clocks"] if one["clock"] == "on_site")
        minutes[day] = on_site["minutes"]
        assert "四十一条" in on_site["article"]
    assert list(minutes.values()) == [300, 300, 120, 120]
    assert console("op1", "limits", "explain", "--category", "B1", "--at", "昨天", code=2).startswith("at: ")


def test_the_directory_goes_out_and_comes_back_unchanged(console: Console, tmp_path: Path) -> None:
    file = str(tmp_path / "名录.xlsx")
    assert console("admin", "directory", "export", file)["communities"] == 520
    again = console("admin", "directory", "import", file)
    assert (again["changes"], again["errors"]) == ([], [])
    assert console("op1", "directory", "find", "mdhy")["communities"][0]["name"] == "牡丹花园"


def test_a_shared_server_gets_only_its_administrator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with Embedded(tmp_path / "shared server") as found:  # of its own: log-ins are the whole server's
        server = Server(found.host, found.port, found.user, found.password)
        owner, address = server.owner("heat"), server.address("heat")
        monkeypatch.setenv("WARMLINE_PASSWORD", "short")
        assert run(["--database", owner, "database", "init"]) == 2
        assert "密码" in capfd.readouterr().err
        monkeypatch.setenv("WARMLINE_PASSWORD", "Heze-12319-a")
        assert run(["--database", owner, "database", "init"]) == 0
        assert run(["--database", owner, "database", "check"]) == 0
        capfd.readouterr()
        assert run(["--database", address, "--as", "admin", "directory", "find", "花园", "--json"]) == 0
        assert json.loads(capfd.readouterr().out) == {"communities": []}
        assert run(["--database", address, "--as", "admin", "complaint", "list", "--json"]) == 3
