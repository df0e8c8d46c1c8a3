"""The posts of a forum complaint beside it: whose, from when, opened by a key, and whether the public reply is out."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from app import answers, complaints, dispatch, publishing, triage
from app.forum_records import SourceKind
from app.sources import SourceWords, add_source, fetch_source
from at_window import a_complaint, opened, press
from forum_server import recorded_answer, serving

SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def site():
    with serving() as found:
        found.rss("/category/5.rss", "category-before-edits.rss")
        found.topic(7, "api-topic-two-replies.json")
        found.topic(8, "api-topic-html.json")
        yield found


@pytest.fixture
def net(sign_in, site):
    made = sign_in("net1")
    words = SourceWords(name="牡丹论坛", kind=SourceKind.NODEBB, base_url=site.base, category="5", reply_as="1")
    fetch_source(made, add_source(made, words, "geheim-token"))
    return made


@pytest.fixture
def browsed(monkeypatch):
    pages = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pages.append(url.toString()))
    return pages


def post(net, number):
    return next(one for one in triage.list_posts(net) if one.outside_id == number)


def taken_up(net, **fields):
    """Post 7 as a complaint."""
    place = next(one.id for one in net.directory.communities.values() if one.name == "牡丹花园")
    return triage.take_post(net, post(net, "7"), community_id=place, category="B1", **fields)


def test_the_posts_stand_beside_the_complaint_and_open_by_key(qtbot, open_window, net, browsed):
    complaint = taken_up(net)
    triage.join(net, post(net, "8").id, complaint.number)
    window = open_window("op1")
    panel = opened(qtbot, window, complaint)
    qtbot.waitUntil(lambda: len(panel.posts.posts) == 2)
    first, second = panel.posts.posts
    assert panel.posts.titles[0].text().startswith("松花江畔小区半夜停暖")
    assert panel.posts.facts[0].text() == "牡丹花园住户 · 11-24 23:26 · 牡丹论坛 · ○ 未公开答复"
    press(qtbot, window, Qt.Key.Key_L, SHIFT)
    assert browsed == [first.url]
    panel.posts.titles[1].setFocus()
    press(qtbot, window, Qt.Key.Key_L, SHIFT)
    assert browsed == [first.url, second.url]


def test_the_public_reply_is_told_when_it_is_out_and_where(qtbot, open_window, sign_in, site, net, browsed):
    complaint = taken_up(net)
    window = open_window("op1")
    panel = opened(qtbot, window, complaint)
    qtbot.waitUntil(lambda: len(panel.posts.posts) == 1)
    sent, _ = dispatch.dispatch(net, complaint.id, complaint.revision)
    company = next(one for one in net.directory.people.values() if one.company_id == sent.company_id and one.active)
    desk = sign_in(company.login)
    signed = dispatch.sign(desk, sent.id, sent.revision)
    answers.report(desk, signed.id, signed.revision, "换了循环泵", "已更换循环泵，恢复供暖")
    drafted = publishing.draft(net, post(net, "7").id)
    qtbot.waitUntil(lambda: "◔ 答复待审核" in panel.posts.facts[0].text())
    approved = publishing.approve(net, drafted, despite=True)
    qtbot.waitUntil(lambda: "◑ 答复待发布" in panel.posts.facts[0].text())
    site.replies.append(recorded_answer("post-reply-nested-ok.response"))
    publishing.publish(net, approved.id)
    qtbot.waitUntil(lambda: "✓ 已公开答复" in panel.posts.facts[0].text())
    assert panel.posts.replies[0].isVisible()
    panel.posts.replies[0].click()
    assert browsed == [f"{site.base}/post/17"]


def test_a_company_sees_them_but_of_no_secret_complaint(qtbot, open_window, net):
    complaint = taken_up(net)
    sent, _ = dispatch.dispatch(net, complaint.id, complaint.revision)
    company = next(one for one in net.directory.people.values() if one.company_id == sent.company_id and one.active)
    window = open_window(company.login)
    panel = opened(qtbot, window, sent)
    qtbot.waitUntil(lambda: panel.posts.isVisible())
    complaints.edit(net, sent.id, sent.revision, secret=True)
    qtbot.waitUntil(lambda: panel.complaint.secret)
    qtbot.waitUntil(lambda: panel.posts.isHidden())


def test_a_complaint_of_another_channel_has_no_such_line(qtbot, open_window, browsed):
    window = open_window("op1")
    panel = opened(qtbot, window, a_complaint(window.seat))
    assert panel.posts.isHidden()
    press(qtbot, window, Qt.Key.Key_L, SHIFT)
    assert browsed == []
