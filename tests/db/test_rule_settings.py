"""Settings and thresholds kept by the administrator: by field, with their history; the database asks as well."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app.errors import BadInput, NotAllowed
from app.incident_groups import Threshold
from app.incident_thresholds import list_thresholds, put_threshold, remove_threshold
from app.records import IncidentKind, Role
from app.rule_book import history
from app.rule_history import change_lines, subject
from app.rule_settings import LINES, find_setting, list_settings, set_setting
from app.words import ROLE_WORDS
from small_city import City


def now(city: City, name: str) -> str:
    return next(one.words for one in list_settings(city.seat("admin")) if one.line.id == name)


def test_every_setting_of_the_database_is_on_the_list(shared_city: City) -> None:
    stored = {key for (key,) in shared_city.owner().execute("SELECT key FROM setting").fetchall()}
    assert stored == {one.key for one in LINES}
    for one in list_settings(shared_city.seat("admin")):
        assert one.value, one.line.id


def test_a_setting_is_changed_with_its_history(city: City) -> None:
    admin = city.seat("admin")
    set_setting(admin, find_setting("supervise_reminders"), "4 次", "供热办 2026-11 会议")
    assert now(city, "supervise_reminders") == "4 次"
    assert admin.rules.settings["supervise_reminders"] == 4
    (told,) = history(admin, ["setting"])
    assert (told.person, told.note, told.before, told.after) == ("系统管理员", "供热办 2026-11 会议", 3, 4)
    assert (subject(told), change_lines(told)) == ("设置 催办满几次自动督办", ["3 → 4"])


def test_one_value_of_several_leaves_the_others(city: City) -> None:
    admin = city.seat("admin")
    set_setting(admin, find_setting("pauses.user.hours"), "48", "试行")
    set_setting(admin, find_setting("incident_groups.0.categories"), "a3，B1 b2 B4、B1", "试行")
    assert admin.rules.settings["pauses"]["user"] == {
        "words": "等待用户", "hours": 48, "clocks": ["contact", "on_site", "test", "answer"],
    }  # fmt: skip
    assert admin.rules.settings["pauses"]["access"]["hours"] == 24
    assert admin.rules.settings["incident_groups"][0]["categories"] == ["A3", "B1", "B2", "B4"]
    set_setting(admin, find_setting("hand_over_share"), "３ / 4", "试行")
    assert now(city, "hand_over_share") == "3/4"
    set_setting(admin, find_setting("away_reasons"), "用餐、 休息，用餐", "试行")
    assert admin.rules.settings["away_reasons"] == ["用餐", "休息"]
    assert admin.rules.settings["incident_groups"][1]["categories"] == ["A1", "A2"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("refund_hours", "25"),  # the law's own: not laxer
        ("refund_hours", "0"),
        ("refund_hours", "一天"),
        ("return_working_days", "2.5"),
        ("refund_categories", "A1 Z9"),
        ("warranty_seasons", "1"),  # HZ 27: at least two
        ("join_percent", "51"),  # HZ 26: half is enough
        ("retrofit_percent", "59"),  # HZ 11
        ("hand_over_share", "3/2"),
        ("hand_over_share", "0/3"),
        ("hand_over_share", "三分之二"),
        ("area_code", "0530-1"),
        ("hotline", ""),
        ("city", "菏" * 21),
        ("away_reasons", "，、"),
        ("away_reasons", "很" * 21),
    ],
)
def test_what_is_no_value_is_refused_at_its_field(city: City, name: str, typed: str) -> None:
    before = now(city, name)
    with pytest.raises(BadInput) as told:
        set_setting(city.seat("admin"), find_setting(name), typed, "试试")
    assert told.value.field == "value"
    assert now(city, name) == before


def test_a_change_needs_its_reason(city: City) -> None:
    with pytest.raises(BadInput) as told:
        set_setting(city.seat("admin"), find_setting("refund_hours"), "12", " ")
    assert told.value.field == "reason"


@pytest.mark.parametrize("login", ["op1", "sup1", "a1", "audit"])
def test_nobody_else_keeps_settings(city: City, login: str) -> None:
    with pytest.raises(NotAllowed):
        set_setting(city.seat(login), find_setting("refund_hours"), "12", "试试")
    with pytest.raises(NotAllowed):
        put_threshold(city.seat(login), Threshold(IncidentKind.STATION, 0, 2, 5), "试试")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw(login).execute("SELECT setting_put('refund_hours', '{}', '12', '')")


@pytest.mark.parametrize(
    ("key", "path", "value"),
    [
        ("refund_hours", [], "24"),
        ("refund_hours", [], 0),
        ("refund_hours", [], 1.5),
        ("refund_hours", [], None),
        ("refund_hours", ["x"], 3),
        ("pauses", ["user", "hours"], [1]),
        ("pauses", ["nobody", "hours"], 3),
        ("no_such", [], 3),
        ("city", [], "菏" * 61),
    ],
)
def test_the_database_keeps_the_shape(city: City, key: str, path: list[str], value: object) -> None:
    with pytest.raises(psycopg.DatabaseError) as told:
        city.raw("admin").execute("SELECT setting_put(%s, %s, %s, '')", (key, path, Jsonb(value)))
    assert told.value.sqlstate == "WL006"


def test_steps_of_a_threshold_are_added_changed_and_removed(city: City) -> None:
    admin = city.seat("admin")
    first, second = (one for one in list_thresholds(admin) if one.kind is IncidentKind.COMMUNITY)
    put_threshold(admin, Threshold(IncidentKind.COMMUNITY, 3000, 9, 60), "大小区")
    put_threshold(admin, Threshold(IncidentKind.COMMUNITY, 0, 5, 45), "试行", replaces=first)
    remove_threshold(admin, second, "不再分档")
    steps = [one for one in list_thresholds(admin) if one.kind is IncidentKind.COMMUNITY]
    assert [(one.min_homes, one.calls, one.minutes) for one in steps] == [(0, 5, 45), (3000, 9, 60)]
    told = history(admin, ["incident_threshold"])
    assert [one.note for one in told] == ["不再分档", "试行", "大小区"]
    assert subject(told[0]) == "片区事件门槛 小区"
    assert change_lines(told[1]) == ["0 户起 60 分钟 4 户 → 45 分钟 5 户"]
    assert change_lines(told[0]) == ["1000 户起 60 分钟 6 户 → （无）"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Threshold(IncidentKind.STATION, 1000, 3, 60), "min_homes"),  # there is such a step
        (Threshold(IncidentKind.STATION, -1, 3, 60), "min_homes"),
        (Threshold(IncidentKind.STATION, 5, 1, 60), "calls"),
        (Threshold(IncidentKind.STATION, 5, 3, 4), "minutes"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(city: City, wanted: Threshold, field: str) -> None:
    with pytest.raises(BadInput) as told:
        put_threshold(city.seat("admin"), wanted, "试试")
    assert told.value.field == field


def test_the_first_step_stays(city: City) -> None:
    admin = city.seat("admin")
    first = list_thresholds(admin)[0]
    with pytest.raises(BadInput, match="从 0 户起"):
        remove_threshold(admin, first, "试试")
    with pytest.raises(BadInput) as told:
        put_threshold(admin, Threshold(first.kind, 10, 3, 60), "试试", replaces=first)
    assert told.value.field == "min_homes"


def test_roles_are_typed_by_their_words(city: City) -> None:
    admin = city.seat("admin")
    assert now(city, "exporters") == ROLE_WORDS[Role.SUPERVISOR]
    set_setting(admin, find_setting("exporters"), f"{ROLE_WORDS[Role.SUPERVISOR]}、{ROLE_WORDS[Role.AUDITOR]}", "试行")
    assert admin.rules.settings["exporters"] == ["supervisor", "auditor"]
    with pytest.raises(BadInput, match="没有岗位"):
        set_setting(admin, find_setting("exporters"), "所有人", "试行")
