"""The page 统计 on the real database: figures, and the complaints behind each number, by keyboard."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import statistics
from app.errors import BadInput
from app.figures import Dimension, Measure, Ratio, Scope, total
from app.rules import CITY_TIME
from at_window import press
from ui.figure_columns import TOTAL, FigureColumn
from ui.figure_period import Period, period_scope, read_date, scope_words
from ui.figure_reading import View
from ui.style import style
from ui.tokens import DARK, LIGHT

CTRL = Qt.KeyboardModifier.ControlModifier
BACK = CTRL | Qt.KeyboardModifier.ShiftModifier


def page_of(qtbot, window):
    at = window.header.pages.index("统计")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    found = window.pages.widget(at).page
    settled(qtbot, found)
    return found


def settled(qtbot, page):
    qtbot.waitUntil(lambda: page.reading is not None and page.reading.wish == page.wish)


def go_to(qtbot, window, page, view):
    while page.wish.view is not view:
        press(qtbot, window, Qt.Key.Key_G, CTRL)
    settled(qtbot, page)


def a_week(seat):
    today = seat.now().astimezone(CITY_TIME).date()
    return Scope(today - timedelta(days=6), today)


@pytest.fixture
def window(open_window):
    return open_window("sup1")


@pytest.fixture
def page(qtbot, window):
    return page_of(qtbot, window)


def test_the_table_says_what_the_database_counts(window, page):
    lines = statistics.lines(window.seat, a_week(window.seat), Dimension.COMPANY)
    shown = page.table.model().rows
    assert [(row.name, row.figures) for row in shown] == [("合计", total(lines))] + [
        (line.name, line.figures) for line in lines
    ]
    taken = page.table.model().columns[1]
    assert (taken.title, taken.text(shown[0])) == ("受理", str(total(lines)[Measure.TAKEN]))


def test_each_number_opens_the_list_and_that_the_complaint(qtbot, window, page):
    line = page.table.model().rows[1]
    page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    there, column = page.table.standing()
    assert (there.key, column.opens) == (line.key, Measure.TAKEN)
    titles = [column.title for column in page.table.model().columns]
    for _ in range(titles.index("重办") - 1):
        press(qtbot, window, Qt.Key.Key_Right)
    assert page.table.standing()[1].opens is Measure.REOPENED
    assert page.caption.text() == f"{line.name} · 重办 {line.figures[Measure.REOPENED]}"
    press(qtbot, window, Qt.Key.Key_Return)
    scope = replace(page.reading.scope, company=int(line.key))
    wanted = [row.id for row in statistics.behind(window.seat, scope, Measure.REOPENED)]
    qtbot.waitUntil(lambda: [row.id for row in page.behind.rows.rows] == wanted)
    assert page.behind.table.hasFocus()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    assert page.table.standing()[1].opens is Measure.REOPENED
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.behind.rows.rows))
    press(qtbot, window, Qt.Key.Key_Return)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == wanted[0])
    assert window.queue_page.isVisible()


def test_a_long_list_is_read_on_as_one_scrolls(qtbot, window, page):
    line, column = page.table.model().rows[0], page.table.model().columns[1]
    page.table.asked.emit(line, column)
    qtbot.waitUntil(lambda: len(page.behind.rows.rows) == 50)
    press(qtbot, window, Qt.Key.Key_End, CTRL)
    qtbot.waitUntil(lambda: len(page.behind.rows.rows) == 100)
    assert "前 100 件" in page.behind.title.text()


def test_periods_groups_and_views_have_keys_both_ways(qtbot, window, page):
    press(qtbot, window, Qt.Key.Key_F, BACK)
    assert page.wish.period is Period.YESTERDAY
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    assert page.wish.by is Dimension.COMMUNITY
    settled(qtbot, page)
    lines = statistics.lines(window.seat, period_scope(window.seat, Period.YESTERDAY), Dimension.COMMUNITY)
    assert [row.name for row in page.table.model().rows[1:]] == [line.name for line in lines]
    assert "每千户" in [column.title for column in page.table.model().columns]
    press(qtbot, window, Qt.Key.Key_G, CTRL)
    assert page.wish.view is View.HOMES
    settled(qtbot, page)
    first, second = page.homes.model().rows[:2]
    assert first.per_thousand >= second.per_thousand
    assert min(line.homes for line in page.homes.model().rows) >= 50
    press(qtbot, window, Qt.Key.Key_G, BACK)
    assert page.wish.view is View.TABLE
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.queue_page.isVisible()


def test_every_group_is_counted(qtbot, window, page):
    for by in Dimension:
        if by is not Dimension.TOTAL:
            page.choose_group(by)
            settled(qtbot, page)
            rows = page.table.model().rows
            assert rows[0].key == TOTAL
            assert rows[0].figures == total(rows[1:])


def test_dates_are_typed_and_refused_at_their_field(qtbot, window, page):
    page.periods.choose(Period.DATES)
    assert page.periods.first.hasFocus()
    qtbot.keyClicks(page.periods.first, "2026-13-40")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.keyClicks(page.periods.last, "11-20")
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.trouble.isVisible()
    assert page.periods.first.property("bad")
    today = window.seat.now().astimezone(CITY_TIME).date()
    page.periods.first.setText(f"{today - timedelta(days=3)}")
    page.periods.last.setText(f"{today}")
    page.periods.last.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.reading.scope == Scope(today - timedelta(days=3), today))
    assert not page.trouble.isVisible()


def test_load_is_drawn_by_hour_and_day_and_opens(qtbot, window, page):
    go_to(qtbot, window, page, View.LOAD)
    hours = page.charts.hours
    lines = {line.key: line for line in statistics.lines(window.seat, a_week(window.seat), Dimension.HOUR)}
    assert [bar.value for bar in hours.bars] == [
        lines[str(hour)].figures[Measure.TAKEN] if str(hour) in lines else 0 for hour in range(24)
    ]
    qtbot.waitUntil(hours.hasFocus)
    press(qtbot, window, Qt.Key.Key_Home)
    press(qtbot, window, Qt.Key.Key_Right)
    assert page.caption.text() == f"1 时：受理 {hours.bars[1].number} 件"
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.behind.rows.rows))
    assert {row.taken_at.astimezone(CITY_TIME).hour for row in page.behind.rows.rows} == {1}


def test_what_was_on_time_is_drawn_by_company_and_opens_to_what_was_late(qtbot, window, page):
    go_to(qtbot, window, page, View.ON_TIME)
    chart = page.charts.on_time
    lines = statistics.lines(window.seat, a_week(window.seat), Dimension.COMPANY)
    first = next(line for line in lines if line.figures.share(Ratio.ON_SITE).whole)
    share = first.figures.share(Ratio.ON_SITE)
    assert chart.bars[1].number == f"{share.rate:.1%}（{share.part}/{share.whole}）"
    qtbot.waitUntil(chart.hasFocus)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    late = statistics.behind(window.seat, replace(a_week(window.seat), company=int(first.key)), Measure.ARRIVED_LATE)
    qtbot.waitUntil(lambda: [row.id for row in page.behind.rows.rows] == [row.id for row in late])


def test_all_stations_stand_in_the_grid_with_their_numbers(qtbot, window, page):
    go_to(qtbot, window, page, View.STATIONS)
    counts = {one.id: one.count for one in page.grid.stations}
    lines = statistics.lines(window.seat, a_week(window.seat), Dimension.STATION)
    assert counts.keys() == window.seat.directory.stations.keys()
    assert {key: count for key, count in counts.items() if count} == {
        int(line.key): line.figures[Measure.TAKEN] for line in lines if line.key != "0" and line.figures[Measure.TAKEN]
    }
    qtbot.waitUntil(page.grid.hasFocus)
    most = page.grid.stations[page.grid.at]
    assert most.count == max(counts.values())
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.behind.rows.rows))
    assert {row.station_id for row in page.behind.rows.rows} == {most.id}


def test_two_seasons_are_compared_by_day_of_heating(qtbot, window, page):
    go_to(qtbot, window, page, View.SEASONS)
    chart = page.charts.seasons
    today = window.seat.now().astimezone(CITY_TIME).date()
    season = window.seat.rules.season_on(today)
    if season is not None:
        assert chart.days[chart.at].number == season.day_of(today)
    going = "（今天，还没过完）" if chart.at < len(chart.days) - 1 else ""
    assert page.caption.text().startswith(f"供暖第 {chart.at + 1} 天{going}：本季")
    press(qtbot, window, Qt.Key.Key_Left)
    assert page.caption.text().startswith(f"供暖第 {chart.at + 1} 天：本季")


def test_pictures_follow_day_and_night(qtbot, window, page):
    go_to(qtbot, window, page, View.LOAD)
    for scheme, colours in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        style().follow(scheme)
        assert page.charts.hours.plot.backgroundBrush().color() == colours.colour("surface")


def test_an_operator_has_the_own_line_and_a_company_its_own(qtbot, open_window):
    window = open_window("op1")
    page = page_of(qtbot, window)
    assert page.wish.by is Dimension.OPERATOR
    assert {row.name for row in page.table.model().rows[1:]} <= {window.seat.person.name}
    company = open_window("a1")
    theirs = page_of(qtbot, company)
    mine = company.seat.directory.companies[company.seat.person.company_id]
    assert [row.name for row in theirs.table.model().rows[1:]] == [mine.short_name]
    go_to(qtbot, company, theirs, View.STATIONS)
    assert {one.company for one in theirs.grid.stations} == {mine.short_name}


def test_the_auditor_sees_the_complaint_beside_the_figures(qtbot, open_window):
    window = open_window("audit")
    page = page_of(qtbot, window)
    page.table.asked.emit(page.table.model().rows[0], page.table.model().columns[1])
    qtbot.waitUntil(lambda: bool(page.behind.rows.rows))
    wanted = page.behind.rows.rows[0].id
    press(qtbot, window, Qt.Key.Key_Return)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == wanted)
    assert panel.isVisible()
    assert page.isVisible()
    assert QApplication.activeModalWidget() is None


def test_who_never_opens_it_has_no_such_page(qtbot, window):
    late = window.pages.widget(window.header.pages.index("统计"))
    assert late.page is None
    assert page_of(qtbot, window) is late.page


def test_the_columns_of_numbers_say_what_they_open(page):
    assert all(isinstance(column, FigureColumn) and column.opens for column in page.table.model().columns[1:])


def test_dates_as_people_type_them():
    today = date(2026, 11, 24)
    for text in ("2026-11-20", "11-20", "11.20", "20261120", "11月20日", "2026年11月20日"):
        assert read_date(text, today, "first") == date(2026, 11, 20)
    assert read_date("12-31", today, "first") == date(2025, 12, 31)
    for text in ("", "2-30", "昨天上午", "2026-13-01"):
        with pytest.raises(BadInput) as refused:
            read_date(text, today, "last")
        assert refused.value.field == "last"


def test_scopes_in_words():
    def words(first, last):
        return scope_words(Scope(first, last))

    assert words(date(2026, 11, 20), date(2026, 11, 20)) == "11月20日"
    assert words(date(2026, 11, 20), date(2026, 11, 24)) == "11月20日至24日"
    assert words(date(2026, 11, 20), date(2026, 12, 1)) == "11月20日至12月1日"
    assert words(date(2026, 11, 15), date(2027, 3, 15)) == "2026年11月15日至2027年3月15日"
