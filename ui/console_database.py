"""The console's words for the database and its audit."""

import typer

from app.audit import verify
from app.errors import BadInput, WarmlineError
from app.installation import (
    check_schema,
    database_status,
    initialise,
    passwords_set_by_initialise,
    stop_embedded,
    upgrade,
)
from ui.console_session import Json, password, say_progress, session, show

database_words = typer.Typer(no_args_is_help=True)
audit_words = typer.Typer(no_args_is_help=True)


def _address(context: typer.Context) -> str:
    address = session(context).settings.database
    if not address:
        raise BadInput("请用 --database 指明共享服务器的地址（本机自带的数据库会自动建立和升级）。", field="database")
    return address


@database_words.command(
    "init",
    help="在共享服务器上建库；只建系统管理员 admin，其密码当场设定。"
    "服务器上已有的 admin（别的数据库在用）不会被改动，除非加 --new-password。",
)
def init(
    context: typer.Context,
    demo: bool = typer.Option(False, "--demo", help="装入演示数据和演示人员。"),
    renew: bool = typer.Option(
        False, "--new-password", help="服务器上已有的登录名也换成新密码，对这台服务器上的所有数据库有效。"
    ),
) -> None:
    """Make the database on a shared server; the URL names a role that may create databases and roles."""
    address = _address(context)
    setting = passwords_set_by_initialise(address, demo, renew)
    secret = password("为系统管理员 admin 设定密码") if setting and not demo else ""
    typer.echo(_made_words(initialise(address, secret, demo, renew), demo))


def _made_words(setting: list[str], demo: bool) -> str:
    if not setting:
        return "数据库早已建立，数据表已是本程序的版本；里面的人员和密码没有改动。"
    if demo:
        return f"数据库已建立，已装入演示数据；{len(setting)} 个演示人员的密码已设定。"
    return "数据库已建立，admin 的密码已设定。请用 admin 登录并添加人员。"


@database_words.command("upgrade", help="把数据库升级到本程序的版本。")
def upgrade_word(context: typer.Context) -> None:
    """Upgrade the schema."""
    upgrade(session(context).settings, say_progress)
    typer.echo("数据库已是本程序的版本。")


@database_words.command("check", help="核对数据库的结构与本程序是否一致。")
def check_word(context: typer.Context, as_json: Json = False) -> None:
    """Compare the schema with the models."""
    differences = check_schema(session(context).settings, say_progress)
    if differences:
        raise BadInput("数据库的结构与本程序不一致：\n" + differences, field="database")
    show(as_json, {"ok": True}, ["数据库的结构与本程序一致。"])


@database_words.command("status", help="数据库在哪里、什么版本、能否连接。")
def status_word(context: typer.Context, as_json: Json = False) -> None:
    """Say where the database is and how it is."""
    status = database_status(session(context).settings)
    show(as_json, status, [f"{name}: {value}" for name, value in status.items()])


@database_words.command("stop", help="立即停止本机自带的数据库，不管还有谁在用。")
def stop_word(context: typer.Context, as_json: Json = False) -> None:
    """Stop the embedded server."""
    stopped = stop_embedded(session(context).settings)
    show(as_json, {"stopped": stopped}, ["本机数据库已停止。" if stopped else "本机数据库本来就没有运行。"])


@audit_words.command("verify", help="逐条核对事件链；有改动、缺失则列出并返回 2。")
def verify_word(context: typer.Context, as_json: Json = False) -> None:
    """Verify the chain of events."""
    with session(context).seat() as seat:
        result = verify(seat)
    breaks = [{"chain": str(one.chain), "seq": one.seq, "problem": one.problem} for one in result.breaks]
    show(
        as_json,
        {
            "ok": not breaks,
            "chains": result.chains,
            "events": result.events,
            "seals": result.seals,
            "breaks": breaks,
        },
        [
            f"{result.chains} 条链、{result.events} 个事件、{result.seals} 个封签，"
            + ("全部完好。" if not breaks else f"{len(breaks)} 处断裂。")
        ],
    )
    if breaks:
        raise WarmlineError("\n".join(f"{one['chain']} 第 {one['seq']} 条：{one['problem']}" for one in breaks))
