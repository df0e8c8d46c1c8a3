"""The collector's form for sources, by keyboard: added, fetched, changed, ended; no token is shown again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from app.forum_records import SourceKind
from app.sources import SourceWords, add_source, list_sources
from at_window import press
from forum_server import Said, serving
from ui.source_strips import Ending, EndingStrip, SourceStrip

CTRL = Qt.KeyboardModifier.ControlModifier
TOKEN = "geheim-7131-token"


@pytest.fixture
def site():
    with serving() as found:
        found.rss("/category/5.rss", "category-before-edits.rss")
        found.topic(7, "api-topic-two-replies.json")
        yield found


@pytest.fixture
def window(open_window):
    return open_window("net1")


@pytest.fixture
def pane(qtbot, window):
    page = window.pages.widget(window.header.pages.index("网络"))
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    assert page.source_pane.isVisible()
    assert not page.table.isVisible()
    return page.source_pane


def add(qtbot, window, pane, site):
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    strip = pane.strip
    assert isinstance(strip, SourceStrip)
    strip.name.setText("牡丹论坛")
    strip.feed_url.setText(f"{site.base}/category/5.rss")
    assert strip.kind.value() is SourceKind.NODEBB  # known by the address
    strip.reply_as.setText("1")
    strip.token.setText(TOKEN)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    return strip


def on_screen(window) -> str:
    labels = [one.text() for one in window.findChildren(QLabel)]
    fields = [one.text() + one.placeholderText() for one in window.findChildren(QLineEdit)]
    return "\n".join((*labels, *fields))


def stand_on(pane, name):
    source = next(one for one in pane.model.rows if one.name == name)
    pane.table.choose(source.id)
    pane.table.chosen.emit(source.id)
    pane.table.setFocus()
    return source


def test_a_source_is_added_and_fetched_at_once(qtbot, window, pane, site):
    add(qtbot, window, pane, site)
    qtbot.waitUntil(lambda: pane.strip is None)
    qtbot.waitUntil(
        lambda: pane.source is not None and "读到 12 帖，新帖 12" in pane._result(pane.source), timeout=10_000
    )
    (made,) = list_sources(window.seat)
    assert (made.name, made.kind, made.base_url, made.takes_replies) == ("牡丹论坛", SourceKind.NODEBB, site.base, True)
    qtbot.waitUntil(lambda: pane.source.fetched_at is not None)
    assert "已设，不再显示" in on_screen(window)
    press(qtbot, window, Qt.Key.Key_F4)
    assert TOKEN not in on_screen(window)
    assert pane.strip.token.text() == ""


def test_what_is_wrong_stands_at_its_field(qtbot, window, pane, site):
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    strip = pane.strip
    strip.name.setText("市民留言")
    strip.feed_url.setText("bbs.example.org/rss")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: strip.rows["feed_url"].error.isVisible())
    assert "http://" in strip.rows["feed_url"].error.text()
    assert strip.feed_url.text() == "bbs.example.org/rss"
    strip.feed_url.setText(f"{site.base}/gone.xml")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    qtbot.waitUntil(lambda: bool(pane.source and pane.source.last_error), timeout=10_000)
    assert pane.model.rows[0].last_error in on_screen(window)


def test_fetched_alone_and_told_how_it_went(qtbot, window, pane, site, sign_in):
    for name, path in (("市民留言", "/feed.xml"), ("坏网站", "/none.xml")):
        add_source(sign_in("net1"), SourceWords(name=name, kind=SourceKind.RSS, feed_url=f"{site.base}{path}"))
    body = "<rss><channel><item><title>停暖</title><link>http://x.example/1</link></item></channel></rss>"
    site.pages["/feed.xml"] = Said(body=body.encode())
    window.pages.currentWidget().refresh()
    qtbot.waitUntil(lambda: len(pane.model.rows) == 2)
    fine = stand_on(pane, "市民留言")
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: pane._result(fine) == "读到 1 帖，新帖 1，修改 0", timeout=10_000)
    bad = next(one for one in pane.model.rows if one.name == "坏网站")
    assert pane._result(bad) == "还没有抓取"


def test_changed_without_its_token_paused_and_ended(qtbot, window, pane, site):
    add(qtbot, window, pane, site)
    qtbot.waitUntil(lambda: pane.source is not None)
    stand_on(pane, "牡丹论坛")
    press(qtbot, window, Qt.Key.Key_F4)
    pane.strip.name.setText("牡丹社区")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and pane.model.rows[0].name == "牡丹社区")
    assert list_sources(window.seat)[0].has_token
    press(qtbot, window, Qt.Key.Key_F9)
    assert isinstance(pane.strip, EndingStrip)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not pane.model.rows[0].active)
    assert list_sources(window.seat)[0].has_token
    press(qtbot, window, Qt.Key.Key_F9)  # back at once
    qtbot.waitUntil(lambda: pane.model.rows[0].active)
    press(qtbot, window, Qt.Key.Key_F9)
    press(qtbot, window, Qt.Key.Key_2)
    assert pane.strip.ending.value() is Ending.END
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not pane.model.rows[0].active)
    (ended,) = list_sources(window.seat)
    assert (ended.active, ended.has_token) == (False, False)


def test_a_stored_token_is_taken_away_and_the_source_goes_on(qtbot, window, pane, site):
    add(qtbot, window, pane, site)
    qtbot.waitUntil(lambda: pane.source is not None)
    stand_on(pane, "牡丹论坛")
    press(qtbot, window, Qt.Key.Key_F4)
    strip = pane.strip
    assert strip.emptied.isVisible()
    strip.emptied.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    assert not strip.token.isEnabled()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    (source,) = list_sources(window.seat)
    assert (source.active, source.has_token) == (True, False)
    qtbot.waitUntil(lambda: pane.source is not None and not pane.source.has_token)
    press(qtbot, window, Qt.Key.Key_F4)
    assert not pane.strip.emptied.isVisible()


def test_escape_folds_the_strip_then_shows_the_posts(qtbot, window, pane):
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert pane.strip is None
    assert pane.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not pane.isVisible()
    assert window.pages.currentWidget().table.isVisible()
