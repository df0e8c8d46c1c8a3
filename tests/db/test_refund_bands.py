"""The bands of refunds in the database: shipped as HZ Art.44 says, changed by the administrator in versions."""

from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app.errors import BadInput, NotAllowed
from app.refund_bands import check_bands, judge
from app.refund_rules import read_steps, set_bands
from app.rule_book import history
from app.rule_history import change_lines, subject
from app.rule_settings import find_setting, set_setting
from app.rules import CITY_TIME
from small_city import City


@pytest.mark.parametrize("login", ["op1", "a1", "admin", "audit"])
def test_hz_44_every_seat_judges_by_the_shipped_table(shared_city: City, login: str) -> None:
    seat = shared_city.seat(login)
    bands = seat.rules.bands_on(seat.now().astimezone(CITY_TIME).date())
    check_bands(bands)
    found = {reading: judge(Decimal(reading), bands).percent for reading in ("14.0", "14.1", "16.0", "16.1", "18.0")}
    assert found == {"14.0": 100, "14.1": 50, "16.0": 50, "16.1": 30, "18.0": 0}
    assert all("第四十四条" in band.article for band in bands if band.percent)
    assert [band.mark for band in bands] == ["P", "P", "V", "V"]
    assert all("本系统建议" in band.note for band in bands if band.mark == "P")


def test_a_changed_table_is_a_version_from_its_day_on(city: City) -> None:
    admin = city.seat("admin")
    today = admin.now().astimezone(CITY_TIME).date()
    later = today + timedelta(days=30)
    made = set_bands(admin, later, read_steps("<16.0:100、<18.0:50，以上:0"), "某市条例第三十条", "供热办通知")
    assert [(one.version, one.up_to, one.percent) for one in made] == [
        (2, Decimal("16.0"), 100), (2, Decimal("18.0"), 50), (2, None, 0),
    ]  # fmt: skip
    assert judge(Decimal("17"), admin.rules.bands_on(today)).percent == 30
    assert judge(Decimal("17"), admin.rules.bands_on(later)).percent == 50
    assert made[-1].article == "菏泽市供热条例第二十一条"  # as before: it keeps what it rests on
    (told,) = history(admin, ["refund_band"])
    assert subject(told) == f"退费档次 {later} 起"
    assert change_lines(told) == [
        "退 100%：≤ 14.0 ℃ → < 16.0 ℃",
        "退 50%：≤ 16.0 ℃ → < 18.0 ℃",
        "退 30%：< 18.0 ℃ → （无）",
    ]


def test_a_table_for_days_gone_by_is_refused(shared_city: City) -> None:
    admin = shared_city.seat("admin")
    yesterday = admin.now().astimezone(CITY_TIME).date() - timedelta(days=1)
    with pytest.raises(BadInput, match="最早从今天起") as refused:
        set_bands(admin, yesterday, read_steps("<18.0:50 以上:0"), "条例", "试")
    assert refused.value.field == "valid_from"


@pytest.mark.parametrize("typed", ["18:50", "<18.0", "<18.0:50 以下:0", "<18.05:50 以上:0"])
def test_steps_that_cannot_be_read_are_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="看不懂"):
        read_steps(typed)


def test_only_the_administrator_changes_the_bands(shared_city: City) -> None:
    seat = shared_city.seat("sup1")
    with pytest.raises(NotAllowed):
        set_bands(seat, seat.now().date(), read_steps("<18.0:50 以上:0"), "条例", "试")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        shared_city.raw("sup1").execute("SELECT refund_bands_put(current_date, '[]', '试')")


@pytest.mark.parametrize(
    "rows",
    [
        [("14.0", 100), ("16.0", 50)],
        [("16.0", 30), ("18.0", 50), (None, 0)],
        [("16.0", 50), ("16.0", 30), (None, 0)],
        [(None, 0)],
        [("14.0", 101), (None, 0)],
    ],
)
def test_the_database_refuses_what_is_no_table(shared_city: City, rows: list[tuple[str | None, int]]) -> None:
    given = [
        {"up_to": edge, "included": True, "percent": percent, "article": "条例", "mark": "P", "note": ""}
        for edge, percent in rows
    ]
    with pytest.raises(psycopg.Error) as refused:
        shared_city.raw("admin").execute("SELECT refund_bands_put(current_date, %s, '试')", (Jsonb(given),))
    assert refused.value.sqlstate in ("WL006", "23514")
    assert shared_city.owner().execute("SELECT max(version) FROM refund_band").fetchone() == (1,)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("refund_days", "8", "1–7"),
        ("refund_due", "13-01", "05-31"),
        ("refund_due", "五月", "05-31"),
        ("refund_formula", "开", "不计算"),
    ],
)
def test_settings_of_refunds_refuse_what_cannot_be(shared_city: City, name: str, typed: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        set_setting(shared_city.seat("admin"), find_setting(name), typed, "试")


def test_the_formula_is_off_until_its_basis_is_written(city: City) -> None:
    admin = city.seat("admin")
    assert admin.rules.settings["refund_formula"] == "不计算"
    set_setting(admin, find_setting("refund_formula"), "临沂市供热条例第三十二条", "供热办批准参照")
    assert admin.rules.settings["refund_formula"] == "临沂市供热条例第三十二条"
