"""Halls and ways to pay typed word for word."""

from typist import Console


def test_halls_and_channels(console: Console) -> None:
    halls = console("op1", "hall", "list")["points"]
    assert [one["name"] for one in halls] == ["八一路文化城北门", "行政审批服务大厅"]
    assert {(one["hours"], tuple(one["phones"])) for one in halls} == {(None, ())}
    changed = console(
        "admin", "hall", "change", "行政审批服务大厅", "--phone", "0530-5880000", "--verified", "2026-10-20"
    )
    assert (changed["phones"], changed["verified_on"]) == (["0530-5880000"], "2026-10-20")
    made = console("admin", "channel", "add", "牡丹支行", "--kind", "银行", "--company", "永恒", "--how", "凭用热户号")
    assert (made["kind"], made["company"]) == ("bank", "永恒热力有限公司")
    assert [one["name"] for one in console("op1", "channel", "list", "mdzh")["points"]] == ["牡丹支行"]
    assert console("admin", "channel", "retire", f"#{made['id']}", "--reason", "撤销")["retired"]
    assert "由系统管理员维护" in console("sup1", "hall", "add", "某厅", code=3)
    assert "kind: 请用 --kind" in console("admin", "channel", "add", "某行", code=2)
    assert "name: 没有“某厅”" in console("admin", "hall", "change", "某厅", "--hours", "全天", code=2)
    assert "verified_on: 日期" in console("admin", "hall", "add", "某厅", "--verified", "昨天", code=2)
