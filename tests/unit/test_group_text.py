"""The one fixed text of the work groups: what it says, what it never says, and how it is cut."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

from app.directory import Directory
from app.errors import BadInput
from app.group_text import Topic, clip, full_text, joined_text, notice_of, notice_of_complaint
from app.limits import due_times
from app.records import Channel, Community, CommunityKind, Company, Complaint, Contact, State, Urgency
from app.rules import CITY_TIME
from shipped_rules import shipped_rules

RULES = shipped_rules()
TAKEN = datetime(2026, 11, 20, 15, 12, tzinfo=CITY_TIME)
TIMES = due_times(RULES, "B1", TAKEN, TAKEN + timedelta(minutes=5))
DIRECTORY = Directory.of(
    [Company(1, "a", "永恒热力有限公司", "永恒", (), "")],
    communities=[Community(1, "牡丹花园", (), "", CommunityKind.RESIDENTIAL, 1, None, True, None, 0)],
)
COMPLAINT = Complaint(
    id=uuid4(), number="20261120-0038", revision=2, state=State.DISPATCHED, channel=Channel.HOTLINE, outside_number="",
    urgency=Urgency.URGENT, category="B1", community_id=1, place="牡丹花园 3-2-501", building="3", unit="2", room="501",
    floor="顶层", company_id=1, station_id=None, text="不热", vulnerable="老人", secret=False, no_reply=False,
    contact=Contact("王女士", "138 5300 0001", "+8613853000001"), taken_by=1, taken_by_name="周岚", taken_at=TAKEN,
    dispatched_at=TAKEN + timedelta(minutes=5), signed_at=None, contacted_at=None, arrived_at=None, reported_at=None,
    called_back_at=None, closed_at=None, due_at=TIMES[0].due_at, due_times=TIMES, reminders=0, dispatches=1, reopened=0,
    tries=0, report="", public_answer="", liability=None, contacted=None, solved=None, satisfaction=None, answer="",
)  # fmt: skip


def said(complaint: Complaint, topic: Topic = Topic.DISPATCH) -> str:
    return full_text(RULES, notice_of_complaint(DIRECTORY, RULES, complaint, topic))


def test_a_dispatch() -> None:
    assert said(COMPLAINT) == (
        "【12319 派单】20261120-0038-1\n永恒 · 紧急\n类别：B1 不热、温度低（单户）\n地点：牡丹花园 3 号楼\n"
        "时限：11月20日 20:17 前到场（市供热条例第四十一条）\n请登录系统签收办理，室号和联系方式见系统。"
    )


def test_of_a_secret_complaint_not_even_the_building() -> None:
    assert "地点：牡丹花园\n" in said(replace(COMPLAINT, secret=True))


def test_before_the_dispatch_there_is_nothing_to_tell() -> None:
    with pytest.raises(BadInput) as told:
        said(replace(COMPLAINT, dispatched_at=None))
    assert told.value.field == "state"


NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=4)
PHONES = st.from_regex(r"1[3-9][0-9]{9}|0530-?[2-8][0-9]{6}", fullmatch=True)


@given(NAMES, PHONES, st.sampled_from(list(Topic)), st.data())
def test_neither_name_nor_phone_wherever_they_were_typed(
    name: str, phone: str, topic: Topic, data: st.DataObject
) -> None:
    typed = st.sampled_from([name, phone, f"{name}{phone}", f"{name} {phone[:4]} {phone[4:]}"])
    dirty = replace(
        COMPLAINT,
        contact=Contact(name, phone, None),
        **{
            field: data.draw(typed, label=field)
            for field in (
                "text",
                "place",
                "building",
                "unit",
                "room",
                "floor",
                "vulnerable",
                "report",
                "outside_number",
            )
        },
    )
    clean = said(replace(COMPLAINT, building=""), topic)
    assert said(dirty, topic) == clean  # so the name, if a part of the text, stands there for another reason
    assert phone not in clean


@given(st.text(max_size=900), st.integers(3, 2048))
def test_cut_between_characters(text: str, limit: int) -> None:
    short = clip(text, limit)
    assert len(short.encode()) <= limit
    assert short == text if len(text.encode()) <= limit else text.startswith(short.removesuffix("…"))


@given(st.integers(1, 60), st.integers(200, 4000))
def test_joined_within_the_limit(count: int, limit: int) -> None:
    notices = [
        replace(notice_of_complaint(DIRECTORY, RULES, COMPLAINT), number=f"20261120-{n:04}-1") for n in range(count)
    ]
    text, held = joined_text(RULES, notices, limit)
    assert len(text.encode()) <= limit
    assert 1 <= held <= count
    for n, notice in enumerate(notices):
        assert (notice.number in text) == (n < held)


def test_an_incidents_facts_may_be_few() -> None:
    assert full_text(RULES, notice_of(RULES, {"kind": "incident", "number": "P1"})) == (
        "【12319 片区事件】P1\n地点：见系统\n请登录系统查看并办理。"
    )


@pytest.mark.parametrize("facts", [{}, {"kind": "incident"}, {"kind": "x", "number": "1"}, {"kind": None, "number": 1}])
def test_facts_of_another_version(facts: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError, TypeError)):
        notice_of(RULES, facts)
