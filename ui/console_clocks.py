"""The console's words for the clocks of a complaint: how each due time was reached, and letting them stand still."""

from datetime import datetime
from typing import Annotated, Any

import typer

from app.clock_words import clock_lines, standing
from app.clocks import ClockRun, clocks, near_at, working
from app.complaints import show as show_complaint
from app.pauses import pause, resume
from app.seat import Seat
from app.words import CLOCK_WORDS
from ui.console_complaints import Number, Words, complaint_words
from ui.console_json import complaint_lines, complaint_record, moment
from ui.console_session import Json, read_moment, session, show


def clock_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Show every clock of a complaint with its working."""
    with session(context).seat() as seat:
        complaint = show_complaint(seat, number)
        now, calendar = seat.now(), seat.rules.calendar
        runs = clocks(complaint.events, seat.rules, calendar)
        record = {
            "number": complaint.number,
            "state": complaint.state,
            "at": moment(now),
            "clocks": [run_record(seat, run, now) for run in runs],
        }
        lines = [line for run in runs for line in _indented(clock_lines(run, calendar, now))]
    show(as_json, record, lines)


def run_record(seat: Seat, run: ClockRun, now: datetime) -> dict[str, Any]:
    """One clock for ``--json``; lengths in minutes."""
    calendar = seat.rules.calendar
    return {
        "clock": run.clock,
        "words": CLOCK_WORDS[run.clock],
        "standing": standing(run, now),
        "rule": run.limit.rule,
        "article": run.limit.article,
        "mark": run.limit.mark,
        "house": run.is_house,
        "unit": run.limit.unit,
        "minutes": run.limit.minutes,
        "started_at": moment(run.started_at),
        "started_by": run.started_by,
        "near_at": moment(near_at(run, calendar)),
        "due_at": moment(run.due_at),
        "provisional": run.limit.provisional,
        "stopped_at": moment(run.stopped_at),
        "stopped_by": run.stopped_by,
        "passed_over": run.passed_over,
        "in_time": run.in_time,
        "working": [
            {
                "from": moment(piece.start),
                "to": moment(piece.end),
                "minutes": round((piece.end - piece.start).total_seconds() / 60, 1),
                "counted": piece.counted,
                "why": piece.why,
            }
            for piece in working(run, calendar)
        ],
    }


@complaint_words.command("pause", help="暂停计时（等待用户、无法入户），须写明原因；到最长时间自动恢复。")
def pause_word(
    context: typer.Context,
    number: Number,
    kind: Annotated[str, typer.Option(help="user（等待用户）或 access（无法入户）。")],
    text: Words,
    until: Annotated[str, typer.Option(metavar="TIME", help="最迟到几时，ISO 8601；缺省为允许的最长时间。")] = "",
    as_json: Json = False,
) -> None:
    """Let the clocks stand still."""
    with session(context).seat() as seat:
        before = show_complaint(seat, number)
        done = pause(seat, before.id, before.revision, kind, text, read_moment(until, "until") if until else None)
        show(as_json, complaint_record(seat, done, timeline=True), complaint_lines(seat, done))


@complaint_words.command("resume", help="恢复计时。")
def resume_word(context: typer.Context, number: Number, text: Words = "", as_json: Json = False) -> None:
    """Start the clocks again."""
    with session(context).seat() as seat:
        before = show_complaint(seat, number)
        done = resume(seat, before.id, before.revision, text)
        show(as_json, complaint_record(seat, done, timeline=True), complaint_lines(seat, done))


def _indented(lines: list[str]) -> list[str]:
    return [lines[0], *(f"  {line}" for line in lines[1:])]
