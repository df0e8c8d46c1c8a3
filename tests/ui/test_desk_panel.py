"""The panel at the company's desk: naming the worker, and who has a complaint in hand."""

import pytest

from app.dispatch import dispatch, sign
from app.intake import NewComplaint, take
from app.live_queue import claim, release
from app.records import Act, Role
from ui.worker_strip import WorkerStrip


@pytest.fixture
def signed(sign_in):
    """A complaint signed for by its company, and the log-ins of two of the company's people."""
    seat = sign_in("op1")
    community = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    taken = take(seat, NewComplaint(phone="13853000001", caller="王女士", community_id=community.id, building="3",
                                    unit="2", room="501", category="B1", text="两组暖气片不热。"))  # fmt: skip
    sent = dispatch(seat, taken.id, taken.revision)[0]
    desks = [
        one.login
        for one in seat.directory.people.values()
        if one.role is Role.COMPANY and one.company_id == sent.company_id and one.active
    ]
    return sign(sign_in(desks[0]), sent.id, sent.revision), desks


def opened(qtbot, window, complaint):
    window.open_complaint(complaint.number)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == complaint.id)
    return panel


def test_the_desk_names_its_worker(qtbot, open_window, signed):
    complaint, desks = signed
    window = open_window(desks[0])
    panel = opened(qtbot, window, complaint)
    panel.ask(Act.ASSIGN)
    strip = panel.findChild(WorkerStrip)
    strip.submit()
    qtbot.waitUntil(lambda: strip.error.isVisible())
    assert strip.error.text() == "请填写维修员姓名。"
    strip.worker.setText("刘师傅")
    strip.phone.setText("13853000033")
    strip.submit()
    qtbot.waitUntil(lambda: panel.complaint.worker == "刘师傅")
    assert panel.complaint.worker_phone == "138 5300 0033"


def test_the_panel_says_who_has_it_in_hand(qtbot, sign_in, open_window, signed):
    complaint, desks = signed
    window = open_window(desks[0])
    panel = opened(qtbot, window, complaint)
    assert panel.holder.text() == ""
    colleague = sign_in(desks[1])
    claim(colleague, complaint.id)
    qtbot.waitUntil(lambda: panel.holder.text() == f"{colleague.person.name} 办理中")
    release(colleague, complaint.id)
    qtbot.waitUntil(lambda: panel.holder.text() == "")
    claim(colleague, complaint.id)
    qtbot.waitUntil(lambda: panel.holder.text() != "")
    until = window.live.queue.get(complaint.id).claimed_until
    window.seat.now = lambda: until  # two minutes later, and no bell has rung
    qtbot.waitUntil(lambda: panel.holder.text() == "")
