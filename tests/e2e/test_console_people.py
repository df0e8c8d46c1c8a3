"""People kept from the console: the same acts and refusals as in the window, and no password in an argument."""

import pytest

from typist import Console

STRONG = "Nuanqi-2026"


@pytest.fixture
def console(demo_console: Console, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setenv("WARMLINE_NEW_PASSWORD", STRONG)
    return demo_console


def test_a_person_from_the_first_day_to_the_last(console: Console) -> None:
    words = ("--name", "孔令辉", "--role", "company", "--company", "永恒", "--seat", "9")
    made = console("admin", "person", "add", "c_new", *words)
    assert made == {
        "login": "c_new", "name": "孔令辉", "role": "company", "company": "a", "seat": 9, "active": True,
    }  # fmt: skip
    assert console("c_new", "complaint", "list", password=STRONG)["complaints"]
    changed = console("admin", "person", "change", "c_new", "--role", "operator", "--company", "无", "--seat", "0")
    assert (changed["role"], changed["company"], changed["seat"], changed["name"]) == ("operator", None, None, "孔令辉")
    assert not console("admin", "person", "deactivate", "c_new", "--reason", "离职")["active"]
    assert console("admin", "person", "list")["people"][-1]["login"] == "c_new"
    console("c_new", "complaint", "list", code=3, password=STRONG)
    assert console("admin", "person", "activate", "c_new", "--reason", "返岗")["active"]
    console("c_new", "complaint", "list", password=STRONG)


def test_passwords(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    console("admin", "person", "add", "c_pass", "--name", "孔令辉", "--role", "operator")
    monkeypatch.setenv("WARMLINE_NEW_PASSWORD", "Genghuan_88")
    assert console("c_pass", "person", "password", password=STRONG) == {"login": "c_pass", "changed": True}
    monkeypatch.setenv("WARMLINE_NEW_PASSWORD", STRONG)
    assert console("admin", "person", "password", "c_pass")["changed"]
    console("c_pass", "person", "password", "op1", code=3, password=STRONG)
    monkeypatch.setenv("WARMLINE_NEW_PASSWORD", "kurz")
    assert console("c_pass", "person", "password", code=2, password=STRONG).startswith("password: ")
    monkeypatch.delenv("WARMLINE_NEW_PASSWORD")
    assert "WARMLINE_NEW_PASSWORD" in console("c_pass", "person", "password", code=2, password=STRONG)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("add", "op1", "--name", "重名", "--role", "operator"), "login"),
        (("add", "Op9", "--name", "新人", "--role", "operator"), "login"),
        (("add", "c_x", "--name", " ", "--role", "operator"), "name"),
        (("add", "c_x", "--name", "新人", "--role", "company"), "company"),
        (("add", "c_x", "--name", "新人", "--role", "company", "--company", "没有"), "company"),
        (("add", "c_x", "--name", "新人", "--role", "operator", "--seat", "1000"), "seat"),
        (("change", "nobody", "--name", "新人"), "login"),
        (("deactivate", "op1", "--reason", " "), "note"),
        (("deactivate", "admin", "--reason", "休假"), "person"),
    ],
)
def test_what_is_refused_names_its_field(console: Console, words: tuple[str, ...], field: str) -> None:
    assert console("admin", "person", *words, code=2).startswith(f"{field}: ")


@pytest.mark.parametrize("login", ["op1", "sup1", "a1", "audit"])
def test_only_the_administrator_keeps_people(console: Console, login: str) -> None:
    console(login, "person", "add", "c_y", "--name", "新人", "--role", "operator", code=3)
    console(login, "person", "deactivate", "op2", "--reason", "离职", code=3)
