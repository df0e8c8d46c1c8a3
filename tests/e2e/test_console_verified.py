"""The console enters that a manager answered under the published number."""

from typist import Console


def test_who_answered_is_left_no_more(console: Console) -> None:
    (left,) = console("sup1", "directory", "unverified")["unverified"]
    assert (left["manager"], left["community"], left["verified_on"]) == ("张某", "牡丹花园", None)
    assert f"{left['id']}  从未核实" in console("op1", "directory", "unverified", text=True)
    assert "没有找到" in console("op1", "directory", "verify", "李某", code=2)
    assert "还没有到" in console("op1", "directory", "verify", "张某", "--on", "2999-01-01", code=2)
    assert "on" in console("op1", "directory", "verify", "张某", "--on", "昨天", code=2)
    console("a1", "directory", "verify", "张某", code=3)
    made = console("op1", "directory", "verify", "138 5300 0011")
    assert (made["changed"], made["verified_on"] is not None) == (True, True)
    assert console("op1", "directory", "verify", "张某")["changed"] is False
    assert console("admin", "directory", "unverified")["unverified"] == []
