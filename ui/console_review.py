"""The console's words for reviews: list, show, sign, send-back, resubmit, sample, score, answer, mine, items."""

from typing import Annotated
from uuid import UUID

import typer

from app import complaints, review, score_sheets
from app.errors import BadInput
from app.review_records import ScoreItem
from app.seat import Seat
from app.shift_exceptions import ExceptionKind, find_exceptions
from app.shift_figures import read_figures
from app.shift_records import Shift
from ui.console_session import Json, session, show
from ui.review_lines import (
    exception_line,
    exception_record,
    figures_line,
    figures_record,
    log_line,
    log_record,
    sample_line,
    sample_record,
    sheet_lines,
    sheet_record,
    step_line,
    step_record,
)
from ui.shift_lines import find_shift

review_words = typer.Typer(no_args_is_help=True)

_KINDS = {kind.name.lower().replace("_", "-"): kind for kind in ExceptionKind}
_KIND_HELP = "、".join(f"{name} {kind}" for name, kind in _KINDS.items())

Day = Annotated[str, typer.Argument(metavar="DATE", help="班次开始的那一天，如 2026-11-20、11-20、昨天。")]
Slot = Annotated[str, typer.Option("--shift", metavar="N", help="当天第几班，或班名。")]
SheetId = Annotated[str, typer.Argument(metavar="ID", help="评分表的编号（--json 里的 id）。")]


def add_review_words(words: typer.Typer) -> None:
    """Add them to the words of shifts."""
    words.add_typer(review_words, name="review", help="复核值班日志：列出、查看、通过、退回；质检抽取、评分、申述。")


@review_words.command("list", help="等着复核的日志，最早的在前；--all 连同已复核的。")
def list_word(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="连同已复核的，最近的在前。")] = False,
    as_json: Json = False,
) -> None:
    """List what waits."""
    with session(context).seat() as seat:
        logs = review.list_logs(seat, signed=every)
        record = {"logs": [log_record(seat, one) for one in logs]}
        show(as_json, record, [log_line(seat, one) for one in logs] or ["没有等着复核的日志。"])


@review_words.command("show", help="一份日志：例外在前（附诉求编号），再是数字、质检、复核经过。")
def show_word(
    context: typer.Context,
    day: Day,
    slot: Slot = "1",
    kind: Annotated[str, typer.Option(help=f"只看这一种例外：{_KIND_HELP}。")] = "",
    as_json: Json = False,
) -> None:
    """Show a log with what stands out of it."""
    if kind and kind not in _KINDS:
        raise BadInput(f"没有“{kind}”这种例外，可用：{_KIND_HELP}。", field="kind")
    wanted = _KINDS.get(kind)
    with session(context).seat() as seat:
        shift = find_shift(seat, day, slot, None)
        log = review.show_log(seat, shift.id)
        found = [one for one in find_exceptions(seat, shift) if wanted in (None, one.kind)]
        figures = read_figures(seat, shift)
        sample = review.read_sample(seat, shift.id)
        steps = review.list_steps(seat, shift.id)
        record = {
            **log_record(seat, log),
            "exceptions": [exception_record(seat, one) for one in found],
            "figures": [figures_record(seat, one) for one in figures],
            "sample": [sample_record(seat, one) for one in sample],
            "steps": [step_record(seat, one) for one in steps],
        }
        lines = [
            log_line(seat, log),
            f"例外 {len(found)} 项" + ("：" if found else ""),
            *(f"  {exception_line(seat, one)}" for one in found),
            *(figures_line(one) for one in figures),
            *(sample_line(one) for one in sample),
            *(step_line(one) for one in steps),
        ]
    show(as_json, record, lines)


@review_words.command("sign", help="复核通过；带班的人不能复核自己的班次。")
def sign_word(
    context: typer.Context,
    day: Day,
    slot: Slot = "1",
    note: Annotated[str, typer.Option("--note", help="复核意见。")] = "",
    as_json: Json = False,
) -> None:
    """Sign off."""
    with session(context).seat() as seat:
        log = review.sign(seat, _shift(seat, day, slot).id, note)
        show(as_json, log_record(seat, log), [log_line(seat, log)])


@review_words.command("send-back", help="退回本班班长，写明意见。")
def send_back_word(
    context: typer.Context,
    day: Day,
    note: Annotated[str, typer.Option("--note", help="退回意见。")],
    slot: Slot = "1",
    as_json: Json = False,
) -> None:
    """Send back with remarks."""
    with session(context).seat() as seat:
        log = review.send_back(seat, _shift(seat, day, slot).id, note)
        show(as_json, log_record(seat, log), [log_line(seat, log)])


@review_words.command("resubmit", help="本班班长补正后重新提交退回的日志。")
def resubmit_word(
    context: typer.Context,
    day: Day,
    note: Annotated[str, typer.Option("--note", help="补正说明。")],
    slot: Slot = "1",
    as_json: Json = False,
) -> None:
    """Submit again."""
    with session(context).seat() as seat:
        log = review.resubmit(seat, _shift(seat, day, slot).id, note)
        show(as_json, log_record(seat, log), [log_line(seat, log)])


@review_words.command("sample", help="抽取质检：每人几件，种子由服务器定并保存；再抽一次还是这些，多抽就在后面添。")
def sample_word(
    context: typer.Context,
    day: Day,
    slot: Slot = "1",
    each: Annotated[int | None, typer.Option("--each", metavar="N", help="每人几件；缺省按规则。")] = None,
    as_json: Json = False,
) -> None:
    """Draw the sample."""
    with session(context).seat() as seat:
        shift = _shift(seat, day, slot)
        sample = review.draw(seat, shift.id, each)
        log = review.show_log(seat, shift.id)
        record = {**log_record(seat, log), "sample": [sample_record(seat, one) for one in sample]}
        head = f"种子 {log.seed}，每人 {log.each} 件，共 {len(sample)} 件"
        show(as_json, record, [head, *(sample_line(one) for one in sample)])


@review_words.command("score", help="给一件诉求评分：--item 项目=得分，每项都要；扣了分要写评语。")
def score_word(
    context: typer.Context,
    day: Day,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="诉求编号。")],
    given: Annotated[list[str], typer.Option("--item", metavar="CODE=POINTS", help="一项的得分，如 facts=20。")],
    slot: Slot = "1",
    feedback: Annotated[str, typer.Option("--feedback", help="评语，本人可见。")] = "",
    as_json: Json = False,
) -> None:
    """Score a complaint."""
    points = _points(given)
    with session(context).seat() as seat:
        shift, complaint = _shift(seat, day, slot), complaints.show(seat, number)
        before = [one for one in score_sheets.list_sheets(seat, shift.id) if one.complaint_id == complaint.id]
        sheet = score_sheets.score(seat, shift.id, complaint.id, points, feedback, round=len(before) + 1)
        show(as_json, sheet_record(seat, sheet), sheet_lines(sheet))


@review_words.command("answer", help="申述：对自己的评分表说明一次。")
def answer_word(
    context: typer.Context,
    sheet_id: SheetId,
    words: Annotated[str, typer.Argument(metavar="TEXT", help="说明。")],
    as_json: Json = False,
) -> None:
    """Answer a sheet about oneself."""
    try:
        known = UUID(sheet_id)
    except ValueError:
        raise BadInput("没有这份评分表。", field="sheet") from None
    with session(context).seat() as seat:
        sheet = score_sheets.answer(seat, known, words)
        show(as_json, sheet_record(seat, sheet), sheet_lines(sheet))


@review_words.command("mine", help="我的质检：评的是自己的评分表，最近的在前。")
def mine_word(context: typer.Context, as_json: Json = False) -> None:
    """List the sheets about oneself."""
    with session(context).seat() as seat:
        sheets = score_sheets.my_sheets(seat)
        record = {"sheets": [sheet_record(seat, one) for one in sheets]}
        show(as_json, record, [line for one in sheets for line in sheet_lines(one)] or ["还没有评分表。"])


@review_words.command("items", help="评分项；给出 --item 时整张换成这些，合计 100 分。")
def items_word(
    context: typer.Context,
    given: Annotated[
        list[str] | None, typer.Option("--item", metavar="CODE=NAME:POINTS[:BASIS]", help="一项；可重复，按顺序。")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="为什么改。")] = "",
    as_json: Json = False,
) -> None:
    """List or replace the items of the sheet."""
    with session(context).seat() as seat:
        if given:
            score_sheets.put_items(seat, [_item(one) for one in given], note)
        items = score_sheets.list_items(seat)
    record = {
        "items": [{"code": one.code, "name": one.name, "weight": one.weight, "basis": one.basis} for one in items]
    }
    show(as_json, record, [f"{one.code}  {one.name}  {one.weight} 分  {one.basis}" for one in items])


def _shift(seat: Seat, day: str, slot: str) -> Shift:
    return find_shift(seat, day, slot, None)


def _points(given: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for words in given:
        code, _, points = words.partition("=")
        if not points.isascii() or not points.isdigit():
            raise BadInput(f"“{words}”看不懂，请写成 facts=20 的样子。", field="item")
        found[code.strip()] = int(points)
    return found


def _item(words: str) -> ScoreItem:
    code, _, rest = words.partition("=")
    name, _, rest = rest.partition(":")
    weight, _, basis = rest.partition(":")
    if not weight.isascii() or not weight.isdigit():
        raise BadInput(f"“{words}”看不懂，请写成 facts=要素齐全:25:依据 的样子。", field="item")
    return ScoreItem(code.strip(), name, int(weight), basis)
