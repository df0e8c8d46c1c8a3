"""Invent the directory: companies, stations, communities, buildings with their own supplier, managers, people."""

import random
from collections import defaultdict
from dataclasses import dataclass, field

import names

RESIDENTIAL, UNITS, STATIONS = 440, 80, 424
SHARE = {"a": 0.45, "b": 0.31, "c": 0.24}  # of communities, like the stations
NOT_HANDED_OVER, WITHOUT_COMPANY, UNDER_WARRANTY = 14, 4, 46
COMPANY_IDS = {code: i for i, (code, *_rest) in enumerate(names.COMPANIES, start=1)}


@dataclass
class Community:
    id: int
    name: str
    aliases: str
    street: str
    house: int
    kind: str
    company: str  # a, b, c; empty: nobody yet, the plant is not handed over
    buildings: list[str]
    homes: int
    note: str = ""
    station: int = 0
    handed_over: bool = True
    warranty_until: str = ""
    second: dict[str, tuple[str, int]] = field(default_factory=dict)  # building: (company, station)

    @property
    def address(self) -> str:
        return f"{self.street} {self.house} 号"

    def supplier(self, building: str) -> str:
        return self.second.get(building, (self.company, 0))[0]


def expand(text: str) -> list[str]:
    """'1-3、A座' → ['1', '2', '3', 'A座']: the form of the column ``buildings``."""
    out: list[str] = []
    for part in filter(None, text.split("、")):
        first, dash, last = part.partition("-")
        out += map(str, range(int(first), int(last) + 1)) if dash else [part]
    return out


def compact(buildings: list[str]) -> str:
    """The reverse of ``expand``: numbers run from 1, names follow."""
    numbers = [b for b in buildings if b.isdigit()]
    head = [f"1-{len(numbers)}" if len(numbers) > 1 else numbers[0]] if numbers else []
    return "、".join(head + [b for b in buildings if not b.isdigit()])


def invent_names(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """``count`` residential names with their aliases, none of them one of ``names.FIXED``."""
    fixed = "、".join(f.name for f in names.FIXED)
    out: list[tuple[str, str]] = []
    for owner in names.OLD_OWNERS:
        out.append((f"{owner}家属院", rng.choice(["", f"{owner}宿舍", f"老{owner}院"])))
    bases = [head + tail for head in names.HEADS for tail in names.TAILS if head + tail not in fixed]
    rng.shuffle(bases)
    while len(out) < count:
        base = bases.pop()
        left = count - len(out)
        kind = rng.random()
        if kind < 0.13 and left >= 3:
            parts = ["一期", "二期", "三期"][: rng.choice([2, 3])]
            out += [(base + part, f"{base[:2]}{part}") for part in parts]
        elif kind < 0.19 and left >= 2:
            out += [(base + part, f"{part[0]}{base[:2]}") for part in rng.choice([("东区", "西区"), ("南区", "北区")])]
        else:
            old = rng.choice(names.HEADS)
            out.append((base, rng.choice(["", "", base[:2], f"原{old}市场院", f"{base[:2]}回迁楼", f"{old}村安置区"])))
    return out


def make_communities(rng: random.Random) -> list[Community]:
    """520 communities and units in the order of their ids; the fixed ones first."""
    made: list[Community] = []
    used: set[tuple[str, int]] = {(f.street, f.house) for f in names.FIXED}

    def house(street: str) -> int:
        while True:
            number = rng.randint(1, 420)
            if (street, number) not in used:
                used.add((street, number))
                return number

    for f in names.FIXED:
        made.append(Community(len(made) + 1, f.name, f.aliases, f.street, f.house, "residential", f.company,
                              expand(f.buildings), f.homes, f.note, f.station))  # fmt: skip
    for name, alias in invent_names(rng, RESIDENTIAL - len(made)):
        company = rng.choices("abc", list(SHARE.values()))[0]
        street = rng.choice(names.STREETS[company])
        count = rng.choices([6, 8, 10, 12, 14, 16, 18, 22, 26, 30], [9, 14, 14, 13, 12, 11, 10, 8, 5, 4])[0]
        buildings = list(map(str, range(1, count + 1)))
        if name.endswith(("公馆", "国际", "公寓", "银座")) and rng.random() < 0.5:
            buildings = [*buildings[: count - 3], "A座", "B座", "C座"]
        homes = min(3000, max(80, count * rng.choice([16, 24, 36, 48, 60, 72, 100])))
        street_no = house(street)
        made.append(Community(len(made) + 1, name, alias, street, street_no, "residential", company, buildings, homes))
    for n in range(UNITS):
        company = rng.choices("abc", list(SHARE.values()))[0]
        street = rng.choice(names.STREETS[company])
        what = names.UNITS[n % len(names.UNITS)]
        name = f"{street}{what}" if n >= len(names.UNITS) else f"曹州{what}"
        buildings = ["教学楼", "宿舍楼", "办公楼"] if what.endswith(("学", "学校", "中专")) else ["1", "2"][: 1 + n % 2]
        made.append(Community(len(made) + 1, name, what if n < len(names.UNITS) else "", street, house(street), "unit",
                              company, buildings, 1 + n % 4))  # fmt: skip
    return made


def place_stations(rng: random.Random, communities: list[Community]) -> list[list[object]]:
    """Give every community a station, and every station somebody to heat; neighbours share one.

    The stations left over heat the upper half of the largest communities, building by building.
    """
    rows: dict[int, list[object]] = {}
    flats: dict[int, int] = defaultdict(int)
    for company, codes in names.STATIONS.items():
        mine = [c for c in communities if c.company == company]
        reserved = {c.station for c in mine if c.station}
        free = [code for code in codes if code not in reserved]
        rest = sorted((c for c in mine if not c.station), key=lambda c: (c.street, c.house))
        large = sorted((c for c in rest if len(c.buildings) >= 14), key=lambda c: -c.homes)
        spare = [free.pop() for _ in range(7)]
        for n, community in enumerate(rest):
            community.station = free[n * len(free) // len(rest)] if len(rest) > len(free) else free[n]
        spare += free[len(rest) :]
        large = [c for c in large if c.name != "东方花城"][: len(spare)]
        for community, station in zip(large, spare[: len(large)], strict=True):
            half = community.buildings[len(community.buildings) // 2 :]
            community.second = dict.fromkeys(half, (company, station))
        for community in mine:
            flats[community.station] += community.homes
            for _company, station in community.second.values():
                share = community.homes // len(community.buildings)
                flats[station] += share
                flats[community.station] -= share
            for station in [community.station, *{s: 0 for _c, s in community.second.values()}]:
                rows.setdefault(station, [station, f"{station:03}", f"{community.name}站", company,
                                          f"{community.address}（{community.name}院内）"])  # fmt: skip
    shared = next(c for c in communities if c.name == "东方花城")
    neighbour = next(c for c in communities if c.company == "b" and c.street == "双河路")
    shared.second = {str(n): ("b", neighbour.station) for n in range(13, 25)}
    moved = shared.homes // 2
    flats[shared.station] -= moved
    flats[neighbour.station] += moved
    return [[*rows[station], flats[station]] for station in sorted(rows)]


def mark_exceptions(rng: random.Random, communities: list[Community]) -> None:
    """Plant not handed over (HZ Art.35) and warranty of two seasons (HZ Art.27)."""
    plain = [c for c in communities[len(names.FIXED) :] if c.kind == "residential" and not c.second]
    plain = [c for c in plain if not c.name.endswith(("花园", "家属院"))]
    rng.shuffle(plain)
    for n, community in enumerate(plain[:NOT_HANDED_OVER]):
        community.handed_over = False
        community.note = "供热设施未移交，二次网及户内由物业按协议维护"
        if n < WITHOUT_COMPANY:
            community.company, community.station = "", 0
            community.note = "供热设施未移交，尚未确定供热企业，由开发单位负责"
    for community in plain[NOT_HANDED_OVER : NOT_HANDED_OVER + UNDER_WARRANTY]:
        community.warranty_until = rng.choice(["2027-03-15", "2027-03-15", "2028-03-15"])
        community.note = f"保修期内，开发单位留有维修人员（{rng.choice(names.SURNAMES)}工）"


def make_managers(rng: random.Random, communities: list[Community]) -> list[list[object]]:
    """One or two a community; every phone number stands once in the file."""
    mobiles = iter(range(11, 10_000))
    landlines = iter(range(5_100_000, 5_200_000, 7))
    rows: list[list[object]] = []
    day, night, always = ("07:00", "19:00"), ("19:00", "07:00"), ("", "")
    for community in communities:
        pair = community.id == 1 or rng.random() < (0.6 if community.homes > 400 else 0.3)
        turns = rng.choices([(day, night), (always, always), (day, always)], [6, 2, 2])[0] if pair else ()
        turns = (day, night) if community.id == 1 else turns or (rng.choices([always, day], [6, 4])[0],)
        for rank, (duty_from, duty_to) in enumerate(turns, start=1):
            name = rng.choice(names.SURNAMES) + rng.choice(names.GIVEN)
            if community.id == 1:
                name = ("张树林", "李春燕")[rank - 1]
            phones = [f"1385300{next(mobiles):04}"]
            if community.id != 1 and rng.random() < 0.22:
                other = f"0530-{next(landlines)}" if rng.random() < 0.6 else f"1385300{next(mobiles):04}"
                phones.append(other)
            season = rng.choices(["2026-10-", "2025-11-", ""], [72, 20, 8])[0]
            verified = f"{season}{rng.randint(8, 29):02}" if season else ""
            note = rng.choices(["", "夜间先打第二个号", "方言重，可找门卫转达", "周日请假，找物业"], [90, 6, 2, 2])[0]
            note = "" if len(phones) == 1 and "第二个号" in note else note
            rows.append(
                [len(rows) + 1, community.id, name, "、".join(phones), duty_from, duty_to, rank, verified, note]
            )
    return rows
