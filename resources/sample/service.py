"""Notices, halls and ways to pay of the demonstration, all invented; the city's own two halls come with the program."""

from collections.abc import Iterable

import places

# Kind, where (a community, or empty for the whole city), buildings, hours from now of beginning and end (empty: nobody
# knows yet), words, article, who, why it was withdrawn.
NOTICES: tuple[tuple[str, str, str, int, int | str, str, str, str, str], ...] = (
    (
        "pressure_test",
        "",
        "",
        -720,
        -624,
        "供热管网充水试压，请家中留人，检查暖气片和接口有无渗漏。",
        "第十九条",
        "sup1",
        "",
    ),
    (
        "planned_stop",
        "丹阳小区",
        "3、5",
        -2,
        7,
        "因楼前管沟换阀门，3、5 号楼停热约 9 小时，请做好防冻。",
        "第十七条",
        "c1",
        "",
    ),
    ("sudden_stop", "御景花园", "", -1, "", "小区换热站水泵故障，正在抢修，恢复时间另行告知。", "第十七条", "b1", ""),
    (
        "planned_stop",
        "凤凰国际二期",
        "",
        60,
        70,
        "换热站清洗板换，届时停热约 10 小时，请提前做好防冻。",
        "第十七条",
        "a1",
        "",
    ),
    ("other", "", "", 0, 216, "各公司收费大厅周末照常办理缴费。", "", "sup1", "改为只在周六办理"),
)
POINTS: tuple[tuple[str, str, str, str, str, str, str, int], ...] = (
    ("hall", "永恒热力收费大厅", "a", "人民路 200 号", "周一至周六 8:30–17:30", "0530-5000110", "", 20),
    ("hall", "煦源热力收费大厅", "b", "八一路 66 号", "周一至周五 8:30–17:00", "0530-5000210", "", 400),
    ("bank", "花城银行人民路支行", "", "人民路 88 号", "工作日 9:00–16:30", "0530-6000088", "凭用热户号在柜台缴费", 20),
    ("wechat", "永恒热力公众号", "a", "", "", "", "搜索“永恒热力”，凭用热户号缴费", 20),
)
OPEN_DUTIES = (("c", "preheating"),)
"""What is not said to be done, though its day is over; all else is."""


def notices(communities: list[places.Community]) -> Iterable[list[object]]:
    ids = {c.name: c.id for c in reversed(communities)}
    for kind, place, buildings, begins, ends, words, article, person, withdrawn in NOTICES:
        basis = f"菏泽市供热条例{article}" if article else ""
        yield [kind, ids[place] if place else "", buildings, begins, ends, words, basis, person, withdrawn]


def points() -> Iterable[list[object]]:
    for kind, name, company, address, hours, phones, how, checked in POINTS:
        yield [kind, name, places.COMPANY_IDS.get(company, ""), address, hours, phones, how, checked]


def open_duties() -> Iterable[list[object]]:
    return ([places.COMPANY_IDS[company], code] for company, code in OPEN_DUTIES)
