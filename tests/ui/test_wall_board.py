"""The wall board on a real window: live, without personal data, alive over a cut line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from app.errors import DatabaseAway
from app.seat_duty import sign_on
from at_window import a_complaint, press
from ui.board_panels import Painted
from ui.live import Link
from ui.queue_filter import Chip, counts
from ui.wall_board import age_words

KEY = (Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def window(open_window):
    return open_window("sup1")


@pytest.fixture
def board(qtbot, window):
    press(qtbot, window, *KEY)
    found = window.wall_board.board
    qtbot.waitUntil(lambda: found.hours.hours is not None)
    return found


def test_one_key_opens_and_closes_it_and_escape_too(qtbot, window, board):
    assert board.isFullScreen()
    assert board.windowFlags() & Qt.WindowType.FramelessWindowHint
    press(qtbot, window, *KEY)
    assert window.wall_board.board is None
    press(qtbot, window, *KEY)
    press(qtbot, window.wall_board.board, Qt.Key.Key_Escape)
    assert window.wall_board.board is None
    assert window.isVisible()


def test_the_clock_has_its_day_beside_the_time(board):
    day, time = board.head.clock
    assert "星期" in day
    assert len(time) == len("14:32:05")


def test_it_says_what_the_queue_says_and_lives_with_it(qtbot, window, board):
    def agrees():
        found = counts(window.live.queue.tally, window.seat.now(), window.seat.person.id)
        tiles = (board.open.value, board.over.value, board.unsigned.value, board.to_dispatch.value)
        return tiles == (found[Chip.ALL], found[Chip.OVER], found[Chip.UNSIGNED], found[Chip.WAITING])

    qtbot.waitUntil(agrees)
    assert sum(load.open for load in board.companies.loads) == board.open.value
    before, today = board.open.value, sum(board.hours.hours.values())
    a_complaint(window.seat)
    qtbot.waitUntil(lambda: board.open.value == before + 1 and agrees())
    qtbot.waitUntil(lambda: sum(board.hours.hours.values()) == today + 1)
    assert board.taken.value == today + 1


def test_who_is_on_duty_is_a_number(qtbot, window, board):
    qtbot.waitUntil(lambda: board.present.value is not None)
    before = board.present.value
    sign_on(window.seat, None)
    qtbot.waitUntil(lambda: board.present.value == before + 1)
    assert "就绪" in board.present.detail


def test_nobodys_name_phone_or_flat_is_written_on_it(qtbot, window, board, monkeypatch):
    written = []
    write = Painted.write

    def listen(self, painter: QPainter, place, words, *rest, **more):
        written.append(words)
        write(self, painter, place, words, *rest, **more)

    monkeypatch.setattr(Painted, "write", listen)
    board.grab()
    said = "\n".join(written)
    assert "各热力公司" in said
    people = {one.name for one in window.seat.directory.people.values()}
    places = {row.place for row in window.live.queue if "-" in row.place}
    assert not [words for words in people | places if words in said]


def test_over_a_cut_line_it_stays_and_says_how_old_it_is(qtbot, window, board):
    value = board.open.value
    window.live._lose(DatabaseAway("数据库连不上。"))
    window.live._heard_at -= 192
    assert window.live.link is Link.OFFLINE
    assert board.head.link_words == "× 离线：以下为 3 分 12 秒前的情况"
    assert board.isVisible()
    assert board.open.value == value
    board.grab()


def test_a_company_sees_its_own_line_only(qtbot, open_window):
    window = open_window("a1")
    press(qtbot, window, *KEY)
    board = window.wall_board.board
    mine = window.seat.directory.companies[window.seat.person.company_id].short_name
    assert [load.name for load in board.companies.loads] == [mine]


def test_the_administrator_has_none(qtbot, open_window):
    window = open_window("admin")
    press(qtbot, window, *KEY)
    assert window.wall_board.board is None


def test_ages_in_words():
    assert [age_words(seconds) for seconds in (8.9, 192, 3900)] == ["8 秒", "3 分 12 秒", "1 小时 5 分"]
