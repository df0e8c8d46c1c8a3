"""The public directory as one page of HTML that needs no network: data, style and script stand in it.

The policy in its head lets nothing be loaded and nothing run but this one script and this one style, by their hashes.
All data are text: escaped in the HTML, and as JSON the script puts them in place as text nodes, never as HTML.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from app.public_directory import PublicCompany, PublicDirectory, PublicPoint
from app.public_notices import Announcement
from app.public_pinyin import pinyin_table
from app.rules import CITY_TIME

TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "site"
FIRST = 3
"""So many notices stand on top; more of them are folded."""
MARK = '<meta name="generator" content="Warmline public directory">'
"""Stands in each page that was published, and tells a former publication from a page of somebody else's."""

T = TypeVar("T")
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def public_page(public: PublicDirectory, book: str) -> str:
    """The page; ``book``: the name of the workbook beside it."""
    style, script = _template("site.css"), _template("site.js")
    as_of = public.as_of.astimezone(CITY_TIME)
    slots = {
        "mark": MARK,
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        "style": style,
        "script": script,
        "data": script_json(page_data(public)),
        "city": html.escape(public.city),
        "hotline": html.escape(public.hotline),
        "as_of": f"{as_of:%Y-%m-%d %H:%M}",
        "book": html.escape(book),
        "count": f"{len(public.communities):,}",
        "options": "".join(
            f'<option value="{at}">{html.escape(one.name)}</option>' for at, one in enumerate(public.companies)
        ),
        "companies": "".join(_company(one) for one in public.companies),
        "points": _points(public.points),
        "notices": _notices(public),
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], _template("index.html"))


def page_data(public: PublicDirectory) -> dict[str, Any]:
    """What the script reads. Whatever repeats is told once and meant by its number; -1: none.

    A manager: name, phones, number of the hours, number of the date of the check. A community: name, aliases, address,
    company, managers, then only where there are any: station, buildings (names, company, station). A notice
    of single communities: kind, buildings, when, its end in milliseconds (0: open), words, numbers of the communities.
    """
    duties: _Numbers[str] = _Numbers()
    dates: _Numbers[str] = _Numbers()
    stations: _Numbers[str] = _Numbers()
    managers: _Numbers[tuple[Any, ...]] = _Numbers()
    number = {one: at for at, one in enumerate(public.companies)}
    rows: list[list[Any]] = []
    for place in public.communities:
        people = [
            managers.of(
                (
                    one.name,
                    "\t".join(one.phones),
                    duties.of(one.duty),
                    dates.of(one.verified_on.isoformat()) if one.verified_on else -1,
                )
            )
            for one in place.managers
        ]
        row: list[Any] = [place.name, "\t".join(place.aliases), place.address, _at(number, place.company), people]
        if place.station or place.buildings:
            row.append(stations.of(place.station) if place.station else -1)
        if place.buildings:
            row.append(
                [
                    ["、".join(one.names), _at(number, one.company), stations.of(one.station) if one.station else -1]
                    for one in place.buildings
                ]
            )
        rows.append(row)
    return {
        "companies": [
            [one.name, one.short_name, "\t".join(one.service_phones), one.duty_phone] for one in public.companies
        ],
        "duties": duties.all,
        "dates": dates.all,
        "stations": stations.all,
        "managers": managers.all,
        "places": rows,
        "notices": [
            [one.kind, one.buildings, one.when, _moment(one.ends_at), one.text, one.places]
            for one in public.notices
            if one.places
        ],
        "pinyin": pinyin_table(text for one in public.communities for text in (one.name, *one.aliases)),
    }


def script_json(value: Any) -> str:
    """JSON that can stand in a script element: no ``<`` that might end it, no line end that old readers stumble on."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def dialled(phone: str) -> str:
    """What a phone is to dial for a number as it is read out: 0530-520 1234 转 8 → +865305201234,8; empty: nothing.

    The script has the same rule for the managers' numbers.
    """
    number, _, extension = re.sub(r"[\s-]", "", phone).partition("转")
    if not re.fullmatch(r"\+?[0-9]{3,15}", number):
        return ""
    if re.fullmatch(r"1[0-9]{10}|0[1-9][0-9]{8,}", number):
        number = f"+86{number.removeprefix('0')}"
    return f"{number},{extension}" if extension else number


class _Numbers(Generic[T]):
    """Each different value once, in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}

    def of(self, value: T) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def all(self) -> list[T]:
        return list(self._numbers)


def _at(numbers: dict[PublicCompany, int], company: PublicCompany | None) -> int:
    return -1 if company is None else numbers[company]


def _company(one: PublicCompany) -> str:
    service = _links(one.service_phones)
    duty = f'<span class="duty">值班 {_links([one.duty_phone])}</span>' if one.duty_phone else ""
    phones = f"<span>客服 {service}</span>" if service else ""
    return f"<li><b>{html.escape(one.name)}</b> {phones} {duty}</li>"


def _points(points: Sequence[PublicPoint]) -> str:
    if not points:
        return ""
    rows = "".join(f"<li>{_point(one)}</li>" for one in points)
    return f'<details id="points">\n<summary>服务大厅和缴费渠道</summary>\n<ul>{rows}</ul>\n</details>'


def _point(one: PublicPoint) -> str:
    whose = one.company.name if one.company else ""
    address = one.address if one.address != one.name else ""
    said = [html.escape(text) for text in (whose, address, one.hours, one.how) if text]
    phones = f"电话 {_links(one.phones)}" if one.phones else ""
    checked = f"{one.verified_on.isoformat()} 核实"
    parts = "，".join(part for part in (*said, phones, checked) if part)
    return f"{html.escape(one.kind)} <b>{html.escape(one.name)}</b> <span>{parts}</span>"


def _notices(public: PublicDirectory) -> str:
    """What is announced, readable without script; the script hides what is over when the page is looked at."""
    if not public.notices:
        return ""
    rows = [_notice(one, public.as_of) for one in public.notices]
    rest = f"<details><summary>其余 {len(rows) - FIRST} 条公告</summary><ul>{''.join(rows[FIRST:])}</ul></details>"
    as_of = f"{public.as_of.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
    return (
        '<section id="notices" aria-labelledby="notices-title">\n<h2 id="notices-title">供暖公告'
        f' <span class="what">截至 {as_of}，之后的公告请拨打供热热线</span></h2>\n'
        f"<ul>{''.join(rows[:FIRST])}</ul>\n{rest if rows[FIRST:] else ''}</section>"
    )


def _notice(one: Announcement, as_of: datetime) -> str:
    state = "正在进行" if one.begins_at <= as_of else "还没有开始"
    head = f"<b>{html.escape(one.kind)}</b> <b>{html.escape(one.where)}</b> <span>{one.when}</span>"
    basis = f"（{html.escape(one.basis)}）" if one.basis else ""
    return (
        f'<li data-begins="{_moment(one.begins_at)}" data-ends="{_moment(one.ends_at)}"><details><summary>{head}'
        f' <span class="state">{state}</span></summary><p>{html.escape(one.text)}{basis}</p></details></li>'
    )


def _moment(at: datetime | None) -> int:
    """Milliseconds since 1970, as the script counts; 0: not known."""
    return 0 if at is None else round(at.timestamp() * 1000)


def _links(phones: Iterable[str]) -> str:
    return "、".join(
        f'<a href="tel:{html.escape(dialled(one))}">{html.escape(one)}</a>' if dialled(one) else html.escape(one)
        for one in phones
    )


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
