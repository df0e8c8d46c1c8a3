"""Reading .xlsx and .csv as cities publish them, and writing .xlsx that nothing can be smuggled into."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from openpyxl import Workbook, load_workbook

from app.errors import BadInput
from app.workbooks import Row, Table, cell_name, read_book, write_book


def save(path: Path, rows: list[list[object]], merge: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    book.save(path)
    return path


def test_cells_come_as_the_text_one_sees(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(
        [
            13853000011.0,
            520,
            3.5,
            datetime.fromisoformat("2027-03-15"),
            time(19),
            True,
            " 牡丹花园\n",
            None,
            "1.38E+10",
            18,
        ]
    )
    sheet["J1"].number_format = "000"
    book.save(tmp_path / "a.xlsx")
    (row,) = read_book(tmp_path / "a.xlsx").sheets[0].rows
    assert row.cells == (
        *("13853000011", "520", "3.5", "2027-03-15", "19:00", "是", "牡丹花园", "", "1.38E+10", "018"),
    )


def test_merged_cells_fill_down_and_right_and_keep_their_rows(tmp_path: Path) -> None:
    rows = [["公示表", None, None], [None], ["牡丹花园", "张某", "甲"], [None, "李某", "乙"]]
    sheet = read_book(save(tmp_path / "a.xlsx", rows, ("A1:C1", "A3:A4"))).sheets[0]
    assert sheet.rows == (
        Row(1, ("公示表", "公示表", "公示表"), whole_line=True),
        Row(3, ("牡丹花园", "张某", "甲")),
        Row(4, ("牡丹花园", "李某", "乙")),
    )


def test_a_title_merged_over_the_whole_sheet_width_is_no_obstacle(tmp_path: Path) -> None:
    sheet = read_book(save(tmp_path / "a.xlsx", [["公示表"], ["甲"]], ("A1:XFD1",))).sheets[0]
    assert sheet.rows[0].whole_line
    assert sheet.rows[1].cells == ("甲",)


def test_hidden_sheets_are_left_out_and_named(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["甲"])
    book.create_sheet("旧表").sheet_state = "hidden"
    book.create_sheet("更旧").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    read = read_book(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in read.sheets] == ["Sheet"]
    assert read.notes == ("隐藏的工作表“旧表”没有导入", "隐藏的工作表“更旧”没有导入")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_in_every_encoding_and_delimiter(tmp_path: Path, encoding: str, mark: str) -> None:
    lines = ["公示表", "", mark.join(["小区", "电话"]), mark.join(["牡丹花园", '"13853000011\n/5201234"']), "", ""]
    path = tmp_path / "名录.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    (sheet,) = read_book(path).sheets
    assert sheet.name == "名录"
    assert sheet.rows == (
        Row(1, ("公示表",)),
        Row(3, ("小区", "电话")),
        Row(4, ("牡丹花园", "13853000011\n/5201234")),
    )


def test_rare_characters_of_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("小区,管理员\n㸌园,𬭎某\n".encode("gb18030"))
    assert read_book(path).sheets[0].rows[1].cells == ("㸌园", "𬭎某")


def test_commas_win_over_semicolons_between_phones(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("小区,电话\n甲,1;2;3;4\n乙,5;6;7\n".encode())
    assert read_book(path).sheets[0].rows[1].cells == ("甲", "1;2;3;4")


def refuse(path: Path, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        read_book(path)
    assert caught.value.field == "file"


def test_files_that_are_refused(tmp_path: Path) -> None:
    refuse(tmp_path / "没有.xlsx", "找不到文件")
    refuse(Path("a\0.xlsx"), "读不了文件")
    refuse(tmp_path, "是文件夹")
    for name, data, words in [
        ("空.csv", b" \n", "空文件"),
        ("坏.xlsx", "不是 Excel".encode(), "不是完好的 Excel 文件"),
        ("断.xlsx", b"PK\x03\x04" + b"\1" * 99, "已损坏"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "旧的 .xls 格式"),
        ("密.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("图.png", b"\x89PNG", "只认 .xlsx 和 .csv"),
        ("码.csv", b"\xff\xff\xff,\x80", "文字编码"),
        ("引.csv", b'a,"' + b"x" * 200_000, "引号没有成对"),
        ("宽.csv", b"," * 60 + b"x", "最多 100000 行、60 列"),
        ("大.csv", b"x" * (20 * 1024 * 1024 + 1), "最大只能导入 20 MB"),
    ]:
        (tmp_path / name).write_bytes(data)
        refuse(tmp_path / name, words)


def test_zip_bombs_are_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "弹.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (64 * 1024 * 1024 + 1))
    refuse(tmp_path / "弹.xlsx", "解压后")


@pytest.mark.parametrize("where", ["A100001", "BI1", "XFD1048576"])
def test_far_away_cells_are_refused_and_blank_ones_ignored(tmp_path: Path, where: str) -> None:
    book = Workbook()
    book.active["A1"] = "甲"
    book.active[where].number_format = "@"
    book.save(tmp_path / "a.xlsx")
    assert len(read_book(tmp_path / "a.xlsx").sheets[0].rows) == 1
    book.active[where] = "乙"
    book.save(tmp_path / "b.xlsx")
    refuse(tmp_path / "b.xlsx", "最多 100000 行、60 列")


def test_huge_merged_areas_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    small = save(tmp_path / "a.xlsx", [["甲"]], ("A1:B2",))
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for member in source.infolist():
            target.writestr(member, source.read(member).replace(b"A1:B2", b"A1:XFD1048576"))
    refuse(tmp_path / "b.xlsx", "最多 100000 行、60 列")


@given(where=st.integers(0, 5000), byte=st.integers(0, 255), cut=st.booleans())
def test_damaged_workbooks_are_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, where: int, byte: int, cut: bool
) -> None:
    whole = io.BytesIO()
    book = Workbook()
    book.active.append(["小区", "电话"])
    book.save(whole)
    data = bytearray(whole.getvalue())
    where %= len(data)
    data[where] = byte
    path = tmp_path_factory.mktemp("damaged") / "a.xlsx"
    path.write_bytes(data[: where + 1] if cut else data)
    try:
        read_book(path)
    except BadInput as error:
        assert error.field == "file"  # noqa: PT017 - reading on is as good as refusing


def test_written_text_never_becomes_a_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+8613853000011", "-5", "@SUM(A1)", "018"]
    table = Table("小区", [(text, 12) for text in "甲乙丙丁戊"], [texts, [520, date(2027, 3, 15), None, "", "  "]])
    write_book(tmp_path / "a.xlsx", [table])
    sheet = load_workbook(tmp_path / "a.xlsx")["小区"]
    assert [cell.value for cell in sheet[2]] == texts
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    assert sheet["A3"].value == 520
    assert sheet["B3"].is_date
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert sheet.column_dimensions["B"].width == 12
    assert read_book(tmp_path / "a.xlsx").sheets[0].rows[2].cells == ("520", "2027-03-15")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="控制字符"):
        write_book(tmp_path / "a.xlsx", [Table("小区", [("甲", 9)], [["\0"]])])
    with pytest.raises(BadInput, match="找不到文件夹"):
        write_book(tmp_path / "没有" / "a.xlsx", [Table("小区", [("甲", 9)], [])])
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(BadInput, match="写不了"):
        write_book(tmp_path / "b.xlsx", [Table("小区", [("甲", 9)], [])])
    assert [path.name for path in tmp_path.iterdir()] == ["b.xlsx"]


def test_cells_are_named_as_in_excel() -> None:
    assert cell_name(7, 2) == "C7"
