"""What the wall board counts of the open queue."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.queue_tally import QueueTally
from app.records import Channel, Company, QueueRow, State, Urgency
from app.rules import CITY_TIME
from ui.board_figures import count_board
from ui.queue_filter import Chip, counts, in_chip

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=CITY_TIME)
COMPANIES = {
    1: Company(1, "a", "永恒热力有限公司", "永恒", (), ""),
    2: Company(2, "b", "同心热力有限公司", "同心", (), ""),
}
ROW = QueueRow(
    UUID(int=1), "20261124-0001", 1, State.DISPATCHED, Urgency.URGENT, "B1", "牡丹花园 3-2-501", 1, 1, Channel.HOTLINE,
    1, "周岚", NOW, NOW + timedelta(hours=2), NOW, 0, False,
)  # fmt: skip


def rows(*changes):
    return [replace(ROW, id=UUID(int=at), **change) for at, change in enumerate(changes, 1)]


def test_each_company_has_its_line_even_with_nothing_open():
    found = count_board(rows({}, {"state": State.SIGNED}), COMPANIES, NOW)
    assert [(one.name, one.open, one.unsigned) for one in found.companies] == [("同心", 0, 0), ("永恒", 2, 1)]
    assert (found.total.open, found.total.unsigned) == (2, 1)


def test_what_no_company_knows_of_is_a_line_of_its_own():
    found = count_board(rows({"company_id": None, "state": State.WAITING}, {}), COMPANIES, NOW)
    assert [(one.name, one.open) for one in found.companies] == [("同心", 0), ("永恒", 1), ("未派企业", 1)]
    assert found.total.to_dispatch == 1


def test_time_alone_makes_it_near_and_over():
    due = {"due_at": NOW + timedelta(minutes=10)}
    for minutes, near, over in ((-25, 0, 0), (0, 1, 0), (11, 0, 1)):
        total = count_board(rows(due), COMPANIES, NOW + timedelta(minutes=minutes)).total
        assert (total.near, total.over) == (near, over)


def test_a_row_that_turns_yellow_a_working_day_ahead_is_near_on_board_and_chips():
    early, tally = rows({"due_at": NOW + timedelta(hours=20), "near_at": NOW}), QueueTally()
    tally.add(early[0])
    for minutes, near in ((-1, 0), (0, 1), (20 * 60, 1), (20 * 60 + 1, 0)):
        at = NOW + timedelta(minutes=minutes)
        assert count_board(early, COMPANIES, at).total.near == near
        assert counts(tally, at, 1)[Chip.NEAR] == near
        assert in_chip(Chip.NEAR, early[0], at, 1) is bool(near)


def test_the_shelf_and_what_is_closed_count_nowhere():
    found = count_board(rows({"state": State.SHELVED}, {"state": State.CLOSED}), COMPANIES, NOW)
    assert found.total.open == 0
    assert count_board(rows({"state": State.CALL_BACK}), COMPANIES, NOW).total.call_backs == 1
