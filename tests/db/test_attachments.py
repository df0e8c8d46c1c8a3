"""Photos and papers: who reads them, what is taken, and that half a file is no file. By SQL too."""

import hashlib
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app import attachments, audit, complaints, dispatch
from app.assignment import assign
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed, UnknownComplaint
from app.records import Act, Complaint, FileKind, State
from small_city import City

JPEG = b"\xff\xd8\xff\xe0" + b"\x00\x10JFIF"
BEGIN = "SELECT attachment_begin(%s, %s, %s, %s, %s, %s)"


def photo(folder: Path, name: str = "现场照片.jpg", size: int = 1000, seed: bytes = b"a") -> Path:
    path = folder / name
    path.write_bytes(JPEG + (hashlib.sha256(seed).digest() * (size // 32 + 1))[: size - len(JPEG)])
    return path


@pytest.fixture(scope="module")
def signed(shared_city: City) -> Complaint:
    return shared_city.bring(State.SIGNED)


def test_a_photo_of_ten_megabytes_goes_up_and_comes_down_in_parts(city: City, tmp_path: Path) -> None:
    there = city.bring(State.ARRIVED)
    path = photo(tmp_path, size=10 * 1024 * 1024)
    heard: list[tuple[int, int]] = []
    (kept,) = attachments.add(city.seat("a1"), there.id, path, lambda sent, whole: heard.append((sent, whole)))
    assert (kept.name, kept.kind, kept.size) == ("现场照片.jpg", FileKind.JPEG, 10 * 1024 * 1024)
    assert (kept.added_by_name, len(heard), heard[-1]) == ("永恒一号", 40, (kept.size, kept.size))
    parts = list(attachments.read(city.seat("op1"), kept.id))
    assert max(map(len, parts)) == 256 * 1024
    assert b"".join(parts) == path.read_bytes()
    saved = attachments.save(city.seat("op1"), kept, tmp_path / "取回.jpg")
    assert saved.read_bytes() == path.read_bytes()
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
    after = complaints.show(city.seat("op1"), there.id)
    assert (after.events[-1].act, after.events[-1].note, after.state) == (Act.ADD_FILE, "现场照片.jpg", State.ARRIVED)
    assert after.events[-1].detail["sha256"] == kept.sha256.hex()
    assert audit.verify(city.seat("audit")).breaks == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("照片.jpg", b"", "空文件"),
        ("病毒.jpg", b"MZ\x90\x00", "只收"),
        ("网页.pdf", b"<html>", "只收"),
        ("太大.pdf", b"%PDF-1.7" + bytes(10 * 1024 * 1024), "超过 10 MB"),
    ],
)
def test_what_is_not_taken(
    shared_city: City, signed: Complaint, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said) as told:
        attachments.add(shared_city.seat("a1"), signed.id, path)
    assert told.value.field == "attachment"
    with pytest.raises(BadInput, match="没有这个文件"):
        attachments.add(shared_city.seat("a1"), signed.id, tmp_path / "没有.jpg")
    with pytest.raises(BadInput, match=r"是文件夹"):
        attachments.add(shared_city.seat("a1"), signed.id, tmp_path)


def test_the_same_file_twice_and_one_too_many(city: City, tmp_path: Path) -> None:
    there = city.bring(State.SIGNED)
    for n in range(20):
        attachments.add(city.seat("a1"), there.id, photo(tmp_path, f"{n}.jpg", seed=bytes([n])))
    with pytest.raises(BadInput, match="不用再添加"):
        attachments.add(city.seat("op1"), there.id, tmp_path / "3.jpg")
    with pytest.raises(BadInput, match="最多 20 个"):
        attachments.add(city.seat("op1"), there.id, photo(tmp_path, "多.jpg", seed=b"more"))
    with pytest.raises(psycopg.Error) as told:
        upload(city, "op1", there, JPEG)
    assert told.value.sqlstate == "WL006"


def upload(city: City, login: str, there: Complaint, content: bytes, kind: str = "jpeg", **said: object) -> None:
    """As any program of this person could do it."""
    key, raw = uuid4(), city.raw(login)
    size, digest = said.get("size", len(content)), said.get("digest", hashlib.sha256(content).digest())
    with raw.transaction():
        raw.execute(BEGIN, (key, there.id, "照片.jpg", kind, size, digest))
        raw.execute("SELECT attachment_part(%s, 0, %s)", (key, content))
        raw.execute("SELECT attachment_finish(%s, clock_timestamp())", (key,))


def test_the_database_looks_into_the_file_itself(shared_city: City, signed: Complaint) -> None:
    for content, said in (
        (b"MZ\x90\x00", {}),
        (JPEG, {"kind": "pdf"}),
        (JPEG, {"size": 5}),
        (JPEG, {"size": 500}),
        (JPEG, {"digest": bytes(32)}),
    ):
        with pytest.raises(psycopg.Error) as told:
            upload(shared_city, "a1", signed, content, **said)
        assert told.value.sqlstate == "WL006", said
    raw = shared_city.raw("a1")
    for values in (
        (uuid4(), signed.id, "照片.jpg", "exe", 5, b""),
        (uuid4(), signed.id, "", "jpeg", 5, b""),
        (uuid4(), signed.id, "照片.jpg", "jpeg", 10 * 1024 * 1024 + 1, b""),
    ):
        with pytest.raises(psycopg.errors.CheckViolation):
            raw.execute(BEGIN, values)
    with pytest.raises(psycopg.Error) as told:  # an event without a file
        shared_city.act("a1", signed.id, None, Act.ADD_FILE, detail={"attachment": str(uuid4())})
    assert told.value.sqlstate == "WL006"
    assert attachments.of_complaint(shared_city.seat("a1"), signed.id) == []


def test_a_broken_upload_leaves_nothing(city: City, tmp_path: Path) -> None:
    there = city.bring(State.SIGNED)

    def cut(sent: int, _whole: int) -> None:
        if sent > 600_000:
            city.cut("a1")

    with pytest.raises(Exception, match="连不上"):
        attachments.add(city.seat("a1"), there.id, photo(tmp_path, size=2_000_000), cut)
    assert city.owner().execute("SELECT count(*) FROM attachment").fetchone() == (0,)
    assert city.owner().execute("SELECT count(*) FROM attachment_part").fetchone() == (0,)
    assert complaints.show(city.seat("op1"), there.id).revision == there.revision
    # Half a file that another program commits is seen by nobody, and goes with the next one.
    city.raw("a1").execute(BEGIN, (uuid4(), there.id, "半个.jpg", "jpeg", 50, b""))
    assert city.raw("a1").execute("SELECT count(*) FROM attachment").fetchone() == (0,)
    assert len(attachments.add(city.seat("a1"), there.id, photo(tmp_path))) == 1
    assert city.owner().execute("SELECT count(*) FROM attachment").fetchone() == (1,)


def test_another_company_gets_nothing_by_sql_either(city: City, tmp_path: Path) -> None:
    there = city.bring(State.SIGNED)
    (kept,) = attachments.add(city.seat("a1"), there.id, photo(tmp_path))
    for login in ("op1", "sup1", "net1", "lia1", "a2"):
        assert len(list(attachments.read(city.seat(login), kept.id))) == 1
    with pytest.raises(UnknownComplaint):
        attachments.add(city.seat("b1"), there.id, photo(tmp_path, "b.jpg", seed=b"b"))
    with pytest.raises(UnknownComplaint):
        attachments.of_complaint(city.seat("b1"), there.number)
    with pytest.raises(BadInput, match="没有这个附件"):
        list(attachments.read(city.seat("b1"), kept.id))
    raw = city.raw("b1")
    assert raw.execute("SELECT count(*) FROM attachment").fetchone() == (0,)
    assert raw.execute("SELECT count(*) FROM attachment_part").fetchone() == (0,)
    for statement in (
        "SELECT attachment_part(%s, 9, 'x'::bytea)",
        "SELECT attachment_finish(%s, clock_timestamp())",
    ):
        with pytest.raises(psycopg.Error) as told:
            raw.execute(statement, (kept.id,))
        assert told.value.sqlstate == "WL006"
    for login in ("audit", "admin"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw(login).execute("SELECT * FROM attachment_part")


def test_names_that_no_disk_keeps() -> None:
    assert attachments.file_name("../秘\x00密:1?.pdf") == "秘密1.pdf"
    assert attachments.file_name("...") == "附件"
    assert attachments.file_name("长" * 300 + ".webp") == "长" * 115 + ".webp"


def test_the_company_names_its_worker(city: City) -> None:
    there = city.bring(State.SIGNED)
    named = assign(city.seat("a1"), there.id, there.revision, " 刘师傅 ", "13853000033")
    assert (named.worker, named.worker_phone, named.state) == ("刘师傅", "138 5300 0033", State.SIGNED)
    assert (named.events[-1].act, named.events[-1].note) == (Act.ASSIGN, "刘师傅 138 5300 0033")
    other = assign(city.seat("op1"), there.id, named.revision, "高师傅")
    assert (other.worker, other.worker_phone) == ("高师傅", "")
    with pytest.raises(ChangedElsewhere):
        assign(city.seat("a2"), there.id, named.revision, "刘师傅")
    with pytest.raises(BadInput) as told:
        assign(city.seat("a1"), there.id, other.revision, " ")
    assert told.value.field == "worker"
    with pytest.raises(BadInput) as told:
        assign(city.seat("a1"), there.id, other.revision, "刘师傅", "12")
    assert told.value.field == "worker_phone"
    with pytest.raises(UnknownComplaint):
        assign(city.seat("b1"), there.id, other.revision, "刘师傅")
    with pytest.raises(NotAllowed):
        assign(city.seat("lia1"), there.id, other.revision, "刘师傅")
    returned = dispatch.give_back(city.seat("a1"), there.id, other.revision, "不是我公司管网")
    assert returned.worker == ""  # the next company sends its own
    with pytest.raises(MoveRefused):
        assign(city.seat("sup1"), there.id, returned.revision, "刘师傅")
    with pytest.raises(psycopg.Error) as refused:
        city.act("a1", city.bring(State.SIGNED, room="9").id, None, Act.ASSIGN, changes={"worker": ""})
    assert refused.value.sqlstate == "WL006"
