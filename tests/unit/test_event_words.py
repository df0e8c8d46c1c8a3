"""What the timeline says of a decision: not only that one was made, but which."""

from datetime import UTC, datetime

import pytest

from app.event_words import decided, step_words
from app.records import Act, Event, State


def event(act: Act, **detail: object) -> Event:
    return Event(2, act, State.SIGNED, datetime(2026, 11, 20, tzinfo=UTC), "刘长顺", 1, "缘由", detail)


@pytest.mark.parametrize(
    ("act", "detail", "words"),
    [
        (Act.DISPATCH, {"changes": {"binding": True}}, "裁定派单"),
        (Act.DISPATCH, {"changes": {"binding": False}}, "派单"),
        (Act.EXTEND, {"changes": {"extension_asked": 3}}, "申请延期 3 个工作日"),
        (Act.GRANT, {"changes": {}, "extension": {"days": 3}}, "准予延期 3 个工作日"),
        (Act.DENY, {"changes": {}}, "不予延期"),
        (Act.SUPERVISE, {"changes": {"supervise_level": 2}}, "督办 2 级"),
        (Act.ESCALATE, {"changes": {"supervise_level": 1}}, "自动督办 1 级"),
        (Act.SIGN, {"changes": {"due_at": "2026-11-20T17:17:00+08:00"}}, "签收"),
        (Act.EXTEND, {}, "申请延期"),  # of an older version, or an invented one
        (Act.NOTE, {"changes": {"supervise_level": 2}}, "备注"),
    ],
)
def test_a_step_says_what_was_decided(act: Act, detail: dict[str, object], words: str) -> None:
    assert step_words(event(act, **detail)) == words


def test_what_was_decided_is_data_too() -> None:
    assert decided(event(Act.EXTEND, changes={"extension_asked": 3})) == {"days": 3}
    assert decided(event(Act.SIGN, changes={})) == {}
