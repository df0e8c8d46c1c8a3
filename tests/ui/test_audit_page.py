"""The auditor's page: the chains verified at a key, and the events outside of the complaints, page by page."""

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import audit, people
from app.complaints import reveal
from app.errors import NotAllowed
from app.intake import NewComplaint, take
from app.people import PersonWords
from app.records import Role
from ui.audit_page import AuditPage

STRONG = "Nuanqi-2026"


@pytest.fixture
def window(open_window):
    return open_window("audit")


@pytest.fixture
def page(window):
    found = window.pages.currentWidget()
    assert isinstance(found, AuditPage)
    return found


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_the_auditor_has_the_pages_of_who_reads(window, page):
    assert window.header.pages == ["审计", "小区", "班次", "统计"]
    assert page.isVisible()


def test_all_chains_hold(qtbot, window, page):
    with qtbot.waitSignal(page.verified) as told:
        press(qtbot, window, Qt.Key.Key_F5)
    assert told.args[0].breaks == ()
    assert f"{told.args[0].events} 个事件，全部完好" in page.result.text()
    assert page.break_table.isHidden()


def test_a_forged_event_is_listed(qtbot, window, page, server, sample):
    with psycopg.connect(server.owner(sample)) as owner:
        (chain,) = owner.execute(
            "UPDATE event SET note = '改了' WHERE id = (SELECT max(id) FROM event WHERE seq = 2) RETURNING chain"
        ).fetchone()
    with qtbot.waitSignal(page.verified):
        page.verify()
    assert {(one.chain, one.problem) for one in page.breaks.rows} >= {(chain, "事件被改动")}
    assert page.break_table.isVisible()
    assert "断裂" in page.result.text()


def test_what_is_done_to_people_and_secret_callers_is_read_and_found(qtbot, window, page, sign_in):
    admin, operator = sign_in("admin"), sign_in("op1")
    made = people.add_person(admin, "e_new", PersonWords("孔令辉", Role.OPERATOR), STRONG)
    people.change_person(admin, made.id, PersonWords("孔令辉", Role.SUPERVISOR, None, 3))
    people.set_active(admin, made.id, False, "调往财政局")
    community = next(iter(operator.directory.communities))
    call = NewComplaint(
        phone="13853000001", caller="王女士", community_id=community, category="D1", text="举报", secret=True
    )
    secret = take(operator, call)
    reveal(operator, secret.id, "回访需要")
    page.refresh()
    qtbot.waitUntil(lambda: page.events.rows and page.events.rows[0].act == "显示来电")
    told = [(one.person, one.act, one.subject, one.words) for one in page.events.rows[:4]]
    assert told == [
        ("陈静", "显示来电", secret.number, "回访需要"),
        ("曾启明", "停用人员", "e_new", "调往财政局"),
        ("曾启明", "修改人员", "e_new", "岗位 话务员 → 班长；座席 （空） → 3"),
        ("曾启明", "添加人员", "e_new", "孔令辉，话务员"),
    ]
    for words, count in (("调往", 1), ("陈静 显示", 1), ("e_new", 3), ("e%new", 0), ("e_new 修改", 1)):
        page.search.setText(words)
        qtbot.waitUntil(lambda count=count: len(page.events.rows) == count)


def test_the_list_goes_on_below_and_is_the_auditors_alone(sign_in):
    seat = sign_in("audit")
    everything = audit.recent_events(seat, limit=100_000)
    pages, after = [], None
    while page := audit.recent_events(seat, limit=700, after=after):
        pages += page
        after = page[-1]
    assert pages == everything
    assert len(everything) >= 24  # each person of the demonstration was added
    assert [one.id for one in pages] == sorted((one.id for one in pages), reverse=True)
    with pytest.raises(NotAllowed):
        audit.recent_events(sign_in("admin"))
