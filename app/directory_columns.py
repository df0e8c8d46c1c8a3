"""Column titles of published directories, and the row that holds them.

Cities head their lists with titles, dates and units, write one column in many words, merge a heading over two rows
and repeat it on every page. Titles are compared without blanks, full-width forms, brackets and trailing numbers.
"""

import re
import unicodedata
from collections.abc import Mapping

from app.workbooks import Row

Columns = Mapping[str, tuple[int, ...]]  # field → its 0-based columns, left to right

TITLES: dict[str, tuple[str, ...]] = {
    "community": (
        "小区名称",
        "小区",
        "单位名称",
        "名称",
        "小区或单位",
        "小区单位",
        "小区单位名称",
        "住宅小区",
        "小区名",
    ),
    "aliases": ("别名", "曾用名", "又名", "俗称", "原名"),
    "address": ("地址", "位置", "详细地址", "小区地址", "所在位置", "具体位置", "坐落", "坐落位置"),
    "company": (
        *("热力公司", "供热企业", "供热单位", "供热公司", "所属热力公司", "所属公司", "热企", "热源企业", "供暖公司"),
        *("供暖企业", "供暖单位", "公司名称", "企业名称", "公司"),
    ),
    "station": ("换热站", "换热站名称", "所属换热站", "站名", "站名称", "热力站"),
    "station_code": ("站号", "换热站编号", "换热站站号", "站编号", "热力站编号"),
    "manager": (
        *("管理员", "小区管理员", "供暖管理员", "供热管理员", "小区供暖管理员", "小区供热管理员", "负责人", "姓名"),
        *("管理员姓名", "供暖管理员姓名", "片区负责人", "责任人", "服务人员", "联系人"),
    ),
    "phone": (
        *("电话", "联系电话", "手机", "管理员电话", "手机号", "手机号码", "电话号码", "联系方式", "固定电话", "座机"),
        *("服务电话", "负责人电话", "供暖管理员电话", "办公电话", "夜间电话"),
    ),
    "duty": ("值班时间", "值守时间", "工作时间", "服务时间", "班次", "值班时段"),
    "rank": ("次序", "拨打次序", "顺序"),
    "verified_on": ("核实日期", "最近核实", "核实时间"),
    "buildings": ("楼栋", "楼号", "楼幢", "供热楼栋", "供热范围", "楼栋号", "栋号"),
    "building": ("楼栋名称",),  # exactly one building, as written by export: 1-3 is a name, not three buildings
    "homes": ("户数", "供热户数", "总户数", "用户数", "住户数"),
    "handed_over": ("是否移交", "移交", "移交情况", "是否已移交", "设施移交"),
    "warranty_until": ("保修期至", "质保期至", "保修期", "质保期", "保修到期", "保修截止", "保修期截止"),
    "kind": ("类型", "类别", "性质", "用户类型"),
    "note": ("备注", "说明", "附注"),
    "code": ("公司代码", "企业代码"),
    "short_name": ("简称", "公司简称", "企业简称"),
    "service_phones": ("客服电话", "客服热线", "公司电话", "服务热线", "供热服务电话"),
    "duty_phone": ("值班电话", "公司值班电话", "调度电话", "夜间值班电话"),
    "serial": ("序号", "编号", "No", "序"),
}
LOOKED_FOR = "小区名称、管理员、联系电话、热力公司、换热站、地址"

_FIELD = {title.casefold(): field for field, titles in TITLES.items() for title in titles}


def plain(text: str) -> str:
    """The text in half-width forms, without any blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def field_of(title: str) -> str | None:
    """The field that a column title names: 联系电话（手机） → phone, 管理员2 → manager; None for other words."""
    bare = plain(title).casefold()
    return _FIELD.get(bare) or _FIELD.get(re.sub(r"\([^)]*\)|[\d:*./、_-]+", "", bare))


def read_heading(row: Row, above: Columns | None = None) -> Columns | None:
    """The columns a heading row names, or None when the row is no heading.

    A heading names at least two different fields in most of its cells. ``above`` is the heading in the row just
    before: a heading over two rows (管理员信息 over 姓名 and 电话) is the lower words, and the upper where these say
    nothing.
    """
    if row.whole_line:
        return None
    fields = [field_of(cell) for cell in row.cells]
    known = {field for field in fields if field}
    filled = sum(1 for cell in row.cells if cell)
    if len(known) < 2 or 2 * sum(1 for field in fields if field) < filled:
        return None
    found: dict[str, list[int]] = {}
    upper = {column: field for field, columns in (above or {}).items() for column in columns}
    for column in range(max(len(fields), *(column + 1 for column in upper), 0)):
        field = (fields[column] if column < len(fields) else None) or upper.get(column)
        if field:
            found.setdefault(field, []).append(column)
    return {field: tuple(columns) for field, columns in found.items()}


def subject_of(columns: Columns, sheet: str) -> str | None:
    """What the rows below this heading are: community, station or company; None when they could be nothing of these.

    A bare 名称 in a sheet called 换热站 is a station's. Managers without communities are a list of something else.
    """
    if "community" in columns:
        return "station" if "换热站" in sheet and "station" not in columns else "community"
    if columns.keys() & {"manager", "buildings", "building"}:
        return None
    if "station" in columns:
        return "station"
    if "company" in columns and columns.keys() & {"code", "short_name", "service_phones", "duty_phone"}:
        return "company"
    return None
