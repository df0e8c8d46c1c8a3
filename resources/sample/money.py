"""Refunds, reliefs and reported answers of the demonstration, all invented.

Days: of this season days ago, of last season days after its end. What a flat gets back is judged when it is loaded, by
the rules, from its temperature tests and from the outage that stands here.
"""

from collections.abc import Iterable
from typing import NamedTuple

import places


class Step(NamedTuple):
    """``sum``: what was paid of a refund; ``decider``: who granted or refused a relief."""

    act: str
    person: str
    days: int
    note: str = ""
    sum: str = ""
    decider: str = ""


class Refund(NamedTuple):
    """Of a flat with a temperature test (its key), or of a flat that was without heat from a day of the season on."""

    season: str
    test: str
    place: str
    flat: str
    day: int | str
    begins: str
    hours: int | str
    words: str
    fee: str
    remarks: str
    steps: tuple[Step, ...]


REFUNDS = (
    Refund("last", "", "丹阳小区", "14-2-301", 60, "08:10", 38, "换热站水泵故障", "2136.00", "", (
        Step("make", "op2", 9), Step("decide", "c1", 14, "停热 38 小时，与抢修记录一致"), Step("tell", "c1", 17))),
    Refund("last", "", "牡丹花园", "11-1-402", 43, "21:00", 31, "楼前二次管漏水抢修", "1935.00", "", (
        Step("make", "op4", 6), Step("decide", "sup1", 11), Step("tell", "a2", 12),
        Step("pay", "a2", 47, "抵下一季热费", "47.98"))),
    Refund("this", "failed", "", "", "", "", "", "", "1820.00", "", (
        Step("make", "op5", 2), Step("decide", "sup2", 1, "先核定到今天，回测合格后再补"))),
    Refund("this", "edge", "", "", "", "", "", "", "", "用户说阳台那间也凉", (Step("make", "op3", 0),)),
    Refund("this", "cured", "", "", "", "", "", "", "1548.00", "", (
        Step("make", "op2", 3), Step("decide", "b1", 2), Step("tell", "b1", 1))),
    Refund("this", "refused", "", "", "", "", "", "", "", "", (
        Step("make", "op6", 2), Step("refuse", "sup1", 1, "用户无正当理由拒绝检测，当日视为合格"))),
    Refund("this", "gone", "", "", "", "", "", "", "", "", (
        Step("make", "op1", 3), Step("void", "op1", 2, "用户撤回了测温申请"))),
)  # fmt: skip


class Relief(NamedTuple):
    season: str
    place: str
    flat: str
    kind: str
    household: str
    area: str
    flat_area: str
    fee: str
    proof: str
    remarks: str
    steps: tuple[Step, ...]


CIVIL, COMPANY = "民政部门", "热力公司"
LOW, ALONE, LISTED = "低保证", "特困（三无）供养证", "民政部门名单"
RELIEFS = (
    Relief("last", "广州路小区", "3-2-201", "low_income", "303-021877", "61.40", "61.40", "1105.20", LISTED, "", (
        Step("make", "lia1", -90), Step("approve", "lia1", -60, decider=CIVIL))),
    Relief("last", "和平里", "8-1-101", "three_without", "302-010356", "45.00", "45.00", "", ALONE, "", (
        Step("make", "op3", -100), Step("approve", "sup1", -80, decider=CIVIL), Step("pay", "b1", 40))),
    Relief("this", "牡丹花园", "5-3-201", "low_income", "301-100517", "52.30", "86.40", "", LOW, "只缴了两间的热费", (
        Step("make", "op1", 1),)),
    Relief("this", "和平里", "8-1-101", "three_without", "302-010356", "45.00", "45.00", "810.00", ALONE, "", (
        Step("make", "op3", 6), Step("approve", "lia1", 3, decider=CIVIL))),
    Relief("this", "丹阳小区", "2-4-502", "low_income", "303-011240", "58.80", "58.80", "", LISTED, "", (
        Step("make", "lia1", 8), Step("approve", "sup2", 6, decider=CIVIL), Step("pay", "c1", 2))),
    Relief("this", "黄河新村", "11-2-302", "low_income", "301-104431", "74.00", "74.00", "", LOW, "", (
        Step("make", "op4", 5), Step("refuse", "sup1", 2, "低保证去年已停发", decider=CIVIL))),
    Relief("this", "水岸华庭", "4-1-902", "low_income", "302-033018", "98.00", "98.00", "", LISTED, "", (
        Step("make", "op5", 4), Step("withdraw", "op5", 3, "户号报错了，重新登记"))),
    Relief("this", "春天花园", "2-1-401", "low_income", "303-045121", "48.40", "96.80", "1742.40", LOW,
           "与父母两户合住，各缴各的", (Step("make", "op2", 6), Step("approve", "lia1", 4, decider=COMPANY))),
    Relief("this", "春天花园", "2-1-401", "three_without", "303-045122", "32.00", "96.80", "1742.40", ALONE,
           "与上一户同住一套", (Step("make", "op2", 6),)),
)  # fmt: skip

REPORTS = (
    # number of the answer (empty: one is missing), what is wrong, who, days ago, the reply, who, days ago
    (3, "用户问五小时从哪天改成两小时，答案里最好写出日期。", "op3", 5,
     "条例写的是“前十天”，从当年开始供暖那天算，不写死日期。", "sup1", 4),
    ("", "能不能加一条：新房第一年供暖要注意什么？", "op5", 3, "", "", ""),
    (2, "用户问卫生间、厨房算不算 18 度，没有写。", "op2", 1, "", "", ""),
    ("", "公众号缴费后多久能开阀，没有答案。", "c2", 1, "", "", ""),
)  # fmt: skip


def refunds(communities: list[places.Community]) -> Iterable[list[object]]:
    for key, one in enumerate(REFUNDS, 1):
        season, test, _, _, *rest, _ = one
        yield [key, season, test, *_flat(communities, one.place, one.flat), *rest]


def reliefs(communities: list[places.Community]) -> Iterable[list[object]]:
    for key, one in enumerate(RELIEFS, 1):
        season, _, _, *rest, _ = one
        yield [key, season, *_flat(communities, one.place, one.flat), *rest]


def steps() -> Iterable[list[object]]:
    for record, those in (("refund", REFUNDS), ("relief", RELIEFS)):
        for key, one in enumerate(those, 1):
            yield from ([record, key, *step] for step in one.steps)


def _flat(communities: list[places.Community], place: str, flat: str) -> list[object]:
    ids = {c.name: c.id for c in reversed(communities)}
    return [ids[place], *flat.split("-")] if place else [""] * 4
