"""What a file's words for companies and stations mean: rows of the directory, or new ones from the same file."""

import re
from functools import lru_cache

from app.directory import Directory
from app.directory_columns import plain
from app.errors import BadInput

Ref = int | str  # id of a stored row, or "$key" of a row that the same import adds

_COMPANY_WORDS = re.compile(
    r"(?:股份|集团|有限责任|有限)?(?:公司)?$|(?:热力|供热|供暖)(?=(?:股份|集团|有限|责任|公司)*$)"
)
_CITY = re.compile(r"^(?:\w{1,3}市|菏泽)")
_STATION_WORDS = re.compile(r"(?:换热站|热力站|站)$")


def name_key(text: str) -> str:
    """Two writings of one name have one key: full-width forms, blanks and letter case don't count."""
    return plain(text).casefold()


class Names:
    """Looks companies and stations up by the words that lists use for them."""

    def __init__(self, directory: Directory) -> None:
        self._companies: dict[Ref, tuple[str, str, str]] = {}
        self._stations: dict[Ref, tuple[str, str, Ref]] = {}
        for company in directory.companies.values():
            self.add_company(company.id, company.code, company.name, company.short_name)
        for station in directory.stations.values():
            self.add_station(station.id, station.code, station.name, station.company_id)

    def add_company(self, ref: Ref, code: str, name: str, short_name: str) -> None:
        self._companies[ref] = (code, name, short_name)

    def add_station(self, ref: Ref, code: str, name: str, company: Ref) -> None:
        self._stations[ref] = (code, name, company)

    def words_of(self, column: str, ref: Ref | None) -> str:
        """How the screen names what ``company_id`` or ``station_id`` points to; empty for none."""
        if ref is None:
            return ""
        if column == "company_id":
            return self._companies[ref][2] if ref in self._companies else str(ref)
        code, name, _ = self._stations.get(ref, (str(ref), "", 0))
        return f"{code} {name}".strip()

    def company(self, text: str) -> Ref:
        """The company by name, short name or code; raises BadInput for one that isn't there."""
        key, core = name_key(text), _core(text)
        found = [ref for ref, words in self._companies.items() if key in map(name_key, words)] or [
            ref
            for ref, (_, name, short) in self._companies.items()
            if core and (core in {_core(name), _core(short)} or _CITY.sub("", core) in {_core(name), _core(short)})
        ]
        if len(found) == 1:
            return found[0]
        known = "、".join(words[2] for words in self._companies.values()) or "名录里还没有公司"
        raise BadInput(f"热力公司“{text}”{'不止一家' if found else '不在名录里'}（{known}）")

    def station(self, code: str, text: str, company: Ref | None) -> Ref:
        """The station by number, name or both (018 牡丹站); ``company`` decides between two of one name."""
        found = [ref for ref, words in self._stations.items() if _is_station(code, text, *words[:2])]
        if len(found) > 1 and company is not None:
            found = [ref for ref in found if self._stations[ref][2] == company]
        if len(found) == 1:
            return found[0]
        words = " ".join(part for part in (code, text) if part)
        raise BadInput(f"换热站“{words}”{'不止一个，请填站号' if found else '不在名录里，也不在本文件的换热站表里'}")


def _core(name: str) -> str:
    """菏泽永恒热力有限公司 → 菏泽永恒."""
    key, before = name_key(name), ""
    while key != before:
        key, before = _COMPANY_WORDS.sub("", key), key
    return key


def _is_station(code: str, text: str, own_code: str, own_name: str) -> bool:
    if code and not _same_code(code, own_code):
        return False
    if not text:
        return bool(code)
    key = _station_key(text)
    return (not code and _same_code(plain(text), own_code)) or key in {
        _station_key(own_name),
        _station_key(own_code + own_name),
        _station_key(own_name + own_code),
    }


def _same_code(one: str, other: str) -> bool:
    return _code_key(one) == _code_key(other)


@lru_cache(maxsize=4096)  # each row of a list is held against all stations
def _code_key(code: str) -> str:
    """018 and 18 are one: spreadsheets drop the leading zeros."""
    key = re.sub(r"[号#]?站?$", "", name_key(code))
    return (key.lstrip("0") or "0") if key.isdecimal() else key


@lru_cache(maxsize=4096)
def _station_key(name: str) -> str:
    key = name_key(name)
    return _STATION_WORDS.sub("", key) or key
