"""How long one keystroke in the look-up takes over a city ten times as large as ours.

Run alone (``python tests/bench/lookup.py``) or through ``measure()``; times in milliseconds.
"""

import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.directory import Directory
from app.lookup import Lookup
from app.pinyin import pad_digits, readings
from app.records import Community, CommunityKind, Company, Manager, Station

COMMUNITIES = 5_000
STARTS = (
    "牡丹 天香 学府 龙铉 清华 丹阳 曹州 康庄 和平 广州 中达 西城 水岸 春天 黄河 明德 长城 银行 重庆 朝阳 音乐 厦门 "
    "八一 人民 八里 三里 佃户 双河 永兴 华英 尚城 桂陵 青年 太原 泰山 巨野 郓城 单州 定陶 成武 东明 鄄城 王府 凤凰 "
    "金都 银座 恒大 碧桂 万达 绿地 阳光 锦绣 帝景 御景 佳和 师院 医专 油田 卷烟 化肥 纺织 轴承 电厂 自来水"
)
MIDDLES = ("", "", "新", "东", "南", "北", "世纪", "国际", "嘉", "名", "瑞", "福", "金", "丽", "翠", "文", "景", "馨")
ENDS = "花园 小区 家园 名苑 公馆 新村 华庭 公寓 一期 二期 三期 北区 南区 A区 家属院 城 府 里 苑 广场 大厦 湾"
ROADS = "人民路 八一路 中华路 大学路 黄河路 西安路 长江路 和平路 解放街 重庆路 双河路 丹阳路 康庄路 广州路"
FAMILIES = "张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗单曾解仇"
GIVEN = "建国秀英树林春燕学军立新海涛丽华志强玉兰"


def city(communities: int = COMMUNITIES, seed: int = 12319) -> Directory:
    """An invented city; the same for the same seed."""
    dice = random.Random(seed)
    companies = [Company(n, "abc"[n - 1], f"{n}号热力有限公司", f"{n}热力", (f"0530520000{n}",), "") for n in (1, 2, 3)]
    stations = [Station(n, f"{n:03d}", f"{_one_of(dice, STARTS)}站", n % 3 + 1, "", 500) for n in range(1, 425)]
    return Directory.of(companies, stations, (_community(dice, number) for number in range(1, communities + 1)))


def _one_of(dice: random.Random, words: str) -> str:
    return dice.choice(words.split())


def _community(dice: random.Random, number: int) -> Community:
    name = _one_of(dice, STARTS) + dice.choice(MIDDLES) + _one_of(dice, ENDS)
    if dice.random() < 0.5:
        name += dice.choice(("东院", "西院", "二号院", "甲区", "乙区", "五期"))
    managers = tuple(
        Manager(
            id=2 * number + rank,
            community_id=number,
            name=dice.choice(FAMILIES) + "".join(dice.sample(GIVEN, 2)),
            phones=tuple(f"+8613{dice.randrange(10**9):09d}" for _ in range(dice.choice((1, 1, 2)))),
            duty_from=None,
            duty_to=None,
            rank=rank,
            verified_on=None,
        )
        for rank in range(1, dice.choice((2, 3)))
    )
    return Community(
        id=number,
        name=name,
        aliases=(f"老{_one_of(dice, STARTS)}{_one_of(dice, ENDS)}",) if dice.random() < 0.4 else (),
        address=f"{_one_of(dice, ROADS)} {dice.randrange(1, 400)} 号",
        kind=CommunityKind.RESIDENTIAL,
        company_id=number % 3 + 1,
        station_id=number % 424 + 1,
        handed_over=True,
        warranty_until=None,
        homes=500,
        managers=managers,
    )


def keystrokes(directory: Directory, seed: int = 7) -> Iterator[str]:
    """What stands in the field after each key: names, sounds, pad, streets, people, numbers, slips, nonsense."""
    dice = random.Random(seed)
    known = list(directory.communities.values())
    typed: list[str] = []
    for _ in range(6):
        one = dice.choice(known)
        sound = [readings(character.lower())[0] for character in one.name]
        slipped = one.name[:1] + dice.choice("社目但圆") + one.name[2:]
        typed += [one.name, "".join(sound), " ".join(sound), "".join(s[0] for s in sound)]
        typed += [pad_digits("".join(s[0] for s in sound)), one.address, one.name[:2] + " " + one.address[:3]]
        typed += [slipped, f"{one.name}3-2-501", "".join(sound)[::-1][:9]]
        typed += [one.managers[0].name, one.managers[0].phones[0][3:], f"{one.station_id:03d}", one.name[:1] + sound[1]]
    typed += ["路 园", "花园 小区", "没有这个地方", "qqqqqqqqqqqq", "99999999", "木丹花园", "mudanhuayaun"]
    for words in typed:
        yield from (words[:end] for end in range(1, len(words) + 1))


def measure(communities: int = COMMUNITIES) -> dict[str, float]:
    """Milliseconds a keystroke (p50, p99, worst), to build the index, and to refresh it after one change."""
    directory = city(communities)
    begun = time.perf_counter()
    lookup = Lookup(directory)
    built = time.perf_counter()
    lookup = lookup.refreshed(Directory.of(directory.companies.values(), (), directory.communities.values()))
    lookup = lookup.refreshed(directory)
    refreshed = (time.perf_counter() - built) / 2
    times: list[float] = []
    for words in keystrokes(directory):
        start = time.perf_counter()
        lookup.find(words)
        times.append(1000 * (time.perf_counter() - start))
    cuts = statistics.quantiles(times, n=100)
    return {
        "communities": communities,
        "keystrokes": len(times),
        "p50_ms": cuts[49],
        "p99_ms": cuts[98],
        "worst_ms": max(times),
        "build_ms": 1000 * (built - begun),
        "refresh_ms": 1000 * refreshed,
    }


if __name__ == "__main__":
    for what, value in measure().items():
        print(f"{what:12} {value:10.2f}")
