"""The page of communities: found while one types, with whom to ring now."""

from datetime import date, datetime, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import incidents
from app.directory import Directory
from app.incident_groups import Spot
from app.records import Building, Community, CommunityKind, Company, IncidentKind, Manager, State, Station
from app.rules import CITY_TIME
from small_city import MAGNOLIA, NOBODYS, PEONY
from ui.community_facts import community_facts, duty_phone
from ui.directory_page import DirectoryPage
from ui.jobs import Jobs
from ui.place_picker import PlaceIndex
from ui.style import start_style

NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=CITY_TIME)
COMPANIES = [
    Company(1, "a", "永恒热力有限公司", "永恒", ("0530-5000101", "0530-5000102"), "0530-5000100"),
    Company(2, "b", "煦源热力有限公司", "煦源", (), ""),
]
STATIONS = [Station(18, "018", "牡丹花园站", 1, "人民路 118 号", 900), Station(201, "201", "北站", 2, "", 10)]
DAY_MAN = Manager(1, 1, "张树林", ("13853000011",), time(7), time(19), 1, None)
NIGHT_WOMAN = Manager(2, 1, "李春燕", ("13853000012", "5201234"), time(19), time(7), 2, date(2025, 11, 8))
GARDEN = Community(
    id=1,
    name="牡丹花园",
    aliases=("老牡丹小区",),
    address="人民路 118 号",
    kind=CommunityKind.RESIDENTIAL,
    company_id=1,
    station_id=18,
    handed_over=False,
    warranty_until=date(2027, 3, 15),
    homes=1260,
    buildings=(Building(1, 1, "3", None, None), Building(2, 1, "13", 2, 201), Building(3, 1, "14", 2, 201)),
    managers=(DAY_MAN, NIGHT_WOMAN),
)
DIRECTORY = Directory.of(companies=COMPANIES, stations=STATIONS, communities=[GARDEN])


def said(facts):
    return {(fact.title, fact.words): fact for fact in facts}


def test_facts_of_a_community_name_whom_to_ring_now_first():
    facts = community_facts(DIRECTORY, "0530", GARDEN, NIGHT)
    managers = [fact for fact in facts if fact.title == "管理员"]
    assert managers[0].words == "李春燕 138 5300 0012  0530-520 1234\n19:00–07:00 · 2025-11-08 核实，已过一年"
    assert managers[0].right == "◉ 当班"
    assert managers[1].words == "张树林 138 5300 0011\n07:00–19:00 · 号码未核实"
    assert ("供热", "永恒热力有限公司\n0530-500 0101  0530-500 0102") in said(facts)
    assert ("值班", "0530-500 0100") in said(facts)


def test_buildings_that_others_serve_and_whose_duty_it_is():
    facts = said(community_facts(DIRECTORY, "0530", GARDEN, NIGHT))
    assert facts["另供", "13 号楼、14 号楼"].right == "煦源 · 站 201"
    duty = next(fact for (title, _), fact in facts.items() if title == "责任")
    assert "设施未移交" in duty.words
    assert "保修期至 2027-03-15" in duty.words
    assert duty.look == "warning"


def test_the_phone_to_copy_is_that_of_who_is_on_duty():
    assert duty_phone(DIRECTORY, "0530", GARDEN, NIGHT) == "138 5300 0012"
    assert duty_phone(DIRECTORY, "0530", GARDEN, NIGHT.replace(hour=9)) == "138 5300 0011"


@pytest.fixture
def page(qtbot, qapp, city):
    start_style(qapp)
    jobs = Jobs()
    index = PlaceIndex(city.seat("op1"), jobs, lambda id: 2 if id == PEONY else 0)
    page = DirectoryPage(index, jobs)
    qtbot.addWidget(page)
    with qtbot.waitSignal(index.ready):
        pass
    page.resize(1100, 600)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.focus_search()
    yield page
    jobs.close()


def names(page):
    return [page.model.index(at, 0).data() for at in range(page.model.rowCount())]


def test_all_are_listed_until_one_types(qtbot, page):
    assert sorted(names(page)) == sorted(["木兰苑", "无名大院", "牡丹花园", "龑𬭎㸌公馆"])
    assert page._notice.text() == "共 4 个小区和单位"
    qtbot.keyClicks(page.search, "mdhy")
    assert names(page)[0] == "牡丹花园"
    assert page.community_id == PEONY
    assert page.panel._name.text() == "牡丹花园"
    qtbot.keyClicks(page.search, "zzzzzz")
    assert "没有找到" in page._notice.text()


def test_arrows_walk_the_hits_and_enter_takes_a_complaint_down(qtbot, page):
    qtbot.keyClicks(page.search, "m")
    hits = names(page)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.panel._name.text() == hits[1]
    with qtbot.waitSignal(page.intake_asked) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args[0] in (PEONY, MAGNOLIA)


def test_open_complaints_there_are_listed(qtbot, page, city):
    complaint = city.bring(State.DISPATCHED)
    page.panel.show_community(PEONY)
    qtbot.waitUntil(lambda: page.panel._open.text() == "未结诉求 1")
    assert page.panel._rows._rows[0][0].text() == complaint.number[4:]


def test_a_key_copies_the_phone_on_duty(qtbot, page):
    page.panel.show_community(PEONY)
    with qtbot.waitSignal(page.said):
        qtbot.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text() == "138 5300 0011"


def test_where_nobody_heats_it_says_so(page):
    page.panel.show_community(NOBODYS)
    words = [labels[1].text() for labels in page.panel._facts._rows if not labels[1].isHidden()]
    assert "没有登记供热企业" in words


def test_a_running_incident_there_stands_above_with_the_words_to_read_out(qtbot, page, city):
    page.panel.show_community(PEONY)
    assert page.panel._incident.isHidden()
    taken = city.take()
    spot = Spot(IncidentKind.COMMUNITY, PEONY)
    made = incidents.open_incident(city.seat("op1"), spot, "A3", [taken.id], cause="一次网泄漏")
    page.panel.refresh()
    qtbot.waitUntil(page.panel._incident.isVisible)
    assert made.number in page.panel._incident.text()
    assert "牡丹花园" in page.panel._incident.text()
    page.panel.show_community(MAGNOLIA)
    assert page.panel._incident.isHidden()
