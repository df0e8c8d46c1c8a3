"""Sheets and logs on paper and in workbooks: nothing lost, every page numbered, rare characters copy out."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from uuid import UUID

import pypdf
import pytest
from openpyxl import load_workbook

from app.directory import Directory
from app.errors import BadInput
from app.forum_records import PostState
from app.hand_over_paper import draw_sheet
from app.hand_over_records import Facts, LeftComplaint, LeftDraft, LeftIncident, LeftPost, Notice, Sheet, seal_words
from app.log_book import write_log
from app.log_orders import LogOrder
from app.log_paper import draw_log
from app.log_words import mask_phones
from app.long_workbooks import LongColumn, write_long
from app.paper import Bar, Cancelled, Paper, PaperColumn
from app.records import Company, Person, Role, State, Urgency
from app.rules import CITY_TIME, Rules
from app.shift_log import LogRow
from app.shift_records import Shift
from shipped_rules import shipped_rules

BEGINS = datetime(2026, 11, 24, 20, 0, tzinfo=CITY_TIME)
ID = UUID(int=7)
SHIFT = Shift(ID, None, BEGINS.date(), 2, "夜班", "three_by_two", BEGINS, BEGINS + timedelta(hours=12), BEGINS, None, 1)


@pytest.fixture
def directory() -> Directory:
    return Directory.of(
        companies=[Company(1, "a", "永恒热力有限公司", "永恒", (), "")],
        people=[Person(2, "op1", "周岚", Role.OPERATOR, None, 1)],
    )


@pytest.fixture
def rules() -> Rules:
    return shipped_rules()


def sheet(many: int = 3) -> Sheet:
    left = tuple(
        LeftComplaint(
            ID, f"20261124-{n:04}", f"龑𬭎㸌公馆 3-{n}-501", "B1", Urgency.URGENT, State.DISPATCHED, 1, BEGINS
        )
        for n in range(many)
    )
    counts = {"open": 500, "overdue": many + 40, "unsigned": many, "call_backs": 0, "incidents": 1, "drafts": 1}
    facts = Facts(
        at=BEGINS,
        counts={**counts, "posts": 1, "notices": 1},
        states={State.DISPATCHED: 500},
        done={"take": 42, "dispatch": 40},
        overdue=left,
        unsigned=left,
        incidents=(LeftIncident(ID, "P20261124-01", "牡丹换热站", "A1", 1, 900, 31, "一次网爆管", None),),
        drafts=(LeftDraft(ID, 2, BEGINS),),
        posts=(LeftPost(ID, "三楼立管滴水", "龙江论坛", PostState.NEW, BEGINS),),
        notices=(Notice(ID, "牡丹换热站 22:00 检修", 2, BEGINS),),
    )
    return Sheet(
        SHIFT, "J20261124-2", facts, "=1+1 不是公式\n王女士家有病人", "", 7, "0123456789abcdef" * 4, "f" * 64, 16700,
        2, "周岚", BEGINS + timedelta(hours=12), None, None, "", None, "", "",
    )  # fmt: skip


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_the_sheet_on_paper(directory: Directory, rules: Rules) -> None:
    page = "\n".join(texts(draw_sheet(sheet(), directory, rules)))
    for words in (
        "交接班记录单", "J20261124-2", "第 1 页 共 2 页", "11月24日 夜班 20:00–次日 08:00", "龑𬭎㸌公馆 3-0-501",
        "周岚", "四、超时诉求（43 件）", "另有 40 件未列出", "P20261124-01", "约 900 户／31 件", "三楼立管滴水",
        "=1+1 不是公式", "牡丹换热站 22:00 检修",
        "0123 4567 89ab cdef 0123 4567 89ab cdef", "封 16700 个事件", "接班人",
    ):  # fmt: skip
        assert words in page, words


def test_a_signed_sheet_names_both(directory: Directory, rules: Rules) -> None:
    signed = replace(sheet(), signed_by=4, signed_by_name="郑班长", signed_at=BEGINS, remarks="收到，无异议")
    page = "\n".join(texts(draw_sheet(signed, directory, rules)))
    assert ("收到，无异议" in page, "郑班长" in page) == (True, True)
    assert draw_sheet(signed, directory, rules) == draw_sheet(signed, directory, rules)


def test_a_long_sheet_numbers_its_pages_and_loses_nothing(directory: Directory, rules: Rules) -> None:
    pages = texts(draw_sheet(sheet(200), directory, rules))
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page
        assert "J20261124-2" in page
    assert "\n".join(pages).count("-199-501") == 2


def rows(many: int, words: str = "用户 13853000011 催问，座机 0530-5201234") -> list[LogRow]:
    return [
        LogRow(
            n, BEGINS + timedelta(seconds=n), 2, "周岚", n % 6 + 1, "note", "备注",
            f"20261124-{n % 9:04} 牡丹花园 3-2-501", words,
            ID, f"20261124-{n % 9:04}", "牡丹花园 3-2-501", "B1", 1, None, False,
        )
        for n in range(many)
    ]  # fmt: skip


def pages_of(many: int) -> Iterator[list[LogRow]]:
    found = rows(many)
    for start in range(0, many, 100):
        yield found[start : start + 100]


@pytest.mark.parametrize("order", LogOrder)
def test_the_log_on_paper(directory: Directory, order: LogOrder) -> None:
    told: list[tuple[int, int]] = []
    pdf = draw_log(SHIFT, pages_of(300), directory, BEGINS, order, progress=lambda *done: told.append(done))
    pages = texts(pdf)
    assert told == [(number, len(pages)) for number in range(1, len(pages) + 1)]
    assert sum(page.count("备注") for page in pages) == 300
    assert all("R20261124-2" in page for page in pages)
    whole = "\n".join(pages)
    assert ("138****0011" in whole, "13853000011" in whole, "5201234" in whole) == (True, False, False)
    assert "13853000011" in "".join(texts(draw_log(SHIFT, pages_of(1), directory, BEGINS, phones=True)))


def test_an_empty_log_says_so(directory: Directory) -> None:
    assert "本班没有记录" in texts(draw_log(SHIFT, [], directory, BEGINS))[0]


def test_a_log_is_given_up_when_asked(directory: Directory) -> None:
    cancelled = Event()
    told: list[int] = []

    def first_page(done: int, _all: int) -> None:
        told.append(done)
        cancelled.set()

    with pytest.raises(Cancelled):
        draw_log(SHIFT, pages_of(300), directory, BEGINS, progress=first_page, cancelled=cancelled)
    assert told == [1]


def test_one_row_longer_than_a_page_goes_on(directory: Directory) -> None:
    long = rows(1, "一" * 1999 + "完")
    pages = texts(draw_log(SHIFT, [long * 3], directory, BEGINS))
    assert len(pages) > 1
    assert "".join(pages).count("完") == 3
    paper = Paper("长表", "1")
    paper.table([PaperColumn("内容", 1)])
    paper.row(["字\n" * 200])
    found = texts(paper.print())
    assert len(found) == 4
    assert "".join(found).count("字") == 200


def test_the_log_as_a_workbook(directory: Directory, tmp_path: Path) -> None:
    path = tmp_path / "日志.xlsx"
    formula = rows(1, '=HYPERLINK("http://x","1")')
    assert write_log(path, [*pages_of(250), formula], directory) == 251
    sheet_ = load_workbook(path).active
    assert (sheet_.freeze_panes, sheet_.auto_filter.ref, sheet_.max_row) == ("A2", "A1:J252", 252)
    assert [cell.value for cell in sheet_[1]][:4] == ["时间", "座席", "人员", "事项"]
    first, last = sheet_[2], sheet_[252]
    assert (first[0].value, first[0].data_type, first[1].value) == (BEGINS.replace(tzinfo=None), "d", 1)
    assert first[9].value == "用户 138****0011 催问，座机 0530-520****"
    assert (last[9].value, last[9].data_type) == ('=HYPERLINK("http://x","1")', "s")
    assert (sheet_.column_dimensions["J"].width, first[0].number_format) == (60, "yyyy-mm-dd hh:mm:ss")


def test_a_workbook_given_up_leaves_nothing(tmp_path: Path) -> None:
    cancelled = Event()

    def numbers() -> Iterator[tuple[int]]:
        for number in range(5000):
            if number == 1500:
                cancelled.set()
            yield (number,)

    told: list[int] = []
    with pytest.raises(Cancelled):
        write_long(tmp_path / "a.xlsx", "表", [LongColumn("数", 8)], numbers(), told.append, cancelled)
    assert told == [1000]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BadInput, match="找不到文件夹"):
        write_long(tmp_path / "没有" / "a.xlsx", "表", [LongColumn("数", 8)], [])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("回电 138 5300 0011 未接", "回电 138****0011 未接"),
        ("+8613853000011", "138****0011"),
        ("0530-5201234 转 8", "0530-520**** 转 8"),
        ("编号 20261124-0042，室温 16 度", "编号 20261124-0042，室温 16 度"),
        ("3-2-501 约 20:30", "3-2-501 约 20:30"),
        ("12319、12345", "12319、12345"),
    ],
)
def test_phone_numbers_are_masked(text: str, masked: str) -> None:
    assert mask_phones(text) == masked


def test_a_seal_reads_in_groups() -> None:
    assert seal_words("0123456789abcdef", 8) == ["0123 4567", "89ab cdef"]


def test_bars_are_drawn_as_long_as_their_share() -> None:
    paper = Paper("统计", "一月")
    paper.table([PaperColumn("公司", 1), PaperColumn("受理量", 1)])
    for name, share in (("永恒", 1.0), ("同心", 0.25), ("新城", 0.0), ("煦源", 1e-6)):
        paper.row([name, Bar(share)])
    (page,) = pypdf.PdfReader(io.BytesIO(paper.print())).pages
    drawn = [
        tuple(map(float, one)) for one in re.findall(rb"(\S+) (\S+) (\S+) (\S+) re f", page.get_contents().get_data())
    ]
    _head, whole, quarter, least = sorted(drawn, key=lambda one: -one[1])
    assert quarter[2] == pytest.approx(whole[2] / 4, abs=0.1)
    assert 0 < least[2] < 1  # seen, but hardly
    assert whole[0] == quarter[0] == least[0]
    assert "█" not in page.extract_text()
