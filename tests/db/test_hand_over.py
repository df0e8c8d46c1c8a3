"""Handing over: the sheet says what the queue says, is sealed, and is signed by who takes over."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from app import hand_over, roster, seat_duty, shift_log
from app.audit import recent_events, verify
from app.errors import BadInput, MoveRefused, WarmlineError
from app.hand_over_records import Facts
from app.live_queue import first_page
from app.records import EntryKind, State
from app.shift_records import Shift
from at_once import together
from shift_times import A1, A2, OP1, OP2, SUP1, ending_shift, led
from small_city import City


@pytest.fixture
def shift(city: City) -> Shift:
    """The running shift, about to end; op1 leads it, sup1 the next."""
    running, coming = ending_shift(city)
    led(city, coming, SUP1)
    return led(city, running, OP1)


def test_the_sheet_says_what_the_queue_says(city: City, shift: Shift) -> None:
    brought = [city.bring(state) for state in State if state not in (State.REFERRED, State.REFUSED)]
    city.owner().execute("UPDATE complaint SET due_at = now() - interval '1 hour' WHERE id = %s", (brought[1].id,))
    op = city.seat("op1")
    shift_log.add_entry(op, EntryKind.NOTICE, "牡丹换热站 22:00 检修，来电先解释。")
    sheet = hand_over.hand_over(op, shift.id, "王女士家有病人，\n请优先。")
    facts = sheet.facts
    open_now = {row.number: row for row in first_page(op, 500)}
    assert facts.counts["open"] == len(open_now) == sum(facts.states.values())
    assert {one.number for one in facts.overdue} == {
        number for number, row in open_now.items() if row.due_at < facts.at and row.state is not State.SHELVED
    }
    assert facts.counts["overdue"] == len(facts.overdue) >= 1
    assert {one.state for one in facts.unsigned} == {State.DISPATCHED, State.REOPENED}
    assert {one.state for one in facts.call_backs} == {State.REPORTED, State.CALL_BACK}
    assert [one.text for one in facts.notices] == ["牡丹换热站 22:00 检修，来电先解释。"]
    taken = len(brought) + 1  # answering at once takes another one down
    assert (facts.done["take"], facts.counts["posts"], facts.counts["drafts"]) == (taken, 0, 0)
    assert (sheet.note, sheet.made_by_name, sheet.signed_by) == ("王女士家有病人，\n请优先。", "周岚", None)
    assert roster.read_shift(op, shift.id).closed_at == sheet.made_at
    assert len(sheet.seal) == 64


def test_drafts_incidents_and_posts_are_on_the_sheet(city: City, shift: Shift) -> None:
    city.raw("op2").execute('SELECT keep_draft(gen_random_uuid(), \'{"text": "不热"}\')')
    city.owner().execute(
        "INSERT INTO source (name, kind, feed_url) VALUES ('龙江论坛', 'rss', 'https://bbs.example.org/rss')"
    )
    city.owner().execute(
        "INSERT INTO post (id, source_id, outside_id, url, title, first_seen_at, complaint_key) VALUES"
        " (gen_random_uuid(), 1, '7', 'https://bbs.example.org/7', '三楼不热', now(), gen_random_uuid())"
    )
    facts = hand_over.read_facts(city.seat("op1"), shift.id)
    assert [one.person_id for one in facts.drafts] == [OP2]
    assert [(one.title, one.source) for one in facts.posts] == [("三楼不热", "龙江论坛")]
    assert (facts.counts["drafts"], facts.counts["posts"], facts.counts["incidents"]) == (1, 1, 0)


def test_figures_are_of_one_instant_while_others_work(city: City, shift: Shift) -> None:
    """Whatever is taken down meanwhile: the parts of a sheet always add up."""
    found: list[Facts] = []

    def take() -> None:
        for _ in range(5):
            city.take(by="op2")

    def look() -> None:
        found.extend(hand_over.read_facts(city.seat("op1"), shift.id) for _ in range(5))

    together(take, look)
    for facts in found:
        assert facts.counts["open"] == sum(facts.states.values()) == facts.done["take"]


def test_the_next_leader_signs(city: City, shift: Shift) -> None:
    sup = city.seat("sup1")
    with pytest.raises(MoveRefused, match="还没有交班"):
        hand_over.sign(sup, shift.id)
    hand_over.hand_over(city.seat("op1"), shift.id, "须知")
    assert (found := hand_over.sheet_to_sign(sup)) is not None
    assert found.shift.id == shift.id
    with pytest.raises(MoveRefused, match="不是这个班次的班长"):
        hand_over.sign(city.seat("op2"), shift.id, "收到", "代签")
    signed = hand_over.sign(sup, shift.id, "收到，无异议")
    assert (signed.made_by_name, signed.signed_by_name, signed.remarks) == ("周岚", "郑班长", "收到，无异议")
    assert signed.next_shift is not None
    assert signed.next_shift.begins_at >= signed.shift.ends_at
    assert signed.signed_at is not None
    assert signed.signed_at > signed.made_at
    assert hand_over.sign(sup, shift.id, "收到，无异议") == signed  # its answer was lost, say
    with pytest.raises(MoveRefused, match=r"已经签收.*还在"):
        hand_over.sign(sup, shift.id, "另有意见")
    assert hand_over.sheet_to_sign(sup) is None
    logged = [(one.act, one.person, one.words) for one in recent_events(city.seat("audit"), limit=2)]
    assert logged == [("接班", "郑班长", "收到，无异议"), ("交班", "周岚", "须知")]
    assert verify(city.seat("audit")).breaks == ()


def test_who_hands_over(city: City, shift: Shift) -> None:
    with pytest.raises(MoveRefused, match="不是这个班次的班长"):
        hand_over.hand_over(city.seat("op2"), shift.id, reason="代交")
    with pytest.raises(MoveRefused, match="别的单位"):
        hand_over.hand_over(city.seat("a1"), shift.id)
    with pytest.raises(MoveRefused, match="请写明原因") as told:
        hand_over.hand_over(city.seat("sup1"), shift.id)
    assert told.value.field == "reason"
    done = hand_over.hand_over(city.seat("sup1"), shift.id, reason="周岚突发疾病")
    assert (done.made_by, done.reason) == (SUP1, "周岚突发疾病")
    with pytest.raises(MoveRefused, match="自己的交班记录"):
        hand_over.sign(city.seat("sup1"), shift.id)
    with pytest.raises(MoveRefused, match="已经交班"):
        hand_over.hand_over(city.seat("op1"), shift.id, "我的须知")


def test_when_a_shift_is_handed_over(city: City) -> None:
    running, coming = ending_shift(city, minutes=200)
    running, coming = led(city, running, OP1), led(city, coming, OP1)
    op = city.seat("op1")
    assert hand_over.shift_to_hand_over(op) == running
    assert hand_over.open_shifts(op, None) == [running]
    with pytest.raises(MoveRefused, match="提前交班"):
        hand_over.hand_over(op, running.id)
    with pytest.raises(MoveRefused, match="还没有开始"):
        hand_over.hand_over(op, coming.id, reason="早交")
    with pytest.raises(MoveRefused, match="没有这个班次"):
        hand_over.hand_over(op, city.take().id)
    first = hand_over.hand_over(op, running.id, "须知", "两班合并")
    assert hand_over.hand_over(op, running.id, "须知", "两班合并") == first


def test_of_two_who_hand_over_at_once_one_does(city: City, shift: Shift) -> None:
    def by(login: str) -> str:
        try:
            return hand_over.hand_over(city.seat(login), shift.id, f"{login} 的须知", "合班").number
        except WarmlineError as refused:
            return refused.sentence

    city.seat("op1"), city.seat("sup1")
    said = sorted(together(lambda: by("op1"), lambda: by("sup1")))
    assert said[0].startswith("J2")
    assert "已经交班" in said[1]


def test_a_company_hands_over_its_own(city: City) -> None:
    city.bring(State.DISPATCHED)
    city.take(community_id=2)
    running, coming = ending_shift(city, company_id=1)
    running = led(city, running, A1)
    led(city, coming, A2)
    sheet = hand_over.hand_over(city.seat("a1"), running.id)
    assert (sheet.facts.counts["open"], sheet.facts.counts["unsigned"], sheet.facts.done["dispatch"]) == (1, 1, 1)
    assert sheet.number.endswith("-A")
    with pytest.raises(BadInput, match="还没有交班"):
        hand_over.read_sheet(city.seat("b1"), running.id)
    with pytest.raises(WarmlineError):
        hand_over.read_facts(city.seat("b1"), running.id)
    with pytest.raises(WarmlineError):
        hand_over.sign(city.seat("b1"), running.id)
    assert hand_over.list_sheets(city.seat("b1")) == []
    assert hand_over.sign(city.seat("a2"), running.id).signed_by == A2
    assert [one.number for one in hand_over.list_sheets(city.seat("op1"))] == [sheet.number]
    assert seat_duty.list_present(city.seat("a1")) == []


# What is forged after the seal, and how it is told.
FORGED: tuple[tuple[str, str], ...] = (
    ("UPDATE event SET hash = sha256(hash) WHERE id = (SELECT min(id) FROM event)", "事件与封签不符"),
    ("DELETE FROM event WHERE id = (SELECT min(id) FROM event WHERE act = 'take')", "事件与封签不符"),
    ("UPDATE seal SET hash = sha256(hash) WHERE number = 1", "封签不符"),
    ("UPDATE hand_over SET note = '改过的须知'", "交班记录被改动"),
    ("UPDATE hand_over SET content = jsonb_set(content, '{counts,overdue}', '0')", "交班记录被改动"),
)


@pytest.mark.parametrize(("forgery", "told"), FORGED)
def test_what_is_forged_after_the_seal_shows(city: City, shift: Shift, forgery: str, told: str) -> None:
    taken = city.bring(State.DISPATCHED)
    city.owner().execute("UPDATE complaint SET due_at = now() - interval '1 hour' WHERE id = %s", (taken.id,))
    hand_over.hand_over(city.seat("op1"), shift.id, "须知")
    city.take()
    audit = city.seat("audit")
    whole = verify(audit)
    assert (whole.breaks, whole.seals) == ((), 1)
    city.owner().execute("SET session_replication_role = replica")
    city.owner().execute(forgery.encode())
    city.owner().execute("SET session_replication_role = origin")
    found = [one.problem for one in verify(audit).breaks if "封签" in one.problem]
    assert any(told in one for one in found), found


def test_an_event_that_was_under_way_comes_under_the_next_seal(city: City, shift: Shift) -> None:
    late = psycopg.connect(city.server.owner(city.database))
    taken = city.take()
    late.execute("SELECT nextval(pg_get_serial_sequence('event', 'id'))")
    late.execute(
        "INSERT INTO event (chain, seq, act, person_id, at, detail, hash)"
        " SELECT gen_random_uuid(), 1, 'x', 1, now(), '{}', ''"
    )
    city.act("op1", taken.id, None, "note")
    first = hand_over.hand_over(city.seat("op1"), shift.id)
    late.commit()
    late.close()
    audit = city.seat("audit")
    assert [one for one in verify(audit).breaks if "封签" in one.problem] == []
    running = led(city, _as_over(city, shift), OP2)
    second = hand_over.hand_over(city.seat("op2"), running.id)
    assert second.seal_before == first.seal
    assert [one for one in verify(audit).breaks if "封签" in one.problem] == []
    total = (
        city.owner().execute("SELECT count(*) FROM event WHERE id <@ (SELECT range_agg(covers) FROM seal)").fetchone()
    )
    assert total == (first.sealed_events + second.sealed_events,)


def _as_over(city: City, shift: Shift) -> Shift:
    """As if this shift were over and the next one, which is about to end, had begun."""
    now = city.seat("sup1").now()
    owner = city.owner()
    owner.execute(
        "UPDATE shift SET ends_at = %s WHERE id = %s",
        (now - timedelta(minutes=1), shift.id),
    )
    coming = hand_over.taking_over(city.seat("sup1"), shift.id)
    assert coming is not None
    owner.execute(
        "UPDATE shift SET begins_at = %s, ends_at = %s WHERE id = %s",
        (now - timedelta(minutes=1), now + timedelta(minutes=9), coming.id),
    )
    return roster.read_shift(city.seat("sup1"), coming.id)


@pytest.mark.parametrize("login", ["admin", "audit"])
def test_who_never_hands_over(city: City, shift: Shift, login: str) -> None:
    for statement in ("SELECT hand_over_put(%s, '', '')", "SELECT hand_over_sign(%s, '', '')"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw(login).execute(statement, (shift.id,))


def test_nobody_calls_the_parts(city: City, shift: Shift) -> None:
    values: dict[str, Any] = {"shift": shift.id}
    for login in ("op1", "sup1", "a1", "audit"):
        for statement in ("SELECT next_seal()", "SELECT hand_over_facts(%(shift)s, now())"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                city.raw(login).execute(statement, values)
