"""The console's words for the work groups: sending, the list of what was sent, the chats, and the fixed text.

A robot's address and secret are credentials: they come from WARMLINE_CHAT_ADDRESS and WARMLINE_CHAT_SECRET or are asked
for, never from an argument, and are never printed.
"""

import json
import os
import sys
from threading import Event
from typing import Annotated, Any

import typer

from app import chat_queue, group_chats
from app.errors import BadInput, WarmlineError
from app.group_chats import KIND_WORDS, MESSAGE_WORDS, ChatKind, ChatWords, GroupChat, GroupMessage, MessageState
from app.message_queue import MessageSender, Turn
from app.places import find_company
from app.robots import Outcome
from app.seat import Seat
from ui.console_session import Json, session, show

notify_words = typer.Typer(no_args_is_help=True)
chat_words = typer.Typer(no_args_is_help=True)
notify_words.add_typer(chat_words, name="chat", help="工作群：列出、添加、修改、测试、停用、启用。")

SOON_SECONDS = 5.0
"""With --once, what a robot's pace holds up for less than this is still sent."""

Name = Annotated[str, typer.Argument(metavar="NAME", help="群名或编号。")]
Company = Annotated[str, typer.Option(help="热力公司的名称、简称或代码；“全部”为各公司的事都发。")]


@notify_words.command("run", help="持续发送，Ctrl+C 结束；同时只有一处在发，其余待命。")
def run_word(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="发完现在该发的就结束。")] = False,
    as_json: Json = False,
) -> None:
    """Send what waits for the chats."""
    with session(context).seat() as seat:
        sender = MessageSender(seat)
        try:
            if once:
                _once(sender, as_json)
            else:
                _always(sender, as_json)
        except KeyboardInterrupt:
            typer.echo("已停止发送。", err=True)
        finally:
            sender.close()


def _once(sender: MessageSender, as_json: bool) -> None:
    sent, failed = 0, 0
    while True:
        turn = sender.turn()
        sent, failed = sent + turn.sent, failed + turn.failed
        _say_troubles(turn)
        idle = not turn.sent and not turn.failed
        if turn.due_in is None or turn.due_in > SOON_SECONDS or (idle and turn.due_in <= 0):
            break
        Event().wait(max(turn.due_in, 0.0))
    words = f"已发 {sent} 条，未发成 {failed} 条。" if turn.leading else "没有要发的群，或另一处正在发送。"
    show(as_json, {"leading": turn.leading, "sent": sent, "failed": failed}, [words])


def _always(sender: MessageSender, as_json: bool) -> None:
    leading = False
    while True:
        try:
            turn = sender.turn()
        except WarmlineError as error:
            if error.exit_code != 4:
                raise
            typer.echo(error.sentence, err=True)
            turn = Turn(False, wait=10.0)
        if turn.leading != leading:
            leading = turn.leading
            typer.echo("由此处发送。" if leading else "待命：另一处在发送，或没有工作群。", err=True)
        _say_troubles(turn)
        if turn.sent and as_json:
            typer.echo(json.dumps({"sent": turn.sent, "failed": turn.failed}))  # one line a turn: it has no end
        elif turn.sent:
            typer.echo(f"已发 {turn.sent} 条。")
        Event().wait(turn.wait)


def _say_troubles(turn: Turn) -> None:
    for words in turn.troubles:
        typer.echo(words, err=True)


@notify_words.command("list", help="群消息，新的在前。")
def list_word(
    context: typer.Context,
    state: Annotated[MessageState | None, typer.Option(help="只列这种状态的。")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多几条。")] = 50,
    as_json: Json = False,
) -> None:
    """List messages."""
    with session(context).seat() as seat:
        found = group_chats.list_messages(seat, limit, [state] if state else [])
    show(
        as_json,
        {"messages": [_message_record(one) for one in found]},
        [_message_line(one) for one in found] or ["没有消息。"],
    )


@notify_words.command("text", help="一件诉求或片区事件的群通知文字，没有机器人时粘贴到群里。")
def text_word(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="编号：诉求 20261115-0042，片区事件 P20261115-01。")],
    as_json: Json = False,
) -> None:
    """Print the fixed text."""
    with session(context).seat() as seat:
        text = group_chats.group_text(seat, number)
    show(as_json, {"text": text}, [text])


@notify_words.command("queue", help="管理员看队列：状态、次数、最近的错误，不含内容；--unsent 只看没有发出的。")
def queue_word(
    context: typer.Context,
    unsent: Annotated[bool, typer.Option("--unsent", help="只列没有发出的。")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多几条。")] = 50,
    as_json: Json = False,
) -> None:
    """List the queue without what it says."""
    with session(context).seat() as seat:
        found = chat_queue.queued(seat, limit, chat_queue.UNSENT if unsent else ())
        names = {one.id: one.name for one in group_chats.list_chats(seat)}
    records = [
        {
            "id": one.id,
            "chat": names.get(one.chat_id, ""),
            "subject": one.subject,
            "state": one.state,
            "made_at": one.made_at.isoformat(),
            "tries": one.tries,
            "last_error": one.last_error,
        }
        for one in found
    ]
    lines = [
        f"{r['id']}  {r['chat']}  {r['subject']}  {MESSAGE_WORDS[one.state]}  {r['last_error']}".rstrip()
        for one, r in zip(found, records, strict=True)
    ]
    show(as_json, {"messages": records}, lines or ["没有消息。"])


@notify_words.command("retry", help="重发一条被拒、作废或因群停发而等着的消息。")
def retry_word(
    context: typer.Context,
    message: Annotated[int, typer.Argument(metavar="ID", help="notify queue 里的编号。")],
    as_json: Json = False,
) -> None:
    """Send a message again."""
    with session(context).seat() as seat:
        chat_queue.retry(seat, message)
    show(as_json, {"id": message, "queued": True}, ["已重新排队，由发送的座席发出。"])


@chat_words.command("list", help="全部工作群。")
def chat_list_word(context: typer.Context, as_json: Json = False) -> None:
    """List chats."""
    with session(context).seat() as seat:
        records = [_chat_record(seat, one) for one in group_chats.list_chats(seat)]
    show(as_json, {"chats": records}, [_chat_line(one) for one in records] or ["没有工作群。"])


@chat_words.command("add", help="添加工作群；机器人地址取自 WARMLINE_CHAT_ADDRESS 或当场输入。")
def chat_add_word(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="群名。")],
    kind: Annotated[
        ChatKind, typer.Option(help="wecom 企业微信、dingtalk 钉钉、feishu 飞书、email 邮件、other 其他。")
    ],
    company: Company = "全部",
    as_json: Json = False,
) -> None:
    """Add a chat."""
    with session(context).seat() as seat:
        address = _credential("WARMLINE_CHAT_ADDRESS", "机器人地址", required=True)
        secret = _credential("WARMLINE_CHAT_SECRET", "签名密钥或邮箱密码（没有就回车）")
        made = group_chats.add_chat(seat, ChatWords(name, kind, _company(seat, company), address, secret))
        record = _chat_record(seat, made)
    show(as_json, record, [f"已添加 {_chat_line(record)}"])


@chat_words.command("change", help="改群名、公司，或换机器人地址与密钥（--credentials）。")
def chat_change_word(
    context: typer.Context,
    name: Name,
    new_name: Annotated[str, typer.Option("--name", help="新群名。")] = "",
    company: Company = "",
    credentials: Annotated[bool, typer.Option("--credentials", help="重新输入地址与密钥。")] = False,
    as_json: Json = False,
) -> None:
    """Change a chat."""
    with session(context).seat() as seat:
        there = group_chats.find_chat(seat, name)
        words = ChatWords(
            new_name or there.name,
            there.kind,
            _company(seat, company) if company else there.company_id,
            _credential("WARMLINE_CHAT_ADDRESS", "机器人地址", required=True) if credentials else None,
            _credential("WARMLINE_CHAT_SECRET", "签名密钥或邮箱密码（没有就回车）") if credentials else None,
        )
        record = _chat_record(seat, group_chats.change_chat(seat, there.id, words))
    show(as_json, record, [f"已保存 {_chat_line(record)}"])


@chat_words.command("test", help="向工作群发一条测试消息；成功则解除停发。")
def chat_test_word(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Test a chat; exit 2 when it refuses."""
    with session(context).seat() as seat:
        chat = group_chats.find_chat(seat, name)
        verdict = group_chats.try_chat(seat, chat.id)
    if verdict.outcome is not Outcome.SENT:
        raise BadInput(f"工作群“{chat.name}”没有收下：{verdict.words}", field="chat")
    show(as_json, {"chat": chat.name, "accepted": True}, [f"工作群“{chat.name}”已收到测试消息。{verdict.words}"])


@chat_words.command("off", help="停用工作群，未发的作废。")
def chat_off_word(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Put a chat out of use."""
    _service(context, name, False, as_json)


@chat_words.command("on", help="启用工作群，或在排除故障后解除停发。")
def chat_on_word(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Put a chat back into use."""
    _service(context, name, True, as_json)


def _service(context: typer.Context, name: str, active: bool, as_json: bool) -> None:
    with session(context).seat() as seat:
        there = group_chats.find_chat(seat, name)
        record = _chat_record(seat, group_chats.set_chat_active(seat, there.id, active))
    show(as_json, record, [_chat_line(record)])


def _company(seat: Seat, text: str) -> int | None:
    return None if text.strip() in ("全部", "") else find_company(seat.directory, text).id


def _credential(variable: str, prompt: str, required: bool = False) -> str:
    """From the environment or asked for without an echo; empty where none is needed and nobody can be asked."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if sys.stdin.isatty():
        asked: str = typer.prompt(prompt, default="" if not required else None, hide_input=True, show_default=False)
        return asked
    if required:
        raise BadInput(f"没有{prompt}：请设置环境变量 {variable}，或在终端里运行。", field="address")
    return ""


def _chat_record(seat: Seat, chat: GroupChat) -> dict[str, Any]:
    """A chat for ``--json``; the company by its code, null for all."""
    company = seat.directory.companies.get(chat.company_id) if chat.company_id else None
    return {
        "id": chat.id,
        "name": chat.name,
        "kind": chat.kind,
        "company": company.code if company else None,
        "active": chat.active,
        "trouble": chat.trouble,
    }


def _chat_line(record: dict[str, Any]) -> str:
    state = "停用" if not record["active"] else f"停发：{record['trouble']}" if record["trouble"] else "正常"
    return f"{record['id']}  {record['name']}  {KIND_WORDS[record['kind']]}  {record['company'] or '全部公司'}  {state}"


def _message_record(one: GroupMessage) -> dict[str, Any]:
    return {
        "id": one.id,
        "chat": one.chat,
        "state": one.state,
        "made_at": one.made_at.isoformat(),
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "next_try_at": one.next_try_at.isoformat() if one.state is MessageState.WAITING else None,
        "tries": one.tries,
        "last_error": one.last_error,
        "text": one.text,
    }


def _message_line(one: GroupMessage) -> str:
    parts = [f"{one.made_at:%m-%d %H:%M}", one.chat, MESSAGE_WORDS[one.state], one.text.partition("\n")[0]]
    return "  ".join([*parts, one.last_error] if one.last_error else parts)
