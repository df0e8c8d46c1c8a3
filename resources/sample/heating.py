"""Room temperature tests and instruments of the demonstration, all invented.

A moment is seconds before "now", or days ago and the hour: "3 16:40". Days ago keep the hours of the day believable,
whenever the data is loaded; no test is older than the rush, so that all lie in the season.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import places
from history import Event
from rush import MINUTE, Complaint

Moment = int | str

INSTRUMENTS = (
    # company, number, model, calibrated so many days ago, valid for so many days from now, taken out so many days ago
    ("a", "YH-014", "TES-1310", 61, 304, ""),
    ("a", "YH-022", "Testo 925", 47, 318, ""),
    ("b", "XY-003", "TES-1310", 378, -13, ""),  # its calibration has run out
    ("b", "XY-007", "JM222", 33, 332, ""),
    ("c", "HN-101", "Testo 925", 75, 290, ""),
    ("c", "HN-088", "JM222", 420, -55, 40),
)


class Visit(NamedTuple):
    """``shut``: minutes that doors and windows had been shut on arrival; ``readings``: minutes after it and degrees."""

    arrived: Moment
    person: str
    outcome: str
    tester: str
    instrument: str = ""
    room: str = ""
    shut: int | str = ""
    readings: str = ""
    outdoor: str = ""
    user_signed: str = ""
    user_reason: str = ""
    note: str = ""
    amends: str = ""  # why the supervisor put this version in place of the visit before
    cause: str = ""  # what the supervisor said of a refusal: 1 with a cause, 0 without


class Dispute(NamedTuple):
    """``decided`` empty: the testing body has not answered yet."""

    asked: Moment
    person: str
    asked_by: str
    body: str
    note: str
    decided: Moment = ""
    decided_by: str = ""
    celsius: str = ""
    payer: str = ""
    result_note: str = ""


class Test(NamedTuple):
    """``minutes``: of the open complaint that it belongs to, how long ago that was taken; else a flat without one."""

    key: str
    minutes: int | str
    place: str
    flat: str
    asker: str
    phone: str
    requested: Moment
    person: str
    note: str = ""
    visits: Sequence[Visit] = ()
    disputes: Sequence[Dispute] = ()
    withdrawn: Moment = ""
    withdrawn_by: str = ""
    withdrawn_note: str = ""


AFTER_TAKING = 300  # seconds: a test of a complaint is asked for when the slip is out
BODY = "花城建筑节能检测中心"

TESTS = (
    Test("fresh", 142, "", "", "", "", "", ""),
    Test("due", 1395, "", "", "", "", "", "", "用户要求早上来"),
    Test("today", 480, "", "", "", "", "", ""),
    Test("edge", 610, "", "", "", "", "", "", "", (
        Visit(5460, "a3", "tested", "刘长顺", "YH-014", "bedroom", 52, "3:14.2、11:14.0", "-1.5", "signed"),)),
    Test("late", "", "春天花园", "9-2-502", "秦女士", "18653010021", "2 09:10", "op4", "下班后在家"),
    Test("passed", "", "学府名苑", "3-1-1201", "蒋先生", "18653010022", "6 10:20", "op1", "", (
        Visit("6 16:40", "a2", "tested", "郭秀梅", "YH-022", "bedroom", 60, "4:19.1、12:19.4", "2.0", "signed"),)),
    Test("cured", "", "和平里", "4-2-301", "史大爷", "18653010023", "8 08:50", "op2", "家有老人", (
        Visit("8 19:10", "b1", "tested", "张广林", "XY-007", "living", 75, "2:15.2、9:15.6", "-2.0", "signed"),
        Visit("4 10:30", "b1", "tested", "张广林", "XY-007", "living", 64, "3:18.9、10:18.7", "1.0", "signed"))),
    Test("failed", "", "丹阳小区", "6-1-101", "贾阿姨", "18653010024", "5 09:30", "op5", "一楼，北边两间凉", (
        Visit("4 09:00", "c1", "tested", "袁庆丰", "HN-101", "bedroom", 70, "5:16.2、15:16.0", "-3.5", "signed"),)),
    Test("disputed", "", "康庄家园", "10-2-401", "薛女士", "18653010025", "6 14:05", "lia1", "", (
        Visit("5 10:15", "b2", "tested", "尹慧敏", "XY-003", "living", 62, "6:18.4、14:18.2", "0.5", "signed"),), (
        Dispute("4 15:00", "op3", "user", BODY, "仪器检定已过期，用户不认可"),)),
    Test("decided", "", "西城国际", "A座-1-1602", "钱先生", "18653010026", "9 11:00", "op3", "", (
        Visit("8 09:20", "a1", "tested", "刘长顺", "YH-014", "living", 66, "5:18.0、12:18.1", "-1.0", "signed"),), (
        Dispute("7 10:10", "op6", "user", BODY, "测点靠近散热器", "3 16:00", "op6", "17.1", "company",
                "附鉴定报告，费用由企业承担"),)),
    Test("refused", "", "三里河小区", "12-3-601", "孔先生", "18653010027", "3 10:00", "op6", "", (
        Visit("3 17:30", "a4", "user_refused", "单丽娜", user_reason="不愿关窗一小时"),
        Visit("3 17:30", "sup1", "user_refused", "单丽娜", user_reason="不愿关窗一小时",
              amends="电话核实：没有正当理由", cause="0"))),
    Test("company", "", "广州路小区", "15-1-602", "崔女士", "18653010028", "4 08:30", "op4", "", (
        Visit("4 15:00", "c3", "company_refused", "邢国栋", note="到小区后说仪器没带，没有检测就走了"),
        Visit("3 11:00", "c1", "tested", "袁庆丰", "HN-101", "living", 90, "4:16.9、13:16.8", "1.5", "signed"))),
    Test("nobody", "", "牡丹花园北区", "2-2-102", "毛女士", "18653010029", "1 09:00", "op2", "", (
        Visit("1 18:30", "b3", "no_access", "曹建军", note="敲门无人，电话未接"),)),
    Test("unsigned", "", "明德花苑", "5-1-302", "龙先生", "18653010030", "2 08:40", "op1", "", (
        Visit("2 16:20", "c2", "tested", "任爱华", "HN-101", "bedroom", 61, "3:18.2、11:18.3", "2.5", "refused",
              "认为仪器不准"),)),
    Test("gone", "", "长乐坊", "6-2-201", "段老师", "18653010031", "3 09:00", "op5", "",
         withdrawn="2 10:00", withdrawn_by="op1", withdrawn_note="已经热了，用户说不用测了"),
)  # fmt: skip


def instruments() -> Iterable[list[object]]:
    for key, (company, number, model, calibrated, valid, retired) in enumerate(INSTRUMENTS, 1):
        yield [key, places.COMPANY_IDS[company], number, model, calibrated, valid, retired, f"{company}1"]


def tests(
    communities: list[places.Community], made: list[tuple[Complaint, list[Event]]], first_key: int
) -> Iterable[list[object]]:
    """Rows of room_tests.csv; ``made``: the complaints as they are stored, the first one under ``first_key``."""
    ids = {c.name: c.id for c in reversed(communities)}
    taken = {
        complaint.before: (key, events[0].person)
        for key, (complaint, events) in enumerate(made, first_key)
        if complaint.category == "B3"
    }
    for one in TESTS:
        gone = [one.withdrawn, one.withdrawn_by, one.withdrawn_note]
        if isinstance(one.minutes, int):
            before = one.minutes * MINUTE
            key, person = taken[before]
            yield [one.key, key, *[""] * 6, before, before - AFTER_TAKING, person, one.note, *gone]
        else:
            building, unit, room = one.flat.split("-")
            where = [ids[one.place], building, unit, room]
            yield [one.key, "", *where, one.asker, one.phone, one.requested, one.requested, one.person, one.note, *gone]


def visits() -> Iterable[list[object]]:
    return ([one.key, *visit] for one in TESTS for visit in one.visits)


def disputes() -> Iterable[list[object]]:
    return ([one.key, *dispute] for one in TESTS for dispute in one.disputes)
