"""Finding the answer that is meant: short words, pinyin, initials, slips; and what fits a complaint taken down."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest

from app.knowledge import Article, ArticleVersion
from app.knowledge_search import ArticleSearch, Way
from app.records import Community, CommunityKind
from app.rules import CITY_TIME

TODAY = date(2026, 11, 20)


def article(number: int, question: str, words: str = "", categories: str = "D2", **fields: object) -> Article:
    newest = ArticleVersion(
        version=1,
        question=question,
        answer=str(fields.pop("answer", f"{question}的答复")),
        basis="",
        mark="P",
        categories=tuple(categories.split()),
        words=tuple(words.split()),
        valid_from=None,
        valid_until=None,
        note="",
        made_by="",
        made_at=datetime(2026, 11, 1, tzinfo=CITY_TIME),
    )
    return Article(UUID(int=number), number, replace(newest, **fields), None, "", None, "", False)


ARTICLES = [
    article(1, "什么时候开始供暖，什么时候停？", "供暖时间 几号供暖 停暖", answer="十一月十五日到三月十五日。"),
    article(2, "家里暖气多少度算合格？", "温度标准 18度", "D2 B1 B3"),
    article(3, "家里不热，企业多久上门？", "多久上门 几小时", "B1 B2"),
    article(8, "室温怎样测才算数？", "测温 关窗", "B3"),
    article(24, "小区的供热设施还没有移交企业，找谁？", "未移交 物业", "C8 B1"),
    article(25, "新房的暖气保修多久？", "保修期 新房 开发商", "C8 B1"),
    article(38, "暖气不热，先看哪几样？", "不热 自查 阀门", "B1 C1"),
    article(40, "过滤网在哪里，堵了怎么办？", "过滤网 堵 清洗", "B1 C1"),
    article(41, "暖气片上面凉、有水声，怎么排气？", "排气 放气 有水声", "B1 C1"),
]
SEARCH = ArticleSearch(ARTICLES)


def numbers(words: str, limit: int = 50) -> list[int]:
    return [hit.article.number for hit in SEARCH.find(words, limit)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("41", 41),  # the number that colleagues call it by
        ("４１", 41),
        ("排气", 41),
        ("气", 2),  # one character, by number
        ("新房", 25),
        ("b3", 8),
        ("guolvwang", 40),  # pinyin
        ("glw", 40),  # initials
        ("paiqi", 41),  # from the middle of the question on
        ("baoxiu", 25),
        ("xfdnq", 25),
        ("保xiu", 25),  # half in characters
        ("十五日", 1),  # in the answer only
        ("不热 上门", 3),
        ("上门 家里", 3),
        ("nuanqi paiqi", 41),
        ("guolvwnag", 40),  # a slip of the hand
        ("过虑网", 40),  # the same sound
        ("啥时候开始供暖啊", 1),  # a sentence as it was said
        ("测温度怎样算", 8),
    ],
)
def test_what_is_meant_comes_first(words: str, first: int) -> None:
    assert numbers(words)[:1] == [first], SEARCH.find(words)[:3]


@pytest.mark.parametrize("words", ["", "  ", "，。", "qqqq", "zzzzzzzzz", "电梯困人了", "12345678", "\x00", "a" * 500])
def test_nothing_meant_is_nothing_found(words: str) -> None:
    assert numbers(words) == []


def test_how_it_was_found_is_said() -> None:
    ways = {words: SEARCH.find(words)[0].way for words in ("水声", "几小时", "guolv", "glw", "三月", "c8", "过虑网")}
    assert ways == {
        "水声": Way.QUESTION, "几小时": Way.WORD, "guolv": Way.PINYIN, "glw": Way.INITIALS,
        "三月": Way.TEXT, "c8": Way.CATEGORY, "过虑网": Way.NEAR,
    }  # fmt: skip


def test_the_surest_come_first_and_no_more_than_asked_for() -> None:
    assert numbers("暖气", 2) == [38, 41]  # questions that begin so
    scores = [hit.score for hit in SEARCH.find("暖气")]
    assert scores == sorted(scores, reverse=True)


def test_out_of_use_is_not_found() -> None:
    search = SEARCH.refreshed([replace(one, retired=True) if one.number == 41 else one for one in ARTICLES])
    assert 41 not in [hit.article.number for hit in search.find("排气")]


def test_a_change_is_found_by_its_new_words() -> None:
    changed = article(41, "暖气片怎么放水排空？", "排空")
    search = SEARCH.refreshed([changed if one.number == 41 else one for one in ARTICLES])
    assert search.find("排空")[0].article == changed
    assert not any(hit.way is Way.QUESTION for hit in search.find("有水声"))


def fitting(category: str, text: str, community: Community | None = None) -> list[int]:
    return [one.number for one in SEARCH.fitting(category, text, TODAY, community)]


GARDEN = Community(1, "牡丹花园", (), "", CommunityKind.RESIDENTIAL, 1, 18, True, None, 900)


def test_what_fits_the_category_and_the_words() -> None:
    assert fitting("", "") == []
    assert fitting("B3", "")[0] == 8
    assert fitting("B1", "暖气片上面凉，里面有水声")[0] == 41
    assert fitting("B1", "客厅不热，过滤网好像堵了")[0] == 40
    assert fitting("D2", "想问几号供暖")[0] == 1
    assert fitting("", "想问几号供暖")[0] == 1  # before the category is chosen
    assert fitting("", "想反映一下邻居的狗") == []
    assert len(fitting("B1", "不热")) == 5


def test_what_the_communitys_plant_brings_with_it() -> None:
    assert 24 not in fitting("B1", "不热", GARDEN)[:1]
    assert fitting("B1", "不热", replace(GARDEN, handed_over=False))[0] in (24, 38)
    assert 24 in fitting("B1", "不热", replace(GARDEN, handed_over=False))[:2]
    assert 25 in fitting("B1", "不热", replace(GARDEN, warranty_until=TODAY))
    assert 25 not in fitting("B1", "不热", replace(GARDEN, warranty_until=date(2026, 11, 19)))


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"valid_until": date(2026, 11, 19)}, False),
        ({"valid_until": TODAY}, True),
        ({"valid_from": TODAY}, True),
        ({"valid_from": date(2026, 11, 21)}, False),
    ],
)
def test_only_what_is_in_force_stands_beside_the_form(dates: dict[str, date], told: bool) -> None:
    search = ArticleSearch([article(50, "试压通知", "试压", "A2", **dates)])
    assert bool(search.fitting("A2", "试压漏水", TODAY)) is told
    assert search.find("试压")  # the page finds it all the same


def test_the_last_words_of_a_long_complaint_count() -> None:
    assert fitting("B1", "家里有老人，" * 60 + "暖气片有水声")[0] == 41
