"""The company's desk from the console: whom it sends, files up and down, refusals in words with their exit code."""

from pathlib import Path

from app.records import State
from small_city import City
from typist import Console


def test_a_worker_and_two_files(console: Console, city: City, tmp_path: Path) -> None:
    number = city.bring(State.SIGNED).number
    named = console("a1", "complaint", "assign", number, "--worker", "刘师傅", "--phone", "13853000033")
    assert (named["worker"], named["worker_phone"]) == ("刘师傅", "138 5300 0033")
    assert "worker_phone: " in console("a1", "complaint", "assign", number, "--worker", "刘", "--phone", "1", code=2)
    for name, content in (("测温 记录.pdf", b"%PDF-1.7 16.2"), ("现场.jpg", b"\xff\xd8\xff\xe0 photo")):
        (tmp_path / name).write_bytes(content)
        console("a1", "complaint", "attach", number, str(tmp_path / name))
    listed = console("op1", "complaint", "attachments", number)["attachments"]
    assert [(one["n"], one["name"], one["kind"]) for one in listed] == [
        (1, "测温 记录.pdf", "pdf"),
        (2, "现场.jpg", "jpeg"),
    ]
    out = tmp_path / "取回.jpg"
    console("op1", "complaint", "fetch", number, "2", "-o", str(out))
    assert out.read_bytes() == b"\xff\xd8\xff\xe0 photo"
    assert "是文件夹" in console("op1", "complaint", "fetch", number, "1", "-o", str(tmp_path), code=2)
    assert "是文件夹" in console("a1", "complaint", "attach", number, str(tmp_path), code=2)
    assert "只有 2 个附件" in console("op1", "complaint", "fetch", number, "3", "-o", str(out), code=2)
    (tmp_path / "表.xlsx").write_bytes(b"PK\x03\x04")
    assert "只收 JPEG" in console("a1", "complaint", "attach", number, str(tmp_path / "表.xlsx"), code=2)
    reported = console("a1", "complaint", "report", number, "--text", "已换阀", "--liability", "物业")
    assert reported["liability"] == "property"
    assert "不归您办理" in console("b1", "complaint", "attachments", number, code=2)
