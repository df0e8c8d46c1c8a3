"""The shift log: what happened, who did it at which seat, and what was typed; amended, never changed."""

from datetime import timedelta

import psycopg
import pytest

from app import hand_over, seat_duty, shift_log
from app.audit import verify
from app.errors import BadInput, MoveRefused, NotAllowed
from app.records import EntryKind, State
from app.roster import read_shift
from app.shift_log import LogFilter, LogRow
from app.shift_records import Shift
from shift_times import OP1, ending_shift, led
from small_city import City


@pytest.fixture
def shift(city: City) -> Shift:
    running, _ = ending_shift(city)
    return led(city, running, OP1)


def acts(rows: list[LogRow]) -> list[str]:
    return [row.act_words for row in rows]


def test_the_log_of_a_shift(city: City, shift: Shift) -> None:
    op = city.seat("op1")
    seat_duty.sign_on(op)
    taken = city.bring(State.SIGNED)
    shift_log.add_entry(op, EntryKind.VISITOR, "市城管局两人来访，查看报修。")
    seat_duty.sign_off(op)
    rows = shift_log.read_log(op, shift)
    by_act = {row.act_words: row for row in rows}  # the seats' clocks and the server's differ by milliseconds
    assert set(by_act) == {"改排班", "开班", "签到", "受理", "派单", "签收", "记事", "签退"}
    assert [row.key for row in rows] == sorted(row.key for row in rows)
    assert {act: row.seat_number for act, row in by_act.items()}.items() >= {
        "签到": 1,
        "派单": 1,
        "签收": None,
        "签退": 1,
    }.items()
    taking = by_act["受理"]
    assert (taking.number, taking.complaint_id) == (taken.number, taken.id)
    assert taking.subject == f"{taken.number} {taken.place}"
    assert (by_act["记事"].subject, by_act["记事"].words) == ("来访", "市城管局两人来访，查看报修。")
    assert by_act["派单"].words == "派给永恒 → 未签收"


def test_pages_join_without_gap_or_double(city: City, shift: Shift) -> None:
    for _ in range(7):
        city.bring(State.DISPATCHED)
    op = city.seat("op1")
    whole = shift_log.read_log(op, shift)
    paged = [row for page in shift_log.whole_log(op, shift, page=3) for row in page]
    assert paged == whole
    assert len(whole) == 15
    parts = shift_log.log_by_complaint(op, shift, limit=4)
    parts += shift_log.log_by_complaint(op, shift, parts[-1], limit=4)
    assert [part.events for part in parts] == [2] * 7
    assert len({part.number for part in parts}) == 7


def test_by_seat_and_by_complaint_and_search(city: City, shift: Shift) -> None:
    op, op2 = city.seat("op1"), city.seat("op2")
    seat_duty.sign_on(op)
    seat_duty.sign_on(op2)
    first = city.take()
    second = city.take(by="op2", community_id=2, text="龑先生家漏水")
    city.act("op2", first.id, None, "note", note="用户催问，约 20:30 回电")
    assert [(part.seat_number, part.person) for part in shift_log.log_by_seat(op, shift)][:2] == [
        (1, "周岚"),
        (2, "吴敏"),
    ]

    def found(wanted: LogFilter) -> list[str]:
        return acts(shift_log.read_log(op, shift, wanted))

    assert found(LogFilter(number=first.number)) == ["受理", "备注"]
    assert sorted(found(LogFilter(seat_number=2))) == sorted(["签到", "受理", "备注"])
    assert sorted(found(LogFilter(person_id=OP1))) == sorted(["开班", "签到", "受理"])
    assert found(LogFilter(words="木兰 受理")) == ["受理"]
    assert found(LogFilter(words="20:30")) == ["备注"]
    assert found(LogFilter(words="吴敏 备注")) == ["备注"]
    assert found(LogFilter(words=second.number)) == ["受理"]
    assert found(LogFilter(words="没有这样的话")) == []
    assert found(LogFilter(acts=("note",))) == ["备注"]


def test_an_entry_is_amended_never_changed(city: City, shift: Shift) -> None:
    op = city.seat("op1")
    old = shift_log.add_entry(op, EntryKind.FAULT, "2 号话机无声")
    assert shift_log.add_entry(op, EntryKind.FAULT, "2 号话机无声", id=old.id) == old
    new = shift_log.amend_entry(op, old.id, "3 号话机无声，已报修")
    assert (new.amends, new.kind) == (old.id, EntryKind.FAULT)
    assert [one.text for one in shift_log.read_entries(op, shift.id)] == ["3 号话机无声，已报修"]
    assert [one.last for one in shift_log.read_entries(op, shift.id, all_versions=True)] == [False, True]
    with pytest.raises(MoveRefused, match="最新的一版"):
        shift_log.amend_entry(op, old.id, "再改")
    with pytest.raises(MoveRefused, match="别人写入"):
        shift_log.amend_entry(city.seat("op2"), new.id, "我来改")
    again = shift_log.amend_entry(city.seat("sup1"), new.id, "3 号话机无声，21:00 修好", EntryKind.NOTICE)
    assert (again.kind, again.made_by_name) == (EntryKind.NOTICE, "郑班长")
    assert [one.text for one in hand_over.read_facts(op, shift.id).notices] == ["3 号话机无声，21:00 修好"]
    rows = shift_log.read_log(op, shift, LogFilter(acts=("entry_add", "entry_amend")))
    assert [row.words for row in rows][1:] == [
        "3 号话机无声，已报修（原为：2 号话机无声）",
        "3 号话机无声，21:00 修好（原为：3 号话机无声，已报修）",
    ]
    for statement in ("UPDATE shift_entry SET text = '改写'", "DELETE FROM shift_entry"):
        with pytest.raises(psycopg.Error) as told:
            city.owner().execute(statement)
        assert told.value.diag.message_hint == "entry_kept"
    assert verify(city.seat("audit")).breaks == ()


def test_entries_that_are_refused(city: City, shift: Shift) -> None:
    op = city.seat("op1")
    with pytest.raises(BadInput, match="请填写内容"):
        shift_log.add_entry(op, EntryKind.OTHER, " ")
    with pytest.raises(BadInput, match="最多 2000 字"):
        shift_log.add_entry(op, EntryKind.OTHER, "长" * 2001)
    with pytest.raises(BadInput, match="没有这条记录"):
        shift_log.amend_entry(op, city.take().id, "没有")
    coming = hand_over.taking_over(op, shift.id)
    assert coming is not None
    with pytest.raises(MoveRefused, match="还没有开始"):
        shift_log.add_entry(op, EntryKind.OTHER, "早记", coming.id)
    with pytest.raises(MoveRefused, match="别的单位"):
        shift_log.add_entry(city.seat("a1"), EntryKind.OTHER, "串门", shift.id)
    for login in ("admin", "audit"):
        with pytest.raises(NotAllowed):
            shift_log.add_entry(city.seat(login), EntryKind.OTHER, "审计")


def test_what_comes_late_or_early_stands_with_its_shift(city: City, shift: Shift) -> None:
    op = city.seat("op1")
    now = op.now()
    city.owner().execute("UPDATE shift SET ends_at = %s WHERE id = %s", (now - timedelta(seconds=1), shift.id))
    over = read_shift(op, shift.id)
    city.take()
    shift_log.add_entry(op, EntryKind.OTHER, "补记：20:00 停电十分钟", shift.id)
    assert acts(shift_log.read_log(op, over))[-1:] == ["记事"]
    assert "受理" not in acts(shift_log.read_log(op, over))


def test_a_company_reads_its_own_parts(city: City, shift: Shift) -> None:
    seat_duty.sign_on(city.seat("op1"))
    city.bring(State.SIGNED)
    city.take(community_id=2)
    shift_log.add_entry(city.seat("op1"), EntryKind.ORDER, "局领导指示")
    own, _ = ending_shift(city, company_id=1)
    a = city.seat("a1")
    seat_duty.sign_on(a)
    shift_log.add_entry(a, EntryKind.VISITOR, "用户来访")
    assert sorted(acts(shift_log.read_log(a, own))) == sorted(["受理", "派单", "签收", "开班", "签到", "记事"])
    assert acts(shift_log.read_log(a, shift)) == ["受理", "派单", "签收"]  # of the hotline's, its own complaints alone
    assert shift_log.read_entries(a, shift.id) == []
    b = city.seat("b1")
    assert shift_log.read_log(b, own) == []
    assert shift_log.read_entries(b, own.id) == []
    assert [row.key for row in shift_log.read_log(city.seat("sup1"), own)] == [
        row.key for row in shift_log.read_log(a, own)
    ]
    everything = shift_log.read_log(city.seat("op2"), shift)
    assert shift_log.read_log(city.seat("audit"), shift) == everything
    with pytest.raises(NotAllowed):
        shift_log.read_log(city.seat("admin"), shift)


def test_exports_are_a_right_and_written_down(city: City, shift: Shift) -> None:
    with pytest.raises(NotAllowed, match="班长"):
        shift_log.note_export(city.seat("op2"), shift, "pdf")
    with pytest.raises(BadInput, match="写明原因"):
        shift_log.note_export(city.seat("sup1"), shift, "xlsx", phones=True)
    shift_log.note_export(city.seat("op1"), shift, "pdf")
    shift_log.note_export(city.seat("sup1"), shift, "xlsx", phones=True, reason="核对回访")
    assert [row.words for row in shift_log.read_log(city.seat("op1"), shift)][-2:] == ["pdf", "xlsx 核对回访"]
