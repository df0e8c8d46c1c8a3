"""The calendar of duties typed word for word."""

import pytest

from typist import Console


def test_a_season_counted_back_with_the_article_beside_each_day(console: Console) -> None:
    found = console("op1", "duty", "list", "--season", "2023-2024", "--company", "永恒")
    assert (found["starts_on"], found["ends_on"]) == ("2023-11-10", "2024-03-15")
    days = [(one["duty"], one["due_on"], one["article"].removeprefix("菏泽市供热条例")) for one in found["duties"]]
    assert days == [
        ("stop_resume", "2023-10-15", "第三十条"),
        ("test_told", "2023-10-26", "第十九条"),
        ("pressure_test", "2023-10-31", "第十九条"),
        ("preheating", "2023-11-05", "第十九条"),
        ("season_start", "2023-11-10", "第二十条"),
        ("season_end", "2024-03-15", "第二十条"),
        ("relief", "2024-05-31", "第二十三条"),
        ("refund", "2024-05-31", "第四十六条"),
    ]
    assert {one["state"] for one in found["duties"]} == {"late"}


def test_done_undone_and_reminded(console: Console) -> None:
    season = ("--season", "2025-2026")
    done = console("a1", "duty", "done", "充水试压", *season, "--remark", "全部换热站已试压")
    assert (done["state"], done["marked_by"], done["remark"]) == ("done", "永恒一号", "全部换热站已试压")
    late = console("a1", "duty", "list", *season, "--late")["duties"]
    assert "pressure_test" not in [one["duty"] for one in late]
    undone = console("sup1", "duty", "undo", "pressure_test", "--company", "永恒", *season, "--reason", "漏了一处")
    assert undone["state"] == "late"
    assert console("sup1", "duty", "remind", "充水试压", *season)["messages"] == 0  # no work group yet
    assert "催办由班长来做" in console("op1", "duty", "remind", "充水试压", *season, code=3)


@pytest.mark.parametrize(
    ("login", "words", "code", "said"),
    [
        ("a1", ("done", "除夕"), 2, "duty: 没有事项“除夕”"),
        ("sup1", ("done", "充水试压"), 2, "company: 请用 --company"),
        ("a1", ("done", "充水试压", "--company", "同心"), 2, "company: 这家公司没有这一事项"),
        ("op1", ("done", "充水试压", "--company", "同心"), 3, "只有本公司和班长"),
        ("a1", ("done", "充水试压", "--on", "昨天"), 2, "done_on: 日期“昨天”看不懂"),
        ("a1", ("done", "充水试压", "--on", "2090-01-01"), 2, "done_on: 办结日期不能晚于今天"),
        ("a1", ("list", "--season", "1999-2000"), 2, "season: 没有“1999-2000”"),
    ],
)
def test_what_is_refused(console: Console, login: str, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in console(login, "duty", *words, code=code)
