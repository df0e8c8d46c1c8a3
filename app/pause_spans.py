"""When the clocks of a complaint stood still, rebuilt from its events. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from app.records import Act, Clock, Event
from app.working_days import Pause

_ENDS = frozenset(
    {Act.RESUME, Act.PAUSE, Act.ARRIVE, Act.REPORT, Act.SETTLE, Act.RETURN, Act.DISPATCH, Act.REOPEN, Act.SHELVE}
    | {Act.CALL_BACK, Act.CLOSE, Act.ANSWER, Act.VOID, Act.REFER, Act.REFUSE}
)
"""What ends a pause; all others, such as a note or a reminder, leave it."""


def pauses(events: Iterable[Event]) -> dict[Clock, tuple[Pause, ...]]:
    """The pauses of each clock. One lasts until it is ended, by 恢复计时 or by a step on the road, at the latest as
    long as was said when it began: a pause that everybody forgot starts the clocks again by itself."""
    found: dict[Clock, list[Pause]] = {}
    running: tuple[Pause, list[Clock]] | None = None
    for event in events:
        if running and event.act in _ENDS:
            _end(found, running, event.at)
            running = None
        if event.act is Act.PAUSE:
            running = _begun(event)
    if running:
        _end(found, running, running[0].end)
    return {clock: tuple(some) for clock, some in found.items()}


def open_pause(events: Iterable[Event], now: datetime) -> Pause | None:
    """The pause that holds the clocks at this moment."""
    running = None
    for event in events:
        if event.act in _ENDS:
            running = _begun(event) if event.act is Act.PAUSE else None
    return running[0] if running and running[0].end > now else None


def _begun(event: Event) -> tuple[Pause, list[Clock]] | None:
    said = event.detail.get("pause")
    if not isinstance(said, Mapping):
        return None
    end = datetime.fromisoformat(said["until"])
    words = f"{said['words']}：{event.note}" if event.note else said["words"]
    return Pause(event.at, end, words), [Clock(clock) for clock in said["clocks"]]


def _end(found: dict[Clock, list[Pause]], running: tuple[Pause, list[Clock]], at: datetime) -> None:
    pause, stopped = running
    end = min(pause.end, at)
    if end > pause.start:
        for clock in stopped:
            found.setdefault(clock, []).append(replace(pause, end=end))
