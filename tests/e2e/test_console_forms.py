"""The console asks and answers the short forms of complaints, and the administrator keeps their fields."""

import pytest

from form_days import last_day as last
from typist import Console

CALL = ("--phone", "5201234", "--community", "牡丹花园", "--text", "要报停")


def test_a_form_comes_with_the_call_and_is_put_right_later(console: Console) -> None:
    given = ("--form", "matter=报停", "--form", "书面申请=10-16")
    made = console("op1", "complaint", "add", "--category", "C2", *CALL, *given)
    assert made["form"] == {"matter": "报停", "written_on": last(10, 16)}
    assert [one["clock"] for one in made["due_times"]] == ["on_site", "answer"]
    (hint,) = made["liability_hints"]
    assert (hint["article"], hint["warning"]) == ("菏泽市供热条例第三十条", True)
    number = made["number"]
    later = console("op1", "complaint", "form", number, "written_on=10-12", "有欠费=否")
    assert later["form"] == {"matter": "报停", "written_on": last(10, 12), "arrears": "no"}
    assert later["liability_hints"][0]["parties"] == ["company"]
    assert later["events"][-1]["act"] == "form"
    told = console("op1", "complaint", "show", number, text=True)
    assert f"登记表 事项 报停；书面申请 {last(10, 12)}；有欠费 否" in told
    assert f"责任参考 企业：{last(10, 12)} 书面申请，公司应在 7 日内办理（菏泽市供热条例第三十条）" in told
    assert console("op1", "complaint", "form", number, "arrears=")["form"].keys() == {"matter", "written_on"}


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (["matter=退热"], "form.matter"),
        (["written_on=2999-01-01"], "form.written_on"),
        (["颜色=红"], "可用：matter（事项）"),
        (["matter"], "栏目=内容"),
    ],
)
def test_bad_input_names_its_field(console: Console, pairs: list[str], said: str) -> None:
    made = console("op1", "complaint", "add", "--category", "C2", *CALL)
    assert said in console("op1", "complaint", "form", made["number"], *pairs, code=2)
    words = [word for pair in pairs for word in ("--form", pair)]
    assert said in console("op1", "complaint", "add", "--category", "C2", *CALL, *words, code=2)


def test_the_fields_are_listed_and_kept_by_the_administrator(console: Console) -> None:
    forms = {one["category"]: one for one in console("a1", "form", "list")["forms"]}
    assert set(forms) == {"C1", "C2", "C3", "C5", "C7", "C8", "C10"}
    shown = console("op1", "form", "show", "c7")["fields"]
    assert [one["key"] for one in shown] == ["matter", "homes", "applicants", "connected", "applied_on"]
    assert "homes  总户数  整数 1–20000 户" in console("op1", "form", "show", "C7", text=True)
    assert "没有登记表" in console("op1", "form", "show", "B1", code=2)
    reason = ("--reason", "供热办 2026 年通知")
    made = console("admin", "form", "set", "C7", "总户数", "--most", "30000", "--required", *reason)
    assert (made["most"], made["required"]) == ("30000", True)
    (change,) = console("sup1", "limits", "history", "--kind", "form_field")["changes"]
    assert (change["before"]["most"], change["after"]["most"]) == (20000, 30000)
    assert "不是选择的栏目" in console("admin", "form", "set", "C7", "homes", "--choices", "一、二", *reason, code=2)
    assert "最小不能大于最大" in console("admin", "form", "set", "C7", "homes", "--least", "40000", *reason, code=2)
    assert "没有要改的内容" in console("admin", "form", "set", "C7", "homes", *reason, code=2)
    assert "2–10 个" in console("admin", "form", "set", "C7", "matter", "--choices", "一", *reason, code=2)
    console("op1", "form", "set", "C7", "homes", "--most", "1", *reason, code=3)


def test_hz_30_limits_are_explained_by_matter(console: Console) -> None:
    def clocks(*form: str) -> list[str]:
        words = [word for pair in form for word in ("--form", pair)]
        return [one["clock"] for one in console("op1", "limits", "explain", "--category", "C2", *words)["clocks"]]

    assert clocks() == ["answer"]
    assert clocks("事项=报停") == ["on_site", "answer"]
    assert clocks("事项=过户") == ["answer"]
    assert "form.matter" in console("op1", "limits", "explain", "--category", "C2", "--form", "事项=退热", code=2)
