"""What importing a file would change in the directory, found out without touching it.

Blank cells and rows that the file doesn't have never erase anything; the same file a second time changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from app.community_changes import CommunityChanges
from app.directory import Directory
from app.directory_file import CompanyEntry, DirectoryFile, RowError, StationEntry
from app.directory_groups import group_entries
from app.directory_ledger import Change, Ledger, Value, stored_values
from app.directory_names import Names, name_key
from app.errors import BadInput

E = TypeVar("E", CompanyEntry, StationEntry)


@dataclass(frozen=True, slots=True)
class Differences:
    """Changes in the order of applying; nothing may be applied while there are errors."""

    changes: tuple[Change, ...]
    errors: tuple[RowError, ...]
    unlisted: int  # communities of the directory that the file doesn't name; they stay as they are

    @property
    def payload(self) -> list[dict[str, object]]:
        """The list for ``directory_put``: only what is added or changed."""
        return [change.payload for change in self.changes if change.payload]


def find_differences(file: DirectoryFile, directory: Directory, area_code: str = "0530") -> Differences:
    """Compare a file with the directory."""
    names = Names(directory)
    ledger = Ledger(names, area_code)
    errors = list(file.errors)
    for company in _once(file.companies, errors):
        _put_company(company, directory, names, ledger, errors)
    for station in _once(file.stations, errors):
        _put_station(station, directory, names, ledger, errors)
    groups, unclear = group_entries(file.communities, directory)
    errors.extend(unclear)
    for group in groups:
        CommunityChanges(group, names, ledger, errors).put()
    listed = sum(1 for group in groups if group.stored)
    unlisted = len(directory.communities) - listed if file.communities else 0
    order = sorted(dict.fromkeys(errors), key=lambda one: (one.sheet, one.row, one.cell))
    return Differences(tuple(ledger.changes), tuple(order), unlisted)


def _once(entries: Iterable[E], errors: list[RowError]) -> list[E]:
    """Entries without repetitions; two of one code or name that say different things are an error."""
    kept: dict[str, E] = {}
    for entry in entries:
        first = kept.setdefault(name_key(entry.code or entry.name), entry)
        if first is not entry and replace(entry, sheet=first.sheet, row=first.row) != first:
            reason = f"与工作表“{first.sheet}”第 {first.row} 行重复而内容不同"
            errors.append(RowError(entry.sheet, entry.row, reason))
    return list(kept.values())


def _put_company(
    entry: CompanyEntry, directory: Directory, names: Names, ledger: Ledger, errors: list[RowError]
) -> None:
    """A company by its code, else by its name."""
    companies = directory.companies.values()
    same = [one for one in companies if entry.code and one.code == entry.code] or [
        one for one in companies if name_key(one.name) == name_key(entry.name)
    ]
    stored = same[0] if same else None
    given: dict[str, Value] = {"name": entry.name}
    if stored is None:
        if not entry.code or not entry.short_name:
            errors.append(RowError(entry.sheet, entry.row, f"“{entry.name}”是新公司，要有公司代码和简称"))
            return
        given["code"] = entry.code
    if entry.short_name:
        given["short_name"] = entry.short_name
    if entry.service_phones:
        given["service_phones"] = list(entry.service_phones)
    if entry.duty_phone:
        given["duty_phone"] = entry.duty_phone
    old = stored_values(stored, given) if stored else None
    ref = ledger.put("company", (entry.sheet, entry.row), entry.name, given, old, stored.id if stored else None)
    short_name = entry.short_name or (stored.short_name if stored else "")
    names.add_company(ref, stored.code if stored else entry.code, entry.name, short_name)


def _put_station(
    entry: StationEntry, directory: Directory, names: Names, ledger: Ledger, errors: list[RowError]
) -> None:
    """A station by its number; by its name where the file gives no number."""
    try:
        company = names.company(entry.company) if entry.company else None
    except BadInput as error:
        errors.append(RowError(entry.sheet, entry.row, error.sentence))
        return
    stations = directory.stations.values()
    same = [
        one
        for one in stations
        if (one.code == entry.code if entry.code else name_key(one.name) == name_key(entry.name))
    ]
    if len(same) > 1:
        errors.append(RowError(entry.sheet, entry.row, f"名录里有几个“{entry.name}”，请填站号"))
        return
    stored = same[0] if same else None
    given: dict[str, Value] = {"name": entry.name}
    if stored is None:
        if not entry.code or company is None:
            errors.append(RowError(entry.sheet, entry.row, f"“{entry.name}”是新换热站，要有站号和热力公司"))
            return
        given["code"] = entry.code
    if company is not None:
        given["company_id"] = company
    if entry.address:
        given["address"] = entry.address
    if entry.homes is not None:
        given["homes"] = entry.homes
    code = stored.code if stored else entry.code
    old = stored_values(stored, given) if stored else None
    ref = ledger.put(
        "station", (entry.sheet, entry.row), f"{code} {entry.name}", given, old, stored.id if stored else None
    )
    owner = company if company is not None else stored.company_id if stored else ""
    names.add_station(ref, code, entry.name, owner)
