"""Answers come back on the GUI thread, in order, newest wins, errors in words, and nothing outlives the close."""

import threading

import pytest
from PySide6.QtCore import QObject, Signal

from app.errors import DatabaseAway, WarmlineError
from ui.jobs import Jobs


@pytest.fixture
def jobs(qapp):
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_acts_run_in_order_off_the_gui_thread_and_answer_on_it(qtbot, jobs):
    owner = QObject()
    seen = []
    for number in range(20):
        jobs.act(
            owner,
            lambda number=number: (number, threading.current_thread()),
            lambda answer: seen.append((*answer, threading.current_thread())),
        )
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert [number for number, _, _ in seen] == list(range(20))
    assert {worker for _, worker, _ in seen}.isdisjoint({threading.main_thread()})
    assert {answered for _, _, answered in seen} == {threading.main_thread()}


def test_only_the_newest_look_up_of_its_kind_is_answered(qtbot, jobs):
    owner, other = QObject(), QObject()
    slow = threading.Event()
    seen = []
    jobs.look_up(owner, "search", lambda: slow.wait(5) and "牡", seen.append)
    jobs.look_up(owner, "search", lambda: "牡丹", seen.append)
    jobs.look_up(owner, "count", lambda: "37", seen.append)
    jobs.look_up(other, "search", lambda: "和平", seen.append)
    qtbot.waitUntil(lambda: len(seen) == 3)
    slow.set()
    jobs.look_up(owner, "last", lambda: "end", seen.append)
    jobs.look_up(other, "last", lambda: "end", seen.append)
    qtbot.waitUntil(lambda: seen.count("end") == 2)
    assert set(seen) == {"牡丹", "37", "和平", "end"}


def test_an_answer_whose_owner_died_is_dropped(qtbot, jobs):
    owner, alive = QObject(), QObject()
    go = threading.Event()
    seen = []
    jobs.act(owner, lambda: go.wait(5), lambda _: seen.append("dead"))
    jobs.act(alive, lambda: None, lambda _: seen.append("alive"))
    owner.deleteLater()
    qtbot.waitSignal(owner.destroyed).wait()
    go.set()
    qtbot.waitUntil(lambda: seen == ["alive"])


def test_errors_arrive_in_words(qtbot, jobs, caplog):
    def away():
        raise DatabaseAway("连不上数据库")

    def bug():
        raise KeyError("B1")

    owner = QObject()
    seen = []
    jobs.act(owner, away, failed=seen.append)
    jobs.act(owner, bug, failed=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert isinstance(seen[0], DatabaseAway)
    assert type(seen[1]) is WarmlineError
    assert "KeyError" in seen[1].sentence
    assert "Traceback" in caplog.text


def test_an_error_with_no_place_of_its_own_is_said_aloud(qtbot, jobs):
    def away():
        raise DatabaseAway("连不上数据库")

    with qtbot.waitSignal(jobs.broke) as said:
        jobs.act(QObject(jobs), away)
    assert said.args == ["连不上数据库"]


def test_a_long_act_says_how_far_it_is(qtbot, jobs):
    owner = QObject()
    heard = []

    def work(tell):
        tell("正在建立本机数据库…")
        tell("正在启动本机数据库…")
        return "数据库已就绪"

    jobs.long_act(owner, work, heard.append, heard.append, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == ["正在建立本机数据库…", "正在启动本机数据库…", "数据库已就绪"]


def test_the_listener_goes_on_after_an_error_and_ends_with_close(qtbot, jobs, monkeypatch):
    monkeypatch.setattr("ui.jobs.PAUSE_SECONDS", 0.0)
    heard, failed = [], []
    feed = iter(["one", DatabaseAway("断开"), "two"])
    quiet = threading.Event()

    def wait():
        item = next(feed, None)
        if isinstance(item, Exception):
            raise item
        return item if item is not None else quiet.wait(0.01) or None

    jobs.listen(jobs, wait, heard.append, failed.append)
    qtbot.waitUntil(lambda: "two" in heard and None in heard)
    assert heard[:2] == ["one", "two"]
    assert [error.sentence for error in failed] == ["断开"]
    jobs.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("listener")]


def test_close_finishes_the_acts_and_answers_nothing_more(qtbot, jobs):
    ran, seen = [], []
    for number in range(5):
        jobs.act(jobs, lambda number=number: ran.append(number), seen.append)
    jobs.close()
    qtbot.wait(10)
    assert ran == [0, 1, 2, 3, 4]
    assert seen == []


class _Sender(QObject):
    sent = Signal(bool)


def test_five_thousand_emits_live(qtbot):
    """PySide 6.12 loses a reference to True on each emit and dies after some 570 (design.md section 5)."""
    sender = _Sender()
    seen = []
    sender.sent.connect(seen.append)
    for _ in range(5000):
        sender.sent.emit(True)
    assert seen == [True] * 5000


def test_a_write_is_not_held_up_by_an_act_that_waits(qtbot, jobs):
    owner, waits, said = QObject(), threading.Event(), []
    jobs.act(owner, waits.wait)
    jobs.write(owner, lambda: "kept", said.append)
    qtbot.waitUntil(lambda: said == ["kept"])
    waits.set()


def test_writes_keep_their_order_and_end_before_close(jobs):
    owner, done = QObject(), []
    for number in range(50):
        jobs.write(owner, lambda number=number: done.append(number))
    jobs.close()
    assert done == list(range(50))


def test_an_errand_holds_up_nothing_else_and_the_farewell_comes_last(qtbot, jobs):
    owner = QObject()
    slow = threading.Event()
    seen, order = [], []
    jobs.end_errands(slow.set, lambda: order.append("farewell"))
    jobs.errand(owner, lambda: slow.wait(5) and order.append("errand"), seen.append)
    jobs.look_up(owner, "search", lambda: "牡丹", seen.append)
    jobs.look_up(owner, "count", lambda: "37", seen.append)
    jobs.act(owner, lambda: "act", seen.append)
    qtbot.waitUntil(lambda: len(seen) == 3)
    jobs.close()
    assert order == ["errand", "farewell"]
    assert set(seen) == {"牡丹", "37", "act"}
