"""Rows of a file gathered by community, each group with the stored community it means, if any."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.directory import Directory
from app.directory_file import CommunityEntry, RowError
from app.directory_names import name_key
from app.records import Community


@dataclass(frozen=True, slots=True)
class Group:
    """All rows about one community, in the order of the file; ``stored`` is None for a new one."""

    entries: tuple[CommunityEntry, ...]
    stored: Community | None


def group_entries(entries: Iterable[CommunityEntry], directory: Directory) -> tuple[list[Group], list[RowError]]:
    """Gather rows by name, and by address where one name stands for several communities.

    A name is first looked for among the names, then among the aliases. One address in file and directory each is a
    change of address; where that can't be told from a second community of the same name, the rows are refused.
    """
    by_name: dict[str, list[CommunityEntry]] = {}
    for entry in entries:
        by_name.setdefault(name_key(entry.name), []).append(entry)
    named: dict[str, list[Community]] = {}
    aliased: dict[str, list[Community]] = {}
    for community in directory.communities.values():
        named.setdefault(name_key(community.name), []).append(community)
        for alias in {name_key(alias) for alias in community.aliases}:
            aliased.setdefault(alias, []).append(community)
    groups: list[Group] = []
    errors: list[RowError] = []
    taken: dict[int, CommunityEntry] = {}
    for key, rows in by_name.items():
        for group, reason in _resolve(_by_address(rows), named.get(key) or aliased.get(key, [])):
            first = group.entries[0]
            if group.stored and not reason and (other := taken.setdefault(group.stored.id, first)) is not first:
                reason = f"与工作表“{other.sheet}”第 {other.row} 行（{other.name}）是同一个小区，请用一个名称"
            if reason:
                errors.extend(RowError(one.sheet, one.row, reason) for one in group.entries)
            else:
                groups.append(group)
    return groups, errors


def _by_address(rows: list[CommunityEntry]) -> dict[str, list[CommunityEntry]]:
    """Rows of one name by the key of their address; rows without one belong to the only address there is."""
    addresses: dict[str, list[CommunityEntry]] = {}
    for row in rows:
        addresses.setdefault(name_key(row.address), []).append(row)
    blank = addresses.get("", [])
    if blank and len(addresses) == 2:
        return {next(address for address in addresses if address): rows}
    return addresses


def _resolve(addresses: dict[str, list[CommunityEntry]], stored: list[Community]) -> list[tuple[Group, str]]:
    """Each address of one name with its stored community, or with the reason why it can't be told."""
    resolved: list[tuple[Group, str]] = []
    left = dict(addresses)
    free = list(stored)
    for address, rows in addresses.items():
        same = [one for one in stored if address and name_key(one.address) == address]
        if len(same) == 1:
            resolved.append((Group(tuple(rows), same[0]), ""))
            free.remove(same[0])
            del left[address]
    name = next(iter(addresses.values()))[0].name
    for address, rows in left.items():
        owner = free[0] if len(free) == 1 and len(left) == 1 and (len(stored) == 1 or not free[0].address) else None
        reason = ""
        if not address and (len(addresses) > 1 or len(stored) > 1):
            reason = f"有几个“{name}”，没有地址分不清是哪一个"
        elif free and owner is None:
            reason = f"名录里的“{name}”在{_places(free)}，分不清这是改了地址还是另一个同名小区"
        resolved.append((Group(tuple(rows), owner), reason))
    return resolved


def _places(communities: list[Community]) -> str:
    return "、".join(f"“{one.address}”" if one.address else "未填地址处" for one in communities)
