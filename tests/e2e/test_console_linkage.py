"""The console settles what companies and supervisors settle, with the same refusals and exit codes as the window."""

from small_city import City
from typist import Console

FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def test_return_ruling_extension_supervision_shelf(console: Console, city: City) -> None:
    number = city.take().number
    assert console("op1", "complaint", "dispatch", number)["return_until"]
    assert console("a1", "complaint", "return", number, "--reason", "不在红线内")["returns"] == 1
    assert "只有班长" in console("op1", "complaint", "dispatch", number, "--binding", "--reason", "裁定", code=3)
    ruled = console("sup1", "complaint", "dispatch", number, "--binding", "--reason", "在红线内，见图")
    assert (ruled["binding"], ruled["slips"]) == (True, 2)
    assert "不能退单" in console("a1", "complaint", "return", number, "--reason", "再退", code=2)
    console("a1", "complaint", "sign", number)
    assert "1 到 10" in console("a1", "complaint", "extend", number, "--days", "11", "--reason", "等配件", code=2)
    asked = console("a1", "complaint", "extend", number, "--days", "4", "--reason", "等配件")
    assert asked["extension_asked"] == 4
    assert "没有这项权限" in console("a1", "complaint", "grant", number, code=3)
    granted = console("sup1", "complaint", "grant", number)
    assert (granted["extended_days"], granted["extension_asked"]) == (4, None)
    assert "没有待批" in console("sup1", "complaint", "grant", number, "--deny", "--reason", "不同意", code=2)
    supervised = console("sup1", "complaint", "supervise", number, "--level", "2", "--reason", "媒体关注")
    assert supervised["supervise_level"] == 2
    assert console("op1", "complaint", "check-overdue")["raised"] == []
    assert console("sup1", "complaint", "shelve", number, "--reason", "明年改造")["state"] == "shelved"
    shelf = console("op1", "complaint", "list", "--state", "shelved")["complaints"]
    assert [(one["number"], one["shelved_for"]) for one in shelf] == [(number, "明年改造")]
    assert console("op1", "complaint", "list", "--state", "挂账，退单")["complaints"] == shelf
    assert "挂账" in console("op1", "complaint", "list", "--state", "搁置", code=2)
    events = console("op1", "complaint", "show", number.translate(FULL_WIDTH))["events"]
    said = {one["act"]: {key: one[key] for key in ("binding", "days", "level") if key in one} for one in events}
    assert (said["dispatch"], said["extend"], said["grant"]) == ({"binding": True}, {"days": 4}, {"days": 4})
    assert said["supervise"] == {"level": 2}
    assert "请填写诉求编号" in console("op1", "complaint", "show", " ", code=2)
    assert console("op1", "complaint", "take-up", number)["state"] == "waiting"


def test_doors(console: Console, city: City) -> None:
    doors = console("op1", "authority", "list")["authorities"]
    assert [one["code"] for one in doors[:4]] == ["police", "fire", "ambulance", "traffic"]
    assert [one["code"] for one in console("a1", "authority", "list", "--search", "dianti")["authorities"]] == [
        "fire",
        "market",
    ]
    first, second = city.take(), city.take(room="502")
    gone = console("op1", "complaint", "refer", first.number, "--to", "电梯")
    assert (gone["state"], gone["referred_to"]) == ("referred", "market")
    assert "authority:" in console("op1", "complaint", "refuse", second.number, "--to", "x", "--reason", "不", code=2)
    refused = console("op1", "complaint", "refuse", second.number, "--to", "court", "--reason", "已起诉")
    assert (refused["state"], refused["closed_at"] is not None) == ("refused", True)


def test_a_call_from_no_community_goes_to_its_door_at_once(city: City, console: Console) -> None:
    call = ("complaint", "add", "--category", "D4", "--text", "电梯停了", "--phone", "13800138001")
    gone = console("op1", *call, "--refer", "电梯")
    assert (gone["state"], gone["referred_to"], gone["community"]) == ("referred", "market", None)
    refused = console("sup1", *call, "--refuse", "court", "--reason", "已经起诉")
    assert (refused["state"], refused["referred_to"]) == ("refused", "court")
    assert "community: 请写小区" in console("op1", *call, code=2)
    assert "answer: 直接答复、转办、不予受理只能选一样" in console(
        "op1", *call, "--refer", "电梯", "--answer", "好", code=2
    )
    assert "note: 请填写不予受理的原因" in console("sup1", *call, "--refuse", "court", code=2)


def test_the_administrator_keeps_the_doors(console: Console) -> None:
    words = ("authority", "set", "gas", "--phone", "0530-5601234", "--reason", "燃气公司来函")
    assert console("admin", *words)["phones"] == ["0530-560 1234"]
    assert "只有系统管理员" in console("sup1", *words, code=3)
    assert "没有要改的" in console("admin", "authority", "set", "gas", "--reason", "无", code=2)
