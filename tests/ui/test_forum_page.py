"""The page 网络 at work: posts of a forum on loopback taken up, joined, put aside and replied to by keyboard."""

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from app import answers, dispatch, publishing, sources, triage
from app.forum_records import Post, PostState, SourceKind
from app.records import Channel
from app.sources import SourceWords, add_source
from forum_server import ForumServer, Said, recorded_answer, serving
from ui.forum_page import ForumPage
from ui.post_strips import LineStrip, ReplyStrip

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def site() -> Iterator[ForumServer]:
    with serving() as found:
        found.rss("/category/5.rss", "category-before-edits.rss")
        found.topic(7, "api-topic-two-replies.json")
        yield found


@pytest.fixture
def window(open_window, sign_in, site):
    words = SourceWords(name="牡丹论坛", kind=SourceKind.NODEBB, base_url=site.base, category="5", reply_as="1")
    add_source(sign_in("net1"), words, "geheim-token")
    return open_window("net1")


@pytest.fixture
def page(qtbot, window):
    found = window.pages.widget(window.header.pages.index("网络"))
    assert isinstance(found, ForumPage)
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: len(found.model.rows) == 12, timeout=10_000)
    return found


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def stand_on(qtbot, page, number: str) -> Post:
    post = next(one for one in page.model.rows if one.outside_id == number)
    page.table.choose(post.id)
    page.table.chosen.emit(post.id)
    page.table.setFocus()
    return post


def done(seat, company, post: Post) -> str:
    """The post as a complaint that its company has reported on; its number."""
    place = next(one.id for one in seat.directory.communities.values() if one.name == "牡丹花园")
    taken = triage.take_post(seat, post, community_id=place, category="B1")
    sent, _ = dispatch.dispatch(seat, taken.id, taken.revision)
    signed = dispatch.sign(company, sent.id, sent.revision)
    answers.report(company, signed.id, signed.revision, "换了循环泵", "已更换循环泵，恢复供暖")
    return taken.number


def test_who_asks_again_while_it_is_being_fetched_is_told_so(qtbot, window, page, monkeypatch):
    gate, fetch = Event(), sources.fetch_source
    monkeypatch.setattr(sources, "fetch_source", lambda *given: gate.wait(30) and fetch(*given))
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: page._fetching == 1)
    with qtbot.waitSignal(page.said) as told:
        press(qtbot, window, Qt.Key.Key_R, CTRL)
    assert told.args == ["正在抓取，还有 1 个来源没有回来"]
    gate.set()
    qtbot.waitUntil(lambda: page._fetching == 0)


def test_posts_with_their_words(qtbot, window, page):
    assert window.header.pages[:3] == ["队列", "小区", "网络"]
    stand_on(qtbot, page, "7")
    assert page.panel.title.text() == "松花江畔小区半夜停暖，孩子都冻醒了"
    assert "凌晨两点到五点" in page.panel.words.toPlainText()
    assert "牡丹花园住户" in page.panel.facts.text()
    assert "已等" in page.panel.state.text()


def test_a_post_is_taken_up_in_the_form(qtbot, window, page):
    post = stand_on(qtbot, page, "7")
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.drafting.form.isVisible())
    draft = window.drafting.keeper.draft(post.complaint_key)
    assert draft is not None
    assert (draft.channel, draft.outside_number, draft.caller) == (Channel.FORUM, post.url, "牡丹花园住户")
    assert draft.text.startswith("松花江畔小区半夜停暖")
    assert window.pages.currentWidget() is window.queue_page


def test_joined_and_put_aside(qtbot, window, page, sign_in):
    number = done(sign_in("net1"), sign_in("a1"), stand_on(qtbot, page, "7"))
    post = stand_on(qtbot, page, "11")
    press(qtbot, window, Qt.Key.Key_F4)
    assert isinstance(page.panel.strip, LineStrip)
    page.panel.strip.field.setText("20200101-0001")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.panel.strip.error.isVisible())
    page.panel.strip.field.setText(number)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.panel.strip is None)
    assert triage.show_post(window.seat, post.id).complaint_number == number
    other = stand_on(qtbot, page, "6")
    press(qtbot, window, Qt.Key.Key_F9)
    page.panel.strip.field.setPlainText("表扬，不需办理")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.panel.strip is None)
    assert triage.show_post(window.seat, other.id).state is PostState.IGNORED
    assert {"11", "6"}.isdisjoint(one.outside_id for one in page.model.rows)


def test_the_reply_is_drafted_approved_and_published(qtbot, window, page, site, sign_in):
    post = stand_on(qtbot, page, "7")
    done(sign_in("net1"), sign_in("a1"), post)
    page.refresh()
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    qtbot.waitUntil(lambda: [one.outside_id for one in page.model.rows] == ["7"])
    stand_on(qtbot, page, "7")
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: isinstance(page.panel.strip, ReplyStrip))
    strip = page.panel.strip
    qtbot.waitUntil(lambda: "没有发现" in strip.seen.text())
    strip.field.setPlainText("已恢复，联系 13845670011")
    qtbot.waitUntil(lambda: "13845670011" in strip.seen.text())
    strip.field.setPlainText("您好，已更换循环泵，恢复供暖。")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.panel.strip is None)
    press(qtbot, window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: isinstance(page.panel.strip, ReplyStrip))
    assert page.panel.strip.field.isReadOnly()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "待发布" in page.panel.state.text())
    site.replies.append(recorded_answer("post-reply-nested-ok.response"))
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: page.model.rows == [])
    assert triage.show_post(window.seat, post.id).reply_url == f"{site.base}/post/17"
    assert [one.body["content"] for one in site.sent] == ["您好，已更换循环泵，恢复供暖。"]


def test_by_hand_where_there_is_no_interface(qtbot, window, page, site, sign_in, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    net = sign_in("net1")
    site.pages["/feed"] = Said(
        body=f"<rss><channel><item><title>牡丹花园停暖</title><link>{site.base}/topic/99</link>"
        "<description>三天不热</description></item></channel></rss>".encode()
    )
    add_source(net, SourceWords(name="市民留言", kind=SourceKind.RSS, feed_url=f"{site.base}/feed"))
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: len(page.model.rows) == 13, timeout=10_000)
    post = stand_on(qtbot, page, "99")
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert opened == [post.url]
    done(net, sign_in("a1"), post)
    publishing.approve(sign_in("sup1"), publishing.draft(net, post.id))
    page.refresh()
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    qtbot.waitUntil(lambda: [one.outside_id for one in page.model.rows] == ["99"])
    stand_on(qtbot, page, "99")
    press(qtbot, window, Qt.Key.Key_F7)
    assert "已更换循环泵" in QGuiApplication.clipboard().text()
    assert opened == [post.url, post.url]
    page.panel.strip.field.setText("javascript:alert(1)")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.panel.strip.error.isVisible())
    page.panel.strip.field.setText(f"{site.base}/post/100")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.model.rows == [])


def test_escape_folds_the_strip_then_leaves(qtbot, window, page):
    stand_on(qtbot, page, "7")
    press(qtbot, window, Qt.Key.Key_F9)
    assert page.panel.strip is not None
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.panel.strip is None
    assert page.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.queue_page.isVisible()


def test_hostile_words_are_shown_as_words(qtbot, window, page, site, sign_in):
    site.pages["/evil"] = Said(
        body=f"<rss><channel><item><title>&lt;b&gt;停暖&lt;/b&gt; &amp;lt;img src=x&amp;gt;</title>"
        f"<link>{site.base}/topic/98</link><description>&lt;script&gt;x&lt;/script&gt;不热</description></item></channel></rss>".encode()
    )
    add_source(sign_in("net1"), SourceWords(name="怪网站", kind=SourceKind.RSS, feed_url=f"{site.base}/evil"))
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: len(page.model.rows) == 13, timeout=10_000)
    stand_on(qtbot, page, "98")
    assert page.panel.title.text() == "停暖 <img src=x>"
    assert page.panel.title.textFormat() is Qt.TextFormat.PlainText
    assert page.panel.words.toPlainText() == "不热"


def test_what_a_mere_feed_says_now_stands_beside_its_first_words(qtbot, window, page, site):
    def say(words: str) -> None:
        item = f"<item><title>停暖</title><link>{site.base}/topic/3/x</link><description>{words}</description></item>"
        site.pages["/feed.xml"] = Said(body=f'<rss version="2.0"><channel>{item}</channel></rss>'.encode())
        press(qtbot, window, Qt.Key.Key_R, CTRL)

    add_source(page._seat, SourceWords(name="市民留言", kind=SourceKind.RSS, feed_url=f"{site.base}/feed.xml"))
    say("三天不热")
    qtbot.waitUntil(lambda: len(page.model.rows) == 13 and page._fetching == 0, timeout=10_000)
    say("三天不热，12号楼")
    qtbot.waitUntil(lambda: any(one.edited_at for one in page.model.rows), timeout=10_000)
    page.table.choose(next(one.id for one in page.model.rows if one.edited_at))
    page._show()
    qtbot.waitUntil(lambda: "现在写的是" in page.panel.words.toPlainText(), timeout=10_000)
    assert page.panel.words.toPlainText().startswith("三天不热\n")
    assert page.panel.words.toPlainText().endswith("三天不热，12号楼")


def test_only_those_who_work_with_forums_have_the_page(open_window):
    assert "网络" not in open_window("op1").header.pages
