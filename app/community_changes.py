"""What the rows about one community change: the community itself, its buildings, its managers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.directory import building_key
from app.directory_cells import Duty, together
from app.directory_file import CommunityEntry, RowError
from app.directory_groups import Group
from app.directory_ledger import Ledger, Value, plain_value, stored_values
from app.directory_names import Names, Ref, name_key
from app.directory_people import ManagerEntry
from app.errors import BadInput
from app.records import Building, Manager

_FIELDS = {
    "address": "地址",
    "kind": "类型",
    "handed_over": "是否移交",
    "warranty_until": "保修期至",
    "homes": "户数",
}


@dataclass(frozen=True, slots=True)
class _Supplier:
    """Company and station of one row, found; None where the row names none."""

    company: Ref | None
    station: Ref | None


class CommunityChanges:
    """Puts one group of rows into the ledger; rows that contradict each other go to ``errors``."""

    def __init__(self, group: Group, names: Names, ledger: Ledger, errors: list[RowError]) -> None:
        self._entries = group.entries
        self._stored = group.stored
        self._names, self._ledger, self._errors = names, ledger, errors
        self._subject = group.stored.name if group.stored else group.entries[0].name

    def put(self) -> None:
        suppliers = [self._supplier(entry) for entry in self._entries]
        own = self._own_supplier(suppliers)
        given: dict[str, Value] = {} if self._stored else {"name": self._subject}
        aliases = dict.fromkeys(alias for entry in self._entries for alias in entry.aliases)
        if aliases:
            given["aliases"] = list(aliases)
        for field, title in _FIELDS.items():
            value = self._agreed(title, [(entry, getattr(entry, field)) for entry in self._entries])
            if value not in (None, ""):
                given[field] = plain_value(value)
        given |= {column: ref for column, ref in own.items() if ref is not None}
        notes = dict.fromkeys(entry.note for entry in self._entries if entry.note)
        if notes:
            given["note"] = "；".join(notes)
        first = self._entries[0]
        old = stored_values(self._stored, given) if self._stored else None
        row_id = self._stored.id if self._stored else None
        ref = self._ledger.put("community", (first.sheet, first.row), self._subject, given, old, row_id)
        if self._stored:
            own = {column: own[column] or getattr(self._stored, column) for column in own}
        self._put_buildings(ref, suppliers, own)
        self._put_managers(ref)

    def _refuse(self, entry: CommunityEntry, reason: str) -> None:
        self._errors.append(RowError(entry.sheet, entry.row, f"{self._subject}：{reason}"))

    def _supplier(self, entry: CommunityEntry) -> _Supplier:
        company = station = None
        try:
            company = self._names.company(entry.company) if entry.company else None
            if entry.station or entry.station_code:
                station = self._names.station(entry.station_code, entry.station, company)
        except BadInput as error:
            self._refuse(entry, error.sentence)
        return _Supplier(company, station)

    def _agreed(self, title: str, said: Iterable[tuple[CommunityEntry, object]]) -> object:
        """The one value that the rows give; a row that says otherwise is refused."""
        first: tuple[CommunityEntry, object] | None = None
        for entry, value in said:
            if value in (None, ""):
                continue
            if first is None:
                first = entry, value
            elif name_key(str(value)) != name_key(str(first[1])):
                other = f"工作表“{first[0].sheet}”第 {first[0].row} 行"
                self._refuse(entry, f"{title}与{other}矛盾")
        return first[1] if first else None

    def _own_supplier(self, suppliers: list[_Supplier]) -> dict[str, Ref | None]:
        """Company and station of the community as a whole: what rows without buildings say.

        A new community of which the file has only buildings gets what all of them have in common.
        """
        rows = list(zip(self._entries, suppliers, strict=True))
        own: dict[str, Ref | None] = {}
        finders: dict[str, tuple[str, Callable[[_Supplier], Ref | None]]] = {
            "company_id": ("热力公司", lambda one: one.company),
            "station_id": ("换热站", lambda one: one.station),
        }
        for column, (title, find) in finders.items():
            whole = [(entry, find(supplier)) for entry, supplier in rows if not entry.buildings]
            agreed = self._agreed(title, whole)
            own[column] = agreed if isinstance(agreed, int | str) else None
            everywhere = {find(supplier) for supplier in suppliers}
            if self._stored is None and own[column] is None and len(everywhere) == 1:
                own[column] = everywhere.pop()
        return own

    def _put_buildings(self, community: Ref, suppliers: list[_Supplier], own: dict[str, Ref | None]) -> None:
        listed: dict[str, tuple[CommunityEntry, _Supplier]] = {}
        for entry, supplier in zip(self._entries, suppliers, strict=True):
            for name in entry.buildings:
                first, known = listed.setdefault(name, (entry, supplier))
                if known != supplier and _Supplier(None, None) not in (known, supplier):
                    self._refuse(entry, f"{name} 的热力公司或换热站与工作表“{first.sheet}”第 {first.row} 行矛盾")
                elif known == _Supplier(None, None):
                    listed[name] = (entry, supplier)
        for name, (entry, supplier) in listed.items():
            stored = self._building(name)
            given: dict[str, Value] = {} if stored else {"community_id": community, "name": name}
            company: Ref | None = stored.company_id if stored else None
            station = stored.station_id if stored else None
            if supplier.company is not None and supplier.company != (company or own["company_id"]):
                given["company_id"] = company = supplier.company
            inherited = None if company else own["station_id"]  # Directory.route: a company of its own, its own station
            if supplier.station is not None and supplier.station != (station or inherited):
                given["station_id"] = supplier.station
            old = stored_values(stored, given) if stored else None
            row_id = stored.id if stored else None
            subject = f"{self._subject} {name} 号楼" if name.isdigit() else f"{self._subject} {name}"
            self._ledger.put("building", (entry.sheet, entry.row), subject, given, old, row_id)

    def _building(self, name: str) -> Building | None:
        buildings = self._stored.buildings if self._stored else ()
        exact = next((one for one in buildings if name_key(one.name) == name_key(name)), None)
        return exact or next((one for one in buildings if building_key(one.name) == building_key(name)), None)

    def _put_managers(self, community: Ref) -> None:
        known = list(self._stored.managers) if self._stored else []
        rank = max((one.rank for one in known), default=0)
        for entry, manager in self._merged():
            stored = _manager(manager, known)
            if stored:
                known.remove(stored)
            given: dict[str, Value] = {} if stored else {"community_id": community, "name": manager.name}
            if manager.phones:
                given["phones"] = list(manager.phones)
            if manager.duty:
                given |= {"duty_from": plain_value(manager.duty.begins), "duty_to": plain_value(manager.duty.ends)}
            if manager.rank is not None:
                given["rank"] = manager.rank
            elif stored is None:
                given["rank"] = rank + 1
            if manager.verified_on:
                given["verified_on"] = plain_value(manager.verified_on)
            if stored is None:
                rank = max(rank, manager.rank or rank + 1)
            old = stored_values(stored, given) if stored else None
            subject = f"{self._subject} 管理员 {manager.name}" if stored else f"{manager.name}（{self._subject}）"
            row_id = stored.id if stored else None
            self._ledger.put("manager", (entry.sheet, entry.row), subject, given, old, row_id)

    def _merged(self) -> list[tuple[CommunityEntry, ManagerEntry]]:
        """Each manager once, with the numbers of all his rows; one name with two ranks is two people."""
        found: dict[tuple[str, int | None], tuple[CommunityEntry, ManagerEntry]] = {}
        for entry in self._entries:
            for manager in entry.managers:
                key = name_key(manager.name), manager.rank
                if key not in found:
                    found[key] = entry, manager
                    continue
                first, known = found[key]
                duty = self._one_duty(entry, known.duty, manager.duty)
                phones = tuple(dict.fromkeys(known.phones + manager.phones))
                verified = manager.verified_on or known.verified_on
                found[key] = first, ManagerEntry(known.name, phones, duty, known.rank, verified)
        return list(found.values())

    def _one_duty(self, entry: CommunityEntry, one: Duty | None, other: Duty | None) -> Duty | None:
        said = {duty for duty in (one, other) if duty}
        duty = together(said) if said else None
        if said and duty is None:
            self._refuse(entry, "同一个管理员的值班时间前后矛盾")
        return duty


def _manager(entry: ManagerEntry, known: list[Manager]) -> Manager | None:
    """The stored manager of that name; of several, the one of that rank, else the one with one of the numbers."""
    named = [one for one in known if name_key(one.name) == name_key(entry.name)]
    if len(named) > 1:
        ranked = [one for one in named if one.rank == entry.rank]
        reached = [one for one in named if set(one.phones) & set(entry.phones)]
        named = (ranked if len(ranked) == 1 else []) or reached or named
    return named[0] if named else None
