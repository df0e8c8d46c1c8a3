"""Importing and exporting the directory on the real database, as the administrator."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from app.directory_exchange import ImportResult, export_directory, import_directory
from app.errors import BadInput, NotAllowed
from app.seat import Seat

SignIn = Callable[[str], Seat]

PUBLISHED = (
    "菏泽市城区集中供热小区管理员公示表,,,,,,,\r\n"
    "序号,小区名称,地址,热力公司,换热站,楼号,小区管理员,联系电话\r\n\r\n"
    "1,牡丹花园,,永恒热力有限公司,,,赵新,13853009901（夜间）\r\n"
    "2,新桥佳苑,新桥路１号,煦源,001,1-2号楼,钱某,13853009902/0530-5209902\r\n"
    ",新桥佳苑,,永恒,,3号楼,孙某,13853009903\r\n"
    "合计,共2个,,,,,,\r\n"
)


def written(folder: Path, text: str = PUBLISHED) -> Path:
    path = folder / "公示表.csv"
    path.write_bytes(text.encode("gbk"))
    return path


def test_a_dry_run_tells_and_an_import_does_and_a_second_import_does_nothing(sign_in: SignIn, tmp_path: Path) -> None:
    seat = sign_in("admin")
    before = seat.directory
    tried = import_directory(seat, written(tmp_path), dry_run=True)
    assert not tried.imported
    assert tried.errors == ()
    assert seat.directory is before

    done = import_directory(seat, written(tmp_path))
    assert done.imported
    assert [one.words for one in done.changes] == [one.words for one in tried.changes]
    peony = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    assert [one.name for one in peony.managers] == ["张树林", "李春燕", "赵新"]
    assert peony.managers[-1].phones == ("+8613853009901",)
    bridge = next(one for one in seat.directory.communities.values() if one.name == "新桥佳苑")
    assert bridge.address == "新桥路1号"
    assert {one.name: one.company_id for one in bridge.buildings} == {"1": 2, "2": 2, "3": 1}
    assert [(one.name, one.rank) for one in bridge.managers] == [("钱某", 1), ("孙某", 2)]

    again = import_directory(seat, written(tmp_path))
    assert (again.changes, again.errors, again.imported) == ((), (), False)
    assert again.unchanged == len(done.changes) + done.unchanged


def test_changed_rows_are_changed_in_place(sign_in: SignIn, tmp_path: Path) -> None:
    seat = sign_in("admin")
    before = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    text = (
        "小区,曾用名,管理员,电话,值班时间,户数,保修期至,移交\n"
        "牡丹花园,烟厂小区,张树林,13853000011、5201234,8:00-20:00,1261,2027/3/15,否\n"
        "牡丹花园,,李春燕,13853000099,,,,\n"
    )
    result = import_directory(seat, written(tmp_path, text))
    assert (len(result.changes), result.errors, result.imported) == (3, (), True)
    after = seat.directory.communities[before.id]
    assert (after.aliases, after.homes, after.warranty_until, after.handed_over) == (
        ("烟厂小区",),
        1261,
        date(2027, 3, 15),
        False,
    )
    first, second = after.managers
    assert (first.phones, first.duty_from, first.duty_to) == (("+8613853000011", "+865305201234"), time(8), time(20))
    assert second.phones == ("+8613853000099",)
    assert (second.duty_from, second.duty_to) == (before.managers[1].duty_from, before.managers[1].duty_to)
    assert import_directory(seat, written(tmp_path, text)).changes == ()


def test_one_unreadable_row_and_nothing_is_imported(sign_in: SignIn, tmp_path: Path) -> None:
    seat = sign_in("admin")
    before = seat.directory
    result = import_directory(seat, written(tmp_path, PUBLISHED + "3,某小区,,光明热力,,,李某,1.3853E+10\r\n"))
    assert not result.imported
    assert [(one.sheet, one.row, one.cell) for one in result.errors] == [("公示表", 8, "H8")]
    seat.refresh()
    assert seat.directory.communities == before.communities


def test_the_whole_demonstration_comes_back_from_its_export(sign_in: SignIn, tmp_path: Path) -> None:
    seat = sign_in("admin")
    export_directory(seat, tmp_path / "名录.xlsx")
    result = import_directory(seat, tmp_path / "名录.xlsx")
    assert result == ImportResult((), (), result.unchanged, 0, (), False)
    directory = seat.directory
    assert result.unchanged == len(directory.companies) + len(directory.stations) + sum(
        1 + len(one.buildings) + len(one.managers) for one in directory.communities.values()
    )


def test_only_the_administrator_changes_the_directory(sign_in: SignIn, tmp_path: Path) -> None:
    seat = sign_in("op1")
    with pytest.raises(NotAllowed):
        import_directory(seat, written(tmp_path))
    with pytest.raises(BadInput, match="找不到文件"):
        import_directory(seat, tmp_path / "没有.csv")
