"""The page 回访率 of the supervisor: each rate with its numbers, and the rounds behind them, by keyboard."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from app.rates import Rate, outcomes, rates_by_company
from app.rules import CITY_TIME
from at_window import press
from ui.rate_columns import Behind, share_words
from ui.rates_page import Period, span_of

CTRL = Qt.KeyboardModifier.ControlModifier
NOW = datetime(2026, 11, 24, 19, 30, tzinfo=CITY_TIME)


@pytest.fixture
def window(open_window):
    return open_window("sup1")


@pytest.fixture
def page(qtbot, window):
    at = window.header.pages.index("回访率")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    found = window.pages.widget(at)
    qtbot.waitUntil(lambda: bool(found.rounds.rows))
    return found


def test_the_rates_are_those_of_the_events_with_their_numbers(window, page):
    span = span_of(page.period, window.seat.now(), None)
    counted = rates_by_company(window.seat, *span)
    assert {row.company or None: row.rates for row in page.rates.rows} == counted
    assert page.rates.rows[0].name == "全部"
    total = counted[None].contacted
    assert share_words(total) == f"{total.part / total.whole:.1%}（{total.part}/{total.whole}）"
    assert len(page.rounds.rows) == total.whole
    assert total.whole == sum(one.contacted.whole for company, one in counted.items() if company)


def test_each_number_opens_what_is_behind_it(qtbot, window, page):
    company = page.rates.rows[1].company
    page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    assert page.table.key() == company
    assert {one.company_id for _, one in page.rounds.rows} == {company}
    share = page.rates.rows[1].rates.satisfied
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_E, CTRL)
    assert page.behind is Behind.NOT_SATISFIED
    assert len(page.rounds.rows) == share.whole - share.part
    assert all(one.counts[Rate.SATISFIED] is False for _, one in page.rounds.rows)
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.round_table.hasFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    wanted = page.rounds.row(page.round_table.key())[1]
    press(qtbot, window, Qt.Key.Key_Return)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == wanted.complaint_id)
    assert window.queue_page.isVisible()


def test_the_next_period_by_key(qtbot, window, page):
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    assert page.period is Period.MONTH
    found = outcomes(window.seat, *span_of(Period.MONTH, window.seat.now(), None))
    qtbot.waitUntil(lambda: len(page.rounds.rows) == sum(bool(one.counts) for one in found))
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.queue_page.isVisible()


def test_any_days_as_people_type_them_and_what_is_no_day_is_said_at_its_field(qtbot, window, page):
    bar = page.periods
    bar.choose(Period.DATES)
    assert bar.first.hasFocus()
    assert bar.first.isVisible()
    qtbot.keyClicks(bar.first, "13-40")
    press(qtbot, window, Qt.Key.Key_Return)
    bar.last.setText("今天")
    press(qtbot, window, Qt.Key.Key_Return)
    assert "没有“13-40”这一天" in page.notice.text()
    assert bar.first.property("bad")
    today = window.seat.now().astimezone(CITY_TIME).date()
    bar.first.setText(f"{today - timedelta(days=3):%m-%d}")
    bar.last.setText(f"{today - timedelta(days=4):%Y.%m.%d}")
    bar.last.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.notice.text() == "开始日期不能晚于结束日期。"
    assert bar.last.text()  # nothing typed is lost
    bar.last.setText(f"{today - timedelta(days=2):%Y%m%d}")
    bar.last.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.period is Period.DATES
    span = span_of(Period.DATES, window.seat.now(), None, (today - timedelta(days=3), today - timedelta(days=2)))
    found = outcomes(window.seat, *span)
    assert found
    qtbot.waitUntil(lambda: len(page.rounds.rows) == sum(bool(one.counts) for one in found))
    assert not bar.first.property("bad")
    assert page.table.hasFocus()
    press(qtbot, window, Qt.Key.Key_F, CTRL)  # on to the first one
    assert page.period is Period.TODAY
    assert not bar.first.isVisible()


def test_periods_are_the_citys_days():
    days = date(2026, 11, 20), date(2026, 11, 21)
    spans = {period: span_of(period, NOW, datetime(2026, 11, 15, tzinfo=CITY_TIME), days) for period in Period}
    assert {period: f"{a:%d %H:%M}-{b:%d %H:%M}" for period, (a, b) in spans.items()} == {
        Period.TODAY: "24 00:00-24 19:30",
        Period.YESTERDAY: "23 00:00-24 00:00",
        Period.WEEK: "17 19:30-24 19:30",
        Period.MONTH: "25 19:30-24 19:30",
        Period.SEASON: "15 00:00-24 19:30",
        Period.DATES: "20 00:00-22 00:00",  # both days to their end
    }


def test_only_the_supervisor_has_the_page(open_window):
    assert "回访率" not in open_window("op1").header.pages
