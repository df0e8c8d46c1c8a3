"""The public directory: what is told and what never is, text that stays text, a size that a phone loads at once."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

import public_city
from app.directory import Directory
from app.pinyin import readings
from app.public_directory import public_directory
from app.public_page import MARK, dialled, page_data, public_page, script_json
from app.public_pinyin import everyday_characters, pinyin_table
from app.public_site import public_tables
from app.records import Person, Role
from app.workbooks import write_book
from bench import lookup
from public_city import HOSTILE, SECRET
from shipped_rules import shipped_rules

PERSON = Person(1, "op1", "周岚", Role.OPERATOR, None, 1)
BOOK = "directory-20261129-0123abcd.xlsx"


class Elements(HTMLParser):
    """The elements of a page in order, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.found if name == tag]


def data_of(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


def test_what_everybody_may_know_of_a_community() -> None:
    public = public_city.made()
    peony = next(one for one in public.communities if one.name == "牡丹花园")
    assert (peony.aliases, peony.address, peony.station) == (("老化肥厂家属院",), "牡丹路 100 号", "")
    assert peony.company is public.companies[0]
    assert peony.company.service_phones == ("0530-520 1234", "400-600 1234")
    assert [(one.name, one.phones, one.duty) for one in peony.managers] == [
        ("张某", ("138 5300 0011", "0530-520 1234"), "07:00-19:00"),
        ("李某某", ("138 5300 0022",), "全天"),
    ]
    (split,) = peony.buildings
    assert (split.names, split.company) == (("3 号楼", "5 号楼"), public.companies[1])
    nobodys = next(one for one in public.communities if one.name == "无名大院")
    assert (nobodys.company, nobodys.managers) == (None, ())
    assert (public.city, public.hotline) == ("菏泽市", "12319")


def test_stations_go_out_only_when_they_are_asked_for() -> None:
    assert "牡丹换热站" not in public_page(public_city.made(notices=public_city.notices()), BOOK)
    assert "换热站" not in str(public_tables(public_city.made()))
    assert "牡丹换热站" in public_page(public_city.made(with_stations=True), BOOK)
    assert "牡丹换热站" in str(public_tables(public_city.made(with_stations=True)))


def test_halls_and_ways_to_pay_go_out_once_they_are_verified() -> None:
    public = public_city.made()
    page = public_page(public, BOOK)
    assert [one.name for one in public.points] == ["北门服务大厅", HOSTILE]
    shown = page.split('<details id="points">')[1].split("</details>")[0]
    assert '服务大厅 <b>北门服务大厅</b> <span>永恒热力有限公司，八一路，8:30-17:30，带卡，电话 <a href="tel:' in shown
    assert "2026-11-29 核实" in shown
    for told in (page, repr(public_tables(public))):
        assert "没核实的公众号" not in told
    bare = public_page(replace(public, points=()), BOOK)
    assert 'id="points"' not in bare


def test_notices_that_are_not_over_go_out_what_holds_now_first() -> None:
    public = public_city.made(notices=public_city.notices())
    assert [one.kind for one in public.notices] == ["突发停热", "其他", "计划停热", "预供热"]
    assert [public.communities[at].name for at in public.notices[2].places] == ["牡丹花园"]
    of_station = public.notices[3]
    assert {public.communities[at].name for at in of_station.places} == {"牡丹花园", "龑𬭎㸌公馆"}
    assert "换热站" not in of_station.where
    assert "充水试压" not in public_page(public, BOOK)
    assert 'id="notices"' not in public_page(replace(public, notices=()), BOOK)


@pytest.mark.parametrize("with_stations", [False, True])
def test_nothing_of_the_house_is_in_page_or_workbook(tmp_path: Path, with_stations: bool) -> None:
    public = public_city.made(with_stations=with_stations, notices=public_city.notices())
    write_book(tmp_path / BOOK, public_tables(public))
    book = openpyxl.load_workbook(tmp_path / BOOK)
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    for text in (public_page(public, BOOK), "\n".join(cells)):
        assert "张某" in text
        for kept in (SECRET, "987654", "2031", "op1", "+8613853000011\x00"):
            assert kept not in text, kept


@given(marks=st.lists(st.text(min_size=4, max_size=12), min_size=4, max_size=4, unique=True))
@settings(max_examples=40)
def test_a_private_note_never_leaves_whatever_it_says(marks: list[str]) -> None:
    wrapped = [f"§{one}§" for one in marks]  # a mark that no name, phone or part of the page can hold by chance
    note, remark, address, name = wrapped
    place = public_city.COMMUNITIES[0]
    place = replace(place, note=remark, managers=tuple(replace(one, private_note=note) for one in place.managers))
    station = replace(public_city.STATIONS[0], address=address, name="站")
    directory = Directory.of(
        public_city.COMPANIES, [station, public_city.STATIONS[1]], [place], [replace(PERSON, name=name)]
    )
    public = public_directory(directory, shipped_rules(), public_city.AS_OF, with_stations=True)
    for told in (repr(public), public_page(public, BOOK), repr(public_tables(public))):
        assert not [one for one in wrapped if one in told or json.dumps(one)[1:-1] in told]


def test_hostile_text_stays_text() -> None:
    page = public_page(public_city.made(notices=public_city.notices()), BOOK)
    elements = Elements(page)
    assert elements.all("img") == []
    assert len(elements.all("script")) == 2
    assert not [given for _, given in elements.found if any(name.startswith("on") for name in given)]
    assert [row[0] for row in data_of(page)["places"] if "onerror" in row[0]] == [HOSTILE]
    assert "\u2028" not in data_text(page)
    assert page.count("{{") == page.count("{{data}}")  # what looks like a slot in a name stays as it is
    assert script_json({"a": "</script><!--\u2028\u2029"}) == '{"a":"\\u003c/script>\\u003c!--\\u2028\\u2029"}'


def test_the_page_loads_nothing_and_runs_nothing_but_its_own() -> None:
    page = public_page(public_city.made(), BOOK)
    elements = Elements(page)
    policy = next(given["content"] for given in elements.all("meta") if "http-equiv" in given)
    assert policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    links = [given.get("href") or given.get("src") for _, given in elements.found if {"href", "src"} & given.keys()]
    assert {re.split("[:,]", one)[0] for one in links if one} == {"data", "tel", BOOK}
    assert not re.search(r"https?://|//[a-z]|@import|url\(", page.replace(data_text(page), ""))
    assert MARK in page
    assert 'lang="zh-CN"' in page


def data_text(page: str) -> str:
    return re.findall(r'id="data">(.*?)</script>', page, re.DOTALL)[0]


def test_without_script_the_page_says_so_and_offers_the_workbook() -> None:
    page = public_page(public_city.made(), BOOK)
    (without,) = re.findall(r'<p id="loading" class="notice">(.*?)</p>', page, re.DOTALL)
    assert "JavaScript" in without
    assert f'href="{BOOK}"' in without
    assert "0530-520 1234" in page.split('id="companies"')[1].split("</details>")[0]


def test_five_thousand_communities_are_less_than_a_megabyte() -> None:
    public = public_directory(lookup.city(5_000), shipped_rules(), public_city.AS_OF)
    assert len(public.communities) == 5_000
    assert len(public_page(public, BOOK).encode()) <= 1_000_000


def test_what_repeats_is_told_once() -> None:
    data = page_data(public_city.made())
    assert sorted(data["duties"]) == ["07:00-19:00", "全天"]
    assert data["dates"] == ["2026-10-20"]
    assert len(data["managers"]) == 4


def test_every_character_of_a_name_has_its_readings() -> None:
    table = dict(entry.split(" ") for entry in pinyin_table(["龑𬭎公馆 A1 重"]).split("|"))
    assert "龑" in table["yan"]
    assert "重" in table["zhong"]
    assert "重" in table["chong"]
    assert all(one in table[readings(one)[0]] for one in "𬭎公馆")
    assert len(everyday_characters()) == 3755
    assert not re.search("[A-Za-z0-9]", "".join(table.values()))


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("138 5300 0011", "+8613853000011"),
        ("0530-520 1234", "+865305201234"),
        ("0530-520 1234 转 801", "+865305201234,801"),
        ("400-600-1234", "4006001234"),
        ("12319", "12319"),
        ("+81 3-1234-5678", "+81312345678"),
        ("5201234（夜间）", ""),
        ("", ""),
    ],
)
def test_a_phone_is_dialled_as_it_is_read_out(shown: str, number: str) -> None:
    assert dialled(shown) == number


def test_the_workbook_has_a_row_a_manager_and_text_that_stays_text(tmp_path: Path) -> None:
    formula = public_city.community(9, "=1+1", "@SUM(A1)")
    write_book(tmp_path / BOOK, public_tables(public_city.made((formula,))))
    book = openpyxl.load_workbook(tmp_path / BOOK)
    assert book.sheetnames == ["小区", "公司", "大厅和缴费", "关于"]
    rows = {}
    for row in book["小区"].iter_rows(min_row=2, values_only=True):
        rows.setdefault(row[0], []).append(row)
    assert [row[7] for row in rows["牡丹花园"]] == ["张某", "李某某"]
    assert rows["牡丹花园"][0][4] == "3 号楼、5 号楼：同心热力有限公司"
    assert book["小区"].cell(1, 8).value == "管理员"
    assert [cell.data_type for (cell,) in book["小区"].iter_rows(max_col=1) if cell.value == "=1+1"] == ["s"]
