"""Published directories as cities really write them, made here and read back."""

from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.directory_cells import DAY, NIGHT, ROUND_THE_CLOCK, Duty, read_buildings, read_day, read_duty, split_words
from app.directory_file import CommunityEntry, DirectoryFile, RowError, read_directory_file
from app.directory_people import ManagerEntry, read_managers
from app.errors import BadInput
from app.records import CommunityKind

HEADING = ["序号", "小区名称", "地址", "热力公司", "小区管理员", "联系电话"]


def published(path: Path, rows: list[list[object]], merge: tuple[str, ...] = (), name: str = "Sheet1") -> DirectoryFile:
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    for area in merge:
        sheet.merge_cells(area)
    book.save(path / "名录.xlsx")
    return read_directory_file(path / "名录.xlsx")


def written(path: Path, text: str, encoding: str = "gbk") -> DirectoryFile:
    (path / "名录.csv").write_bytes(text.encode(encoding))
    return read_directory_file(path / "名录.csv")


def test_a_notice_with_title_merged_cells_full_width_digits_and_a_total(tmp_path: Path) -> None:
    file = published(
        tmp_path,
        [
            ["菏泽市城区集中供热小区管理员公示表"],
            ["单位：户", None, None, "2026年11月1日"],
            HEADING,
            [1, "牡丹花园", "人民路１１８号", "永恒热力有限公司", "张某", "１３８５３００００１１（白班）"],
            [None, None, None, None, "李某", "13853000012（夜间）"],
            [],
            HEADING,
            [2, "天香公馆", "人民路 206 号", "永恒", "王某", 13853000013.0],
            ["合计", "共2个"],
            ["注：以上电话 24 小时开通"],
        ],
        ("A1:F1", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "A10:F10"),
    )
    assert file.errors == ()
    first, second, third = file.communities
    assert first == CommunityEntry(
        sheet="Sheet1",
        row=4,
        name="牡丹花园",
        address="人民路118号",
        company="永恒热力有限公司",
        managers=(ManagerEntry("张某", ("+8613853000011",), DAY),),
    )
    assert (second.row, second.name, second.managers) == (
        5,
        "牡丹花园",
        (ManagerEntry("李某", ("+8613853000012",), NIGHT),),
    )
    assert third.managers == (ManagerEntry("王某", ("+8613853000013",)),)


def test_a_gbk_csv_with_blank_lines_and_every_column(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "供热小区名录,,,,,,,,,,,,,,\r\n"
        "小区/单位,曾用名,位置,供热单位,站号,负责人,手机,值班时间,楼号,户数（户）,是否移交,保修期至,类型,备注,不认得\r\n"
        ",,,,,,,,,,,,,,\r\n\r\n"
        '牡丹花园,"老牡丹、烟厂小区",人民路118号,永恒,018,张　某,13853000011 5201234,7:00—19:00,1-3号楼、A座,"1,260",'
        "否,2027年3月15日,居民,北门进,x\r\n",
    )
    assert file.errors == ()
    assert file.communities == (
        CommunityEntry(
            sheet="名录",
            row=5,
            name="牡丹花园",
            aliases=("老牡丹", "烟厂小区"),
            address="人民路118号",
            kind=CommunityKind.RESIDENTIAL,
            company="永恒",
            station_code="018",
            handed_over=False,
            warranty_until=date(2027, 3, 15),
            homes=1260,
            note="北门进",
            buildings=("1", "2", "3", "A座"),
            managers=(ManagerEntry("张某", ("+8613853000011", "+865305201234"), DAY),),
        ),
    )


def test_a_heading_over_two_rows_and_managers_side_by_side(tmp_path: Path) -> None:
    file = published(
        tmp_path,
        [
            ["小区名称", "供暖管理员1", None, "供暖管理员2", None],
            [None, "姓名", "电话", "姓名", "电话"],
            ["牡丹花园", "张某", "13853000011", "李某", "13853000012"],
            ["天香公馆", "王某", "13853000013", None, None],
        ],
        ("A1:A2", "B1:C1", "D1:E1"),
    )
    assert file.errors == ()
    assert [[(one.name, one.phones) for one in entry.managers] for entry in file.communities] == [
        [("张某", ("+8613853000011",)), ("李某", ("+8613853000012",))],
        [("王某", ("+8613853000013",))],
    ]


def test_a_line_naming_the_company_serves_the_rows_below_it(tmp_path: Path) -> None:
    file = published(
        tmp_path,
        [
            ["小区名称", "管理员", "电话"],
            ["一、永恒热力有限公司（共180个）"],
            ["牡丹花园", "张某", "13853000011"],
            ["小计", "1个"],
            ["二、煦源热力有限公司："],
            ["天香公馆", "李某", "13853000012"],
        ],
        ("A2:C2", "A5:C5"),
    )
    assert file.errors == ()
    assert [(one.name, one.company) for one in file.communities] == [
        ("牡丹花园", "永恒热力有限公司"),
        ("天香公馆", "煦源热力有限公司"),
    ]


def test_sheets_of_companies_and_stations(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "公司"
    book.active.append(["公司名称", "公司代码", "简称", "客服电话", "值班电话"])
    book.active.append(["永恒热力有限公司", "a", "永恒", "0530-5000101、5000102", "12319"])
    stations = book.create_sheet("换热站")
    stations.append(["站号", "名称", "供热企业", "地址", "户数"])
    stations.append([18, "牡丹站", "永恒", "人民路", 504])
    stations["A2"].number_format = "000"
    book.create_sheet("封面").append(["二〇二六年"])
    book.save(tmp_path / "a.xlsx")
    file = read_directory_file(tmp_path / "a.xlsx")
    assert file.errors == ()
    (company,), (station,) = file.companies, file.stations
    assert (company.code, company.service_phones) == ("a", ("+865305000101", "+865305000102"))
    assert company.duty_phone == "12319"
    assert (station.code, station.name, station.company, station.homes) == ("018", "牡丹站", "永恒", 504)
    assert file.notes == ("工作表“封面”没有认得的表头，没有导入",)


def test_every_unreadable_cell_is_reported_with_its_place(tmp_path: Path) -> None:
    file = published(
        tmp_path,
        [
            [*HEADING, "户数", "保修期至", "备注"],
            [1, "牡丹花园", None, "永恒", "张某", "1.3853E+10"],
            [2, None, None, "永恒", "李某", "13853000012"],
            [3, "天香公馆", None, None, None, "13853000013", "约300", "2027"],
            [4, "学府名苑", None, None, "王某", "13853000013/", None, None, "#N/A"],
            [5],
            [6, "长" * 201],
        ],
    )
    assert sorted((error.row, error.cell) for error in file.errors) == [
        (2, "F2"),
        (3, ""),
        (4, "F4"),
        (4, "G4"),
        (4, "H4"),
        (5, "I5"),
        (7, "B7"),
    ]
    reasons = {error.row: error.reason for error in file.errors}
    assert "科学计数法" in reasons[2]
    assert "没有小区名称" in reasons[3]
    assert str(file.errors[0]).startswith("工作表“Sheet1”第 2 行（F2）：电话“1.3853E+10”")
    assert file.communities == ()
    assert isinstance(file.errors[0], RowError)


def test_control_characters_are_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "小区,电话\n牡\x07丹,\n")
    assert [(error.cell, error.reason) for error in file.errors] == [("A2", "有看不见的控制字符，请重新输入")]


def test_no_heading_says_what_was_looked_for_and_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        published(tmp_path, [["会议签到表"], ["姓名", "签到"], ["张某", "√"]])
    assert caught.value.field == "file"
    assert "小区名称" in caught.value.sentence
    assert "工作表“Sheet1”第 2 行：姓名、签到" in caught.value.sentence


@pytest.mark.parametrize(
    ("names", "phones", "duty", "expected"),
    [
        ("张某", "13853000011/0530-5201234", "", {"张某": (["+8613853000011", "+865305201234"], None)}),
        ("张某", "13853000011（夜间）", "", {"张某": (["+8613853000011"], NIGHT)}),
        (
            "张某",
            "夜间：13853000011\n白天：5201234",
            "",
            {"张某": (["+8613853000011", "+865305201234"], ROUND_THE_CLOCK)},
        ),
        (
            "张某、李某",
            "13853000011(白班)；13853000012（夜间）",
            "",
            {"张某": (["+8613853000011"], DAY), "李某": (["+8613853000012"], NIGHT)},
        ),
        (
            "张某 李某",
            "13853000011 13853000012",
            "",
            {"张某": (["+8613853000011"], None), "李某": (["+8613853000012"], None)},
        ),
        (
            "",
            "张某：13853000011，李某5201234",
            "",
            {"张某": (["+8613853000011"], None), "李某": (["+865305201234"], None)},
        ),
        (
            "张某13853000011、李某 5201234",
            "",
            "",
            {"张某": (["+8613853000011"], None), "李某": (["+865305201234"], None)},
        ),
        ("张　某", "138 5300 0011", "", {"张某": (["+8613853000011"], None)}),
        ("张某（夜间）", "(0530)5201234转801", "", {"张某": (["0530-5201234转801"], NIGHT)}),
        ("张某", "0530 5201234", "24小时", {"张某": (["+865305201234"], ROUND_THE_CLOCK)}),
        ("张某", "5201234 5205678", "", {"张某": (["+865305201234", "+865305205678"], None)}),
        ("张某", "13853000011（微信同号）", "早8点至晚8点", {"张某": (["+8613853000011"], Duty(time(8), time(20)))}),
        (
            "张某 李某",
            "13853000011 13853000012",
            "白班/夜班",
            {"张某": (["+8613853000011"], DAY), "李某": (["+8613853000012"], NIGHT)},
        ),
        ("张某", "13853000011.0", "", {"张某": (["+8613853000011"], None)}),
        ("张某", "", "", {"张某": ([], None)}),
        ("", "", "", {}),
    ],
)
def test_managers_and_their_numbers(
    names: str, phones: str, duty: str, expected: dict[str, tuple[list[str], Duty | None]]
) -> None:
    found = read_managers(names, phones, duty, "0530")
    assert {one.name: (list(one.phones), one.duty) for one in found} == expected


@pytest.mark.parametrize(
    ("names", "phones", "duty", "words"),
    [
        ("", "13853000011", "", "没有管理员姓名"),
        ("张某、李某", "13853000011", "", "分不清"),
        ("张某", "1385300001", "", "11 位"),
        ("张某", "5201234/35", "", "太短"),
        ("张某", "138 5300 0011 0530-5201234", "", "11 位"),
        ("张某", "801", "", "不是完整的号码"),
        ("张某", "未显示", "", "没有电话号码"),
        ("张某", "13853000011（问门卫）", "", "看不懂"),
        ("张某", "13853000011（白班）", "夜间", "矛盾"),
        ("张某", "13853000011（8:00-12:00）/13853000012（夜间）", "", "矛盾"),
        ("张某（退休）", "13853000011", "", "看不懂"),
        ("张某、李某", "13853000011/13853000012", "白班/夜班/全天", "分不清"),
        ("张某", "13853000011", "有空就在", "值班时间"),
    ],
)
def test_what_is_unclear_about_managers_is_refused(names: str, phones: str, duty: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_managers(names, phones, duty, "0530")


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("07:00-19:00", DAY),
        ("１９：００～次日７：００", NIGHT),
        ("白班", DAY),
        ("夜班值班", NIGHT),
        ("白班(8:00-20:00)", Duty(time(8), time(20))),
        ("7点半到晚6点", Duty(time(7, 30), time(18))),
        ("全天", ROUND_THE_CLOCK),
        ("00:00-24:00", ROUND_THE_CLOCK),
    ],
)
def test_times_of_duty(text: str, duty: Duty) -> None:
    assert read_duty(text) == duty


@pytest.mark.parametrize("text", ["8-20", "25:00-26:00", "7:70-8:00", "上班时间", ""])
def test_times_of_duty_are_never_guessed(text: str) -> None:
    with pytest.raises(BadInput):
        read_duty(text)


def test_buildings_days_and_words() -> None:
    assert read_buildings("1号楼-3号楼，5#、综合楼 ３栋") == ("1", "2", "3", "5", "综合楼3栋")
    assert read_buildings("整个小区") == ()
    assert split_words("老牡丹；烟厂 小区／老牡丹") == ("老牡丹", "烟厂 小区")
    assert read_day("20270315") == read_day("2027.3.15") == date(2027, 3, 15)
    for text in ("3-2", "1-999"):
        with pytest.raises(BadInput, match="楼栋"):
            read_buildings(text)
    for text in ("2027年3月", "2027-02-30", "两个采暖季"):
        with pytest.raises(BadInput, match="完整的日期"):
            read_day(text)
