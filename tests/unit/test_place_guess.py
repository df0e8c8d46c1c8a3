"""Where a post seems to be about, from what citizens write."""

from types import SimpleNamespace
from typing import cast

import pytest

from app.directory import Directory
from app.place_guess import guess_place


def city(*names: str) -> Directory:
    made = {at: SimpleNamespace(id=at, name=name, aliases=()) for at, name in enumerate(names)}
    made[99] = SimpleNamespace(id=99, name="龙江花苑", aliases=("龙江小区", "龙"))
    return cast(Directory, SimpleNamespace(communities=made))


CITY = city("牡丹花园", "牡丹花园北区", "绿岛花苑")


@pytest.mark.parametrize(
    ("texts", "name", "flat"),
    [
        (("牡丹花园12号楼暖气不热，室温只有15度",), "牡丹花园", ("12", "", "")),
        (("龙江小区3单元漏水了，求抢修",), "龙江花苑", ("", "3", "")),
        (("新房能不能报停？", "绿岛花苑 9 号楼 2 单元 601，人在外地"), "绿岛花苑", ("9", "2", "601")),
        (("牡丹花园北区３－２－５０１不热",), "牡丹花园北区", ("3", "2", "501")),
        (("牡丹花园的三号楼二单元不热",), "牡丹花园", ("3", "2", "")),
        (("牡丹花园昨天停暖2天了",), "牡丹花园", ("", "", "")),
        (("富强路施工挖断供热管", "五个小区都停了"), None, ("", "", "")),
        (("龙年快乐", ""), None, ("", "", "")),
    ],
)
def test_guesses(texts: tuple[str, ...], name: str | None, flat: tuple[str, str, str]) -> None:
    found = guess_place(CITY, *texts)
    assert (found.community.name if found.community else None, tuple(found.flat)) == (name, flat)
