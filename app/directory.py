"""The directory as one immutable snapshot in memory: who heats what, and whom to ring.

A new snapshot replaces the old one as a whole when the directory changes on any seat, so every reader sees one state.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from app.errors import BadInput
from app.numerals import fold_numerals
from app.records import Building, Community, Company, Manager, Person, Station

CITY_TIME = ZoneInfo("Asia/Shanghai")

_BUILDING_SUFFIX = re.compile(r"(?:号楼|號樓|栋楼|幢楼|号|栋|幢|楼|座|#)$")


@dataclass(frozen=True, slots=True)
class Route:
    """Who serves a flat. ``why`` says in Chinese what decided it and, where it is not the company, who is liable."""

    company: Company | None
    station: Station | None
    why: str


class _Row(Protocol):
    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=_Row)


def _by_id(rows: Iterable[R]) -> Mapping[int, R]:
    return MappingProxyType({row.id: row for row in rows})


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """Companies, stations, communities and people by id; compares by identity, as a snapshot does."""

    companies: Mapping[int, Company] = field(default_factory=lambda: MappingProxyType({}))
    stations: Mapping[int, Station] = field(default_factory=lambda: MappingProxyType({}))
    communities: Mapping[int, Community] = field(default_factory=lambda: MappingProxyType({}))
    people: Mapping[int, Person] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls,
        companies: Iterable[Company] = (),
        stations: Iterable[Station] = (),
        communities: Iterable[Community] = (),
        people: Iterable[Person] = (),
    ) -> "Directory":
        """A snapshot of rows in any order."""
        return cls(_by_id(companies), _by_id(stations), _by_id(communities), _by_id(people))

    def community(self, community_id: int) -> Community:
        """The community, or ``BadInput`` with ``field="community"`` for one that is not (or no longer) listed."""
        try:
            return self.communities[community_id]
        except KeyError:
            raise BadInput("没有这个小区，它可能刚被删除，请重新选择", "community") from None

    def route(self, community_id: int, building: str = "") -> Route:
        """Company and station of a flat: the building's own, where it has one, win over the community's.

        A station without a company beside it brings its own. Plant not handed over is the owners' or the property
        firm's (菏泽市供热条例第三十五条), which ``why`` says; the company is still named, for it feeds the plant.
        """
        community = self.community(community_id)
        listed = self._building(community, building)
        if listed and (listed.company_id or listed.station_id):
            station_id = listed.station_id or (community.station_id if not listed.company_id else None)
            company_id = listed.company_id or self._company_of(station_id) or community.company_id
            why = f"按楼栋：{building_words(listed.name)}"
        else:
            station_id, company_id = (
                community.station_id,
                community.company_id or self._company_of(community.station_id),
            )
            why = "按小区"
            if not listed and self._split(community):
                why = (
                    "按小区：本小区按楼分属不同企业，楼号"
                    + ("未登记" if building_key(building) else "未填")
                    + "，请核实"
                )
        company = self.companies.get(company_id) if company_id else None
        if company is None:
            why = "本小区没有登记供热企业"
        if not community.handed_over:
            why += "；设施未移交，由产权人或物业按约定负责（菏泽市供热条例第三十五条）"
        return Route(company, self.stations.get(station_id) if station_id else None, why)

    def managers(self, community_id: int, at: datetime) -> list[Manager]:
        """The community's managers: on duty at ``at`` (aware) first, then by rank; none for an unknown community."""
        community = self.communities.get(community_id)
        if community is None:
            return []
        local = at.astimezone(CITY_TIME).time()
        return sorted(community.managers, key=lambda one: (not one.on_duty(local), one.rank, one.id))

    def of_company(self, company_id: int) -> list[Community]:
        """Communities a company serves, whole or by building, by name."""
        served = (one for one in self.communities.values() if company_id in self._companies_of(one))
        return sorted(served, key=lambda one: (one.name, one.id))

    def _building(self, community: Community, name: str) -> Building | None:
        key = building_key(name)
        return next((one for one in community.buildings if building_key(one.name) == key), None) if key else None

    def _company_of(self, station_id: int | None) -> int | None:
        station = self.stations.get(station_id) if station_id else None
        return station.company_id if station else None

    def _companies_of(self, community: Community) -> set[int]:
        own = {community.company_id or self._company_of(community.station_id)}
        own |= {one.company_id or self._company_of(one.station_id) for one in community.buildings}
        return {company for company in own if company}

    def _split(self, community: Community) -> bool:
        return len(self._companies_of(community)) > 1


@lru_cache(maxsize=4096)  # a city has few names for its buildings, and each call compares all of a community's
def building_key(name: str) -> str:
    """What two writings of one building have in common: 3, ３号楼, 三栋 and 3# are ``3``; a座 and A are ``A``."""
    plain = "".join(unicodedata.normalize("NFKC", name).split()).upper()
    bare = fold_numerals(_BUILDING_SUFFIX.sub("", plain))
    return bare.lstrip("0") or bare


@lru_cache(maxsize=4096)
def building_words(name: str) -> str:
    """A building as it is said: 3, 3# and 三号楼 → 3 号楼, A → A 座; a name that says more (综合楼) stays as it is."""
    key = building_key(name)
    if re.fullmatch(r"[0-9]+", key):
        return f"{key} 号楼"
    if re.fullmatch(r"[A-Z]", key):
        return f"{key} 座"
    return "".join(unicodedata.normalize("NFKC", name).split())
