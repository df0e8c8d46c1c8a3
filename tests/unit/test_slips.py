"""The slip on paper, read back with pypdf as any reader would."""

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations, product

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from app.line_breaks import break_lines, flow_items
from app.pdf_fonts import REGULAR, load, printable, ruler
from app.records import Slip
from app.slips import Layout, draw

SLIP = Slip(
    number="20261120-0038-1",
    complaint_number="20261120-0038",
    company="永恒热力",
    station="018 号站 · 人民路",
    place="牡丹花园 3 号楼 2 单元 501（顶层）",
    vulnerable="老人",
    caller="王女士",
    phone="138 5300 0001",
    secret=False,
    managers=("张某 138 5300 0011（当班，核实于 2026-10-12）", "李某 138 5300 0012（19:00–07:00，本供暖季未核实）"),
    category="B1 不热、温度低（单户）",
    urgency="紧急",
    text="客厅 14 度，两组暖气片不热，家有老人。住户姓龑，名𬭎㸌。",
    limit_words="11月20日 17:17 前到场",
    article="市供热条例第四十一条",
    printed_at=datetime(2026, 11, 20, 4, 17, tzinfo=UTC),
    seat="3 号座席 周岚",
    taken_by="周岚",
    prints=1,
)
CONTINUED = "诉求内容（接上页）："


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    load()


def _pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _complaint_text(pdf: bytes) -> str:
    """The complaint's words over all pages, without spaces and without what stands around them."""
    first, *others = (_squeezed(page) for page in _pages(pdf))
    words = first.split("诉求内容：")[1].split("派送：")[0]
    for page in others:
        body = page.split("周岚", 1)[1].rsplit("本单含个人信息", 1)[0]
        words += body.split(CONTINUED)[-1]
    return words


def test_a_slip_holds_all_its_words_in_reading_order() -> None:
    (page,) = _pages(draw(SLIP))
    flat = _squeezed(page)
    wanted = [
        *("企业联", SLIP.number, "2026-11-2012:17·3号座席周岚", SLIP.limit_words, SLIP.category, SLIP.urgency),
        *(SLIP.article, SLIP.company, SLIP.station, SLIP.place, SLIP.vulnerable, SLIP.caller, SLIP.phone),
        *(*SLIP.managers, SLIP.text, "第1页共1页", "回执联", SLIP.place, "存根联", SLIP.company, "周岚"),
    ]
    position = 0
    for words in map(_squeezed, wanted):
        found = flat.find(words, position)
        assert found >= 0, f"{words} is missing after {flat[:position][-20:]}"
        position = found + len(words)


FORM = (
    "部位 楼内公共管道",
    "已供几季 1 季",
    "报修未修 是",
    "用户自身 自建系统不匹配",
    "业主户数 1260 户",
    "同意移交 840 户",
)


@pytest.mark.parametrize("layout", Layout)
def test_a_slip_holds_the_short_form_and_the_days_on_which_managers_were_checked(layout: Layout) -> None:
    pdf = draw(replace(SLIP, form=FORM), layout)
    (page,) = _pages(pdf)
    flat = _squeezed(page)
    for words in (*FORM, *SLIP.managers, "登记表", SLIP.text):
        assert _squeezed(words) in flat, words
    assert len(pdf) <= 80_000
    assert "登记表" not in _squeezed(_pages(draw(SLIP, layout))[0])


def test_rare_characters_copy_out() -> None:
    for name in ("龑", "𬭎", "㸌"):
        (page,) = _pages(draw(replace(SLIP, caller=name, text="无")))
        assert f"{name}\n" in page or f"{name} " in page


def test_more_rare_characters_than_one_font_subset_copy_out() -> None:
    names = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 700)) + "𬭎㸌龑"
    assert names in _complaint_text(draw(replace(SLIP, text=names)))


@pytest.mark.parametrize("layout", Layout)
def test_secrecy_keeps_name_and_phone_out_of_the_whole_file(layout: Layout) -> None:
    pdf = draw(replace(SLIP, secret=True, caller="欧阳某", phone="0530-520 9876"), layout)
    text = "".join(_pages(pdf))
    assert "保密（请回电 12319 联系）" in text
    assert SLIP.managers[0] in text
    assert "欧阳" not in text
    assert "520 9876" not in text
    reader = PdfReader(BytesIO(pdf))
    objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    streams = [entry.get_data() for entry in objects if isinstance(entry, StreamObject)]
    assert len(streams) >= 5  # a page, two fonts and their maps
    for form in ("欧阳".encode("utf-16-be"), "欧阳".encode(), b"<6B27>", b"<9633>", b"520 9876", b"5209876"):
        assert all(form not in stream for stream in [pdf, *streams])
    # Nothing hidden either: the file does not depend on who called.
    assert pdf == draw(replace(SLIP, secret=True, caller="", phone=""), layout)


def test_properties_name_the_slip_and_nobody() -> None:
    properties = PdfReader(BytesIO(draw(SLIP))).metadata
    assert properties is not None
    assert properties.title == SLIP.number
    shown = " ".join(str(value) for value in properties.values())
    for personal in (SLIP.caller, SLIP.phone, SLIP.place, SLIP.taken_by):
        assert personal not in shown


def test_a_reprint_says_so_on_every_part() -> None:
    assert "重打" not in _pages(draw(SLIP))[0]
    (page,) = _pages(draw(replace(SLIP, prints=2)))
    assert [part.count("重打 第 2 份") for part in re.split("企业联|回执联|存根联", page)] == [0, 1, 1, 2]


def test_a5_is_one_landscape_page_with_the_company_copy_alone() -> None:
    reader = PdfReader(BytesIO(draw(SLIP, Layout.A5_COMPANY)))
    (page,) = reader.pages
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (210, 148)
    text = page.extract_text()
    assert "企业联" in text
    assert "回执联" not in text
    assert "存根联" not in text


@pytest.mark.parametrize("layout", Layout)
def test_a_long_text_runs_on_and_loses_nothing(layout: Layout) -> None:
    common = [chr(code) for code in range(0x4E00, 0x5200)]
    text = "".join(common[(number * 7) % len(common)] + ("，" if number % 9 == 8 else "") for number in range(4500))
    pdf = draw(replace(SLIP, text=text), layout)
    pages = _pages(pdf)
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page
        assert SLIP.number in page
        assert ("续页" in page) == (number > 1 or "内容转续页" in page)
    assert "内容转续页" in pages[0]
    assert _complaint_text(pdf) == text


def test_long_names_wrap_and_what_is_still_too_long_stands_whole_on_the_next_sheet() -> None:
    company = "菏泽市永恒热力有限责任公司牡丹区第二分公司城南营业所"
    (page,) = _pages(draw(replace(SLIP, company=company)))
    assert _squeezed(page).count(company) == 3
    place = "牡丹花园东区" + "".join(f"（原名第{number}纺织厂家属院）" for number in range(12))
    first, second = map(_squeezed, _pages(draw(replace(SLIP, place=place))))
    assert place not in first
    assert "全文见续页" in first
    assert "全文见企业联" in first
    assert f"地点：{place}" in second


EVERYTHING_LONG = replace(
    SLIP,
    company="长" * 200,
    station="长" * 200,
    place="长" * 300,
    vulnerable="长" * 200,
    caller="长" * 200,
    phone="1" * 200,
    managers=tuple(f"管理员{number} 138 5300 {number:04}（当班）" for number in range(40)),
    article="《山东省供热条例》" * 20,
    limit_words="11月20日 17:17 前到场" * 9,
    text="长" * 2000,
    seat="3 号座席 " + "长" * 22 + "周岚",
    taken_by="长" * 24,
    prints=12,
)


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("slip", [SLIP, EVERYTHING_LONG])
def test_words_stay_on_the_paper_and_never_lie_over_one_another(slip: Slip, layout: Layout) -> None:
    for page in pypdfium2.PdfDocument(draw(slip, layout)):
        words = page.get_textpage()
        boxes = [words.get_rect(index) for index in range(words.count_rects())]
        for left, bottom, right, top in boxes:
            assert left >= 10
            assert right <= page.get_width() - 35
            assert bottom >= 14
            assert top <= page.get_height() - 14
        for one, two in combinations(boxes, 2):
            across = min(one[2], two[2]) - max(one[0], two[0])
            along = min(one[3], two[3]) - max(one[1], two[1])
            assert across < 1 or along < 1, f"{words.get_text_bounded(*one)} lies over {words.get_text_bounded(*two)}"


def test_everything_long_is_still_there_whole() -> None:
    rest = _squeezed("".join(_pages(draw(EVERYTHING_LONG))[1:]))
    for label, words in (
        ("时限", EVERYTHING_LONG.limit_words),
        ("承办企业", EVERYTHING_LONG.company),
        ("换热站", EVERYTHING_LONG.station),
        ("地点", EVERYTHING_LONG.place),
        ("特殊人群", EVERYTHING_LONG.vulnerable),
        ("诉求人", EVERYTHING_LONG.caller),
        ("电话", EVERYTHING_LONG.phone),
        ("管理员", "".join(EVERYTHING_LONG.managers)),
    ):
        assert f"{label}：{_squeezed(words)}" in rest
    assert EVERYTHING_LONG.article in rest
    assert _complaint_text(draw(EVERYTHING_LONG)) == EVERYTHING_LONG.text


@pytest.mark.parametrize(
    "text", ["", "\0", "a\0b\x1b[31m\x7f", "\u202e反\u200b写", "\ufffe\ud800", "\r\n\r\n", "😀👨‍👩‍👧", "𠀀" * 50]
)
def test_odd_text_does_no_harm(text: str) -> None:
    pages = _pages(draw(replace(SLIP, text=text, caller=text, place=text, managers=(text,))))
    assert SLIP.number in pages[0]
    assert not any(character in pages[0] for character in "\0\x1b\x7f\u202e\u200b")


def test_a_character_without_glyph_shows_its_code_point() -> None:
    assert printable("水😀管\ue000") == "水〓(U+1F600)管〓(U+E000)"
    assert "〓(U+1F600)" in _pages(draw(replace(SLIP, text="水😀")))[0]


def test_own_line_ends_are_kept() -> None:
    (page,) = _pages(draw(replace(SLIP, text="一楼漏水\r\n二楼不热")))
    assert "一楼漏水\n二楼不热" in page


def test_the_same_slip_gives_the_same_bytes_from_any_thread() -> None:
    drawn: list[bytes] = []
    threads = [threading.Thread(target=lambda: drawn.append(draw(SLIP))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 4
    assert set(drawn) == {draw(SLIP)}


def test_a_slip_is_small() -> None:
    assert len(draw(SLIP)) <= 80_000


def test_the_band_is_black_and_the_code_carries_the_complaints_number() -> None:
    picture = pypdfium2.PdfDocument(draw(SLIP))[0].render(scale=4, grayscale=True).to_pil()
    assert picture.getpixel((4 * 46, 4 * 80)) < 40
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(SLIP.complaint_number)
    code.make()
    width = 42 / code.getModuleCount()
    left, top = 595.28 - 40 - 42, 22
    for row, column in product(range(code.getModuleCount()), repeat=2):
        grey = picture.getpixel((int(4 * (left + (column + 0.5) * width)), int(4 * (top + (row + 0.5) * width))))
        assert (grey < 128) == code.isDark(row, column)


def test_every_font_is_embedded() -> None:
    reader = PdfReader(BytesIO(draw(EVERYTHING_LONG)))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_no_line_begins_with_a_closing_mark_nor_ends_with_an_opening_one() -> None:
    text = (
        "客厅（朝南）14 度，暖气片「不热」；家有老人。自测 13:40，来电 0530-5201234！！楼下《正常》……已缴（2026）。" * 8
    )
    for width in range(40, 240, 7):
        lines = break_lines(text, width, ruler(REGULAR, 10))
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(ruler(REGULAR, 10)(line) <= width for line in lines)
        if width > 100:
            assert not any(line[0] in "，。；！》」）…" or line[-1] in "（《「" for line in lines)
            assert not any(re.match(r"(?!0530)[-\d]*5201234", line) for line in lines)


def test_items_stay_whole_while_they_fit() -> None:
    items = ["张某 138 5300 0011（当班）", "李某 138 5300 0012（夜间）"]
    measure = ruler(REGULAR, 10)
    assert flow_items(items, 400, measure) == ["　".join(items)]
    assert flow_items(items, 200, measure) == items
    assert flow_items([], 200, measure) == [""]
