"""Reviews, exceptions, figures and score sheets as JSON and as lines of text."""

from datetime import datetime

from app.review_records import Log, Sampled, ScoreSheet, Step
from app.review_words import REVIEW_STATE_WORDS, REVIEW_STEP_WORDS
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_exceptions import ShiftException
from app.shift_figures import COUNTED, Figures
from app.words import STATE_WORDS, span_words
from ui.console_json import Record, moment
from ui.shift_lines import shift_record


def log_record(seat: Seat, log: Log) -> Record:
    """A log with where its review stands."""
    return {
        **shift_record(seat, log.shift),
        "state": log.state,
        "since": moment(log.since),
        "waited_minutes": int(log.waited.total_seconds() // 60),
        "overdue": log.overdue,
        "handed_over": log.handed_over,
        "leader": _login(seat, log.leader_id),
        "own": log.own,
        "seed": log.seed,
        "each": log.each,
        "scored": log.scored,
    }


def log_line(seat: Seat, log: Log) -> str:
    """A log in one line."""
    leader = seat.directory.people.get(log.leader_id or 0)
    parts = [
        log.shift.words,
        f"班长 {leader.name}" if leader else "无班长",
        REVIEW_STATE_WORDS[log.state],
        f"已等 {span_words(log.waited)}" if log.waited else "",
        "⚠ 逾期未复核" if log.overdue else "",
        "" if log.handed_over else "⚠ 未交班",
    ]
    return "  ".join(part for part in parts if part)


def exception_record(seat: Seat, one: ShiftException) -> Record:
    """An exception; ``complaint`` is the key of its timeline."""
    company = seat.directory.companies.get(one.company_id) if one.company_id else None
    return {
        "kind": one.kind.name.lower(),
        "kind_words": one.kind,
        "complaint": one.number,
        "complaint_id": str(one.complaint_id),
        "place": one.place,
        "company": company.name if company else None,
        "at": moment(one.at),
        "person": one.person or None,
        "words": one.words,
    }


def exception_line(seat: Seat, one: ShiftException) -> str:
    """An exception in one line."""
    company = seat.directory.companies.get(one.company_id) if one.company_id else None
    parts = (short_moment(one.at), one.kind, one.number, one.place, company.short_name if company else "", one.person)
    return "  ".join(part for part in (*parts, one.words) if part)


def figures_record(seat: Seat, one: Figures) -> Record:
    """What was done, by its act."""
    return {
        "login": _login(seat, one.person_id),
        "name": one.name,
        **{str(act): one.of(act) for act in COUNTED},
    }


def figures_line(one: Figures) -> str:
    """What was done, in one line."""
    return f"{one.name}  " + "  ".join(f"{COUNTED[act]} {many}" for act in COUNTED if (many := one.of(act)))


def sample_record(seat: Seat, one: Sampled) -> Record:
    """A complaint of the sample with its last score sheet."""
    return {
        "complaint": one.number,
        "complaint_id": str(one.complaint_id),
        "place": one.place,
        "category": one.category,
        "state": one.state,
        "taken_at": moment(one.taken_at),
        "login": _login(seat, one.person_id),
        "name": one.name,
        "draw": one.draw,
        "sheet": sheet_record(seat, one.sheet) if one.sheet else None,
    }


def sample_line(one: Sampled) -> str:
    """A complaint of the sample in one line."""
    score = f"{one.sheet.total} 分" if one.sheet else "未评"
    return f"质检 {one.name} 第 {one.draw} 件  {one.number}  {one.place}  {STATE_WORDS[one.state]}  {score}"


def sheet_record(seat: Seat, one: ScoreSheet) -> Record:
    """A score sheet."""
    return {
        "id": str(one.id),
        "complaint": one.number,
        "place": one.place,
        "round": one.round,
        "last": one.last,
        "login": _login(seat, one.person_id),
        "name": one.name,
        "scored_by": _login(seat, one.scored_by),
        "scored_at": moment(one.scored_at),
        "items": [
            {"code": item.code, "name": item.name, "weight": item.weight, "points": item.points} for item in one.items
        ],
        "total": one.total,
        "feedback": one.feedback,
        "answer": one.answer or None,
        "answered_at": moment(one.answered_at),
    }


def sheet_lines(one: ScoreSheet) -> list[str]:
    """A score sheet for people."""
    head = f"{one.number}  {one.place}  {one.name}  {one.total} 分  第 {one.round} 轮"
    items = "  ".join(f"{item.name} {item.points}/{item.weight}" for item in one.items)
    lines = [f"{head}  {one.scored_by_name} {short_moment(one.scored_at)}", f"  {items}"]
    lines += [f"  评语：{one.feedback}"] if one.feedback else []
    lines += [f"  申述：{one.answer}"] if one.answer else []
    return lines


def step_record(seat: Seat, one: Step) -> Record:
    """A step of a review."""
    return {"step": one.step, "login": _login(seat, one.person_id), "at": moment(one.at), "note": one.note}


def step_line(one: Step) -> str:
    """A step of a review in one line."""
    said = f"：{one.note}" if one.note else ""
    return f"{short_moment(one.at)}  {one.name}  {REVIEW_STEP_WORDS[one.step]}{said}"


def _login(seat: Seat, person_id: int | None) -> str | None:
    person = seat.directory.people.get(person_id) if person_id else None
    return person.login if person else None


def short_moment(at: datetime) -> str:
    """``11-20 18:05``."""
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}"
