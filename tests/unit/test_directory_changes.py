"""What an import would change: found against a small directory, and round trips of invented ones."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from openpyxl import load_workbook

from app.directory import Directory
from app.directory_changes import Differences, find_differences
from app.directory_export import directory_tables
from app.directory_file import read_directory_file
from app.records import Building, Community, CommunityKind, Company, Manager, Station
from app.workbooks import write_book

ETERNAL = Company(1, "a", "永恒热力有限公司", "永恒", ("0530-5000101", "0530-5000102"), "0530-5000100")
SOURCE = Company(2, "b", "煦源热力有限公司", "煦源", (), "")
PEONY = Community(
    id=1,
    name="牡丹花园",
    aliases=("老牡丹小区",),
    address="人民路 118 号",
    kind=CommunityKind.RESIDENTIAL,
    company_id=1,
    station_id=18,
    handed_over=True,
    warranty_until=None,
    homes=1260,
    buildings=(Building(1, 1, "3", None, None), Building(2, 1, "9", 2, 19)),
    managers=(
        Manager(1, 1, "张树林", ("13853000011",), time(7), time(19), 1, None, "别说是我给的"),
        Manager(2, 1, "李春燕", ("+8613853000012",), time(19), time(7), 2, date(2025, 11, 8)),
    ),
)
NORTH = replace(PEONY, id=2, name="天香公馆", aliases=(), address="北园路 1 号", buildings=(), managers=())
SOUTH = replace(NORTH, id=3, address="南园路 9 号")
DIRECTORY = Directory.of(
    [ETERNAL, SOURCE],
    [Station(18, "018", "牡丹换热站", 1, "", 504), Station(19, "019", "烟厂站", 2, "", 0)],
    [PEONY, NORTH, SOUTH],
)
HEADING = "小区,地址,热力公司,换热站,楼号,管理员,电话,户数,是否移交\n"


def compare(folder: Path, rows: str, directory: Directory = DIRECTORY, heading: str = HEADING) -> Differences:
    (folder / "名录.csv").write_text(heading + rows, encoding="utf-8")
    return find_differences(read_directory_file(folder / "名录.csv"), directory)


def told(found: Differences) -> list[str]:
    assert found.errors == ()
    return [change.words for change in found.changes if change.payload]


def reasons(found: Differences) -> list[tuple[int, str]]:
    return [(error.row, error.reason) for error in found.errors]


def test_what_is_stored_already_changes_nothing_however_it_is_written(tmp_path: Path) -> None:
    found = compare(tmp_path, "牡丹花园,人民路118号,永恒热力公司,018 牡丹换热站,,张树林,138 5300 0011,1260户,已移交\n")
    assert told(found) == []
    assert found.payload == []
    assert [change.words for change in found.changes] == ["牡丹花园", "牡丹花园 管理员 张树林"]
    assert found.unlisted == 2


def test_blank_cells_erase_nothing(tmp_path: Path) -> None:
    assert told(compare(tmp_path, "牡丹花园,,,,,张树林,,,\n")) == []


def test_changes_are_told_in_words_and_as_rows_for_the_database(tmp_path: Path) -> None:
    found = compare(
        tmp_path,
        "牡丹花园,,煦源,烟厂站,,张树林,13853000011/5201234,1300,否\n牡丹花园,,,,,王新,13853000019（夜间）,,\n",
    )
    assert told(found) == [
        "牡丹花园：是否移交 是 → 否；户数 1260 → 1300；热力公司 永恒 → 煦源；换热站 018 牡丹换热站 → 019 烟厂站",
        "牡丹花园 管理员 张树林：电话 138 5300 0011 → 138 5300 0011、0530-520 1234",
        "新增管理员 王新（牡丹花园）：电话 138 5300 0019，值班 19:00-07:00，次序 3",
    ]
    assert found.payload == [
        {
            "table": "community",
            "id": 1,
            "key": None,
            "values": {"handed_over": False, "homes": 1300, "company_id": 2, "station_id": 19},
            "retire": False,
        },
        {
            "table": "manager",
            "id": 1,
            "key": None,
            "values": {"phones": ["+8613853000011", "+865305201234"]},
            "retire": False,
        },
        {
            "table": "manager",
            "id": None,
            "key": "manager3",
            "values": {
                "community_id": 1,
                "name": "王新",
                "phones": ["+8613853000019"],
                "duty_from": "19:00",
                "duty_to": "07:00",
                "rank": 3,
            },
            "retire": False,
        },
    ]
    assert [(change.sheet, change.row) for change in found.changes] == [("名录", 2), ("名录", 2), ("名录", 3)]


def test_a_new_community_of_two_companies_by_building(tmp_path: Path) -> None:
    found = compare(
        tmp_path,
        "学府名苑,大学路 66 号,永恒,,1-2号楼,王新,13853000019,,\n学府名苑,,煦源,019,3号楼,,,,\n",
    )
    assert [payload["values"] for payload in found.payload] == [
        {"name": "学府名苑", "address": "大学路 66 号"},
        {"community_id": "$community1", "name": "1", "company_id": 1},
        {"community_id": "$community1", "name": "2", "company_id": 1},
        {"community_id": "$community1", "name": "3", "company_id": 2, "station_id": 19},
        {"community_id": "$community1", "name": "王新", "phones": ["+8613853000019"], "rank": 1},
    ]
    assert found.changes[0].words == "新增小区 学府名苑：地址 大学路 66 号"


def test_a_new_community_of_one_company_in_all_buildings_has_that_company(tmp_path: Path) -> None:
    found = compare(tmp_path, "学府名苑,大学路 66 号,永恒,018,1-2号楼,,,,\n")
    assert [payload["values"] for payload in found.payload] == [
        {"name": "学府名苑", "address": "大学路 66 号", "company_id": 1, "station_id": 18},
        {"community_id": "$community1", "name": "1"},
        {"community_id": "$community1", "name": "2"},
    ]


def test_buildings_that_get_a_supplier_of_their_own(tmp_path: Path) -> None:
    assert told(compare(tmp_path, "牡丹花园,,煦源,019,3号楼、9#,,,,\n")) == [
        "牡丹花园 3 号楼：热力公司 （空） → 煦源；换热站 （空） → 019 烟厂站"
    ]
    assert told(compare(tmp_path, "牡丹花园,,永恒,018,3号楼,,,,\n")) == []


def test_same_names_are_told_apart_by_address(tmp_path: Path) -> None:
    found = compare(tmp_path, "天香公馆,南园路9号,,,,,,7,\n天香公馆,北园路1号,,,,,,8,\n")
    assert [(payload["id"], payload["values"]) for payload in found.payload] == [(3, {"homes": 7}), (2, {"homes": 8})]
    for rows, words in [
        ("天香公馆,,,,,王新,,,\n", "没有地址分不清"),
        ("天香公馆,东园路2号,,,,,,,\n", "分不清这是改了地址还是另一个同名小区"),
        ("天香公馆,南园路9号,,,,,,,\n天香公馆,北园路1号,,,,,,,\n天香公馆,,,,,,,,\n", "没有地址分不清"),
    ]:
        found = compare(tmp_path, rows)
        assert words in found.errors[0].reason
    assert told(compare(tmp_path, "牡丹花园,中华路7号,,,,,,,\n")) == ["牡丹花园：地址 人民路 118 号 → 中华路7号"]
    second = compare(tmp_path, "牡丹花园,人民路118号,,,,,,,\n牡丹花园,中华路7号,,,,,,,\n")
    assert told(second) == ["新增小区 牡丹花园：地址 中华路7号"]


def test_an_alias_finds_the_community(tmp_path: Path) -> None:
    found = compare(tmp_path, "老牡丹小区,,,,,,,1300,\n")
    assert told(found) == ["牡丹花园：户数 1260 → 1300"]
    twice = compare(tmp_path, "老牡丹小区,,,,,,,1300,\n牡丹花园,,,,,,,1260,\n")
    assert reasons(twice) == [(3, "与工作表“名录”第 2 行（老牡丹小区）是同一个小区，请用一个名称")]


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        ("牡丹花园,,光明热力,,,,,,\n", 2, "牡丹花园：热力公司“光明热力”不在名录里（永恒、煦源）"),
        ("牡丹花园,,,077,,,,,\n", 2, "换热站“077”不在名录里"),
        ("牡丹花园,,永恒,,,,,,\n牡丹花园,,煦源,,,,,,\n", 3, "热力公司与工作表“名录”第 2 行矛盾"),
        ("牡丹花园,,,,,,,5,\n牡丹花园,,,,,,,6,\n", 3, "户数与工作表“名录”第 2 行矛盾"),
        ("牡丹花园,,永恒,,1,,,,\n牡丹花园,,煦源,,1,,,,\n", 3, "矛盾"),
        (
            "牡丹花园,,,,,张树林,13853000011（8:00-9:00）,,\n牡丹花园,,,,,张树林,13853000011（白班）,,\n",
            3,
            "值班时间前后矛盾",
        ),
        (",,永恒,,,,,,\n", 2, "没有小区名称"),
        ("牡丹花园,,,,,张树林,1385300001,,\n", 2, "11 位"),
    ],
)
def test_rows_that_cannot_be_taken_are_reported(tmp_path: Path, rows: str, row: int, words: str) -> None:
    found = compare(tmp_path, rows)
    assert any(error.row == row and words in error.reason for error in found.errors), reasons(found)


def test_new_companies_and_stations_serve_communities_of_the_same_file(tmp_path: Path) -> None:
    tables = directory_tables(DIRECTORY, "0530")
    write_book(tmp_path / "a.xlsx", tables)
    found = find_differences(read_directory_file(tmp_path / "a.xlsx"), Directory())
    assert found.errors == ()
    values = {change.words.split("：")[0]: change.payload for change in found.changes if change.payload}
    assert len(found.payload) == len(found.changes) == 11
    station = values["新增换热站 018 牡丹换热站"]
    assert station is not None
    assert station["values"]["company_id"] == "$company1"
    assert [payload["table"] for payload in found.payload][:5] == [
        "company",
        "company",
        "station",
        "station",
        "community",
    ]


def test_new_companies_need_a_code_and_new_stations_a_company(tmp_path: Path) -> None:
    found = compare(tmp_path, "光明热力有限公司,光明\n", heading="公司名称,简称\n")
    assert reasons(found) == [(2, "“光明热力有限公司”是新公司，要有公司代码和简称")]
    found = compare(tmp_path, "新站,020\n", heading="换热站名称,站号\n")
    assert reasons(found) == [(2, "“新站”是新换热站，要有站号和热力公司")]
    found = compare(tmp_path, "018,牡丹站,永恒\n018,牡丹站,煦源\n", heading="站号,换热站名称,供热企业\n")
    assert reasons(found) == [(3, "与工作表“名录”第 2 行重复而内容不同")]


def test_an_export_imports_back_to_the_same_and_keeps_private_notes_at_home(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", directory_tables(DIRECTORY, "0530"))
    found = find_differences(read_directory_file(tmp_path / "a.xlsx"), DIRECTORY)
    assert told(found) == []
    assert found.unlisted == 0
    cells = [cell for sheet in load_workbook(tmp_path / "a.xlsx") for row in sheet.values for cell in row]
    assert "张树林" in cells
    assert not any("别说" in str(cell) for cell in cells)


WORDS = st.text("牡丹花园一二期ABab12３（）·=+@-#'\"", min_size=1, max_size=6).filter(lambda one: one.strip("-'\"@=+#"))
PEOPLE = st.text("张王李赵树林春燕䶮𬭎", min_size=1, max_size=4)
MOBILES = st.integers(0, 9999).map(lambda number: f"+861385300{number:04}")
PHONES = st.lists(
    MOBILES | st.sampled_from(["+865305201234", "0530-5201234转801", "12319", "5201234"]), max_size=2, unique=True
)
HOURS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    companies = [
        Company(1, "a", "永恒热力有限公司", "永恒", tuple(draw(PHONES)), "12319"),
        Company(2, "b", "煦源热力有限公司", "煦源", (), ""),
    ]
    stations = [
        Station(number, f"{number:03}", draw(WORDS), draw(st.sampled_from([1, 2])), draw(st.just("") | WORDS), number)
        for number in range(1, draw(st.integers(1, 4)))
    ]
    company = st.none() | st.sampled_from([1, 2])
    station = st.none() | st.sampled_from([one.id for one in stations]) if stations else st.none()
    names = draw(st.lists(WORDS, max_size=5))
    communities = []
    for number, name in enumerate(names, start=1):
        buildings = draw(
            st.lists(
                st.sampled_from(["1", "2号楼", "A座", "1-3", "3-1", "综合楼、", "北区 5"]), unique=True, max_size=4
            )
        )
        people = draw(st.lists(PEOPLE, max_size=2))
        hours = [draw(st.none() | st.tuples(HOURS, HOURS).filter(lambda two: two[0] != two[1])) for _ in people]
        communities.append(
            Community(
                id=number,
                name=name,
                aliases=tuple(draw(st.lists(WORDS, max_size=2, unique_by=lambda one: one.translate({0x3000: " "})))),
                address=f"{draw(WORDS)}路{number}号",
                kind=draw(st.sampled_from(CommunityKind)),
                company_id=draw(company),
                station_id=draw(station),
                handed_over=draw(st.booleans()),
                warranty_until=draw(st.none() | DAYS),
                homes=draw(st.integers(0, 9999)),
                note=draw(st.just("") | WORDS),
                buildings=tuple(
                    Building(number * 10 + at, number, building, draw(company), draw(station))
                    for at, building in enumerate(buildings)
                ),
                managers=tuple(
                    Manager(
                        number * 10 + at,
                        number,
                        person,
                        tuple(draw(PHONES)),
                        *(hours[at] or (None, None)),
                        at + 1,
                        draw(st.none() | DAYS),
                    )
                    for at, person in enumerate(people)
                ),
            )
        )
    return Directory.of(companies, stations, communities)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(directory=directories())
def test_any_directory_comes_back_from_its_own_export(
    tmp_path_factory: pytest.TempPathFactory, directory: Directory
) -> None:
    path = tmp_path_factory.mktemp("round") / "a.xlsx"
    write_book(path, directory_tables(directory, "0530"))
    found = find_differences(read_directory_file(path), directory)
    assert told(found) == []
    assert found.unlisted == 0
