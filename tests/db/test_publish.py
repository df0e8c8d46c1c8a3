"""Publishing the directory on the real database: by the administrator, on the record, whole or not at all."""

import re
from pathlib import Path

import openpyxl
import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import public_site
from app.audit import recent_events
from app.errors import BadInput, NotAllowed
from app.public_page import MARK
from app.public_site import publish_directory
from app.rules import CITY_TIME
from app.service_points import PointKind, PointWords, add_point, list_points
from small_city import City


def text_of(folder: Path) -> str:
    """All that a folder tells: the page, and every cell of the workbook."""
    (book,) = folder.glob("*.xlsx")
    cells = [str(c.value) for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for c in row]
    return (folder / "index.html").read_text(encoding="utf-8") + "\n".join(cells)


def test_what_the_administrator_reads_does_not_go_out(city: City, tmp_path: Path) -> None:
    city.owner().execute("UPDATE manager SET private_note = '只接熟人电话'")
    city.owner().execute("UPDATE community SET note = '移交纠纷勿对外', homes = 987654")
    seat = city.seat("admin")
    hall = PointWords(
        PointKind.HALL, "北门服务大厅", verified_on=seat.now().astimezone(CITY_TIME).date(), source="移交纠纷"
    )
    for words in (hall, PointWords(PointKind.WECHAT, "没核实的公众号")):
        add_point(seat, words)
    done = publish_directory(seat, tmp_path / "名录")
    assert "只接熟人电话" in repr(seat.directory.communities)
    told = text_of(tmp_path / "名录")
    assert "张某" in told
    assert "138 5300 0011" in told
    assert not [one for one in ("只接熟人", "移交纠纷", "987654", "周岚", "没核实的公众号") if one in told]
    assert "北门服务大厅" in told
    assert (done.points, done.points_left_out) == (1, len(list_points(seat)) - 1)
    assert (done.communities, done.managers, done.page_bytes) == (4, 1, done.page.stat().st_size)
    assert sorted(one.name for one in (tmp_path / "名录").iterdir()) == [done.book.name, "index.html"]


def test_it_is_on_the_record(city: City, tmp_path: Path) -> None:
    publish_directory(city.seat("admin"), tmp_path / "site", with_stations=True)
    event = next(one for one in recent_events(city.seat("audit")) if one.act == "发布名录")
    assert (event.person, event.subject, event.words) == ("系统管理员", "4 个小区", str(tmp_path / "site"))


@pytest.mark.parametrize("login", ["op1", "sup1", "a1", "net1", "lia1", "audit"])
def test_only_the_administrator_publishes(city: City, tmp_path: Path, login: str) -> None:
    with pytest.raises(NotAllowed):
        publish_directory(city.seat(login), tmp_path / "site")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(psycopg.Error):
        city.raw(login).execute("SELECT directory_publish(%s)", (Jsonb({"communities": 1}),))


def test_a_new_publication_shows_what_is_stored_now_and_replaces_the_old(city: City, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    first = publish_directory(city.seat("admin"), folder)
    (folder / "robots.txt").write_text("User-agent: *", encoding="utf-8")  # the web server's own, added later
    city.owner().execute("UPDATE community SET name = '牡丹新苑' WHERE name = '牡丹花园'")
    second = publish_directory(city.seat("admin"), folder)
    assert sorted(one.name for one in folder.iterdir()) == sorted(["robots.txt", second.book.name, "index.html"])
    assert first.book.name != second.book.name
    assert "牡丹新苑" in text_of(folder)
    assert "牡丹花园" not in text_of(folder)
    assert f'href="{second.book.name}"' in second.page.read_text(encoding="utf-8")


def test_what_breaks_on_the_way_leaves_the_old_publication_whole(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    publish_directory(city.seat("admin"), folder)
    before = {one.name: one.read_bytes() for one in folder.iterdir()}

    def full(path: Path, data: bytes) -> None:
        path.with_name(".index.part.html").write_bytes(data[:100])  # as a machine that loses power leaves it
        raise BadInput("写不了", "file")

    with monkeypatch.context() as broken:
        broken.setattr(public_site, "put_file", full)
        with pytest.raises(BadInput) as refused:
            publish_directory(city.seat("admin"), folder)
    assert refused.value.field == "folder"
    left = {one.name: one.read_bytes() for one in folder.iterdir() if not one.name.startswith(".")}
    assert left == before
    done = publish_directory(city.seat("admin"), folder)  # and the next one clears what was left
    assert sorted(one.name for one in folder.iterdir()) == [done.book.name, "index.html"]


@pytest.mark.parametrize("name", ["index.html", "账本.xlsx", "notes.txt"])
def test_a_folder_of_somebody_else_is_refused_in_words(city: City, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("不是这里的", encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(name)) as refused:
        publish_directory(city.seat("admin"), tmp_path)
    assert refused.value.field == "folder"
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert not [one for one in recent_events(city.seat("audit")) if one.act == "发布名录"]


def test_a_folder_that_can_not_be_is_refused_in_words(city: City, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(MARK, encoding="utf-8")
    for folder, words in (
        (tmp_path / "file", "不是文件夹"),
        (tmp_path / "no" / "site", "找不到文件夹"),
        (Path("a\0b"), "打不开"),
    ):
        with pytest.raises(BadInput, match=words) as refused:
            publish_directory(city.seat("admin"), folder)
        assert refused.value.field == "folder"


def test_an_old_workbook_that_somebody_has_open_does_not_undo_the_new_publication(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish_directory(city.seat("admin"), tmp_path / "site")
    unlink = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path == first.book:
            raise PermissionError(13, "used by another process", str(path))  # as Windows does while Excel shows it
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    second = publish_directory(city.seat("admin"), tmp_path / "site")
    assert second.book.name in second.page.read_text(encoding="utf-8")
    monkeypatch.undo()
    third = publish_directory(city.seat("admin"), tmp_path / "site")
    assert sorted(one.name for one in (tmp_path / "site").iterdir()) == [third.book.name, "index.html"]


def test_a_link_in_the_folder_leads_to_nothing_outside_of_it(city: City, tmp_path: Path) -> None:
    outside = tmp_path / "别人的文件"
    outside.write_text("别人的", encoding="utf-8")
    publish_directory(city.seat("admin"), tmp_path / "site")
    for name in (".index.part.html", "index.html"):
        (tmp_path / "site" / name).unlink(missing_ok=True)
        (tmp_path / "site" / name).symlink_to(outside)
    (tmp_path / "site" / "index.html").unlink()
    done = publish_directory(city.seat("admin"), tmp_path / "site")
    assert MARK in done.page.read_text(encoding="utf-8")
    assert outside.read_text(encoding="utf-8") == "别人的"


def test_a_name_that_is_too_long_is_refused_in_words(city: City, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="名字太长") as told:
        publish_directory(city.seat("admin"), tmp_path / ("长" * 3000))
    assert told.value.field == "folder"
    assert len(told.value.sentence) < 300
