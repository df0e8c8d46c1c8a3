"""What the amber box says of earlier complaints."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.records import Channel, QueueRow, State, Urgency
from app.rules import CITY_TIME
from shipped_rules import shipped_rules
from ui.known_complaints import day_words, known_complaints, known_words, short_name

NOW = datetime(2026, 11, 20, 14, 32, tzinfo=CITY_TIME)


def row(number, state=State.SIGNED, place="牡丹花园 3-2-501", due=timedelta(minutes=18), taken=NOW):
    return QueueRow(
        id=UUID(int=number), number=f"20261120-{number:04}", revision=1, state=state, urgency=Urgency.URGENT,
        category="B1", place=place, community_id=1, company_id=1, channel=Channel.HOTLINE, taken_by=3,
        taken_by_name="周岚", taken_at=taken, due_at=NOW + due, rank_at=NOW + due, reminders=0, secret=False,
    )  # fmt: skip


def test_each_complaint_once_open_and_of_the_flat_first():
    both, flat, caller, old = row(1), row(2), row(3, place="和平里 1-1-101"), row(4, State.CLOSED)
    found = known_complaints([both, flat], [old, caller, both], "牡丹花园 3-2-501")
    assert [(one.who, one.row.id.int) for one in found] == [
        ("同户同号", 1),
        ("同户", 2),
        ("同号", 3),
        ("同户同号", 4),
    ]
    assert [one.is_open for one in found] == [True, True, True, False]


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (row(1), "同户 今天 B1 不热 ◆ 已签收 剩 0:18"),
        (row(1, due=timedelta(minutes=-21)), "同户 今天 B1 不热 ◆ 已签收 超时 0:21"),
        (row(1, State.CLOSED, taken=NOW - timedelta(days=2)), "同户 11月18日 B1 不热 ✓ 已结案"),
    ],
)
def test_a_line_says_when_what_and_how_far(shown, words):
    assert known_words(known_complaints([shown], [])[0], "B1 不热", NOW) == words


def test_a_line_of_another_flat_names_it():
    elsewhere = known_complaints([], [row(1, place="和平里 1-1-101")])[0]
    assert known_words(elsewhere, "B1 不热", NOW) == "同号 今天 和平里 1-1-101 B1 不热 ◆ 已签收 剩 0:18"


def test_days_and_names_in_short():
    assert day_words(NOW - timedelta(hours=15), NOW) == "昨天"
    assert short_name(shipped_rules().categories["B1"]) == "不热"
    assert short_name(shipped_rules().categories["A3"]) == "大面积停暖"
