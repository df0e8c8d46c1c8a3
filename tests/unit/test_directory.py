"""Who serves a flat and whom to ring, on a small city of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from app.directory import Directory, building_key, building_words
from app.errors import BadInput
from app.records import Building, Community, CommunityKind, Company, Manager, Station

YONGHENG = Company(1, "a", "永恒热力有限公司", "永恒", ("0530-5200001",), "0530-5200002")
SECOND = Company(2, "b", "第二热力有限公司", "二热力", (), "")
STATION_018 = Station(18, "018", "牡丹花园站", 1, "人民路", 600)
STATION_201 = Station(201, "201", "八一路站", 2, "八一路", 400)
ZHANG = Manager(1, 10, "张建国", ("+8613853000001",), time(8), time(20), 2, date(2026, 10, 1))
LI = Manager(2, 10, "李秀英", ("+8613853000002",), time(20), time(8), 1, None)
WANG = Manager(3, 10, "王强", (), None, None, 3, None)


PEONY = Community(10, "牡丹花园", (), "人民路 118 号", CommunityKind.RESIDENTIAL, 1, 18, True, None, 600)


def community(number: int = 10, **changes: Any) -> Community:
    return replace(PEONY, id=number, **changes)


def city(*communities: Community) -> Directory:
    return Directory.of([YONGHENG, SECOND], [STATION_018, STATION_201], communities)


def test_a_flat_goes_to_its_community_s_company_and_station() -> None:
    route = city(community()).route(10, "3")
    assert (route.company, route.station, route.why) == (YONGHENG, STATION_018, "按小区")


@pytest.mark.parametrize("written", ["5", "５号楼", "5#", "五栋", " 5 幢", "05"])
def test_a_building_s_own_company_wins_however_it_is_written(written: str) -> None:
    directory = city(community(buildings=(Building(1, 10, "5号楼", 2, 201),)))
    route = directory.route(10, written)
    assert (route.company, route.station, route.why) == (SECOND, STATION_201, "按楼栋：5 号楼")
    assert directory.route(10, "15").company == YONGHENG


def test_a_building_s_station_brings_its_company() -> None:
    route = city(community(buildings=(Building(1, 10, "A座", None, 201),))).route(10, "a")
    assert (route.company, route.station) == (SECOND, STATION_201)


def test_a_building_with_another_company_does_not_keep_the_community_s_station() -> None:
    route = city(community(buildings=(Building(1, 10, "5", 2, None),))).route(10, "5")
    assert (route.company, route.station, route.why) == (SECOND, None, "按楼栋：5 号楼")


def test_an_unlisted_building_of_a_divided_community_is_to_be_checked() -> None:
    directory = city(community(buildings=(Building(1, 10, "5", 2, None),)))
    assert "楼号未登记" in directory.route(10, "6").why
    assert "楼号未填" in directory.route(10, "").why


def test_a_station_alone_names_the_company() -> None:
    assert city(community(company_id=None)).route(10).company == YONGHENG


def test_nobody_serves_it_or_it_was_not_handed_over() -> None:
    route = city(community(company_id=None, station_id=None, handed_over=False)).route(10)
    assert (route.company, route.station) == (None, None)
    assert "没有登记供热企业" in route.why
    assert "第三十五条" in route.why


def test_an_unknown_community_is_bad_input() -> None:
    with pytest.raises(BadInput) as caught:
        city().route(99, "1")
    assert caught.value.field == "community"


@pytest.mark.parametrize(
    ("hour_utc", "names"),
    [(4, ["王强", "张建国", "李秀英"]), (16, ["李秀英", "王强", "张建国"])],  # 12:00 and 24:00 in the city
)
def test_managers_on_duty_come_first(hour_utc: int, names: list[str]) -> None:
    wang = Manager(3, 10, "王强", (), None, None, 1, None)
    li = Manager(2, 10, "李秀英", (), time(20), time(8), 0, None)
    directory = city(community(managers=(ZHANG, li, wang)))
    assert [one.name for one in directory.managers(10, datetime(2026, 11, 20, hour_utc, tzinfo=UTC))] == names


def test_rank_decides_among_those_on_duty() -> None:
    directory = city(community(managers=(WANG, ZHANG, LI)))
    noon = datetime(2026, 11, 20, 4, tzinfo=UTC)
    assert directory.managers(10, noon) == [ZHANG, WANG, LI]
    assert directory.managers(99, noon) == []


def test_a_company_s_communities_count_those_served_by_building() -> None:
    divided = community(10, buildings=(Building(1, 10, "5", 2, None),))
    other = community(11, name="丹阳小区", company_id=2, station_id=201)
    directory = city(divided, other)
    assert directory.of_company(2) == [other, divided]
    assert directory.of_company(1) == [divided]


def test_a_snapshot_can_t_be_changed() -> None:
    communities: Any = city(community()).communities  # by its type it can't be changed either
    with pytest.raises(TypeError):
        communities[11] = community(11)


def test_building_words_and_keys() -> None:
    assert [building_words(name) for name in ("3", "a", "３号楼", "综合楼")] == ["3 号楼", "A 座", "3 号楼", "综合楼"]
    assert building_key("0") == "0"
    assert building_key("十二号楼") == "12"
    assert building_key("") == ""
