"""The administrator keeps the rules; what was before stays readable, and older complaints stay as they were."""

from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import dispatch, intake
from app.audit import recent_events
from app.calendar_tables import CalendarDay, read_calendar, special_days
from app.clocks import clocks
from app.complaints import show
from app.errors import BadInput, NotAllowed
from app.limits import due_times
from app.records import Act, Clock, LimitUnit, Urgency
from app.recount import recount
from app.rule_book import add_limit, change_limit, history, load_calendar, set_category, set_season
from app.rules import CITY_TIME
from app.seat import Seat
from small_city import City, new


def today(seat: Seat) -> date:
    return seat.now().astimezone(CITY_TIME).date()


def shift(city: City, table: str, column: str, days: int) -> None:
    """Let a rule of tomorrow be one of today: nobody waits a day for a test."""
    city.owner().execute(f"UPDATE {table} SET {column} = {column} - {days} WHERE {column} >= current_date")


def test_a_changed_limit_is_a_new_row_from_a_later_day_on(city: City) -> None:
    admin = city.seat("admin")
    tomorrow = today(admin) + timedelta(days=1)
    old = next(one for one in admin.rules.limit_rules if one.clock is Clock.ANSWER)
    made = change_limit(admin, old.id, tomorrow, "省条例修订", minutes=2880)
    assert (made.minutes, made.words, made.valid_from, made.categories) == (
        2880, "查询、投诉答复：48 小时", tomorrow, old.categories,
    )  # fmt: skip
    kept = next(one for one in admin.rules.limit_rules if one.id == old.id)
    assert (kept.minutes, kept.valid_until) == (4320, tomorrow - timedelta(days=1))
    noon = admin.now()
    assert due_times(admin.rules, "C3", noon)[0].minutes == 4320
    assert due_times(admin.rules, "C3", noon + timedelta(days=1))[0].minutes == 2880
    told = history(admin, ["limit"])[0]
    assert (told.person, told.note, told.before["minutes"], told.after["minutes"]) == (
        "系统管理员",
        "省条例修订",
        4320,
        2880,
    )


def test_a_limit_in_working_days(city: City) -> None:
    admin = city.seat("admin")
    tomorrow = today(admin) + timedelta(days=1)
    made = change_limit(admin, 6, tomorrow, "市政府热线规定", minutes=5 * 1440, unit=LimitUnit.WORKING_DAYS)
    assert made.words == "建议、表扬、转办事项答复：5 个工作日"
    with pytest.raises(BadInput, match="整天"):
        change_limit(admin, 5, tomorrow, "试", minutes=100, unit=LimitUnit.WORKING_DAYS)


def test_a_limit_with_days_of_its_own_and_the_article_that_says_so_now(city: City) -> None:
    admin = city.seat("admin")
    tomorrow = today(admin) + timedelta(days=1)
    made = change_limit(admin, 2, tomorrow, "条例修订", minutes=90, basis="市供热条例第四十条", first=(15, 240))
    assert (made.minutes, made.first_days, made.first_days_minutes) == (90, 15, 240)
    assert (made.words, made.legal_name, made.short_article) == (
        "供热质量投诉到场：供暖季前 15 日 4 小时，其余 90 分钟", "市供热条例第四十条", "市供热条例第四十条",
    )  # fmt: skip
    with pytest.raises(BadInput) as told:
        change_limit(admin, 2, tomorrow, "试", minutes=1440, unit=LimitUnit.WORKING_DAYS, first=(10, 300))
    assert told.value.field == "first"


def test_a_replaced_limit_changes_only_where_it_still_holds(city: City) -> None:
    """D3 has a later limit than the one it shared with D4: a new length of that one doesn't bring D3 back."""
    admin = city.seat("admin")
    later = today(admin) + timedelta(days=2)
    assert change_limit(admin, 6, later, "试", minutes=2880).categories == ("D4",)
    made = change_limit(admin, 5, later, "省条例修订", minutes=2880)
    with pytest.raises(BadInput, match=f"已由编号 {made.id} 的时限代替") as told:
        change_limit(admin, 5, later + timedelta(days=1), "试", minutes=60)
    assert told.value.field == "limit"
    again = change_limit(admin, 5, later, "更正", minutes=1440)  # before it begins
    assert admin.rules.limits_on("C3", later)[Clock.ANSWER].id == again.id


def test_a_limit_never_changes_what_is_taken_down_already(city: City) -> None:
    admin = city.seat("admin")
    with pytest.raises(BadInput, match="最早从明天起生效") as told:
        change_limit(admin, 5, today(admin), "试", minutes=60)
    assert told.value.field == "valid_from"
    with pytest.raises(psycopg.Error) as refused:
        city.raw("admin").execute(
            "SELECT limit_put(5, %s, '试')", (Jsonb({"minutes": 60, "valid_from": str(today(admin))}),)
        )
    assert refused.value.sqlstate == "WL006"


@pytest.mark.parametrize(
    "values", [{"minutes": 2_000_000_000}, {"minutes": 60, "first_days": 9000, "first_days_minutes": 60}]
)
def test_the_database_keeps_no_limit_without_an_end(city: City, values: dict[str, int]) -> None:
    given = values | {"valid_from": str(today(city.seat("admin")) + timedelta(days=1))}
    with pytest.raises(psycopg.errors.CheckViolation):
        city.raw("admin").execute("SELECT limit_put(5, %s, '试')", (Jsonb(given),))


def test_a_house_limit_for_a_clock_that_had_none(city: City) -> None:
    admin, op = city.seat("admin"), city.seat("op1")
    add_limit(admin, Clock.CONTACT, ["B1", "b2"], 30, today(admin) + timedelta(days=1), "内部要求", "班会决定")
    shift(city, "limit_rule", "valid_from", 1)
    op.refresh()
    taken = city.take()
    sent, slip = dispatch.dispatch(op, taken.id, taken.revision)
    found = {run.clock: run for run in clocks(sent.events, op.rules, op.rules.calendar)}
    assert found[Clock.CONTACT].is_house
    assert found[Clock.CONTACT].due_at - sent.dispatched_at == timedelta(minutes=30)
    assert "内部" not in slip.article + slip.limit_words


@pytest.mark.parametrize(
    ("clock", "mark", "minutes", "field"),
    [(Clock.CALL_BACK, "V", 60, "mark"), (Clock.SIGN, "U", 60, "mark"), (Clock.SIGN, "P", 0, "minutes")],
)
def test_what_is_no_limit(city: City, clock: Clock, mark: str, minutes: int, field: str) -> None:
    admin = city.seat("admin")
    with pytest.raises(BadInput) as told:
        add_limit(admin, clock, ["B1"], minutes, date(2099, 1, 1), "内部要求", "试", mark=mark)
    assert told.value.field == field


def test_new_dates_of_a_season(city: City) -> None:
    admin = city.seat("admin")
    set_season(admin, "2026-2027", date(2026, 11, 10), date(2027, 3, 20), "市政府公告：提前至 11 月 10 日")
    season = next(one for one in admin.rules.seasons if one.name == "2026-2027")
    assert (season.starts_on, season.ends_on) == (date(2026, 11, 10), date(2027, 3, 20))
    told = history(admin, ["season"])[0]
    assert (told.before["starts_on"], told.after["starts_on"]) == ("2026-11-15", "2026-11-10")
    set_season(admin, "2031-2032", date(2031, 11, 15), date(2032, 3, 15), "HZ 20")
    assert history(admin, ["season"])[0].before is None


@pytest.mark.parametrize(
    ("name", "starts_on", "ends_on", "field"),
    [
        ("2026", date(2026, 11, 15), date(2027, 3, 15), "name"),
        ("2026-2028", date(2026, 11, 15), date(2028, 3, 15), "name"),
        ("2026-2027", date(2027, 3, 15), date(2026, 11, 15), "ends_on"),
        ("2031-2032", date(2031, 2, 1), date(2032, 3, 15), "ends_on"),
    ],
)
def test_dates_that_are_no_season(city: City, name: str, starts_on: date, ends_on: date, field: str) -> None:
    with pytest.raises(BadInput) as told:
        set_season(city.seat("admin"), name, starts_on, ends_on, "试")
    assert told.value.field == field


def test_a_category_says_something_else(city: City) -> None:
    admin = city.seat("admin")
    set_category(admin, "b1", "班会决定", urgency=Urgency.CRITICAL, questions=["缴费了吗？"], first_words="请稍等。")
    category = admin.rules.category("B1")
    assert (category.urgency, category.questions, category.first_words) == (
        Urgency.CRITICAL,
        ("缴费了吗？",),
        "请稍等。",
    )
    assert category.name == "不热、温度低（单户）"
    assert history(admin, ["category"])[0].before["urgency"] == "urgent"


def test_provisional_due_times_are_counted_anew_once_their_years_are_loaded(city: City) -> None:
    admin, op, supervisor = city.seat("admin"), city.seat("op1"), city.seat("sup1")
    city.owner().execute("UPDATE limit_rule SET unit = 'working_days', minutes = 300 * 1440 WHERE id = 5")
    op.refresh()
    taken = intake.take(op, new(category="C3"))
    other = intake.take(op, new(category="D4", room="502"))
    (answer,) = taken.due_times
    assert answer.provisional
    this_year = today(op).year
    years = [year for year in range(this_year, this_year + 3) if not op.rules.calendar.knows(year)]
    days = [CalendarDay(date(year, 2, day), False, "春节") for year in years for day in range(1, 29)]
    assert load_calendar(admin, days, "国务院办公厅通知") == 28 * len(years)
    supervisor.refresh()
    (done,) = recount(supervisor)
    assert (done.id, done.events[-1].act) == (taken.id, Act.RECOUNT)
    assert not done.due_times[0].provisional
    assert done.due_at == done.due_times[0].due_at > answer.due_at
    assert recount(supervisor) == []
    assert show(op, other.id).revision == 1


YEAR = """日期,班休,名称
2027-01-01,休,元旦
2027-01-04,休,元旦
2027/2/5,休,春节
2027-02-20,补班,春节调休上班
"""


def test_a_year_is_loaded_from_a_file(city: City, tmp_path: Path) -> None:
    admin, op = city.seat("admin"), city.seat("op1")
    file = tmp_path / "2027 年放假.csv"
    file.write_text(YEAR, encoding="utf-8")
    assert load_calendar(admin, read_calendar(file), "国务院办公厅通知") == 4
    op.refresh()
    assert [(one.day, one.working) for one in special_days(op.rules, 2027)] == [
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), False),
        (date(2027, 2, 5), False),
        (date(2027, 2, 20), True),
    ]
    assert history(op, ["calendar"])[0].name == "2027 年"


def test_loading_a_year_again_replaces_it_and_keeps_what_was(city: City) -> None:
    admin = city.seat("admin")
    load_calendar(admin, [CalendarDay(date(2027, 1, 1), False, "元旦")], "初稿")
    load_calendar(admin, [CalendarDay(date(2027, 1, 4), False, "元旦")], "更正")
    assert not admin.rules.calendar.loaded.keys() & {date(2027, 1, 1)}
    assert [one["day"] for one in history(admin, ["calendar"])[0].before] == ["2027-01-01"]


def test_a_file_that_can_not_be_read_names_each_row(tmp_path: Path) -> None:
    file = tmp_path / "坏.csv"
    file.write_text("2027-02-30,休,春节\n2027-02-06,也许,春节\n2027-02-07,休,\n2027-02-08,休,春节\n", encoding="utf-8")
    with pytest.raises(
        BadInput, match=r"(?s)第 1 行：.*不是完整的日期.*第 2 行：.*班 或 休.*第 3 行：.*节日名称"
    ) as told:
        read_calendar(file)
    assert told.value.field == "file"


@pytest.mark.parametrize("login", ["op1", "sup1", "a1", "audit"])
def test_nobody_else_keeps_the_rules(city: City, login: str) -> None:
    seat = city.seat(login)
    day = CalendarDay(date(2027, 1, 1), False, "元旦")
    for act in (
        lambda: load_calendar(seat, [day], "试"),
        lambda: set_category(seat, "B1", "试", name="别的"),
        lambda: set_season(seat, "2026-2027", date(2026, 11, 1), date(2027, 3, 1), "试"),
        lambda: change_limit(seat, 5, date(2030, 1, 1), "试", minutes=60),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw(login).execute("SELECT calendar_put('[]', '试')")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw(login).execute("INSERT INTO calendar_day VALUES ('2027-01-01', false, '元旦')")


def test_only_a_supervisor_counts_anew(city: City) -> None:
    for login in ("op1", "admin", "a1"):
        with pytest.raises(NotAllowed):
            recount(city.seat(login))


def test_a_change_is_in_the_auditors_log(city: City) -> None:
    set_category(city.seat("admin"), "B1", "班会决定", name="不热")
    newest = recent_events(city.seat("audit"))[0]
    assert (newest.act, newest.words) == ("改类别", "B1")
