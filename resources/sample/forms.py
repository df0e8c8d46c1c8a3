"""The short forms (登记表) of the demonstration's complaints: what the caller said, taken down in fields. All invented.

A cell is ``key=value`` by field, parted by 、; a day is written as how many days before the call it was.
"""

import random
import re

from rush import Complaint

BLANK = 0.2
"""How many forms nobody filled in, of complaints that are done."""
OPEN = 3 * 86_400
"""Seconds: of the last days all forms are filled in."""

# What the words tell: category, a word of them, the fields that follow.
MATTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "C1": (("报停", "恢复供暖"), ("空气", "排气"), ("排气", "排气"), ("", "开阀")),
    "C2": (("过户", "过户"), ("面积", "面积变更"), ("", "报停")),
    "C3": (("面积", "收费面积"), ("发票", "发票"), ("", "缴费")),
    "C7": (("单位", "单户入网"), ("", "新小区入网")),
    "C10": (("井盖", "井盖"), ("路面", "路面"), ("", "噪声")),
}
PAID = (("昨天", 1), ("前天", 2), ("上周", 7))
"""Days before the call, where the caller said when the fee was paid."""
OBJECTIONS = (("黑屏", "故障"), ("差", "结算"), ("", "读数"))


def filled(seed: int, complaint: Complaint) -> str:
    """The form of a complaint as its cell; empty where its category has none, or nobody filled it in."""
    rng = random.Random(seed)  # noqa: S311 - the same invented data each time, nothing secret
    made = _MADE.get(complaint.category)
    if made is None or (complaint.before > OPEN and rng.random() < BLANK):
        return ""
    return "、".join(f"{key}={value}" for key, value in made(rng, complaint).items())


def _matter(complaint: Complaint) -> str:
    return next(matter for word, matter in MATTERS[complaint.category] if word in complaint.text)


def _household(rng: random.Random, complaint: Complaint) -> str:
    community = complaint.flat.community
    company = "abc".index(community.supplier(complaint.flat.building)) + 1 if community else 1
    return f"30{company}-{rng.randrange(100_000, 200_000)}"


def _opening(_rng: random.Random, complaint: Complaint) -> dict[str, object]:
    matter = _matter(complaint)
    found: dict[str, object] = {"matter": matter, **({"stopped_before": "yes"} if matter == "恢复供暖" else {})}
    if "缴" in complaint.text:
        days = next((days for word, days in PAID if word in complaint.text), None)
        found |= {"paid_in_full": "yes", **({"paid_on": days} if days else {})}
    return found


def _account(rng: random.Random, complaint: Complaint) -> dict[str, object]:
    matter = _matter(complaint)
    found: dict[str, object] = {"matter": matter, "household": _household(rng, complaint)}
    if matter == "报停" and "办过" in complaint.text:
        found |= {"written_on": rng.randrange(40, 60), "arrears": "no"}
    elif matter == "面积变更":
        old = rng.randrange(9000, 15000)
        found |= {"area_old": f"{old / 100:.2f}", "area_new": f"{(old - rng.randrange(300, 1200)) / 100:.2f}"}
    return found


def _charge(rng: random.Random, complaint: Complaint) -> dict[str, object]:
    matter = _matter(complaint)
    found: dict[str, object] = {"matter": matter, "household": _household(rng, complaint)}
    said = re.findall(r"\d+(?:\.\d)?", complaint.text)
    if matter == "收费面积" and len(said) == 2:
        found |= {"area_charged": said[1], "area_inner": said[0]}
    elif matter != "收费面积":
        found["paid_on"] = rng.randrange(1, 25)
    return found


def _meter(rng: random.Random, complaint: Complaint) -> dict[str, object]:
    objection = next(matter for word, matter in OBJECTIONS if word in complaint.text)
    found: dict[str, object] = {"objection": objection, "household": _household(rng, complaint)}
    found["meter"] = f"RL{rng.randrange(10_000_000, 100_000_000)}"
    return found if objection == "故障" else found | {"reading": f"{rng.randrange(800, 9000)}.{rng.randrange(10)}"}


def _joining(rng: random.Random, complaint: Complaint) -> dict[str, object]:
    matter = _matter(complaint)
    if matter == "单户入网":
        return {"matter": matter, "applied_on": rng.randrange(1, 6)}
    homes = rng.randrange(180, 900)
    asked = homes * rng.randrange(30, 75) // 100
    return {"matter": matter, "homes": homes, "applicants": asked, "connected": rng.choice(["yes", "no"])}


def _warranty(rng: random.Random, complaint: Complaint) -> dict[str, object]:
    shared = "管道一直" in complaint.text
    found: dict[str, object] = {"part": "楼内公共管道" if shared else "户内", "seasons": rng.randrange(2)}
    return found | ({"undone": "yes"} if shared else {"user_cause": "无"})


def _outside(_rng: random.Random, complaint: Complaint) -> dict[str, object]:
    return {"matter": _matter(complaint)}


_MADE = {
    "C1": _opening,
    "C2": _account,
    "C3": _charge,
    "C5": _meter,
    "C7": _joining,
    "C8": _warranty,
    "C10": _outside,
}
