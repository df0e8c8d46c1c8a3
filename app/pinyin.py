"""Names as they sound: syllables without tones, every reading of a character that names use, initials, phone pad."""

from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from pathlib import Path

SYLLABLES_FILE = Path(__file__).resolve().parent.parent / "resources" / "pinyin" / "syllables.txt"
MOST_SPELLINGS = 32  # of one name; more than five characters with two readings each do not meet in one name

# Readings that places and families use. A dictionary's full list would find 家 by gu and 石 by dan.
_READINGS_TABLE = """
重 zhong chong|行 xing hang|长 chang zhang|乐 le yue|厦 sha xia|朝 chao zhao|曾 zeng ceng|单 dan shan chan|区 qu ou
石 shi|家 jia|大 da dai|都 du dou|车 che ju|会 hui kuai|参 can shen|调 diao tiao|角 jiao jue|还 hai huan|省 sheng xing
藏 cang zang|传 chuan zhuan|沈 shen|仇 qiu chou|朴 pu piao|解 jie xie|盖 gai ge|查 cha zha|尉 wei yu|盛 sheng cheng
种 zhong chong|柏 bai bo|泊 bo po|薄 bo bao|堡 bao pu|蚌 beng bang|弹 tan dan|覃 qin tan|洗 xi xian|阿 a e|六 liu lu
陆 lu liu|莘 shen xin|郇 xun huan|员 yuan yun|术 shu zhu|校 xiao jiao|卡 ka qia|壳 ke qiao|露 lu lou|绿 lv lu
率 lv shuai|模 mo mu|圈 quan juan|巷 xiang hang|降 jiang xiang|咀 zui ju|合 he ge|和 he huo|系 xi ji|期 qi|奇 qi ji
塞 sai se|宿 su xiu|提 ti di|拓 tuo ta|蔚 wei yu|佛 fo fu|叶 ye xie|俞 yu shu|洞 dong tong|隗 wei kui|贾 jia gu
谷 gu yu|缪 miao mou|召 zhao shao|折 zhe she|祭 ji zhai|翟 zhai di|番 fan pan|莞 guan wan|涡 wo guo|荥 xing ying
歙 she xi|渑 mian sheng|栎 li yue|漯 luo ta|铅 qian yan|浒 hu xu|圩 wei xu|埔 pu bu|镐 gao hao|便 bian pan|扎 zha za
给 gei ji|晟 sheng cheng|茜 qian xi|莎 sha suo|秘 mi bi|牟 mou mu|茄 qie jia|蛤 ha ge|芥 jie gai|血 xue xie|殷 yin yan
厂 chang|南 nan|里 li|中 zhong|馆 guan|台 tai|万 wan|华 hua|任 ren|宁 ning|广 guang|场 chang|纪 ji|葛 ge|曲 qu|那 na
"""
_READINGS = {
    entry[0]: tuple(entry[1:].split()) for line in _READINGS_TABLE.split("\n") for entry in line.split("|") if entry
}

_PAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")


@cache
def readings(character: str) -> tuple[str, ...]:
    """Toneless readings of one character, likeliest first; itself where none is known; ü is v (绿 lv, lu)."""
    if character in _READINGS:
        return _READINGS[character]
    if character.isascii():
        return (character,)
    return (next((syllable for syllable, characters in _syllables() if character in characters), character),)


@cache
def _syllables() -> list[list[str]]:
    """Each syllable with the characters that are read so first (see ``make.py`` beside the file)."""
    return [line.split(" ") for line in SYLLABLES_FILE.read_text("utf-8").split("\n")[:-1]]


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """Every way to say a name, one syllable a character, likeliest first, at most ``MOST_SPELLINGS``."""
    return islice(product(*map(readings, name)), MOST_SPELLINGS) if name else iter(())


def pad_digits(letters: str) -> str:
    """The keys of a phone pad that write these letters: mdhy → 6349."""
    return letters.translate(_PAD)


@cache
def near(syllable: str) -> str:
    """What syllables that are mistaken for each other in speech have in common: zh-z, ch-c, sh-s, ng-n, l-n, v-u."""
    near_start = syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    if near_start.startswith("l"):
        near_start = "n" + near_start[1:]
    return near_start.replace("ng", "n").replace("v", "u")
