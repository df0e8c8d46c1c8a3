"""The console's words for posts of forums and the public replies to them."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from app import publishing, triage
from app.errors import BadInput
from app.forum_records import FORUM_EVENT_WORDS, POST_STATE_WORDS, Post, PostEvent, PostState
from app.personal_data import Warning
from app.place_guess import guess_place
from app.places import find_community
from app.rules import CITY_TIME
from app.seat import Seat
from app.sources import find_source
from app.words import span_words
from ui.console_json import complaint_lines, complaint_record, moment
from ui.console_session import Json, session, show

post_words = typer.Typer(no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="POST", help="网帖的标识（可只写开头）或网址。")]
Reason = Annotated[str, typer.Option("--reason", "--text", help="原因。")]


def post_record(post: Post, now: Any = None, warnings: list[Warning] | None = None) -> dict[str, Any]:
    """A post for ``--json``; with ``now``, how many minutes its writer has been waiting for a reply."""
    record: dict[str, Any] = {
        "id": str(post.id),
        "source": post.source_name,
        "outside_id": post.outside_id,
        "url": post.url,
        "title": post.title,
        "author": post.author,
        "text": post.text,
        "posted_at": moment(post.posted_at),
        "first_seen_at": moment(post.first_seen_at),
        "read_at": moment(post.read_at),
        "edited_at": moment(post.edited_at),
        "state": post.state,
        "complaint": post.complaint_number,
        "reply": post.reply,
        "approved_at": moment(post.approved_at),
        "queued": post.queued,
        "published_at": moment(post.published_at),
        "reply_url": post.reply_url,
    }
    if now is not None:
        record["waiting_minutes"] = int((now - post.since).total_seconds() // 60)
    if warnings is not None:
        record["warnings"] = [
            {"risk": one.risk, "start": one.start, "end": one.end, "words": one.words} for one in warnings
        ]
    return record


@post_words.command("list", help="网帖列表，新发现的在前；--unanswered 列出还没有答复的，等得最久的在前。")
def list_word(
    context: typer.Context,
    state: Annotated[str, typer.Option(help="new、joined、ignored、answered，可用逗号分隔。")] = "",
    source: Annotated[str, typer.Option(help="来源的名称或编号。")] = "",
    unanswered: Annotated[bool, typer.Option("--unanswered", help="还没有公开答复的，与已等多久。")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="最多几条。")] = 200,
    as_json: Json = False,
) -> None:
    """List posts."""
    with session(context).seat() as seat:
        source_id = find_source(seat, source).id if source else None
        if unanswered:
            found = triage.without_reply(seat, source_id)[:limit]
        else:
            found = triage.list_posts(seat, _states(state), source_id, limit)
        now = seat.now()
    waiting = now if unanswered else None
    lines = [_line(one) + (f"  已等 {span_words(now - one.since)}" if unanswered else "") for one in found]
    show(as_json, {"posts": [post_record(one, waiting) for one in found]}, lines or ["没有符合条件的网帖。"])


@post_words.command("show", help="一个网帖的全部内容与经过；--read 先到论坛上重读。")
def show_word(
    context: typer.Context,
    key: Key,
    read: Annotated[bool, typer.Option("--read", help="先到论坛上重读。")] = False,
    as_json: Json = False,
) -> None:
    """Show one post."""
    with session(context).seat() as seat:
        post = triage.show_post(seat, key)
        if read:
            post = triage.read_post(seat, post)
        events = triage.history(seat, post.id)
        warnings = publishing.warnings_for(seat, post) if post.reply else []
        guess = guess_place(seat.directory, post.title, post.text)
    record = post_record(post, None, warnings) | {
        "community": guess.community.name if guess.community else None,
        "events": [_event_record(one) for one in events],
    }
    show(as_json, record, _lines(post, warnings, events))


@post_words.command("take", help="把网帖受理为诉求；小区与楼号不写时取帖子里提到的。")
def take_word(
    context: typer.Context,
    key: Key,
    category: Annotated[str, typer.Option(help="类别代码 A1–D4。")],
    community: Annotated[str, typer.Option(help="小区或单位的名称、别名。")] = "",
    building: Annotated[str, typer.Option(help="楼号。")] = "",
    unit: Annotated[str, typer.Option(help="单元。")] = "",
    room: Annotated[str, typer.Option(help="室号。")] = "",
    text: Annotated[str, typer.Option(help="诉求内容；不写为帖子的标题和正文。")] = "",
    as_json: Json = False,
) -> None:
    """Make a complaint of a post."""
    with session(context).seat() as seat:
        post = triage.show_post(seat, key)
        if community:
            place = {"community_id": find_community(seat.directory, community).id}
            flat = {"building": building, "unit": unit, "room": room}
        else:
            guess = guess_place(seat.directory, post.title, post.text)
            if guess.community is None:
                raise BadInput("帖子里没有提到名录里的小区，请用 --community 写明。", field="community")
            place = {"community_id": guess.community.id}
            flat = {
                "building": building or guess.flat.building,
                "unit": unit or guess.flat.unit,
                "room": room or guess.flat.room,
            }
        taken = triage.take_post(seat, post, category=category, text=text, **place, **flat)
        show(as_json, complaint_record(seat, taken, timeline=True), complaint_lines(seat, taken))


@post_words.command("join", help="把网帖并入已有的诉求。")
def join_word(
    context: typer.Context,
    key: Key,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="诉求编号。")],
    as_json: Json = False,
) -> None:
    """Let a post belong to a complaint."""
    _act(context, key, as_json, lambda seat, post: triage.join(seat, post.id, number))


@post_words.command("ignore", help="不受理的网帖，须写明原因。")
def ignore_word(context: typer.Context, key: Key, reason: Reason, as_json: Json = False) -> None:
    """Put a post aside."""
    _act(context, key, as_json, lambda seat, post: triage.ignore(seat, post.id, reason))


@post_words.command("restore", help="放回待处理：误并入或误不受理的，须写明原因。")
def restore_word(context: typer.Context, key: Key, reason: Reason, as_json: Json = False) -> None:
    """Back among the new ones."""
    _act(context, key, as_json, lambda seat, post: triage.restore(seat, post.id, reason))


@post_words.command("reply", help="起草公开答复；不写内容则取自企业的反馈。")
def reply_word(
    context: typer.Context,
    key: Key,
    text: Annotated[str, typer.Option(help="答复的内容。")] = "",
    as_json: Json = False,
) -> None:
    """Draft the public reply."""
    _act(context, key, as_json, lambda seat, post: publishing.draft(seat, post.id, text))


@post_words.command("approve", help="审核公开答复；可能有个人信息时须改写，或注明 --despite-warnings。")
def approve_word(
    context: typer.Context,
    key: Key,
    despite: Annotated[bool, typer.Option("--despite-warnings", help="已看过提示，仍然通过。")] = False,
    as_json: Json = False,
) -> None:
    """Approve the draft."""
    _act(context, key, as_json, lambda seat, post: publishing.approve(seat, post, despite))


@post_words.command("publish", help="发布公开答复；没有接口的来源，人工发布后用 --url 登记回帖的链接。")
def publish_word(
    context: typer.Context,
    key: Key,
    url: Annotated[str, typer.Option(help="已在网页上发布的回帖的链接。")] = "",
    as_json: Json = False,
) -> None:
    """Publish the approved reply."""
    _act(
        context,
        key,
        as_json,
        lambda seat, post: (
            publishing.record_published(seat, post.id, url) if url else publishing.publish(seat, post.id)
        ),
    )


def _act(context: typer.Context, key: str, as_json: bool, go: Callable[[Seat, Post], Post]) -> None:
    with session(context).seat() as seat:
        post = go(seat, triage.show_post(seat, key))
        warnings = publishing.warnings_for(seat, post) if post.reply else []
    show(as_json, post_record(post, None, warnings), _lines(post, warnings, []))


def _states(text: str) -> tuple[PostState, ...]:
    wanted = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    for part in wanted:
        if part not in set(PostState):
            raise BadInput(f"没有状态“{part}”，可用：{'、'.join(PostState)}。", field="state")
    return tuple(PostState(part) for part in wanted)


def _line(post: Post) -> str:
    edited = "（已编辑）" if post.edited_at else ""
    return "  ".join(
        (
            str(post.id),
            f"{post.since.astimezone(CITY_TIME):%m-%d %H:%M}",
            POST_STATE_WORDS[post.state] + ("·待论坛审核" if post.queued else ""),
            post.source_name,
            post.author or "—",
            post.title + edited,
            post.complaint_number or "",
        )
    ).rstrip()


def _lines(post: Post, warnings: list[Warning], events: list[PostEvent]) -> list[str]:
    lines = [_line(post), post.url, *post.text.splitlines()]
    if post.reply:
        lines += ["答复：" + post.reply, *(f"注意：{one.sentence}" for one in warnings)]
    if post.reply_url:
        lines.append(f"已发布：{post.reply_url}")
    return lines + [
        f"{one.at.astimezone(CITY_TIME):%m-%d %H:%M}  {one.person_name}  {FORUM_EVENT_WORDS[one.act]}  {one.note}"
        for one in events
    ]


def _event_record(event: PostEvent) -> dict[str, Any]:
    record: dict[str, Any] = {"act": event.act, "at": moment(event.at), "person": event.person_name, "note": event.note}
    if event.before is not None:
        record["before"] = {"title": event.before[0], "text": event.before[1]}
        record["seen"] = event.seen
    return record
