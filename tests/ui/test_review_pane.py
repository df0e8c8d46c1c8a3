"""The sections 复核 and 我的质检 by keyboard: exceptions first, each to its complaint; signed off, scored, answered."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel

from app import complaints, review, roster, score_sheets
from app.records import ReviewState
from app.shift_exceptions import ExceptionKind
from app.shift_records import Duty
from at_window import a_complaint, press, write
from ui.quality_pane import QualityPane
from ui.review_columns import Part
from ui.review_pane import ReviewPane
from ui.review_strips import ScoreStrip
from ui.score_items_strip import ScoreItemsStrip
from ui.shift_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier
FULL = {"greeting": 10, "facts": 25, "category": 15, "company": 15, "limit": 15, "words": 10, "record": 10}


@pytest.fixture
def shift(sample, server, sign_in):
    """The shift that runs, led by the second supervisor, as if it had just ended; op1 took a secret complaint in it."""
    import psycopg

    op, sup = sign_in("op1"), sign_in("sup2")
    running, _ = roster.now_and_next(sup)
    with psycopg.connect(server.owner(sample), autocommit=True) as owner:
        owner.execute("DELETE FROM presence WHERE shift_id IN (SELECT id FROM shift WHERE company_id IS NULL)")
        owner.execute("DELETE FROM duty WHERE shift_id IN (SELECT id FROM shift WHERE company_id IS NULL)")
        owner.execute("UPDATE shift SET opened_at = NULL WHERE company_id IS NULL")
        changed = roster.read_shift(sup, running.id)
        roster.change_shift(sup, changed, [Duty(sup.person.id, None, True), Duty(op.person.id, 1)], "排班")
        taken = a_complaint(op, category="D1", secret=True)
        complaints.reveal(op, taken.id, "核对地址")
        # By the server's clock, as the events have it: the one that a seat has measured is off by some ms under load.
        owner.execute(
            "UPDATE shift SET ends_at = clock_timestamp(), opened_at = begins_at WHERE id = %s", (running.id,)
        )
        owner.execute("SELECT pg_sleep(0.2)")
    return roster.read_shift(sup, running.id), taken


def section(qtbot, window, wanted):
    at = window.header.pages.index("班次")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    return window.pages.widget(at).open(wanted)


def reviewing(qtbot, window, many=1):
    pane = section(qtbot, window, Section.REVIEW)
    assert isinstance(pane, ReviewPane)
    qtbot.waitUntil(lambda: pane.view is not None and len(pane.logs.rows) == many)
    return pane


def rows(pane, part):
    return [row for _, row in pane.lists[part].rows]


def test_exceptions_come_first_and_lead_to_their_complaint(qtbot, open_window, shift):
    _, taken = shift
    window = open_window("sup1")
    pane = reviewing(qtbot, window)
    assert pane.part is Part.EXCEPTIONS
    assert taken.number in [one.number for one in rows(pane, Part.EXCEPTIONS) if one.words == "核对地址"]
    assert pane.sums.text().startswith("受理 ")
    press(qtbot, window, Qt.Key.Key_Return)
    assert pane.inside.hasFocus()
    at = next(key for key, one in pane.lists[Part.EXCEPTIONS].rows if one.words == "核对地址")
    pane.inside.choose(at)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.complaint_panel.complaint is not None)
    assert window.complaint_panel.complaint.number == taken.number


def test_signed_off_by_key_and_gone_from_the_list(qtbot, open_window, shift):
    window = open_window("sup1")
    pane = reviewing(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F8)
    write(QApplication.focusWidget(), "交接清楚")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not pane.logs.rows)
    assert pane.strip is None
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: bool(pane.logs.rows) and bool(rows(pane, Part.STEPS)))
    assert pane.log.state is ReviewState.SIGNED
    assert rows(pane, Part.STEPS)[0].note == "交接清楚"
    press(qtbot, window, Qt.Key.Key_Escape)


def test_sent_back_without_a_reason_says_so_at_the_field(qtbot, open_window, shift):
    window = open_window("sup1")
    pane = reviewing(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F9)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is not None and pane.strip.error.isVisible())
    write(QApplication.focusWidget(), "3 号座席空岗没有记事")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.log is not None and pane.log.state is ReviewState.SENT_BACK)
    assert not pane.sign_button.isEnabled()
    assert pane.again_button.isVisible()


def test_drawn_and_scored_by_keyboard_alone(qtbot, open_window, shift):
    window = open_window("sup1")
    pane = reviewing(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(rows(pane, Part.SAMPLE)))
    assert pane.part is Part.SAMPLE
    press(qtbot, window, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: isinstance(pane.strip, ScoreStrip))
    assert pane.strip.total.text() == "100 / 100"
    press(qtbot, window, Qt.Key.Key_Return)
    write(QApplication.focusWidget(), "15")  # over what stood there, which is chosen
    assert pane.strip.total.text() == "90 / 100"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip.error.isVisible())
    assert pane.strip.feedback.hasFocus()
    write(QApplication.focusWidget(), "没有问清楼层")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: any(one.sheet for one in rows(pane, Part.SAMPLE)))
    assert next(one.sheet for one in rows(pane, Part.SAMPLE) if one.sheet).total == 90


def test_points_beyond_the_weight_are_said_at_their_field(qtbot, open_window, shift):
    window = open_window("sup1")
    pane = reviewing(qtbot, window)
    review.draw(window.seat, pane.log.shift.id)
    pane.read()
    qtbot.waitUntil(lambda: bool(rows(pane, Part.SAMPLE)))
    press(qtbot, window, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: isinstance(pane.strip, ScoreStrip))
    write(QApplication.focusWidget(), "11")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip.error.isVisible())
    assert pane.strip.error.text() == "“问候与用语”填 0–10 的整数。"
    assert pane.strip.fields["greeting"].hasFocus()


def test_an_operator_sees_only_their_own_sheets_and_answers_once(qtbot, open_window, sign_in, shift):
    over, taken = shift
    score_sheets.score(sign_in("sup1"), over.id, taken.id, FULL | {"facts": 20}, "没有问清楼层")
    window = open_window("op1")
    assert Section.REVIEW not in window.pages.widget(window.header.pages.index("班次")).sections
    pane = section(qtbot, window, Section.QUALITY)
    assert isinstance(pane, QualityPane)
    qtbot.waitUntil(lambda: pane.sheet is not None)
    assert pane.title.text() == f"{taken.number}  95 分"
    press(qtbot, window, Qt.Key.Key_F4)
    write(QApplication.focusWidget(), "来电人中途挂断")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.sheet.answer == "来电人中途挂断")
    assert not pane.answer_button.isEnabled()
    other = open_window("op2")
    theirs = section(qtbot, other, Section.QUALITY)
    qtbot.waitUntil(lambda: bool(theirs.notice.text()))
    assert theirs.model.rows == []


def test_what_waits_stands_on_the_tab_and_a_new_score_is_told(qtbot, open_window, sign_in, shift):
    over, taken = shift
    reviewer, operator = open_window("sup1"), open_window("op1")

    def tab(window):
        at = window.header.pages.index("班次")
        return window.header._tabs.button(at).text()

    qtbot.waitUntil(lambda: tab(reviewer) == "班次 1")
    assert tab(operator) == "班次"
    score_sheets.score(sign_in("sup1"), over.id, taken.id, FULL)
    qtbot.waitUntil(lambda: f"{taken.number} 100 分" in operator.status._message.text())
    review.sign(sign_in("sup1"), over.id)
    qtbot.waitUntil(lambda: tab(reviewer) == "班次")


def test_one_kind_of_exception_is_listed_at_a_time(qtbot, open_window, shift):
    window = open_window("sup1")
    pane = reviewing(qtbot, window)
    every = list(pane.view.exceptions)
    assert pane.kind_button.text().startswith("全部")
    seen = []
    for _ in {one.kind for one in every}:
        press(qtbot, window, Qt.Key.Key_G, CTRL)
        assert {one.kind for one in rows(pane, Part.EXCEPTIONS)} == {pane.kind}
        assert f"只看 {pane.kind} {len(rows(pane, Part.EXCEPTIONS))}" in pane.kind_button.text()
        assert pane._chips[Part.EXCEPTIONS].text() == f"例外 {len(every)}"
        seen.append(pane.kind)
    assert seen == [kind for kind in ExceptionKind if kind in {one.kind for one in every}]
    press(qtbot, window, Qt.Key.Key_G, CTRL)
    assert (pane.kind, rows(pane, Part.EXCEPTIONS)) == (None, every)


def test_the_list_that_is_shown_is_asked_for_again(qtbot, open_window, shift):
    """Qt keeps the selection of a model that is set once more; it must not be thrown away."""
    pane = reviewing(qtbot, open_window("sup1"))
    for _ in range(2):
        pane.choose_part(Part.EXCEPTIONS)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert pane.inside.selectionModel() is not None
    told = []
    pane.inside.chosen.connect(told.append)
    pane.inside.enter()
    assert len(told) <= 1


def test_the_items_of_the_sheet_are_changed_with_their_history(qtbot, open_window, shift):
    window = open_window("sup1")
    pane = reviewing(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: isinstance(pane.strip, ScoreItemsStrip))
    before = pane.strip.field.toPlainText()
    assert pane.strip.told.text() == "7 项，合计 100 分"
    pane.strip.field.setPlainText(f"{before}\n态度 5")
    assert pane.strip.told.text() == "8 项，合计 105 分，多 5 分"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(pane.strip.rows["items"].error.isVisible)
    pane.strip.field.setPlainText("要素齐全 60 地点到室\n态度 40")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(pane.strip.rows["reason"].error.isVisible)
    pane.strip.rows["reason"].field.setText("二〇二七年起")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    assert [(one.code, one.weight) for one in score_sheets.list_items(window.seat)] == [("facts", 60), ("item_1", 40)]
    press(qtbot, window, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: isinstance(pane.strip, ScoreItemsStrip))
    said = [label.text() for label in pane.strip.findChildren(QLabel)]
    assert any("二〇二七年起" in words and "态度 40 分" in words for words in said)


def test_the_auditor_reads_reviews_and_acts_on_none(qtbot, open_window, shift):
    _, taken = shift
    window = open_window("audit")
    page = window.pages.widget(window.header.pages.index("班次"))
    assert page.sections == [Section.REVIEW]
    pane = reviewing(qtbot, window)
    assert taken.number in [one.number for one in rows(pane, Part.EXCEPTIONS)]
    buttons = (pane.sign_button, pane.back_button, pane.again_button, pane.draw_button, pane.score_button)
    assert not any(button.isVisible() for button in buttons)
    for key in (Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F10):
        press(qtbot, window, key)
        assert pane.strip is None
        assert "只看" in window.status._message.text()
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.complaint_panel.complaint is not None)
    assert window.complaint_panel.isVisible()
    assert window.complaint_panel.complaint.contact is None


@pytest.mark.parametrize(
    "call",
    [
        "SELECT review_do(%s, 'sign', '')",
        "SELECT review_do(%s, 'send_back', 'x')",
        "SELECT review_do(%s, 'resubmit', 'x')",
        "SELECT sample_draw(%s, 3)",
        "SELECT score_put(gen_random_uuid(), %s, gen_random_uuid(), 1, '{}', '')",
        "SELECT score_answer(%s, 'x')",
        "SELECT score_items_put('[]', %s::text)",
        "UPDATE review SET state = 'signed' WHERE shift_id = %s",
        "SELECT * FROM contact WHERE complaint_id = %s",
        "SELECT * FROM slip WHERE complaint_id = %s",
        "SELECT reveal(%s, 1, 'x')",
    ],
)
def test_the_database_lets_the_auditor_change_nothing_and_read_no_contact(server, sample, shift, call):
    import psycopg

    from servers import PASSWORD

    given = server.address(sample)
    with (
        psycopg.connect(given, user="audit", password=PASSWORD, autocommit=True) as raw,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction)),
    ):
        raw.execute(call, (shift[0].id,))
