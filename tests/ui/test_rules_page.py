"""The page 规则: every rule is seen with its basis and history, changed by keyboard; refusals stand at the field."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.records import Clock, IncidentKind, LimitUnit
from app.rule_settings import find_setting, set_setting
from at_window import press, write as write_into
from ui.rule_sections import Section
from ui.rule_strips import CalendarStrip, LimitStrip, NewLimitStrip, SeasonStrip
from ui.rules_page import RulesPage
from ui.setting_strips import RemovalStrip, ThresholdStrip

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_window):
    return open_window("admin")


@pytest.fixture
def page(qtbot, window):
    found = window.pages.widget(window.header.pages.index("规则"))
    assert isinstance(found, RulesPage)
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + window.pages.indexOf(found)), CTRL)
    qtbot.waitUntil(lambda: found.book is not None)
    return found


def write(words):
    write_into(QApplication.focusWidget(), words)


def fill(page, **fields):
    for name, words in fields.items():
        field = page.strip.rows[name].field
        field.setPlainText(words) if hasattr(field, "setPlainText") else field.setText(words)


def send(qtbot, window, page):
    """Ctrl+Enter, and the list as it is afterwards."""
    before = len(page.book.changes)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.strip is None)
    qtbot.waitUntil(lambda: len(page.book.changes) > before and page.book.rules is window.seat.rules)


def said(widget):
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def go(page, section, key):
    page.choose(section)
    assert page.table.choose(key)
    page._show()
    page.table.setFocus()


def error(page, name):
    return page.strip.rows[name].error


def test_a_limit_shows_its_basis_validity_and_history(page):
    rule = next(one for one in page.book.rules.limit_rules if one.clock is Clock.ANSWER)
    go(page, Section.LIMITS, rule.id)
    wanted = ("山东省供热条例第二十八条", "见原文", "2014-09-01 起", "生效中", "没有修改过")
    assert [words for words in wanted if words not in said(page.panel)] == []


def test_a_limit_is_changed_by_keyboard_from_a_later_day_on(qtbot, window, page):
    rule = next(one for one in page.book.rules.limit_rules if one.clock is Clock.ANSWER)
    go(page, Section.LIMITS, rule.id)
    press(qtbot, window, Qt.Key.Key_Return)
    assert isinstance(page.strip, LimitStrip)
    QApplication.focusWidget().selectAll()
    write("48 小时")
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_Return)
    write("省条例修订")
    send(qtbot, window, page)
    tomorrow = page.book.today + timedelta(days=1)
    made = next(one for one in page.book.rules.limit_rules if one.valid_from == tomorrow)
    assert (made.minutes, made.unit) == (2880, LimitUnit.HOURS)
    assert next(one.cells for one in page.model.rows if one.key == made.id)[2] == "将生效"
    go(page, Section.LIMITS, made.id)
    for words in ("修改记录", "省条例修订", "曾启明", "时长 72 小时 → 48 小时"):
        assert words in said(page.panel)


def test_the_seasons_first_days_and_the_article_change_with_a_limit(qtbot, window, page):
    rule = next(one for one in page.book.rules.limit_rules if one.first_days)
    go(page, Section.LIMITS, rule.id)
    page.change()
    assert page.strip.text("first") == "10 日 5 小时"
    fill(page, length="90 分钟", first="十天", basis="市供热条例第四十条", reason="条例修订")
    page.submit()
    assert "10 日 5 小时" in error(page, "first").text()
    fill(page, first="15 日 4 小时")
    send(qtbot, window, page)
    made = max(page.book.rules.limit_rules, key=lambda one: one.id)
    assert (made.minutes, made.first_days, made.first_days_minutes) == (90, 15, 240)
    assert made.legal_name == "市供热条例第四十条"


def test_what_is_refused_stands_at_its_field(qtbot, window, page):
    go(page, Section.LIMITS, page.model.rows[0].key)
    page.change()
    fill(page, length="48")
    page.submit()
    assert "48 小时" in error(page, "length").text()
    fill(page, length="48 小时", valid_from="明年")
    page.submit()
    assert error(page, "valid_from").isVisible()
    assert not error(page, "length").isVisible()
    fill(page, valid_from=str(page.book.today), reason="试试")
    page.submit()
    qtbot.waitUntil(error(page, "valid_from").isVisible)
    assert "明天" in error(page, "valid_from").text()
    fill(page, valid_from=str(page.book.today + timedelta(days=9)), reason=" ")
    page.submit()
    qtbot.waitUntil(error(page, "reason").isVisible)
    assert page.strip.text("length") == "48 小时"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.strip is None
    assert page.table.hasFocus()


def test_a_house_limit_is_added(qtbot, window, page):
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert isinstance(page.strip, NewLimitStrip)
    press(qtbot, window, Qt.Key.Key_2)  # 联系
    fill(page, category="b1，B9", length="30 分钟", legal_name="内部要求", reason="供热办要求")
    page.submit()
    assert error(page, "category").isVisible()
    fill(page, category="b1，B2")
    send(qtbot, window, page)
    made = next(one for one in page.book.rules.limit_rules if one.clock is Clock.CONTACT)
    assert (made.categories, made.minutes, made.mark) == (("B1", "B2"), 30, "P")


def test_sections_are_walked_by_keyboard(qtbot, window, page):
    for section in [*list(Section)[1:], Section.LIMITS]:
        press(qtbot, window, Qt.Key.Key_F, CTRL)
        assert page.section is section
        assert page._chips[section].isChecked()
        assert page.table.hasFocus()
        assert page.model.rows or section is Section.HISTORY
    press(qtbot, window, Qt.Key.Key_F, CTRL | SHIFT)
    assert page.section is Section.HISTORY


def test_a_season_is_shifted_and_another_added(qtbot, window, page):
    go(page, Section.SEASONS, "2027-2028")
    press(qtbot, window, Qt.Key.Key_F4)
    fill(page, starts_on="2027年11月10日", ends_on="2027-03-15", reason="市政府公告")
    page.submit()
    qtbot.waitUntil(error(page, "ends_on").isVisible)
    fill(page, ends_on="2028-03-15")
    send(qtbot, window, page)
    assert page.entry.cells[:3] == ("2027-2028", "2027-11-10", "2028-03-15")
    assert "开始 2027-11-15 → 2027-11-10" in said(page.panel)
    page.add()
    assert isinstance(page.strip, SeasonStrip)
    assert page.strip.text("name") == "2031-2032"


def test_a_category_is_changed(qtbot, window, page):
    go(page, Section.CATEGORIES, "D2")
    press(qtbot, window, Qt.Key.Key_F4)
    fill(page, questions="想了解哪一项？\n\n在哪个小区？\n住几楼？", first_words="请稍等。", reason="班会决定")
    send(qtbot, window, page)
    assert page.book.rules.categories["D2"].questions == ("想了解哪一项？", "在哪个小区？", "住几楼？")
    assert "班会决定" in said(page.panel)


def test_a_field_of_a_short_form_is_changed_and_its_kind_stays(qtbot, window, page):
    page.choose(Section.FORMS)
    page.table.choose(("C7", "homes"))
    page._show()
    assert page.panel.title.text() == "C7 总户数"
    press(qtbot, window, Qt.Key.Key_F4)
    fill(page, least="40000", reason="供热办通知")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.strip.rows["least"].error.isVisible())
    assert "最小不能大于最大" in page.strip.rows["least"].error.text()
    fill(page, least="2", hint="按房管登记")
    page.strip.required.choose(True)
    send(qtbot, window, page)
    assert page.entry.cells[2:] == ("整数 2–20000 户", "必填", "按房管登记")
    told = [label.text() for label in page.panel.history.findChildren(QLabel)]
    assert "最小 1 → 2" in told
    assert "必填 否 → 是" in told


def test_a_years_arrangement_is_loaded_from_a_file(qtbot, window, page, tmp_path):
    year = page.book.today.year + 2
    page.choose(Section.CALENDAR)
    row = next(one for one in page.model.rows if one.key == year)
    assert (row.cells[1], row.colour) == ("暂定", "warning")
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert isinstance(page.strip, CalendarStrip)
    file = tmp_path / "放假 安排.csv"
    file.write_text(f"日期,班或休,名称\n{year}-02-30,休,春节\n", encoding="utf-8")
    page.strip.file.setText(f'"{file}"')
    qtbot.waitUntil(error(page, "file").isVisible)
    assert "第 2 行" in error(page, "file").text()
    file.write_text(f"日期,班或休,名称\n{year}-01-03,班,元旦调休上班\n{year}-01-04,休,元旦\n", encoding="utf-8")
    page.strip.file.setText(str(file))
    qtbot.waitUntil(lambda: f"{year} 年：放假 1 天，补班 1 天" in page.strip.found.text())
    fill(page, reason="国办发明电")
    send(qtbot, window, page)
    assert next(one for one in page.model.rows if one.key == year).cells[1] == "已导入"
    assert page.book.rules.calendar.knows(year)


def test_steps_of_a_threshold(qtbot, window, page):
    go(page, Section.THRESHOLDS, (IncidentKind.STATION, 1000))
    page.add()
    assert isinstance(page.strip, ThresholdStrip)
    fill(page, min_homes="1000", calls="8", minutes="三十", reason="试行")
    page.submit()
    assert error(page, "minutes").isVisible()
    fill(page, minutes="30")
    page.submit()
    qtbot.waitUntil(error(page, "min_homes").isVisible)
    fill(page, min_homes="2000")
    send(qtbot, window, page)
    go(page, Section.THRESHOLDS, (IncidentKind.STATION, 2000))
    press(qtbot, window, Qt.Key.Key_F9)
    assert isinstance(page.strip, RemovalStrip)
    fill(page, reason="不再分档")
    send(qtbot, window, page)
    assert page.model.row((IncidentKind.STATION, 2000)) is None
    go(page, Section.THRESHOLDS, (IncidentKind.STATION, 0))
    press(qtbot, window, Qt.Key.Key_F9)
    assert page.strip is None


def test_hz_44_the_bands_are_seen_with_their_edges_and_changed_in_a_version(qtbot, window, page):
    go(page, Section.CLAIMS, ("band", 1, 50))
    assert "含十六" in said(page.panel)
    press(qtbot, window, Qt.Key.Key_F4)
    assert page.strip.rows["bands"].field.text() == "<=14.0:100 <=16.0:50 <18.0:30 以上:0"
    fill(page, bands="<16.0:30 以上:50", article="某市条例第三十条", reason="试试")
    page.submit()
    qtbot.waitUntil(error(page, "bands").isVisible)
    fill(page, bands="<16.0:100 <18.0:50 以上:0")
    send(qtbot, window, page)
    go(page, Section.CLAIMS, ("band", 2, 100))
    assert "某市条例第三十条" in said(page.panel)


def test_hz_23_a_season_gets_its_rate_of_relief(qtbot, window, page):
    go(page, Section.CLAIMS, ("rate", "2020-2021"))
    assert "见报道" in said(page.panel)
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    fill(page, season="2026-2027", rate="四", basis="菏热办〔2026〕1 号", reason="新文件")
    page.submit()
    qtbot.waitUntil(error(page, "rate").isVisible)
    fill(page, rate="4.5")
    send(qtbot, window, page)
    go(page, Section.CLAIMS, ("rate", "2026-2027"))
    assert page.entry.cells[1] == "4.50 元/平方米"


def test_a_setting_is_changed(qtbot, window, page):
    go(page, Section.SETTINGS, "refund_hours")
    assert "菏泽市供热条例第四十五条" in said(page.panel)
    press(qtbot, window, Qt.Key.Key_Return)
    fill(page, value="48", reason="试试")
    page.submit()
    qtbot.waitUntil(error(page, "value").isVisible)
    fill(page, value="12 小时")
    send(qtbot, window, page)
    assert page.entry.cells[1] == "12 小时"
    assert "24 → 12" in said(page.panel)


def test_an_authoritys_phone_is_filled_in(qtbot, window, page, sign_in):
    go(page, Section.DOORS, "water")
    press(qtbot, window, Qt.Key.Key_F4)
    fill(page, phones="0530-5609999、没有", note="供水公司来函")
    page.submit()
    qtbot.waitUntil(error(page, "phones").isVisible)
    fill(page, phones="0530-560 9999、12345")
    page.strip.mark.choose("V")
    send(qtbot, window, page)
    assert page.entry.cells[1:3] == ("0530-560 9999、12345", "已核实")
    assert "电话 （无） → 0530-560 9999、12345" in said(page.panel)
    assert sign_in("op1").rules.authorities["water"].phones == ("0530-560 9999", "12345")


def test_an_authority_is_added_by_keyboard(qtbot, window, page, sign_in):
    go(page, Section.DOORS, "water")
    assert page.add_button.isVisible()
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    fill(page, name="园林局", phones="", note="园林局来函")
    page.submit()
    qtbot.waitUntil(error(page, "words").isVisible)
    page.strip.words.setPlainText("绿化的事请拨园林局。")
    page.submit()
    qtbot.waitUntil(error(page, "matters").isVisible)
    page.strip.matters.setPlainText("树倒了、绿化带")
    send(qtbot, window, page)
    qtbot.waitUntil(lambda: page.model.rows[-1].cells[0].startswith("园林局"))
    assert page.model.rows[-1].cells[2] == "待核实"
    assert [one.name for one in sign_in("op1").rules.authorities.values()][-1] == "园林局"


def test_the_history_lists_what_was_changed_anywhere(qtbot, window, page, sign_in):
    page.choose(Section.HISTORY)
    before = len(page.model.rows)  # what the demonstration brings
    set_setting(sign_in("admin"), find_setting("supervise_reminders"), "4", "供热办要求")
    qtbot.waitUntil(lambda: len(page.model.rows) == before + 1)
    assert page.model.rows[0].cells[1:] == ("曾启明", "设置 催办满几次自动督办", "供热办要求")
    page.table.enter()
    assert "3 → 4" in said(page.panel)


def test_the_longest_form_fits_the_smallest_screen(qtbot, window, page):
    window.resize(1093, 580)  # 1366x768 at 125 %, less the task bar
    for section, key in ((Section.CATEGORIES, "B1"), (Section.DOORS, "water"), (Section.LIMITS, 2)):
        go(page, section, key)
        page.change()
        qtbot.waitUntil(page.strip.isVisible)
        assert window.height() == 580
        assert page.strip.mapTo(window, page.strip.rect().bottomLeft()).y() < 560
    page.choose(Section.LIMITS)
    page.add()
    qtbot.waitUntil(page.strip.isVisible)
    assert window.height() == 580


def test_the_score_sheet_is_kept_here_too(qtbot, window, page):
    go(page, Section.SCORES, "facts")
    press(qtbot, window, Qt.Key.Key_F4)
    fill(page, items="问候与用语 30 接通先报 12319\n要素齐全 70", reason="供热办要求")
    send(qtbot, window, page)
    assert [entry.cells for entry in page.model.rows] == [
        ("问候与用语", "30 分", "接通先报 12319"),
        ("要素齐全", "70 分", ""),
    ]
    assert page.book.changes[0].kind == "score_item"
    told = [label.text() for label in page.panel.findChildren(QLabel)]
    assert any("要素齐全 25 分" in words and "要素齐全 70 分" in words for words in told)
