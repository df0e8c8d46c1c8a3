"""Halls and ways to pay: what is shipped, who keeps it, how it is found."""

from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest

from app import service_points
from app.errors import BadInput, MoveRefused, NotAllowed, WarmlineError
from app.rules import CITY_TIME
from app.service_points import PointKind, PointWords, find_points, list_points, read_out
from db.notify import Listener
from small_city import City

HALL = PointWords(PointKind.HALL, "永恒热力服务厅", 1, "中华路 100 号", "8:30–17:30", ("0530-5201234",))


def test_what_is_shipped_says_only_what_is_known(shared_city: City) -> None:
    found = list_points(shared_city.seat("a1"))
    shipped = [(one.kind, one.name) for one in found]
    assert shipped == [
        (PointKind.HALL, "八一路文化城北门"),
        (PointKind.HALL, "行政审批服务大厅"),
        (PointKind.BANK, "银行网点"),
        (PointKind.WECHAT, "微信公众号"),
        (PointKind.ALIPAY, "支付宝"),
    ]
    assert {(one.hours, one.phones, one.verified_on) for one in found} == {("", (), None)}
    assert read_out(found[0]) == "八一路文化城北门。"
    assert read_out(found[2]) == "银行网点，凭用热户号在银行网点缴费。"


def test_the_administrator_keeps_them_and_the_events_keep_what_they_were(city: City) -> None:
    admin = city.seat("admin")
    listener = Listener(city.seat("op1").store)
    made = service_points.add_point(admin, HALL, "公司来函")
    assert listener.wait(10).topics == {"hall"}
    listener.close()
    today = admin.now().astimezone(CITY_TIME).date()
    changed = service_points.change_point(admin, made.id, replace(HALL, hours="全天", verified_on=today))
    assert (changed.hours, changed.verified_on) == ("全天", today)
    service_points.retire_point(admin, made.id, "搬走了")
    assert made.id not in [one.id for one in list_points(admin)]
    rows = city.owner().execute(
        "SELECT act, detail->'before'->>'hours' FROM event WHERE act LIKE 'point%' ORDER BY seq"
    )
    assert rows.fetchall() == [("point_add", None), ("point_change", "8:30–17:30"), ("point_retire", "全天")]
    service_points.add_point(admin, HALL)  # one that was retired may come back


def test_nobody_else_keeps_them(shared_city: City) -> None:
    for login in ("op1", "sup1", "a1", "audit"):
        with pytest.raises(NotAllowed):
            service_points.add_point(shared_city.seat(login), HALL)
        with pytest.raises(psycopg.Error) as caught:
            shared_city.raw(login).execute("SELECT service_point_put(NULL, '{}', false, '')")
        assert caught.value.sqlstate == "42501"


def test_what_is_refused_at_its_field(shared_city: City) -> None:
    admin = shared_city.seat("admin")
    tomorrow = admin.now().astimezone(CITY_TIME).date() + timedelta(days=1)
    for fields, field in (
        ({"name": " "}, "name"),
        ({"name": "长" * 61}, "name"),
        ({"phones": ("没有",)}, "phones"),
        ({"phones": tuple(f"0530-588000{last}" for last in range(5))}, "phones"),
        ({"phones": ("2026-11-20T25:00",)}, "phones"),
        ({"phones": ("3小时",)}, "phones"),
        ({"phones": ("0530-5880000", "无号码")}, "phones"),  # nobody could ring it
        ({"verified_on": date(2015, 1, 1)}, "verified_on"),
        ({"verified_on": tomorrow}, "verified_on"),
        ({"company_id": 99}, "company"),
    ):
        with pytest.raises(WarmlineError) as caught:
            service_points.add_point(admin, replace(HALL, **fields))
        assert caught.value.field == field
    with pytest.raises(MoveRefused) as double:
        service_points.add_point(admin, PointWords(PointKind.ALIPAY, "支付宝"))
    assert double.value.field == "name"
    with pytest.raises(BadInput) as unsaid:
        service_points.retire_point(admin, 1, "")
    assert unsaid.value.field == "note"
    values = f'{{"kind": "hall", "name": "甲", "verified_on": "{tomorrow}"}}'
    with pytest.raises(psycopg.Error) as raw:
        shared_city.raw("admin").execute("SELECT service_point_put(NULL, %s, false, '')", (values,))
    assert raw.value.diag.message_hint == "verified_on"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("wenhua", ["八一路文化城北门"]),
        ("bylwhc", ["八一路文化城北门"]),
        ("审批", ["行政审批服务大厅"]),
        ("xzsp", ["行政审批服务大厅"]),
        ("大厅", ["八一路文化城北门", "行政审批服务大厅"]),
        ("户号", ["银行网点", "微信公众号", "支付宝"]),
        ("zfb", ["支付宝"]),
        ("微信 户号", ["微信公众号"]),
        ("没有的", []),
    ],
)
def test_found_by_part_of_the_name_pinyin_and_initials(shared_city: City, typed: str, names: list[str]) -> None:
    seat = shared_city.seat("op1")
    assert [one.name for one in find_points(list_points(seat), seat.directory, typed)] == names
