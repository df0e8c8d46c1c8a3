"""Act: publish the directory as a folder that any web server, or a double click, can show: one page and a workbook.

What was published before stays whole until the new page is put in its place by one renaming. The workbook has a name
of its own each time, so that a page and the workbook it offers always belong together.
"""

import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import BadInput, NotAllowed
from app.notices import current_notices
from app.public_directory import (
    PublicCommunity,
    PublicCompany,
    PublicDirectory,
    PublicManager,
    PublicPoint,
    public_directory,
)
from app.public_page import MARK, public_page
from app.records import Role
from app.rules import CITY_TIME
from app.seat import Seat
from app.service_points import list_points
from app.whole_files import failure_words, put_file
from app.workbooks import Table, Value, write_book
from db import acts

PAGE = "index.html"
_BOOK = re.compile(r"\.?directory-\d{8}-[0-9a-f]{8}(\.part)?\.xlsx")
_POINT_COLUMNS = (
    *(("种类", 10), ("名称", 28), ("热力公司", 20), ("地址", 32), ("时间", 20), ("电话", 28), ("办法", 40)),
    ("核实日期", 12),
)
_OWN = re.compile(rf"\.index\.part\.html|{_BOOK.pattern}")


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: the files in the folder, and how much they tell."""

    page: Path
    book: Path
    communities: int
    managers: int
    points: int
    points_left_out: int  # halls and ways to pay that nobody has verified
    page_bytes: int
    as_of: datetime


def publish_directory(seat: Seat, folder: Path, with_stations: bool = False) -> Publication:
    """Publish the directory as it is stored now in a folder of its own, which is made where its parent is there.

    A former publication is replaced; its other files, such as a web server's own, are left alone. Errors: NotAllowed
    for all but the administrator; BadInput(field="folder") for a folder that holds anything else, or that can't be
    written; DiskFull.
    """
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以发布名录。")
    former = _check(folder)
    seat.refresh()  # what everybody is told is what is stored now, whoever changed it
    points, notices = list_points(seat), current_notices(seat)
    public = public_directory(seat.directory, seat.rules, seat.now(), points, with_stations, notices)
    day = public.as_of.astimezone(CITY_TIME)
    book = folder / f"directory-{day:%Y%m%d}-{secrets.token_hex(4)}.xlsx"
    page = public_page(public, book.name).encode()
    managers = sum(len(one.managers) for one in public.communities)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise BadInput(f"建不了文件夹“{folder}”：{failure_words(error)}。", "folder") from None
    try:
        write_book(book, public_tables(public))
        detail = {
            "folder": str(folder.absolute())[:400],
            "communities": len(public.communities),
            "managers": managers,
            "points": len(public.points),
            "stations": with_stations,
        }
        seat.do(lambda db, _at: acts.directory_publish(db, detail))
        put_file(folder / PAGE, page)
    except BaseException as error:
        book.unlink(missing_ok=True)
        if isinstance(error, BadInput) and error.field == "file":
            raise BadInput(error.sentence, "folder") from None
        raise
    for one in former:
        with suppress(OSError):  # somebody has it open in Excel: the next publication clears it away
            one.unlink(missing_ok=True)
    return Publication(
        page=folder / PAGE,
        book=book,
        communities=len(public.communities),
        managers=managers,
        points=len(public.points),
        points_left_out=len(points) - len(public.points),
        page_bytes=len(page),
        as_of=public.as_of,
    )


def public_tables(public: PublicDirectory) -> list[Table]:
    """The workbook: 小区 with a row a manager, so that it can be sorted and filtered, then 公司, 大厅和缴费, 关于."""
    rows = [
        _row(place, manager, public.with_stations)
        for place in public.communities
        for manager in (place.managers or (None,))
    ]
    station = [("换热站", 20)] if public.with_stations else []
    columns = [
        *(("小区名称", 24), ("别名", 24), ("地址", 32), ("热力公司", 20), *station, ("楼栋另供", 30)),
        *(("客服电话", 28), ("值班电话", 18), ("管理员", 12), ("联系电话", 30), ("值班时间", 14), ("核实日期", 12)),
    ]
    companies = [(one.name, one.short_name, "、".join(one.service_phones), one.duty_phone) for one in public.companies]
    titles = [("公司名称", 24), ("简称", 10), ("客服电话", 40), ("值班电话", 18)]
    as_of = f"{public.as_of.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
    told = [(f"{public.city}供暖服务名录", as_of, public.hotline)]
    return [
        Table("小区", columns, rows),
        Table("公司", titles, companies),
        Table("大厅和缴费", _POINT_COLUMNS, [_point(one) for one in public.points]),
        Table("关于", [("名录", 30), ("截至", 18), ("供热热线", 12)], told),
    ]


def _row(place: PublicCommunity, manager: PublicManager | None, with_stations: bool) -> tuple[Value, ...]:
    company = place.company
    split = "；".join(f"{'、'.join(one.names)}：{_name(one.company)}" for one in place.buildings)
    return (
        place.name,
        "、".join(place.aliases),
        place.address,
        _name(company),
        *((place.station,) if with_stations else ()),
        split,
        "、".join(company.service_phones) if company else "",
        company.duty_phone if company else "",
        *((manager.name, "、".join(manager.phones), manager.duty, manager.verified_on) if manager else ("",) * 4),
    )


def _point(one: PublicPoint) -> tuple[Value, ...]:
    whose = _name(one.company)
    return one.kind, one.name, whose, one.address, one.hours, "、".join(one.phones), one.how, one.verified_on


def _name(company: PublicCompany | None) -> str:
    return company.name if company else ""


def _check(folder: Path) -> Sequence[Path]:
    """The workbooks of a former publication; refuses a folder that is anything but new, empty or one of these."""
    try:
        if "\0" in str(folder):
            raise ValueError("NUL")
        if folder.exists() and not folder.is_dir():
            raise BadInput(f"“{folder}”是文件，不是文件夹。", "folder")
        if not folder.exists():
            if not folder.parent.is_dir():
                raise BadInput(f"找不到文件夹“{folder.parent}”。", "folder")
            return []
        files = sorted(folder.iterdir())
        page = folder / PAGE
        published = page.is_file() and MARK in page.read_text(encoding="utf-8", errors="replace")[:4000]
    except (OSError, ValueError) as error:  # ValueError: NUL in the path
        raise BadInput(f"打不开文件夹“{folder.name}”：{failure_words(error)}。", "folder") from None
    foreign = [one.name for one in files if not _OWN.fullmatch(one.name)]
    if foreign and not published:
        names = "、".join(foreign[:3]) + (" 等" if len(foreign) > 3 else "")
        raise BadInput(
            f"“{folder}”里有别的文件（{names}），没有发布。请选一个空文件夹、新文件夹，或以前发布过的文件夹。", "folder"
        )
    return [one for one in files if _OWN.fullmatch(one.name) and one.is_file()]
