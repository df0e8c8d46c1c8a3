"""How long one keystroke takes among a hundred times as many answers as are shipped: in the search, and in the form.

Run alone (``python tests/bench/knowledge.py``) or through ``measure()``; times in milliseconds.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.knowledge import Article, ArticleVersion
from app.knowledge_search import ArticleSearch
from app.pinyin import readings
from app.rules import CITY_TIME

ARTICLES = 5_000
TODAY = date(2026, 11, 20)
THINGS = (
    "暖气片 地暖 过滤网 入户阀门 温控阀 分水器 立管 换热站 热表 管道 井盖 热费 发票 退费 报停 过户 室温 测温 低保户 "
    "新房 老旧小区 管理员 客服电话 维修员 押金 面积 公摊 合同 缴费卡 营业厅 微信缴费 银行代扣 保温层 压力表 排气阀 水压"
)
TROUBLES = (
    "不热 漏水 堵了 坏了 有水声 上热下凉 温度低 没有人修 收费不对 打不开 拧不动 丢了 太吵 冒汽 停了 晚了 不给办 办不了 "
    "要多久 归谁管 怎么算 怎么办理 去哪里办 带什么证件 能不能退 多少钱 几天答复 找谁投诉 有没有优惠 什么时候开始"
)
STARTS = ("家里的", "小区里", "去年的", "新装的", "邻居家", "楼道里", "厨房的", "刚交房的", "整栋楼的", "外面的", "")
ENDS = ("怎么办？", "，找谁？", "，几天能好？", "，归谁负责？", "，有规矩吗？", "，先看什么？", "？", "，能派人来吗？")
CODES = "A1 A2 A3 B1 B2 B3 B4 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 D1 D2 D3 D4"
SENTENCES = (
    "请您先看一看",
    "我们马上派单",
    "工作人员会在时限内上门",
    "请保持电话畅通",
    "带上身份证和缴费单据",
    "以当年公告为准",
)


def _one_of(dice: random.Random, words: str) -> str:
    return dice.choice(words.split())


def articles(many: int = ARTICLES, seed: int = 12319) -> list[Article]:
    """Invented answers; the same for the same seed."""
    dice = random.Random(seed)
    return [_article(dice, number) for number in range(1, many + 1)]


def _article(dice: random.Random, number: int) -> Article:
    thing, trouble, other = _one_of(dice, THINGS), _one_of(dice, TROUBLES), _one_of(dice, THINGS)
    newest = ArticleVersion(
        version=1,
        question=f"{dice.choice(STARTS)}{thing}{trouble}，{other}{_one_of(dice, TROUBLES)}{dice.choice(ENDS)}",
        answer="。".join(dice.sample(SENTENCES, 4))
        + f"。{thing}{_one_of(dice, TROUBLES)}的，{dice.randrange(1, 60)} 天内答复。",
        basis=f"某条例第{dice.randrange(1, 80)}条" if dice.random() < 0.5 else "",
        mark="P",
        categories=tuple({_one_of(dice, CODES), _one_of(dice, CODES)}),
        words=(thing, trouble, f"{other}{trouble}", f"{thing}{dice.choice('甲乙丙丁')}"),
        valid_from=None,
        valid_until=None,
        note="",
        made_by="",
        made_at=datetime(2026, 11, 1, tzinfo=CITY_TIME),
    )
    return Article(UUID(int=number), number, newest, None, "", None, "", False)


def keystrokes(known: list[Article], seed: int = 7) -> Iterator[str]:
    """What stands in the field after each key: words, sounds, initials, sentences, slips, nonsense."""
    dice = random.Random(seed)
    typed: list[str] = []
    for _ in range(8):
        one = dice.choice(known).newest
        word = dice.choice(one.words)
        sound = [readings(character)[0] for character in word]
        slipped = word[:1] + dice.choice("社目但圆") + word[2:]
        typed += [word, one.question, "".join(sound), "".join(s[0] for s in sound), slipped, "".join(sound)[::-1]]
        typed += [f"{word} {dice.choice(one.words)}", one.answer[:8], one.categories[0], word[:1] + sound[1]]
    typed += ["不热", "水", "电梯困人怎么办", "qqqqqqqqqqqq", "99999999", "nuanqipain", "guolvwnag"]
    for words in typed:
        yield from (words[:end] for end in range(1, len(words) + 1))


def complaints(seed: int = 7) -> Iterator[tuple[str, str]]:
    """Category and words of a complaint after each key."""
    dice = random.Random(seed)
    for _ in range(20):
        text = f"{_one_of(dice, THINGS)}{_one_of(dice, TROUBLES)}，家里有老人，昨天晚上开始的，"
        text += f"{_one_of(dice, THINGS)}也{_one_of(dice, TROUBLES)}，请尽快派人来看。"
        code = _one_of(dice, CODES)
        yield from ((code, text[:end]) for end in range(len(text) + 1))


def _times(work: Callable[[], object], times: list[float]) -> None:
    start = time.perf_counter()
    work()
    times.append(1000 * (time.perf_counter() - start))


def measure(many: int = ARTICLES) -> dict[str, float]:
    """Milliseconds a keystroke (p50, p99, worst) in the search and beside the form, and to build the index."""
    known = articles(many)
    begun = time.perf_counter()
    search = ArticleSearch(known)
    built = time.perf_counter()
    search = search.refreshed(known)
    refreshed = time.perf_counter()
    found: list[float] = []
    for words in keystrokes(known):
        _times(lambda words=words: search.find(words), found)
    fitted: list[float] = []
    for code, text in complaints():
        _times(lambda code=code, text=text: search.fitting(code, text, TODAY), fitted)
    return {
        "articles": many,
        "keystrokes": len(found),
        "p50_ms": statistics.median(found),
        "p99_ms": statistics.quantiles(found, n=100)[98],
        "worst_ms": max(found),
        "fit_p50_ms": statistics.median(fitted),
        "fit_p99_ms": statistics.quantiles(fitted, n=100)[98],
        "build_ms": 1000 * (built - begun),
        "refresh_ms": 1000 * (refreshed - built),
    }


if __name__ == "__main__":
    for what, value in measure().items():
        print(f"{what:12} {value:10.2f}")
