"""Notices (公告) as everybody may read them on the published page: what is announced, where and when, in public words.

Who wrote one and why it came late stay in the house, and so does the station that it names, unless stations are asked
for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.directory import Directory, building_words
from app.moment_words import ending
from app.notice_places import NAMED, PublicNotice, concerns, place_words
from app.notice_words import KIND_WORDS, NoticeReach
from app.rules import CITY_TIME


@dataclass(frozen=True, slots=True)
class Announcement:
    """One notice in force or to come. ``places``: numbers of the communities it is about; none: all of the city."""

    kind: str  # 计划停热
    where: str  # 全市, 永恒, 丹阳小区 3 号楼
    buildings: str  # 3 号楼、5 号楼 of its one community; empty: all of them
    begins_at: datetime
    ends_at: datetime | None  # None: until the heat is back
    text: str
    basis: str
    places: tuple[int, ...]

    @property
    def when(self) -> str:
        """11月29日 15:00 至 24:00, 11月29日 15:00 起."""
        first, last = self.begins_at.astimezone(CITY_TIME), self.ends_at
        begins = f"{first.month}月{first.day}日 {first:%H:%M}"
        if last is None:
            return f"{begins} 起，恢复时间另行告知"
        day, clock = ending(last)
        same = (day.month, day.day) == (first.month, first.day)
        return f"{begins} 至 {clock}" if same else f"{begins} 至 {day.month}月{day.day}日 {clock}"


def announcements(
    notices: Iterable[PublicNotice],
    directory: Directory,
    numbers: Mapping[int, int],
    now: datetime,
    with_stations: bool,
) -> tuple[Announcement, ...]:
    """Those that are not over, what holds now first. ``numbers``: of the published communities, by id."""
    left = [one for one in notices if not one.is_over(now)]
    made = []
    for one in sorted(left, key=lambda one: (one.begins_at > now, one.begins_at, one.number)):
        there = [] if one.reach is NoticeReach.CITY else [id for id in numbers if concerns(one, directory, id)]
        if one.reach is NoticeReach.CITY or there:  # else of a place that is published no more
            made.append(
                Announcement(
                    kind=KIND_WORDS[one.kind],
                    where=_where(one, directory, there, with_stations),
                    buildings="、".join(building_words(name) for name in one.buildings),
                    begins_at=one.begins_at,
                    ends_at=one.ends_at,
                    text=one.text,
                    basis=one.basis,
                    places=tuple(sorted(numbers[id] for id in there)),
                )
            )
    return tuple(made)


def _where(one: PublicNotice, directory: Directory, there: list[int], with_stations: bool) -> str:
    if one.reach is NoticeReach.COMPANY:
        return "、".join(directory.companies[id].name for id in one.places if id in directory.companies)
    if one.reach is not NoticeReach.STATION or with_stations:
        return place_words(directory, one)
    names = "、".join(directory.communities[id].name for id in there[:NAMED])
    return f"{names}等 {len(there)} 个小区" if len(there) > NAMED else names
