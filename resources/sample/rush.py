"""Invent who calls when, where from and about what: two weeks with the rush at the season's start.

Times are seconds before "now". "Now" is taken to be 14:32, the season's first day nine days ago: the hours of the day
come out right where the loader places the finished complaints before the last 14:32.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import names
import texts
from places import Community

DAY, HOUR, MINUTE = 86_400, 3_600, 60
NOW = 14 * HOUR + 32 * MINUTE  # seconds after midnight
SEASON_DAY = 9  # days before today
# Complaints of each day, today last (to midnight; only what falls before NOW is kept).
PER_DAY = (52, 56, 61, 74, 385, 452, 402, 344, 291, 246, 212, 184, 163, 138)
HOURS = (3, 2, 1, 1, 1, 3, 12, 32, 60, 66, 62, 46, 32, 28, 33, 36, 38, 42, 56, 66, 64, 48, 24, 9)  # weight by hour
QUIET = 80 * MINUTE  # the last minutes before now belong to open_now.py; only answers at once are left there

BEFORE = {"C1": 22, "C3": 20, "D2": 20, "A2": 13, "C2": 7, "C7": 5, "C6": 4, "D4": 4, "C8": 2, "C9": 2, "C10": 1}
FIRST_DAYS = {"B1": 40, "C1": 15, "A2": 11, "B2": 7, "D2": 8, "C3": 4, "B4": 4, "B3": 3, "A3": 1, "A1": 0.5, "C9": 2,
              "C8": 1, "D4": 2, "C2": 1, "D1": 0.5, "C6": 1}  # fmt: skip
LATER = {"B1": 39, "A2": 8, "B3": 8, "B2": 7, "D2": 7, "C1": 6, "C9": 5, "C3": 5, "C4": 4, "C5": 2, "D4": 2, "C10": 2,
         "D3": 2, "C8": 2, "D1": 1.4, "B4": 1, "A3": 0.8, "C6": 0.6, "C7": 0.5, "C2": 0.5, "A1": 0.3}  # fmt: skip
CHANNELS = {"hotline": 78, "company": 8, "government": 7, "media_5969581": 2, "media_1600000": 1.5, "forum": 2.5,
            "visit": 1}  # fmt: skip
AT_ONCE = ("D2", "D3", "D4")
OF_NO_FLAT = ("A1", "A3", "C10", "D1")  # seen outside, or about somebody else


@dataclass
class Flat:
    """Where a caller lives and how to reach him; community None: a question about no place."""

    community: Community | None
    building: str
    unit: str
    room: str
    floor: str
    phone: str
    caller: str
    family: str


@dataclass
class Complaint:
    before: int  # seconds before now
    category: str
    channel: str
    flat: Flat
    text: str
    secret: bool = False
    no_reply: bool = False
    outside_number: str = ""
    chosen: dict[str, str] = field(default_factory=dict)  # slots already filled, see texts.fill


class Callers:
    """Invents flats and phone numbers, each once, and remembers those who may call again."""

    def __init__(self, rng: random.Random, communities: Sequence[Community]) -> None:
        self.rng = rng
        self.places = [c for c in communities if c.company]
        hot = {c.id for c in rng.sample(self.places[:440], 24)}
        self.weights = [(c.homes + 40) ** 0.7 * (9 if c.id in hot else 1) for c in self.places]
        self.mobiles = rng.sample(range(10_000), 10_000)
        self.landlines = rng.sample(range(10_000), 10_000)
        self.known: list[tuple[int, Flat]] = []  # (last call, flat)

    def phone(self) -> str:
        chance = self.rng.random()
        if chance < 0.84:
            return f"1865300{self.mobiles.pop():04}"
        number = f"600{self.landlines.pop():04}"  # 7 digits: as people say it, without the area code
        return number if chance < 0.95 else f"0530-{number}" if chance < 0.985 else ""  # empty: withheld

    def family_name(self) -> str:
        return self.rng.choice(names.SURNAMES[:40] if self.rng.random() < 0.8 else names.SURNAMES)

    def flat(self, community: Community | None) -> Flat:
        rng, family = self.rng, self.family_name()
        caller = family + rng.choices(["女士", "先生", "老师", "大爷", "阿姨"], [46, 42, 4, 4, 4])[0]
        if community is None or community.kind == "unit":
            building = rng.choice(community.buildings) if community else ""
            return Flat(community, building, "", "", "", self.phone(), caller, family)
        building = rng.choice(community.buildings)
        low = community.name.endswith(("家属院", "新村", "里")) or (building.isdigit() and int(building) % 3)
        top = 24 if not building.isdigit() else 6 if low else 18
        level = rng.choice([1, top, top, *range(1, top + 1)])
        unit = str(rng.randint(1, 4 if top == 6 else 2)) if building.isdigit() else ""
        room = f"{level}{rng.randint(1, 2 if top == 6 else 4):02}"
        floor = "顶层" if level == top else "底层" if level == 1 else rng.choice(["", "", "边户", "中间"])
        return Flat(community, building, unit, room, floor, self.phone(), caller, family)

    def next(self, before: int, category: str) -> Flat:
        """Somebody new, or one in nine times somebody whose complaint of some days ago is done."""
        rng = self.rng
        if category in ("B1", "B3", "C4", "C9", "A2") and self.known and rng.random() < 0.16:
            n = rng.randrange(len(self.known))
            last, flat = self.known[n]
            if last - before > 1.6 * DAY:
                self.known[n] = (before, flat)
                return flat
        if category in AT_ONCE and rng.random() < 0.6:
            return self.flat(None)
        flat = self.flat(rng.choices(self.places, self.weights)[0])
        if flat.room and flat.phone:
            self.known.append((before, flat))
        return flat


def times(rng: random.Random) -> list[int]:
    """Seconds before now of every call, the oldest first."""
    out = []
    for days, count in enumerate(reversed(PER_DAY)):
        for _ in range(count):
            second = rng.choices(range(24), HOURS)[0] * HOUR + rng.randrange(HOUR)
            out.append(days * DAY + NOW - second)
    return sorted((before for before in out if before > 0), reverse=True)


def mix(before: int) -> dict[str, float]:
    days = (before + DAY - NOW - 1) // DAY  # 0: today
    return BEFORE if days > SEASON_DAY else FIRST_DAYS if days > SEASON_DAY - 4 else LATER


def outside(rng: random.Random, channel: str, serial: int) -> str:
    """12345's own number, or the forum's link."""
    if channel == "government":
        return f"GD{rng.randrange(10**5):05}{serial:05}"
    return f"https://forum.example/thread-{40_000 + serial * 7}" if channel == "forum" else ""


def outage(rng: random.Random, callers: Callers, community: Community) -> list[Complaint]:
    """Three days ago a station failed in the evening: sixteen calls of one community in two hours."""
    out = []
    start = 3 * DAY + NOW - (18 * HOUR + 40 * MINUTE)
    for n in range(16):
        category = "A3" if n % 3 else "B2"
        before = round(start - n * rng.uniform(5, 8) * MINUTE)
        chosen = {"since": "从六点半"}
        flat = callers.flat(community)
        out.append(Complaint(before, category, "hotline", flat, texts.said(rng, category, chosen), chosen=chosen))
    return out


def complaint(rng: random.Random, callers: Callers, serial: int, before: int) -> Complaint:
    weights = mix(before)
    category = rng.choices(list(weights), list(weights.values()))[0]
    if before < QUIET:
        category = rng.choices(AT_ONCE, [6, 1, 2])[0]
    channel = "hotline" if category in AT_ONCE else rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    chosen = {"since": "试水后"} if weights is BEFORE else {}
    flat = callers.next(before, category)
    if category in OF_NO_FLAT:
        flat = replace(flat, unit="", room="", floor="")
    if channel == "forum":
        flat = replace(flat, caller=rng.choice(["网友", "匿名网友", f"网友 {flat.family}某"]), phone="")
    return Complaint(
        before,
        category,
        channel,
        flat,
        texts.said(rng, category, chosen),
        secret=category == "D1" or rng.random() < 0.01,
        no_reply=category not in AT_ONCE and rng.random() < 0.035,
        outside_number=outside(rng, channel, serial),
        chosen=chosen,
    )
