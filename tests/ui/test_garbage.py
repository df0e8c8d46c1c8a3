"""Nothing is collected outside of the GUI thread while a window lives; a cycle goes all the same."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.garbage import collect
from ui.jobs import Jobs


class Cycle:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collecting() -> Iterator[None]:
    """The collector as the program starts with it; the other tests of windows have it off."""
    gc.enable()
    yield
    gc.disable()


@pytest.mark.usefixtures("collecting")
def test_workers_do_not_collect_and_the_gui_thread_does(qtbot: QtBot) -> None:
    first, second = Jobs(), Jobs()
    freed_in: list[threading.Thread] = []
    weakref.finalize(Cycle(), lambda: freed_in.append(threading.current_thread()))

    def make_garbage() -> None:
        for _ in range(20_000):
            Cycle()

    worker = threading.Thread(target=make_garbage)
    worker.start()
    worker.join()
    assert freed_in == []
    collect()
    qtbot.waitUntil(lambda: freed_in != [])
    assert freed_in == [threading.main_thread()]
    first.close()
    assert not gc.isenabled()  # the second one still has threads
    second.close()
    assert gc.isenabled()


def test_the_collector_is_left_as_it_was_found(qtbot: QtBot) -> None:
    jobs = Jobs()
    jobs.close()
    assert not gc.isenabled()  # as the tests of windows have it


def test_what_was_loaded_is_left_out_until_the_last_window_closes(qtbot: QtBot) -> None:
    jobs = Jobs()
    freed: list[bool] = []
    loaded = Cycle()
    weakref.finalize(loaded, lambda: freed.append(True))
    jobs.settle()
    del loaded
    gc.collect()
    assert freed == []
    jobs.close()
    gc.collect()
    assert freed == [True]
