"""The console's words for people. Passwords come from WARMLINE_NEW_PASSWORD or are asked for, never an argument."""

import os
import sys
from typing import Annotated, Any

import typer

from app import people
from app.errors import BadInput
from app.people import PersonWords
from app.records import Person, Role
from app.seat import Seat
from app.words import ROLE_WORDS
from ui.console_session import Json, password, session, show

person_words = typer.Typer(no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="用户名。")]
Company = Annotated[str, typer.Option(metavar="CODE", help="热力公司的代码或简称；“无”为不属于公司。")]
SeatNumber = Annotated[int | None, typer.Option("--seat", min=0, help="座席号；0 为没有。")]


def person_record(seat: Seat, person: Person) -> dict[str, Any]:
    """A person for ``--json``; the company by its code."""
    company = seat.directory.companies.get(person.company_id) if person.company_id else None
    return {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "company": company.code if company else None,
        "seat": person.seat_number,
        "active": person.active,
    }


@person_words.command("list", help="全部人员，停用的在后。")
def list_word(context: typer.Context, as_json: Json = False) -> None:
    """List people."""
    with session(context).seat() as seat:
        records = [person_record(seat, one) for one in people.list_people(seat)]
    show(as_json, {"people": records}, [_line(one) for one in records])


@person_words.command("add", help="添加人员；初始密码取自 WARMLINE_NEW_PASSWORD 或当场输入。")
def add_word(
    context: typer.Context,
    login: Login,
    name: Annotated[str, typer.Option(help="姓名。")],
    role: Annotated[Role, typer.Option(help="岗位。")],
    company: Company = "",
    seat_number: SeatNumber = None,
    as_json: Json = False,
) -> None:
    """Add a person."""
    with session(context).seat() as seat:
        words = PersonWords(name, role, _company(seat, company), seat_number or None)
        made = people.add_person(seat, login, words, _new_password())
        record = person_record(seat, made)
    show(as_json, record, [f"已添加 {_line(record)}"])


@person_words.command("change", help="改姓名、岗位、公司或座席号；没写的不变。")
def change_word(
    context: typer.Context,
    login: Login,
    name: Annotated[str | None, typer.Option(help="姓名。")] = None,
    role: Annotated[Role | None, typer.Option(help="岗位。")] = None,
    company: Company = "",
    seat_number: SeatNumber = None,
    as_json: Json = False,
) -> None:
    """Change a person."""
    with session(context).seat() as seat:
        there = people.find_person(seat, login)
        words = PersonWords(
            there.name if name is None else name,
            role or there.role,
            _company(seat, company) if company else there.company_id,
            there.seat_number if seat_number is None else seat_number or None,
        )
        record = person_record(seat, people.change_person(seat, there.id, words))
    show(as_json, record, [f"已保存 {_line(record)}"])


@person_words.command("deactivate", help="停用：不能再登录，已有的连接立即断开；记录都保留。")
def deactivate_word(
    context: typer.Context,
    login: Login,
    reason: Annotated[str, typer.Option(help="原因，记入审计。")],
    as_json: Json = False,
) -> None:
    """Put a person out of service."""
    _service(context, login, False, reason, as_json)


@person_words.command("activate", help="恢复停用的人员。")
def activate_word(
    context: typer.Context,
    login: Login,
    reason: Annotated[str, typer.Option(help="原因，记入审计。")],
    as_json: Json = False,
) -> None:
    """Put a person back into service."""
    _service(context, login, True, reason, as_json)


@person_words.command("password", help="设定密码：不写用户名为自己的（任何人），写了为那个人的（系统管理员）。")
def password_word(
    context: typer.Context,
    login: Annotated[str, typer.Argument(metavar="[LOGIN]", help="用户名。")] = "",
    as_json: Json = False,
) -> None:
    """Set a password; one's own takes the present one, as the sign-in did."""
    with session(context).seat() as seat:
        if login and login != seat.person.login:
            people.set_password(seat, people.find_person(seat, login).id, _new_password())
        else:
            people.change_own_password(seat, password("原密码"), _new_password())
        changed = login or seat.person.login
    show(as_json, {"login": changed, "changed": True}, [f"{changed} 的密码已改。"])


def _service(context: typer.Context, login: str, active: bool, reason: str, as_json: bool) -> None:
    with session(context).seat() as seat:
        there = people.find_person(seat, login)
        record = person_record(seat, people.set_active(seat, there.id, active, reason))
    show(as_json, record, [_line(record)])


def _company(seat: Seat, text: str) -> int | None:
    """The company of a code, short name or name; None for none."""
    wanted = text.strip()
    if wanted in ("", "无"):
        return None
    for company in seat.directory.companies.values():
        if wanted in (company.code, company.short_name, company.name):
            return company.id
    codes = "、".join(f"{one.code}（{one.short_name}）" for one in seat.directory.companies.values())
    raise BadInput(f"没有热力公司“{wanted}”，有：{codes}。", field="company")


def _new_password() -> str:
    given = os.environ.get("WARMLINE_NEW_PASSWORD")
    if given:
        return given
    if not sys.stdin.isatty():
        raise BadInput("没有新密码：请设置环境变量 WARMLINE_NEW_PASSWORD，或在终端里运行。", field="password")
    asked: str = typer.prompt("新密码", hide_input=True, confirmation_prompt="再输一次")
    return asked


def _line(record: dict[str, Any]) -> str:
    parts = [record["login"], record["name"], ROLE_WORDS[Role(record["role"])]]
    if record["company"]:
        parts.append(record["company"])
    if record["seat"]:
        parts.append(f"{record['seat']} 号座席")
    return "  ".join([*parts, "" if record["active"] else "停用"]).rstrip()
