"""The console's words for forums and feeds. Tokens come from the environment or are asked for, no argument."""

import os
from typing import Annotated, Any

import typer

from app import sources
from app.errors import BadInput
from app.forum_errors import SourceTrouble
from app.forum_records import KIND_WORDS, Fetched, Source, SourceKind
from app.rules import CITY_TIME
from app.sources import SourceWords
from ui.console_json import moment
from ui.console_session import Json, session, show

source_words = typer.Typer(no_args_is_help=True)

TOKEN = "WARMLINE_SOURCE_TOKEN"  # noqa: S105 - the name of the variable
Name = Annotated[str, typer.Argument(metavar="NAME", help="来源的名称或编号。")]


def source_record(source: Source) -> dict[str, Any]:
    """A source for ``--json``; of the token only whether there is one."""
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "feed_url": source.feed_url,
        "base_url": source.base_url,
        "reply_as": source.reply_as,
        "intranet": source.intranet,
        "active": source.active,
        "has_token": source.has_token,
        "takes_replies": source.takes_replies,
        "tried_at": moment(source.tried_at),
        "fetched_at": moment(source.fetched_at),
        "last_error": source.last_error,
    }


@source_words.command("add", help=f"添加来源；发布答复用的令牌取自 {TOKEN}，或用 --ask-token 当场输入。")
def add_word(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称，如 牡丹社区。")],
    kind: Annotated[str, typer.Option(help="rss、nodebb 或 discourse；不写按网址认。")] = "",
    url: Annotated[str, typer.Option("--url", "--feed", help="RSS 或 Atom 的网址；论坛可不写。")] = "",
    base: Annotated[str, typer.Option(help="论坛网址，如 https://bbs.example.org。")] = "",
    category: Annotated[str, typer.Option(help="论坛版块的编号；不写为全部。")] = "",
    reply_as: Annotated[str, typer.Option(help="答复用的账号：NodeBB 的用户编号，或 Discourse 的用户名。")] = "",
    intranet: Annotated[bool, typer.Option("--intranet", help="这是内网的网站。")] = False,
    ask_token: Annotated[bool, typer.Option("--ask-token", help="当场输入令牌。")] = False,
    as_json: Json = False,
) -> None:
    """Define a source."""
    words = SourceWords(
        name=name,
        kind=_kind(kind) if kind else sources.kind_of(url),
        feed_url=url,
        base_url=base,
        category=category,
        reply_as=reply_as,
        intranet=intranet,
    )
    with session(context).seat() as seat:
        made = sources.add_source(seat, words, _token(ask_token) if words.kind is not SourceKind.RSS else "")
    show(as_json, source_record(made), [_line(made)])


@source_words.command("change", help="修改来源：没写的照旧；换论坛网址后令牌须用 source token 重填。")
def change_word(
    context: typer.Context,
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", help="新名称。")] = None,
    kind: Annotated[str, typer.Option(help="rss、nodebb 或 discourse。")] = "",
    url: Annotated[str | None, typer.Option("--url", "--feed", help="RSS 或 Atom 的网址。")] = None,
    base: Annotated[str | None, typer.Option(help="论坛网址，如 https://bbs.example.org。")] = None,
    category: Annotated[str, typer.Option(help="论坛版块的编号；与 --url 选一种。")] = "",
    reply_as: Annotated[str | None, typer.Option(help="答复用的账号。")] = None,
    intranet: Annotated[bool | None, typer.Option("--intranet/--no-intranet", help="是不是内网的网站。")] = None,
    as_json: Json = False,
) -> None:
    """Change a source."""
    with session(context).seat() as seat:
        there = sources.find_source(seat, name)
        words = SourceWords(
            name=there.name if new_name is None else new_name,
            kind=_kind(kind) if kind else there.kind,
            feed_url=url if url is not None else "" if category else there.feed_url,
            base_url=there.base_url if base is None else base,
            category=category,
            reply_as=there.reply_as if reply_as is None else reply_as,
            intranet=there.intranet if intranet is None else intranet,
        )
        made = sources.change_source(seat, there.id, words)
    show(as_json, source_record(made), [_line(made)])


@source_words.command("list", help="全部来源，与最近一次抓取的情况。")
def list_word(context: typer.Context, as_json: Json = False) -> None:
    """List sources."""
    with session(context).seat() as seat:
        found = sources.list_sources(seat)
    show(as_json, {"sources": [source_record(one) for one in found]}, [_line(one) for one in found] or ["还没有来源。"])


@source_words.command("fetch", help="抓取一个来源；不写名称则抓取全部在用的来源，一个失败不影响其他。")
def fetch_word(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="来源的名称或编号。")] = "",
    as_json: Json = False,
) -> None:
    """Fetch what is new."""
    with session(context).seat() as seat:
        if name:
            found = [sources.fetch_source(seat, sources.find_source(seat, name))]
            if found[0].trouble:
                raise SourceTrouble(f"{found[0].source.name}：{found[0].trouble}")
        else:
            found = sources.fetch_all(seat)
    show(as_json, {"fetched": [_fetched_record(one) for one in found]}, [_fetched_line(one) for one in found])


@source_words.command("off", help="停止抓取一个来源；已有的网帖保留。")
def off_word(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Stop fetching a source."""
    _switch(context, name, False, as_json)


@source_words.command("on", help="恢复抓取一个来源。")
def on_word(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Fetch a source again."""
    _switch(context, name, True, as_json)


@source_words.command("end", help="不再使用一个来源：停止抓取并删去令牌；已有的网帖保留。")
def end_word(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Stop using a source for good."""
    with session(context).seat() as seat:
        made = sources.end_source(seat, sources.find_source(seat, name).id)
    show(as_json, source_record(made), [_line(made)])


@source_words.command("token", help=f"换一个来源的令牌：取自 {TOKEN} 或当场输入；--remove 去掉令牌。")
def token_word(
    context: typer.Context,
    name: Name,
    remove: Annotated[bool, typer.Option("--remove", help="去掉令牌。")] = False,
    as_json: Json = False,
) -> None:
    """Replace the token of a source."""
    with session(context).seat() as seat:
        source = sources.find_source(seat, name)
        made = sources.set_token(seat, source, "" if remove else _token(TOKEN not in os.environ))
    show(as_json, source_record(made), [_line(made)])


def _switch(context: typer.Context, name: str, active: bool, as_json: bool) -> None:
    with session(context).seat() as seat:
        made = sources.set_active(seat, sources.find_source(seat, name).id, active)
    show(as_json, source_record(made), [_line(made)])


def _kind(text: str) -> SourceKind:
    if text not in set(SourceKind):
        raise BadInput(f"没有来源类型“{text}”，可用：{'、'.join(SourceKind)}。", field="kind")
    return SourceKind(text)


def _token(ask: bool) -> str:
    return str(typer.prompt("令牌", hide_input=True)) if ask else os.environ.get(TOKEN, "")


def _line(source: Source) -> str:
    when = f"{source.fetched_at.astimezone(CITY_TIME):%m-%d %H:%M}" if source.fetched_at else "未抓取"
    reply = "可发布答复" if source.takes_replies else "只读"
    off = "" if source.active else "  已停用"
    trouble = f"  上次失败：{source.last_error}" if source.last_error else ""
    return f"{source.id}  {source.name}  {KIND_WORDS[source.kind]}  {reply}  {when}  {source.feed_url}{off}{trouble}"


def _fetched_record(one: Fetched) -> dict[str, Any]:
    return {
        "source": one.source.name,
        "seen": one.seen,
        "new": [str(post) for post in one.new],
        "edited": [str(post) for post in one.edited],
        "trouble": one.trouble or None,
    }


def _fetched_line(one: Fetched) -> str:
    if one.trouble:
        return f"{one.source.name}  失败：{one.trouble}"
    return f"{one.source.name}  读到 {one.seen} 帖，新帖 {len(one.new)}，修改 {len(one.edited)}"
