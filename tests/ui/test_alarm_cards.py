"""Cards above the pages on the real database: who is told, how it sounds, and that nobody is interrupted."""

import wave
from datetime import timedelta

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.dispatch import dispatch, give_back, sign
from app.intake import NewComplaint, take
from app.records import Role, State
from ui import tones
from ui.tones import SOUNDS, Tone, Volume


@pytest.fixture
def heard(monkeypatch):
    """The files that were played: a test makes no noise."""
    played = []
    monkeypatch.setattr(tones, "sound", lambda file: played.append(file.name))
    return played


def a_slip(seat, room="501"):
    community = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    taken = take(seat, NewComplaint(phone="13853000001", caller="王女士", community_id=community.id, building="3",
                                    unit="2", room=room, category="B1", text="两组暖气片不热。"))  # fmt: skip
    return dispatch(seat, taken.id, taken.revision)[0]


def desk_of(seat, complaint):
    return next(
        one.login for one in seat.directory.people.values()
        if one.role is Role.COMPANY and one.company_id == complaint.company_id and one.active
    )  # fmt: skip


def put_all_away(window):
    cards = window.alarm_cards
    cards.refresh()
    while cards.board.waiting:
        cards.put_away()


def test_a_new_slip_rings_at_the_companys_desk_and_goes_when_it_is_opened(qtbot, sign_in, open_window, heard):
    operator = sign_in("op1")
    window = open_window(desk_of(operator, a_slip(operator, "101")))
    put_all_away(window)
    assert window.alarm_cards.isHidden()
    window.tones._last.clear()
    heard.clear()
    window.queue_page.search.setFocus()
    slip = a_slip(operator)
    qtbot.waitUntil(lambda: window.alarm_cards.isVisible())
    assert window.alarm_cards.cards[0].text().startswith("◇ 新派单 · 牡丹花园")
    assert window.focusWidget() is window.queue_page.search
    window.alarm_cards.refresh()
    assert heard == ["new_slip.wav"]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == slip.id)
    assert window.alarm_cards.isHidden()


def test_a_slip_sent_again_rings_although_its_complaint_stands_open(qtbot, sign_in, open_window, heard):
    operator = sign_in("op1")
    slip = a_slip(operator)
    window = open_window(desk_of(operator, slip))
    window.open_complaint(slip.number)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == slip.id)
    put_all_away(window)
    back = give_back(sign_in(window.seat.person.login), slip.id, slip.revision, "不归我公司供热")
    sent, _ = dispatch(sign_in("sup1"), back.id, back.revision, company_id=slip.company_id, reason="核过，归该公司")
    qtbot.waitUntil(lambda: panel.complaint.revision == sent.revision)
    panel.read()
    with qtbot.waitSignal(panel.shown):
        window.alarm_cards.refresh()  # the second of the clock falls before the panel has read
    assert [alarm.row.id for alarm in window.alarm_cards.board.waiting] == [slip.id]
    window.open_complaint(slip.number)  # now somebody looks at it
    qtbot.waitUntil(lambda: not window.alarm_cards.board.waiting)


def test_signing_elsewhere_takes_the_card_away(qtbot, sign_in, open_window, heard):
    operator = sign_in("op1")
    first = a_slip(operator, "101")
    login = desk_of(operator, first)
    window = open_window(login)
    put_all_away(window)
    slip = a_slip(operator)
    qtbot.waitUntil(lambda: window.alarm_cards.isVisible())
    sign(sign_in(login), slip.id, slip.revision)
    qtbot.waitUntil(lambda: window.alarm_cards.isHidden())


def test_the_hotline_is_told_of_what_nobody_signs_for(qtbot, sign_in, open_window, heard):
    window = open_window("op1")
    late = [row for row in window.live.queue if row.state in (State.DISPATCHED, State.REOPENED)]
    window.alarm_cards.refresh()
    waiting = window.alarm_cards.board.waiting
    assert {alarm.row.id for alarm in waiting} <= {row.id for row in late}
    fresh = a_slip(window.seat)
    qtbot.waitUntil(lambda: window.live.queue.get(fresh.id) is not None)
    window.alarm_cards.refresh()
    assert fresh.id not in {alarm.row.id for alarm in window.alarm_cards.board.waiting}  # not ten minutes yet
    put_all_away(window)
    window.alarm_cards.refresh()
    assert window.alarm_cards.isHidden()


def test_many_cards_leave_the_window_as_narrow_as_before(qtbot, sign_in, open_window, heard):
    operator = sign_in("op1")
    first = a_slip(operator, "101")
    window = open_window(desk_of(operator, first))
    put_all_away(window)
    qtbot.waitUntil(lambda: window.seat_desk.own.known)  # its words stand in the header from then on
    narrow = window.minimumSizeHint().width()
    for room in range(6):
        a_slip(operator, f"{room}02")
    qtbot.waitUntil(lambda: len(window.alarm_cards.board.waiting) == 6)
    shown = [card for card in window.alarm_cards.cards if card.isVisible()]
    assert 1 <= len(shown) <= 3
    assert f"还有 {6 - len(shown)} 件" in window.alarm_cards._more.text()
    assert window.minimumSizeHint().width() == narrow


def test_the_volume_shows_itself_and_is_remembered(qtbot, open_window, data_folder, heard):
    window = open_window("op1")
    assert window.header.volume.text() == "♪ 提示音 响"
    window.header.volume.click()
    window.header.volume.click()
    assert (window.header.volume.text(), window.tones.play(Tone.LIMIT)) == ("× 提示音 静音", False)
    assert heard[-1] == "new_slip_soft.wav"
    assert tones.Tones(data_folder).volume is Volume.MUTE


def test_every_tone_has_its_files_and_they_are_short():
    for tone in Tone:
        for ending in ("", "_soft"):
            with wave.open(str(SOUNDS / f"{tone}{ending}.wav"), "rb") as file:
                assert 0.2 < file.getnframes() / file.getframerate() < 1


def due_in(server, sample, complaint, minutes):
    """As if the complaint had been taken so long ago that it is due in this many minutes; every seat hears of it."""
    with psycopg.connect(server.owner(sample), autocommit=True) as owner:
        owner.execute(
            "UPDATE complaint SET due_at = now() + make_interval(mins => %s), revision = revision + 1 WHERE id = %s",
            (minutes, complaint.id),
        )
        owner.execute("SELECT pg_notify('warmline', 'c:' || %s::text)", (complaint.id,))


def test_the_desk_hears_what_is_near_and_the_hotline_what_is_over(qtbot, sign_in, open_window, heard, server, sample):
    hotline = open_window("op1")
    slip = a_slip(hotline.seat)
    desk = open_window(desk_of(hotline.seat, slip))
    put_all_away(desk)
    put_all_away(hotline)
    heard.clear()
    due_in(server, sample, slip, 20)
    qtbot.waitUntil(lambda: bool(desk.alarm_cards.board.waiting))
    assert desk.alarm_cards.cards[0].text().startswith("! 临期 剩 0:19 · 牡丹花园")
    assert heard == ["limit.wav"]
    assert hotline.alarm_cards.isHidden()
    hotline.alarm_cards.board._begun_at -= timedelta(minutes=10)
    hotline.tones._last.clear()
    due_in(server, sample, slip, -2)
    qtbot.waitUntil(lambda: hotline.alarm_cards.isVisible())
    company = hotline.seat.directory.companies[slip.company_id].short_name
    assert hotline.alarm_cards.cards[0].text().startswith(f"▲ 超时 0:03 · {company} 牡丹花园")
    assert heard == ["limit.wav", "limit.wav"]
    qtbot.waitUntil(lambda: desk.live.queue.get(slip.id).due_at == hotline.live.queue.get(slip.id).due_at)
    desk.alarm_cards.refresh()
    assert desk.alarm_cards.isHidden()
