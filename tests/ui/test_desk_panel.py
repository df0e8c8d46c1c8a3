"""The panel at the company's desk: naming the worker, and who has a complaint in hand."""

import pytest

from app.dispatch import dispatch, give_back, sign
from app.intake import NewComplaint, take
from app.live_queue import claim, release
from app.records import Act, Role
from ui.strip import WordsStrip
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


def test_what_another_company_was_given_leaves_the_window(qtbot, sign_in, open_window, signed):
    complaint, desks = signed
    window = open_window(desks[0])
    panel = opened(qtbot, window, complaint)
    panel.ask(Act.RETURN)
    strip = panel.findChild(WordsStrip)
    strip.field.setPlainText("不在我公司红线内")
    hotline = sign_in("sup1")
    back = give_back(hotline, complaint.id, complaint.revision, "改派")
    other = next(key for key in hotline.directory.companies if key != complaint.company_id)
    dispatch(hotline, complaint.id, back.revision, other)
    qtbot.waitUntil(lambda: window.side.front is None)
    assert panel.complaint is None
    assert f"{complaint.number} 已改派" in window.status._message.text()
    qtbot.waitUntil(window.queue_page.table.hasFocus)


def test_a_photo_is_added_listed_opened_and_saved(qtbot, sign_in, open_window, signed, tmp_path, monkeypatch):
    complaint, desks = signed
    window, files = open_window(desks[0]), []
    panel = opened(qtbot, window, complaint)
    there = panel.attachments
    assert there.isHidden()
    photo = tmp_path / "现场 照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 photo")
    there.add(photo)
    qtbot.waitUntil(lambda: [one.name for one in there.files] == ["现场 照片.jpg"])
    assert there.isVisible()
    assert there.buttons[0].text() == "现场 照片.jpg  1 KB"
    monkeypatch.setattr("ui.attachment_list.show_file", files.append)
    there.open_one()
    qtbot.waitUntil(lambda: len(files) == 1)
    assert files[0].read_bytes() == photo.read_bytes()
    there.save(there.files[0], tmp_path / "另存.jpg")
    qtbot.waitUntil(lambda: (tmp_path / "另存.jpg").exists())
    # A colleague's window hears of the next one by itself; what is no photo is refused in words.
    other = opened(qtbot, open_window("op1"), complaint)
    qtbot.waitUntil(lambda: len(other.attachments.files) == 1)
    paper = tmp_path / "测温.pdf"
    paper.write_bytes(b"%PDF-1.7")
    there.add(paper)
    qtbot.waitUntil(lambda: len(other.attachments.files) == 2)
    there.add(tmp_path / "没有.pdf")
    qtbot.waitUntil(lambda: panel._error.isVisible())
    assert "没有这个文件" in panel._error.text()
