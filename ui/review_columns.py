"""The lists of the sections 复核 and 我的质检: logs, what stands out, figures, sample, steps, and score sheets."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.records import Act, ReviewState
from app.review_records import FULL, Log, Sampled, ScoreSheet, Step
from app.review_view import ReviewView
from app.review_words import REVIEW_STATE_WORDS, REVIEW_STEP_WORDS
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_exceptions import ExceptionKind, ShiftException
from app.shift_figures import COUNTED, Figures
from app.words import STATE_WORDS, span_words
from ui.table_model import Column

Placed = tuple[int, Any]
"""A row with its place in its list."""
GOOD_SCORE, FAIR_SCORE = 90, 75
"""Points from which a score is shown as good, and below which as bad."""
_KIND_COLOURS = {
    ExceptionKind.LATE: "danger",
    ExceptionKind.LEFT: "danger",
    ExceptionKind.MISSED_ALARM: "danger",
    ExceptionKind.RETURN: "warning",
    ExceptionKind.UNSATISFIED: "warning",
}
_SHAPES = {"danger": "▲", "warning": "●", None: "○"}
_FIGURES = [act for act in COUNTED if act is not Act.CLOSE]


class Part(StrEnum):
    """What of a log is listed, by the word on its chip."""

    EXCEPTIONS = "例外"
    FIGURES = "数字"
    SAMPLE = "质检"
    STEPS = "经过"


def part_rows(view: ReviewView | None, kind: ExceptionKind | None) -> dict[Part, Sequence[Any]]:
    """The rows of each list; ``kind``: the only one of exceptions, None: all."""
    return {
        Part.EXCEPTIONS: [one for one in view.exceptions if kind in (None, one.kind)] if view else (),
        Part.FIGURES: view.figures if view else (),
        Part.SAMPLE: view.sample if view else (),
        Part.STEPS: view.steps if view else (),
    }


def log_columns(seat: Seat) -> list[Column[Log]]:
    """The logs, each with whom it waits for."""

    def leader(log: Log) -> str:
        person = seat.directory.people.get(log.leader_id or 0)
        return person.name if person else "—"

    return [
        Column(title="班次", text=lambda log: log.shift.words, width=34, strong=lambda log: log.overdue),
        Column(title="班长", text=leader, width=12),
        Column(title="复核", text=log_state, width=18, colour=_log_colour),
        Column(
            title="已等", text=lambda log: span_words(log.waited) if log.waited else "", width=14,
            colour=lambda log: "danger" if log.overdue else None,
        ),
        Column(
            title="交班", text=lambda log: "✓ 已交" if log.handed_over else "▲ 未交班", width=11,
            colour=lambda log: None if log.handed_over else "warning",
        ),
        Column(title="质检", text=_sample_words, width=18),
    ]  # fmt: skip


def log_state(log: Log) -> str:
    """Where the review stands, with its shape."""
    words = REVIEW_STATE_WORDS[log.state]
    if log.state is ReviewState.WAITING:
        if log.own:
            return "○ 待别人复核"
        return f"▲ 逾期{words}" if log.overdue else f"○ {words}"
    return f"{'✓' if log.state is ReviewState.SIGNED else '●'} {words}"


def exception_columns(company: Callable[[int | None], str]) -> list[Column[Placed]]:
    """What stands out; ``company`` gives a short name."""

    def colour(row: Placed) -> str | None:
        return _KIND_COLOURS.get(row[1].kind)

    def kind(row: Placed) -> str:
        one: ShiftException = row[1]
        return f"{_SHAPES[_KIND_COLOURS.get(one.kind)]} {one.kind}"

    return [
        Column(title="例外", text=kind, width=17, colour=colour),
        Column(title="时间", text=lambda row: short_moment(row[1].at), width=13),
        Column(title="编号", text=lambda row: row[1].number, width=16),
        Column(title="情况", text=lambda row: row[1].words, width=36),
        Column(title="谁", text=lambda row: row[1].person or "—", width=12),
        Column(title="公司", text=lambda row: company(row[1].company_id), width=8),
        Column(title="地点", text=lambda row: row[1].place, width=24),
    ]


def figure_columns() -> list[Column[Placed]]:
    """How often who did what."""

    def column(act: Act) -> Column[Placed]:
        def text(row: Placed) -> str:
            many = row[1].of(act)
            return str(many) if many else "·"

        return Column(title=COUNTED[act], text=text, width=4 + 2 * len(COUNTED[act]), right=True, strong=_is_whole)

    return [
        Column(title="姓名", text=lambda row: row[1].name, width=12, strong=_is_whole),
        *(column(act) for act in _FIGURES),
        Column(title="", text=lambda _row: "", width=1),  # the last one is as wide as the rest
    ]


def sample_columns() -> list[Column[Placed]]:
    """The sample with its scores."""
    return [
        Column(title="话务员", text=lambda row: f"{row[1].name} {row[1].draw}", width=13),
        Column(title="编号", text=lambda row: row[1].number, width=16),
        Column(title="受理", text=lambda row: short_moment(row[1].taken_at), width=13),
        Column(title="地点", text=lambda row: row[1].place, width=26),
        Column(title="类别", text=lambda row: row[1].category, width=6),
        Column(title="状态", text=lambda row: STATE_WORDS[row[1].state], width=12),
        Column(title="得分", text=_score, width=14, colour=_score_colour),
        Column(title="申述", text=_answer, width=30, colour=lambda row: "accent" if _answer(row) else None),
    ]


def step_columns() -> list[Column[Placed]]:
    """What was done in the review."""

    def words(row: Placed) -> str:
        step: Step = row[1]
        return REVIEW_STEP_WORDS[step.step]

    return [
        Column(title="时间", text=lambda row: short_moment(row[1].at), width=14),
        Column(title="谁", text=lambda row: row[1].name, width=14),
        Column(title="经过", text=words, width=14),
        Column(title="意见", text=lambda row: " ".join(row[1].note.split()), width=60),
    ]


def sheet_columns() -> list[Column[Placed]]:
    """The sheets about somebody, newest first."""

    def ink(row: Placed) -> str | None:
        sheet: ScoreSheet = row[1]
        return None if sheet.last else "muted"

    return [
        Column(title="评分", text=lambda row: short_moment(row[1].scored_at), width=14, colour=ink),
        Column(title="编号", text=lambda row: row[1].number, width=16, colour=ink),
        Column(title="地点", text=lambda row: row[1].place, width=26, colour=ink),
        Column(title="轮次", text=lambda row: f"第 {row[1].round} 轮", width=9, colour=ink),
        Column(
            title="得分", text=lambda row: f"{row[1].total} 分", width=9,
            colour=lambda row: score_colour(row[1].total) if row[1].last else "muted", strong=lambda row: row[1].last,
        ),
        Column(title="评分人", text=lambda row: row[1].scored_by_name, width=12, colour=ink),
        Column(title="申述", text=_sheet_state, width=18, colour=ink),
    ]  # fmt: skip


def score_colour(total: int) -> str:
    """The colour of a score."""
    return "good" if total >= GOOD_SCORE else "warning" if total >= FAIR_SCORE else "danger"


def figures_line(figures: Figures) -> str:
    """``受理 48 · 派单 37``: what was done at all."""
    return " · ".join(f"{COUNTED[act]} {figures.of(act)}" for act in COUNTED if figures.of(act))


def drawn(sample: Sequence[Sampled]) -> str:
    """What was said after drawing a sample."""
    return f"质检抽了 {len(sample)} 件" if sample else "这个班次没有人受理诉求，没有可抽的"


def short_moment(at: datetime) -> str:
    """``11-20 18:05``."""
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}"


def _log_colour(log: Log) -> str | None:
    match log.state:
        case ReviewState.SIGNED:
            return "good"
        case ReviewState.SENT_BACK:
            return "warning"
    return "muted" if log.own else "danger" if log.overdue else None


def _sample_words(log: Log) -> str:
    if log.seed is None:
        return f"已评 {log.scored} 件" if log.scored else "未抽"
    return f"每人抽 {log.each}，已评 {log.scored}"


def _is_whole(row: Placed) -> bool:
    figures: Figures = row[1]
    return figures.person_id is None


def _score(row: Placed) -> str:
    one: Sampled = row[1]
    if one.sheet is None:
        return "○ 由别人评" if one.own else "○ 未评"
    return f"✓ {one.sheet.total} 分"


def _score_colour(row: Placed) -> str | None:
    one: Sampled = row[1]
    return "muted" if one.sheet is None else score_colour(one.sheet.total)


def _answer(row: Placed) -> str:
    one: Sampled = row[1]
    return " ".join(one.sheet.answer.split()) if one.sheet else ""


def _sheet_state(row: Placed) -> str:
    sheet: ScoreSheet = row[1]
    if not sheet.last:
        return "已重新评分"
    if sheet.answer:
        return "✓ 已申述"
    return "可申述" if sheet.total < FULL else "—"
