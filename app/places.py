"""A community or a company by what a script or a form calls it: one, or an error that says which there are."""

import unicodedata

from app.directory import Directory
from app.errors import BadInput
from app.lookup import Lookup
from app.records import Community, Company


def find_community(directory: Directory, name: str) -> Community:
    """The community of exactly this name or alias; ``name@address`` tells two of one name apart, ``#12`` is an id.

    Errors: BadInput(field="community") that names the likely ones.
    """
    wanted, _, address = (_plain(part) for part in name.partition("@"))
    if wanted.startswith("#") and wanted[1:].isdigit():
        return directory.community(int(wanted[1:]))
    found = [one for one in directory.communities.values() if _plain(one.name) == wanted]
    found = found or [one for one in directory.communities.values() if wanted in map(_plain, one.aliases)]
    if address:
        found = [one for one in found if address in _plain(one.address)]
    if len(found) == 1:
        return found[0]
    if found:
        choices = "、".join(f"{one.name}@{one.address}" for one in found)
        raise BadInput(f"有 {len(found)} 个“{name}”，请写明是哪一个：{choices}。", field="community")
    likely = "、".join(hit.community.name for hit in Lookup(directory).find(name, 3)) if wanted else ""
    raise BadInput(f"没有小区“{name}”。" + (f"是不是：{likely}？" if likely else ""), field="community")


def find_company(directory: Directory, name: str) -> Company:
    """The company of this name, short name or code. Errors: BadInput(field="company")."""
    wanted = _plain(name)
    for company in directory.companies.values():
        if wanted in (_plain(company.name), _plain(company.short_name), _plain(company.code)):
            return company
    known = "、".join(f"{one.code}（{one.short_name}）" for one in directory.companies.values())
    raise BadInput(f"没有热力公司“{name}”，可用：{known}。", field="company")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
