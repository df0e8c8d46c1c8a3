"""The console's words for the calendar of duties: list, done, undo, remind."""

from datetime import date
from typing import Annotated

import typer

from app import season_duties
from app.duty_calendar import Duty, DutyState
from app.errors import BadInput
from app.places import find_company
from app.records import Role
from app.seat import Seat
from ui.console_json import Record, moment
from ui.console_session import Json, session, show

duty_words = typer.Typer(no_args_is_help=True)

STATE_WORDS: dict[DutyState, str] = {
    DutyState.DONE: "已办结",
    DutyState.LATE: "已过期",
    DutyState.NEAR: "即将到期",
    DutyState.AHEAD: "未到期",
}

Code = Annotated[str, typer.Argument(metavar="DUTY", help="事项的代码或名称，如 pressure_test、充水试压。")]
Company = Annotated[str, typer.Option("--company", help="热力公司；企业账号缺省是本公司。")]
Season = Annotated[str, typer.Option("--season", metavar="YEARS", help="供暖季，如 2026-2027；缺省是当前这一季。")]


@duty_words.command("list", help="一个供暖季的日程：哪天前、什么事、哪家公司、办了没有、依据哪一条。")
def list_word(
    context: typer.Context,
    season: Season = "",
    company: Company = "",
    late: Annotated[bool, typer.Option("--late", help="只列已过期未办结的。")] = False,
    as_json: Json = False,
) -> None:
    """List the duties of a season."""
    with session(context).seat() as seat:
        chosen, found = season_duties.read_duties(seat, season)
        if company:
            wanted = find_company(seat.directory, company).id
            found = [one for one in found if one.company_id == wanted]
        if late:
            found = [one for one in found if _state(seat, one) is DutyState.LATE]
        record = {
            "season": chosen.name if chosen else None,
            "starts_on": moment(chosen.starts_on) if chosen else None,
            "ends_on": moment(chosen.ends_on) if chosen else None,
            "duties": [duty_record(seat, one) for one in found],
        }
        show(as_json, record, [duty_line(seat, one) for one in found] or ["没有这样的事项。"])


@duty_words.command("done", help="登记办结；企业登记自己的，班长登记各家的。")
def done_word(
    context: typer.Context,
    duty: Code,
    company: Company = "",
    season: Season = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="哪天办结，如 2026-11-03；缺省今天。")] = "",
    remark: Annotated[str, typer.Option("--remark", help="备注。")] = "",
    as_json: Json = False,
) -> None:
    """Say that a duty is done."""
    with session(context).seat() as seat:
        found = find_duty(seat, duty, company, season)
        season_duties.mark_done(seat, found, _day(on), remark)
        _print(seat, found, as_json)


@duty_words.command("undo", help="撤销办结登记，写明原因。")
def undo_word(
    context: typer.Context,
    duty: Code,
    reason: Annotated[str, typer.Option("--reason", help="为什么撤销。")],
    company: Company = "",
    season: Season = "",
    as_json: Json = False,
) -> None:
    """Take back that a duty is done."""
    with session(context).seat() as seat:
        found = find_duty(seat, duty, company, season)
        season_duties.mark_open(seat, found, reason)
        _print(seat, found, as_json)


@duty_words.command("remind", help="班长经工作群催办没有办结的事项；不指明事项就是已过期的各项，每天最多一次。")
def remind_word(
    context: typer.Context,
    duty: Annotated[str, typer.Argument(metavar="[DUTY]", help="事项的代码或名称；缺省已过期的各项。")] = "",
    company: Company = "",
    season: Season = "",
    as_json: Json = False,
) -> None:
    """Remind companies by hand."""
    with session(context).seat() as seat:
        _, found = season_duties.read_duties(seat, season)
        wanted = find_company(seat.directory, company).id if company else None
        chosen = [
            one
            for one in found
            if (wanted is None or one.company_id == wanted)
            and (_named(one, duty) if duty else _state(seat, one) is DutyState.LATE)
        ]
        if duty and not chosen:
            raise BadInput(f"没有事项“{duty[:20]}”，请用 duty list 查看。", field="duty")
        many = season_duties.remind_now(seat, chosen)
    words = f"已排入 {many} 条群消息。" if many else "没有排入新的消息：今天已催办过，或没有工作群。"
    show(as_json, {"messages": many}, [words])


def find_duty(seat: Seat, name: str, company: str, season: str) -> Duty:
    """The one duty that is meant. Errors: BadInput(field="duty", "company", "season")."""
    _, found = season_duties.read_duties(seat, season)
    chosen = [one for one in found if _named(one, name)]
    if not chosen:
        raise BadInput(f"没有事项“{name[:20]}”，请用 duty list 查看。", field="duty")
    if company:
        wanted: int | None = find_company(seat.directory, company).id
    else:
        wanted = seat.person.company_id if seat.person.role is Role.COMPANY else None
    if wanted is None:
        raise BadInput("请用 --company 指明热力公司。", field="company")
    own = next((one for one in chosen if one.company_id == wanted), None)
    if own is None:
        raise BadInput("这家公司没有这一事项，或不归您登记。", field="company")
    return own


def duty_record(seat: Seat, duty: Duty) -> Record:
    """A duty as JSON."""
    company = seat.directory.companies.get(duty.company_id)
    state = _state(seat, duty)
    return {
        "season": duty.season,
        "duty": duty.rule.code,
        "name": duty.rule.name,
        "words": duty.rule.words,
        "company": company.name if company else None,
        "due_on": moment(duty.due_on),
        "state": state,
        "state_words": STATE_WORDS[state],
        "done_on": moment(duty.done_on),
        "remark": duty.remark,
        "marked_by": duty.marked_by_name or None,
        "marked_at": moment(duty.marked_at),
        "article": duty.rule.article,
    }


def duty_line(seat: Seat, duty: Duty) -> str:
    """A duty in one line."""
    company = seat.directory.companies.get(duty.company_id)
    done = f"{duty.done_on} {duty.marked_by_name}" if duty.done_on else ""
    parts = (
        str(duty.due_on),
        STATE_WORDS[_state(seat, duty)],
        company.short_name if company else "—",
        duty.rule.name,
        done,
        duty.remark,
        f"（{duty.rule.short_article}）",
    )
    return "  ".join(part for part in parts if part)


def _named(duty: Duty, name: str) -> bool:
    return name.strip() in (duty.rule.code, duty.rule.name)


def _state(seat: Seat, duty: Duty) -> DutyState:
    return duty.state(season_duties.today(seat), season_duties.near_days(seat.rules))


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadInput(f"日期“{typed[:20]}”看不懂，请写成 2026-11-03 的样子。", field="done_on") from None


def _print(seat: Seat, duty: Duty, as_json: bool) -> None:
    _, found = season_duties.read_duties(seat, duty.season)
    now = next(one for one in found if one.key == duty.key)
    show(as_json, duty_record(seat, now), [duty_line(seat, now)])
