"""The only thread code of the program: acts in order, writes to disk in order, two look-ups at a time, one listener,
and one errand at a time to the world outside, which may be slow.

Work runs in plain Python threads and never touches Qt; its answer comes back on the GUI thread by one private signal.
An answer is dropped when its owner is gone, or when the owner has since asked anew for the same kind of look-up.
"""

import logging
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from threading import Event
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from app.errors import WarmlineError
from ui.garbage import GarbageKeeper

log = logging.getLogger(__name__)
T = TypeVar("T")

Failed = Callable[[WarmlineError], None]
TURN_SECONDS = 0.001  # a worker in the middle of its rows gives way to the GUI thread after this long
PAUSE_SECONDS = 1.0  # between two tries of a listener that failed


@dataclass(frozen=True, slots=True)
class _Request:
    """What the GUI thread keeps of a job under way; the worker knows its number only."""

    owner: QObject
    kind: str | None  # of a look-up: only the newest of its kind is answered
    done: Callable[[Any], None]
    failed: Failed
    lasting: bool = False  # a listener: answered again and again
    told: Callable[[Any], None] | None = None  # what a long work says on its way


class Jobs(QObject):
    """Runs work off the GUI thread. Made once, on the GUI thread; ``close`` it before the program ends."""

    _answered = Signal(object, object)  # number of the request; its Future, or what is said on the way
    broke = Signal(str)  # a sentence: something failed that nobody foresaw, or whose owner gave no place to say it

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN_SECONDS)
        self._garbage = GarbageKeeper(self)
        self._acts = ThreadPoolExecutor(1, "act")
        self._lookups = ThreadPoolExecutor(2, "look-up")
        self._disk = ThreadPoolExecutor(1, "disk")
        self._listener = ThreadPoolExecutor(1, "listener")
        self._errands = ThreadPoolExecutor(1, "errand")
        self._numbers = count(1)
        self._requests: dict[int, _Request] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._hang_ups: list[Callable[[], object]] = []
        self._farewells: list[Callable[[], object]] = []
        self._closing = Event()
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def act(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run an act after all acts asked for before it; ``done`` or ``failed`` is called on the GUI thread.

        An act runs even when its owner goes away: what a person asked for is done.
        """
        self._submit(self._acts, _Request(owner, None, done or _nothing, failed or self._say), work)

    def long_act(
        self,
        owner: QObject,
        work: Callable[[Callable[[str], None]], T],
        told: Callable[[str], None],
        done: Callable[[T], None],
        failed: Failed,
    ) -> None:
        """An act that says how far it is: ``work`` gets a function for its sentences, ``told`` hears them in order."""
        number = next(self._numbers)
        self._requests[number] = _Request(owner, None, done, failed, told=told)
        self._send(self._acts, number, lambda: work(lambda words: self._answered.emit(number, words)))

    def write(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Work with this computer's own disk, in order; never held up by an act that waits for the database."""
        self._submit(self._disk, _Request(owner, None, done or _nothing, failed or self._say), work)

    def settle(self) -> None:
        """The start is over: what was loaded stays, and is left out of the collections to come."""
        self._garbage.settle()

    def look_up(
        self, owner: QObject, kind: str, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Read something; only the newest look-up of this owner and kind is answered, older answers are dropped."""
        number = self._submit(self._lookups, _Request(owner, kind, done, failed or self._say), work)
        self._newest[id(owner), kind] = number

    def long_look_up(
        self,
        owner: QObject,
        kind: str,
        work: Callable[[Callable[[Any], None]], T],
        told: Callable[[Any], None],
        done: Callable[[T], None],
        failed: Failed,
    ) -> None:
        """A look-up that says how far it is by a function that ``work`` gets; of its kind only the newest is heard."""
        number = next(self._numbers)
        self._requests[number] = _Request(owner, kind, done, failed, told=told)
        self._newest[id(owner), kind] = number
        self._send(self._lookups, number, lambda: work(lambda far: self._answered.emit(number, far)))

    def errand(
        self, owner: QObject, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Something with the world outside (a chat robot, a forum): it may take seconds and holds up errands only."""
        self._submit(self._errands, _Request(owner, None, done, failed or self._say), work)

    def long_errand(
        self,
        owner: QObject,
        work: Callable[[Callable[[Any], None]], T],
        told: Callable[[Any], None],
        done: Callable[[T], None],
        failed: Failed,
    ) -> None:
        """An errand that says how far it is: ``work`` gets a function for that, ``told`` hears it in order."""
        number = next(self._numbers)
        self._requests[number] = _Request(owner, None, done, failed, told=told)
        self._send(self._errands, number, lambda: work(lambda far: self._answered.emit(number, far)))

    def at_close(self, hurry: Callable[[], object]) -> None:
        """``hurry`` is called when the program closes, so that a long look-up ends instead of holding the close up."""
        self._hang_ups.append(hurry)

    def end_errands(self, hurry: Callable[[], object], farewell: Callable[[], object]) -> None:
        """At the close ``hurry`` is called at once, and ``farewell`` in the errands' thread, after the last of them."""
        self._hang_ups.append(hurry)
        self._farewells.append(farewell)

    def listen(
        self,
        owner: QObject,
        wait: Callable[[], T | None],
        heard: Callable[[T | None], None],
        failed: Failed,
        hang_up: Callable[[], object] | None = None,
    ) -> None:
        """Call ``wait`` (which blocks for a second or so) over and over in the listener thread until ``close``.

        ``heard`` gets each answer on the GUI thread, None too: it is the sign that the link lives. After an error
        ``failed`` is told, and the next try comes a second later. ``hang_up`` ends a ``wait`` under way at the close.
        """
        if hang_up is not None:
            self._hang_ups.append(hang_up)
        number = next(self._numbers)
        self._requests[number] = _Request(owner, None, heard, failed, lasting=True)

        def again(last: Future[Any]) -> None:
            if self._closing.is_set() or last.cancelled():
                return
            self._answered.emit(number, last)
            pause = PAUSE_SECONDS if last.exception() else 0.0
            with suppress(RuntimeError):  # closed between the check above and here
                self._listener.submit(_after, self._closing, pause, wait).add_done_callback(again)

        self._listener.submit(wait).add_done_callback(again)

    def close(self) -> None:
        """Let acts and writes under way finish, drop all else, and end the threads; nothing is answered any more."""
        self._closing.set()
        for hang_up in self._hang_ups:
            hang_up()
        self._hang_ups.clear()
        self._lookups.shutdown(wait=False, cancel_futures=True)
        self._listener.shutdown(wait=False, cancel_futures=True)
        for farewell in self._farewells:
            self._errands.submit(farewell)
        self._farewells.clear()
        self._acts.shutdown(wait=True)
        self._disk.shutdown(wait=True)
        self._lookups.shutdown(wait=True)
        self._listener.shutdown(wait=True)
        self._errands.shutdown(wait=True)
        self._garbage.release()
        self._requests.clear()
        self._newest.clear()

    def _submit(self, pool: ThreadPoolExecutor, request: _Request, work: Callable[[], Any]) -> int:
        number = next(self._numbers)
        self._requests[number] = request
        self._send(pool, number, work)
        return number

    def _send(self, pool: ThreadPoolExecutor, number: int, work: Callable[[], Any]) -> None:
        if self._closing.is_set():  # asked for by a timer of a window that is going away
            return
        pool.submit(work).add_done_callback(lambda future: self._answered.emit(number, future))

    def _answer(self, number: int, answer: Any) -> None:
        request = self._requests.get(number)
        if request is None:
            return
        if not isinstance(answer, Future):
            stale = request.kind is not None and self._newest.get((id(request.owner), request.kind)) != number
            if not stale and request.told is not None and shiboken6.isValid(request.owner):
                request.told(answer)
            return
        self._finish(number, request, answer)

    def _finish(self, number: int, request: _Request, future: Future[Any]) -> None:
        if future.cancelled():
            return
        if not request.lasting:
            del self._requests[number]
        if request.kind is not None:
            if self._newest.get((id(request.owner), request.kind)) != number:
                return
            del self._newest[id(request.owner), request.kind]
        if not shiboken6.isValid(request.owner):
            return
        error = future.exception()
        if error is None:
            request.done(future.result())
        elif isinstance(error, WarmlineError):
            request.failed(error)
        else:
            log.error("a job failed", exc_info=error)
            request.failed(WarmlineError(f"程序出错，已记入日志：{type(error).__name__}"))

    def _say(self, error: WarmlineError) -> None:
        self.broke.emit(error.sentence)


def _nothing(_answer: object) -> None:
    """The answer of an act that nobody waits for: the change itself comes back through the feed."""


def _after(closing: Event, pause: float, wait: Callable[[], T]) -> T | None:
    return None if closing.wait(pause) else wait()
