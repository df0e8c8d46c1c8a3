"""The complaints still open at "now": every open state, some overdue, some close to their limit.

The first fourteen are those of the pictures of the window; the outage at 天香公馆 is the beginning of an incident.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import rush
import texts
from history import Event, Road, Step
from places import Community
from rush import DAY, HOUR, MINUTE, Callers, Complaint


class Open(NamedTuple):
    place: str  # community and flat; empty: anywhere
    category: str
    channel: str
    state: str
    age: float  # minutes since it was taken


OPEN = (
    Open("曹州家园二期 7-1-302", "A2", "hotline", "dispatched", 82),  # overdue: 1 h
    Open("丹阳小区 12-3-601", "B1", "forum", "signed", 278),  # 5 h
    Open("天香公馆", "A3", "hotline", "signed", 20),
    Open("和平里 1-1-101", "B1", "media_5969581", "dispatched", 236),
    Open("学府名苑 9-2-1102", "B2", "government", "signed", 189),
    Open("龙铉苑 4-1-402", "B1", "hotline", "waiting", 3),
    Open("春天花园 6-3-502", "B1", "hotline", "waiting", 1.5),
    Open("水岸华庭 2-1-701", "B3", "hotline", "signed", 142),
    Open("黄河新村 5-2-201", "B3", "hotline", "reported", 610),
    Open("广州路小区 8-1-302", "C3", "hotline", "reported", 1500),
    Open("西城国际 1-2-1801", "C4", "visit", "signed", 1490),
    Open("康庄家园 3-1-401", "C1", "forum", "call_back", 1420),
    Open("中达公寓 2-2-602", "C9", "media_1600000", "returned", 1340),
    Open("天香公馆 2-1-502", "B2", "hotline", "signed", 17),
    Open("天香公馆 5-2-301", "B2", "hotline", "dispatched", 12),
    Open("天香公馆 8-1-101", "A3", "hotline", "dispatched", 9),
    Open("天香公馆 3-2-602", "B1", "government", "dispatched", 7),
    Open("天香公馆 9-3-402", "A3", "hotline", "waiting", 2),
    Open("", "A2", "hotline", "waiting", 1),
    Open("", "B1", "hotline", "waiting", 4.5),
    Open("", "C3", "company", "waiting", 7),
    Open("", "B1", "hotline", "dispatched", 5),
    Open("", "B2", "hotline", "dispatched", 14),
    Open("", "A2", "hotline", "dispatched", 8),
    Open("", "C1", "visit", "dispatched", 27),
    Open("", "B1", "hotline", "signed", 36),
    Open("", "B1", "government", "signed", 152),
    Open("", "B2", "hotline", "signed", 243),
    Open("", "B1", "hotline", "signed", 319),  # overdue: 5 h
    Open("", "A2", "hotline", "signed", 47),  # 1 h
    Open("", "C1", "company", "signed", 620),
    Open("", "C3", "hotline", "signed", 930),
    Open("", "C9", "forum", "signed", 4180),  # 3 days
    Open("", "B3", "hotline", "signed", 1395),  # 24 h
    Open("", "B3", "hotline", "signed", 480),
    Open("", "B1", "hotline", "arrived", 193),
    Open("", "B1", "hotline", "arrived", 268),
    Open("", "A2", "hotline", "arrived", 58),
    Open("", "A1", "government", "arrived", 125),
    Open("", "B2", "hotline", "arrived", 214),
    Open("", "C1", "hotline", "arrived", 430),
    Open("", "B1", "hotline", "reported", 404),
    Open("", "B1", "company", "reported", 525),
    Open("", "A2", "hotline", "reported", 332),
    Open("", "B2", "government", "reported", 466),
    Open("", "C8", "hotline", "reported", 2630),
    Open("", "D1", "hotline", "reported", 2050),
    Open("", "B1", "hotline", "call_back", 910),
    Open("", "C3", "media_5969581", "call_back", 2710),
    Open("", "B1", "hotline", "reopened", 1610),
    Open("", "A2", "hotline", "reopened", 705),
    Open("", "B1", "government", "reopened", 1130),
    Open("", "B1", "hotline", "returned", 96),
    Open("", "C2", "company", "returned", 1715),
)


def make_open(
    rng: random.Random, callers: Callers, communities: Sequence[Community]
) -> list[tuple[Complaint, list[Event]]]:
    by_name = {c.name: c for c in reversed(communities)}
    made = list(peony_garden(by_name["牡丹花园"], callers))
    for serial, row in enumerate(OPEN, start=9_000):
        name, _, rooms = row.place.partition(" ")
        flat = callers.next(0, row.category)
        while flat.community is None or (not name and flat.community.kind == "unit"):
            flat = callers.next(0, row.category)
        if name:
            building, unit, room = rooms.split("-") if rooms else ("", "", "")
            flat = rush.Flat(by_name[name], building, unit, room, "", flat.phone, flat.caller, flat.family)
        elif row.category in rush.OF_NO_FLAT:
            flat = replace(flat, unit="", room="", floor="")
        chosen = {"since": "刚才", "days": "一个小时"} if name == "天香公馆" else {}
        complaint = Complaint(round(row.age * MINUTE), row.category, row.channel, flat, "", chosen=chosen)
        complaint.text = texts.said(rng, row.category, chosen)
        complaint.secret = row.category == "D1"
        complaint.outside_number = rush.outside(rng, row.channel, serial)
        made.append((complaint, Road(rng, complaint).until(row.state).events()))
    return made


def peony_garden(community: Community, callers: Callers) -> list[tuple[Complaint, list[Event]]]:
    """The complaint of the pictures, 20261120-0038, and the one of the same flat six days before."""
    flat = rush.Flat(community, "3", "2", "501", "顶层", "13853000001", "王女士", "王")
    text = "客厅 14 度，两组暖气片不热，家有老人。自测 13:40。住户姓龚，名𬭎㸌。缴费已完成，阀门已开；楼下邻居正常。"
    now = Complaint(137 * MINUTE, "B1", "hotline", flat, text)
    acts = (
        (137, "take", "waiting", "op3", "", {}),
        (135, "dispatch", "dispatched", "op3", "", {"company": "a"}),
        (133, "sign", "signed", "a2", "", {}),
        (126, "contact", "signed", "a1", "已联系用户，约 14 点", {}),
        (42, "remind", "signed", "op3", "催办：老人体弱", {}),
        (30, "arrive", "arrived", "a1", "已到场，清洗滤网", {}),
    )
    events = [Event(minutes * MINUTE, *rest) for minutes, *rest in acts]
    earlier = Complaint(6 * DAY + 5 * HOUR, "B1", "hotline", flat, "刚来暖，客厅两组暖气片不热，像是有空气。")
    road = (
        Step("take", 0, "taker"),
        Step("dispatch", 70, "taker", "", {"company": "a"}),
        Step("sign", 240, "company"),
        Step("contact", 400, "company", "已联系用户，约一小时内到"),
        Step("arrive", 3000, "company", "刘师傅已到场"),
        Step("report", 1500, "company", "管道内有空气，已放气，客厅 18.5 度。", {"liability": "company"}),
        Step("call_back", 9000, "other", "已热，用户认可", {"contacted": 1, "solved": 1, "satisfaction": 4}),
    )
    before = Road(callers.rng, earlier)
    before.steps = list(road)
    return [(earlier, before.events()), (now, events)]
