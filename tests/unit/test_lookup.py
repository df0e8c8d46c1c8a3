"""A community is found by whatever the caller says, the likeliest first, and nothing is found for nonsense."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from app.directory import Directory
from app.lookup import Basis, Lookup
from app.pinyin import near, pad_digits, readings, spellings
from app.records import Building, Community, CommunityKind, Company, Manager, Station

COMPANIES = (
    Company(1, "a", "永恒热力有限公司", "永恒", ("0530-5200001",), "0530-5200009"),
    Company(2, "b", "第二热力有限公司", "二热力", ("+865305290001",), ""),
)
STATIONS = (Station(18, "018", "牡丹花园站", 1, "", 1), Station(201, "201", "北关站", 2, "", 1))


def place(
    number: int, name: str, address: str = "", aliases: tuple[str, ...] = (), manager: str = "", phone: str = ""
) -> Community:
    managers = (Manager(number, number, manager, (phone,) if phone else (), None, None, 1, None),) if manager else ()
    return Community(
        id=number, name=name, aliases=aliases, address=address, kind=CommunityKind.RESIDENTIAL, company_id=1,
        station_id=None, handed_over=True, warranty_until=None, homes=1, managers=managers,
    )  # fmt: skip


PLACES = (
    replace(
        place(1, "牡丹花园", "人民路 118 号", ("老牡丹小区", "烟厂小区"), "张树林", "+8613853000011"), station_id=18
    ),
    place(2, "牡丹花园北区", "八一路", (), "李春燕", "+8613953000012"),
    place(3, "新牡丹花园", "中华路"),
    place(4, "重庆路小区", "重庆路 3 号", (), "曾行乐", "05305201234"),
    place(5, "音乐家公寓", "和平路"),
    place(6, "银行家属院", "解放街"),
    place(7, "长城嘉苑三期", "双河路"),
    place(8, "学府名苑", "大学路 66 号"),
    place(9, "学府名苑", "八一路 9 号"),
    place(10, "绿地城", "黄河路"),
    place(11, "八一新村", "广州路"),
    replace(place(12, "天香公馆", "人民路 206 号"), company_id=2, buildings=(Building(1, 12, "5", 2, 201),)),
    place(13, "国际城A区", "长江路"),
    place(14, "龑𬭎苑", "西安路"),
)
LOOKUP = Lookup(Directory.of(COMPANIES, STATIONS, PLACES))


def names(words: str, limit: int = 20) -> list[str]:
    return [hit.community.name for hit in LOOKUP.find(words, limit)]


@pytest.mark.parametrize(
    ("words", "name", "basis"),
    [
        ("牡丹花园", "牡丹花园", Basis.NAME),
        ("牡丹", "牡丹花园", Basis.NAME),
        ("花园北", "牡丹花园北区", Basis.NAME),
        ("牡　丹 花园", "牡丹花园", Basis.NAME),
        ("烟厂", "牡丹花园", Basis.ALIAS),
        ("人民路118", "牡丹花园", Basis.ADDRESS),
        ("和平路", "音乐家公寓", Basis.ADDRESS),
        ("张树林", "牡丹花园", Basis.MANAGER),
        ("树林", "牡丹花园", Basis.MANAGER),
        ("lichunyan", "牡丹花园北区", Basis.MANAGER),
        ("lcy", "牡丹花园北区", Basis.MANAGER),
        ("13853000011", "牡丹花园", Basis.PHONE),
        ("138 5300 0011", "牡丹花园", Basis.PHONE),
        ("+86 138-5300-0011", "牡丹花园", Basis.PHONE),
        ("１３８５３００００１１", "牡丹花园", Basis.PHONE),
        ("0011", "牡丹花园", Basis.PHONE),
        ("5201234", "重庆路小区", Basis.PHONE),
        ("0530-5201234", "重庆路小区", Basis.PHONE),
        ("5290001", "天香公馆", Basis.PHONE),
        ("018", "牡丹花园", Basis.STATION),
        ("站018", "牡丹花园", Basis.STATION),
        ("站-018", "牡丹花园", Basis.STATION),
        ("201", "天香公馆", Basis.STATION),
        ("mudanhuayuan", "牡丹花园", Basis.PINYIN),
        ("MuDanHua", "牡丹花园", Basis.PINYIN),
        ("mu dan hua yuan", "牡丹花园", Basis.PINYIN),
        ("mu'dan'hua'yuan", "牡丹花园", Basis.PINYIN),
        ("mudanh", "牡丹花园", Basis.PINYIN),
        ("mdhy", "牡丹花园", Basis.INITIALS),
        ("ＭＤＨＹ", "牡丹花园", Basis.INITIALS),
        ("md", "牡丹花园", Basis.INITIALS),
        ("lmdxq", "牡丹花园", Basis.INITIALS),
        ("mdhuayuan", "牡丹花园", Basis.PINYIN),
        ("mudanhy", "牡丹花园", Basis.PINYIN),
        ("牡dan", "牡丹花园", Basis.PINYIN),
        ("mu丹", "牡丹花园", Basis.PINYIN),
        ("牡d花", "牡丹花园", Basis.PINYIN),
        ("6349", "牡丹花园", Basis.INITIALS),
        ("68326482", "牡丹花园", Basis.PINYIN),
        ("chongqinglu", "重庆路小区", Basis.PINYIN),
        ("zhongqing", "重庆路小区", Basis.PINYIN),
        ("cqlxq", "重庆路小区", Basis.INITIALS),
        ("yinyuejia", "音乐家公寓", Basis.PINYIN),
        ("yinle", "音乐家公寓", Basis.PINYIN),
        ("yinhang", "银行家属院", Basis.PINYIN),
        ("yxjsy", "银行家属院", Basis.INITIALS),
        ("changcheng", "长城嘉苑三期", Basis.PINYIN),
        ("zengxingle", "重庆路小区", Basis.MANAGER),
        ("长城嘉苑3期", "长城嘉苑三期", Basis.NAME),
        ("长城嘉苑３期", "长城嘉苑三期", Basis.NAME),
        ("lvdicheng", "绿地城", Basis.PINYIN),
        ("ludi", "绿地城", Basis.PINYIN),
        ("81新村", "八一新村", Basis.NAME),
        ("国际城a", "国际城A区", Basis.NAME),
        ("龑𬭎", "龑𬭎苑", Basis.NAME),
        ("牡丹 人民路", "牡丹花园", Basis.NAME),
        ("人民路 牡丹", "牡丹花园", Basis.NAME),
        ("公馆 张", "", None),
        ("mdhy 0011", "牡丹花园", Basis.PINYIN),
        ("牡丹花园3-2-501", "牡丹花园", Basis.NAME),
        ("牡丹花园 3-2-501", "牡丹花园", Basis.NAME),
        ("牡丹花园3号楼2单元501", "牡丹花园", Basis.NAME),
        ("牡丹花园 7", "牡丹花园", Basis.NAME),
        ("木丹花园", "牡丹花园", Basis.NEAR),
        ("牡单花", "牡丹花园", Basis.NEAR),
        ("母蛋", "牡丹花园", Basis.NEAR),
        ("牡当花园", "牡丹花园", Basis.NEAR),
        ("牡丹华苑", "牡丹花园", Basis.NEAR),
        ("社丹花园", "牡丹花园", Basis.NEAR),
        ("牡花园", "牡丹花园", Basis.NEAR),
        ("牡丹丹花园", "牡丹花园", Basis.NEAR),
        ("mudamhua", "牡丹花园", Basis.NEAR),
        ("mudanhauyuan", "牡丹花园", Basis.NEAR),
        ("cangcheng", "长城嘉苑三期", Basis.NEAR),
    ],
)
def test_found_first_and_by_this(words: str, name: str, basis: Basis | None) -> None:
    hits = LOOKUP.find(words)
    assert (hits[0].community.name if hits else "", hits[0].basis if hits else None) == (name, basis)


def test_better_ways_come_first_and_shorter_names_before_longer() -> None:
    assert names("牡丹花园") == ["牡丹花园", "牡丹花园北区", "新牡丹花园"]
    assert names("mdhy") == ["牡丹花园", "牡丹花园北区", "新牡丹花园"]
    scores = [hit.score for hit in LOOKUP.find("牡丹花园")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100


def test_communities_of_one_name_stand_together_and_tell_themselves_apart() -> None:
    hits = LOOKUP.find("学府名苑")
    assert [hit.community.id for hit in hits] == [8, 9]
    assert len({hit.community.address for hit in hits}) == 2
    assert [hit.community.id for hit in LOOKUP.find("xfmy 八一路")] == [9]


def test_of_equally_good_hits_the_larger_community_comes_first() -> None:
    small, large = replace(place(1, "明德花苑"), homes=300), replace(place(2, "牡丹花园"), homes=1260)
    twins = (replace(place(3, "牡丹花苑"), homes=10), replace(place(4, "牡丹花苑"), homes=2000))
    lookup = Lookup(Directory.of((), (), (small, large, *twins)))
    assert [hit.community.id for hit in lookup.find("mdhy")] == [3, 4, 2, 1]


def test_a_street_and_a_name_alike_are_both_found() -> None:
    assert names("八一") == ["八一新村", "学府名苑", "牡丹花园北区"]
    assert names("81") == names("八一")


@pytest.mark.parametrize(
    "words", ["", "  ", "、？", "没有这个小区", "zzzzzz", "qwrtp", "99999999", "\x00", "牡丹 没有"]
)
def test_nothing_is_found_for_nonsense(words: str) -> None:
    assert names(words) == []


def test_no_more_than_asked_for() -> None:
    assert len(names("路", 3)) == 3
    assert len(names("l", 1)) == 1


def test_exact_hits_are_not_mixed_with_guesses() -> None:
    assert {hit.basis for hit in LOOKUP.find("学府名苑")} == {Basis.NAME}


def test_refreshed_finds_the_new_and_forgets_the_old() -> None:
    renamed = replace(PLACES[0], name="丹凤花园")
    lookup = LOOKUP.refreshed(Directory.of(COMPANIES, STATIONS, (renamed, *PLACES[2:], place(99, "牡丹新城"))))
    assert [hit.community.id for hit in lookup.find("dfhy")] == [1]
    assert [hit.community.name for hit in lookup.find("牡丹新城")] == ["牡丹新城"]
    assert lookup.find("lichunyan") == []
    assert names("mdhy")[0] == "牡丹花园"
    assert Lookup(Directory()).find("牡丹") == []


@given(st.sampled_from(PLACES), st.data())
def test_every_part_of_a_name_and_every_way_to_say_it_finds_it(one: Community, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(one.name) - 1))
    end = data.draw(st.integers(start + 1, len(one.name)))
    assert one in [hit.community for hit in LOOKUP.find(one.name[start:end])]
    said = [data.draw(st.sampled_from(readings(character.lower()))) for character in one.name]
    for letters in ("".join(said), "".join(syllable[0] for syllable in said)):
        assert one in [hit.community for hit in LOOKUP.find(letters)]
        assert one in [hit.community for hit in LOOKUP.find(pad_digits(letters))]


@given(st.text(max_size=80) | st.text(alphabet="牡丹花园路三期 mdhy0123456789-+号楼'", max_size=20))
def test_any_words_are_looked_up(words: str) -> None:
    hits = LOOKUP.find(words, 5)
    assert len(hits) <= 5
    assert len({hit.community.id for hit in hits}) == len(hits)


def test_spellings_are_bounded_and_likeliest_first() -> None:
    assert next(spellings("重庆")) == ("zhong", "qing")
    assert len(list(spellings("重" * 20))) == 32
    assert list(spellings("")) == []
    assert (near("zhang"), near("lv"), near("san")) == (near("zan"), near("nu"), near("shang"))
