"""The console's words for the roster: show, make for a season, change a shift, crews, patterns and plans."""

from datetime import timedelta
from typing import Annotated

import typer

from app import crews, roster, shift_plans
from app.errors import BadInput
from app.pattern_words import pattern_sentence, read_cycle, read_slots
from app.people import find_person
from app.roster_faults import find_faults
from app.rules import CITY_TIME
from app.shift_patterns import Pattern
from ui.console_json import Record, moment
from ui.console_session import Json, session, show
from ui.shift_lines import (
    changed_duties,
    duty_record,
    duty_words,
    find_shift,
    led_by,
    read_day,
    read_duties,
    shift_line,
    shift_record,
    team_of,
)

roster_words = typer.Typer(no_args_is_help=True)

Company = Annotated[str, typer.Option(help="热力公司的代码或简称；缺省是自己的单位。")]
From = Annotated[str, typer.Option("--from", metavar="DATE", help="第一天，如 2026-11-15。")]
To = Annotated[str, typer.Option("--to", metavar="DATE", help="最后一天，含当天。")]
Note = Annotated[str, typer.Option(help="说明；班次已开始时必须写明原因。")]
Put = Annotated[list[str] | None, typer.Option("--put", metavar="LOGIN[=SEAT]", help="排上谁，坐哪个座席；可重复。")]
Leader = Annotated[str, typer.Option(metavar="LOGIN", help="谁当班长。")]


@roster_words.command("show", help="排班表，缺省是今天起七天；不对的地方一并列出。")
def show_word(
    context: typer.Context, first: From = "", last: To = "", company: Company = "", as_json: Json = False
) -> None:
    """Show the roster."""
    with session(context).seat() as seat:
        team = team_of(seat, company)
        begins = read_day(seat, first, "from") if first else seat.now().astimezone(CITY_TIME).date()
        ends = read_day(seat, last, "to") if last else begins + timedelta(days=6)
        days = roster.read_days(seat, begins - timedelta(days=1), ends, team)
        faults = find_faults(days, seat.rules, {one.id: one.name for one in seat.directory.people.values()})
        shown = [shift for shift in days if shift.day >= begins]
        record = {"shifts": [shift_record(seat, shift, faults) for shift in shown]}
        lines = [shift_line(seat, shift, faults) for shift in shown]
    show(as_json, record, lines or ["这几天没有班次。"])


@roster_words.command("make", help="按班组和班制排一段时间的班，缺省是整个供暖季；已开始的班次不动。")
def make_word(
    context: typer.Context,
    first: From = "",
    last: To = "",
    company: Company = "",
    first_crew: Annotated[
        int | None, typer.Option(metavar="N", help="第一天由第几班组起头；缺省接着原来的轮转。")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="只看，不保存。")] = False,
    note: Note = "",
    as_json: Json = False,
) -> None:
    """Make the roster from the crews."""
    if bool(first) != bool(last):
        raise BadInput("起止日期要一起给出，或都不给（整个供暖季）。", field="to" if first else "from")
    with session(context).seat() as seat:
        team = team_of(seat, company)
        begins, ends = (
            (read_day(seat, first, "from"), read_day(seat, last, "to")) if first else roster.season_days(seat)
        )
        turns = crews.plan_turns(seat, begins, ends, team, first_crew)
        many = None if preview else roster.put_turns(seat, begins, ends, turns, team, note)
        record = {
            "from": moment(begins),
            "to": moment(ends),
            "shifts": many,
            "turns": [{"day": moment(turn.day), "slot": turn.slot, **duty_record(seat, turn.duty)} for turn in turns],
        }
    said = f"{begins} 至 {ends}：{len(turns)} 人次"
    show(as_json, record, [f"{said}，未保存。" if many is None else f"{said}，排入 {many} 个班次。"])


@roster_words.command("change", help="改一个班次：--put 排上，--take 撤下，--leader 定班长。")
def change_word(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="班次开始的那天。")],
    slot: Annotated[str, typer.Argument(metavar="SHIFT", help="班次的名称或序号，如 夜班、2。")],
    put: Put = None,
    take: Annotated[list[str] | None, typer.Option("--take", metavar="LOGIN", help="撤下谁；可重复。")] = None,
    leader: Leader = "",
    company: Company = "",
    note: Note = "",
    as_json: Json = False,
) -> None:
    """Change one shift."""
    with session(context).seat() as seat:
        shift = find_shift(seat, day, slot, team_of(seat, company))
        gone = {find_person(seat, login).id for login in take or ()}
        duties = changed_duties([one for one in shift.duties if one.person_id not in gone], read_duties(seat, put))
        if leader:
            duties = led_by(seat, duties, leader)
        changed = roster.change_shift(seat, shift, duties, note)
        show(as_json, shift_record(seat, changed), [shift_line(seat, changed)])


@roster_words.command("crews", help="班组；给出 --crew 与 --put 时改这一个班组。")
def crews_word(
    context: typer.Context,
    crew: Annotated[int | None, typer.Option(metavar="N", help="改第几班组。")] = None,
    put: Put = None,
    leader: Leader = "",
    company: Company = "",
    note: Note = "",
    as_json: Json = False,
) -> None:
    """List the crews, or replace one."""
    with session(context).seat() as seat:
        team = team_of(seat, company)
        members = crews.list_crews(seat, team)
        if crew is not None:
            duties = read_duties(seat, put)
            if leader:
                duties = led_by(seat, duties, leader)
            members = crews.change_crew(seat, crew, duties, team, note)
        record = {"crews": [{"crew": one.crew, **duty_record(seat, one.duty)} for one in members]}
        lines = [f"第 {one.crew} 班组  {duty_words(seat, one.duty)}" for one in members]
    show(as_json, record, lines or ["还没有班组。"])


@roster_words.command("plan", help="班制：列出有哪些班制、从哪天起用哪个；给出 --pattern 与 --from 时更换。")
def plan_word(
    context: typer.Context,
    pattern: Annotated[str, typer.Option(metavar="CODE", help="班制的代码，如 four_by_three。")] = "",
    first: From = "",
    company: Company = "",
    note: Note = "",
    as_json: Json = False,
) -> None:
    """List patterns and plans, or change the plan."""
    with session(context).seat() as seat:
        lost = None
        if pattern:
            lost = shift_plans.put_plan(seat, read_day(seat, first, "from"), pattern, team_of(seat, company), note)
        patterns, plans = shift_plans.list_patterns(seat), shift_plans.list_plans(seat)
        names: dict[int | None, str] = {
            None: "热线",
            **{one.id: one.short_name for one in seat.directory.companies.values()},
        }
    record: Record = {
        "patterns": [_pattern_record(one) for one in patterns.values()],
        "plans": [
            {"team": names[one.company_id], "from": moment(one.starts_on), "pattern": one.pattern} for one in plans
        ],
        "duties_lost": lost,
    }
    lines = [f"{one.code}  {one.name}  {one.crews} 个班组  {one.note}" for one in patterns.values()]
    lines += [f"{names[one.company_id]}  {one.starts_on} 起  {patterns[one.pattern].name}" for one in plans]
    lines += [f"原来的排班撤去 {lost} 人次，请重新排班。"] if lost else []
    show(as_json, record, lines)


@roster_words.command("pattern", help="登记新班制（班长）：--slots 写班次，--cycle 写一个班组每天上什么班。")
def pattern_word(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="代号，如 own_1；写已有而未用过的就是改它。")],
    name: Annotated[str, typer.Option(help="名称。")],
    slots: Annotated[str, typer.Option(help="班次，如 白班 8-20、夜班 20-8。")],
    cycle: Annotated[str, typer.Option(help="轮班，如 白 夜 休。")],
    many: Annotated[int, typer.Option("--crews", metavar="N", help="几个班组。")],
    note: Note = "",
    as_json: Json = False,
) -> None:
    """Put a pattern."""
    shifts = read_slots(slots)
    pattern = Pattern(code, name.strip(), many, read_cycle(cycle, shifts), shifts, note.strip())
    with session(context).seat() as seat:
        shift_plans.put_pattern(seat, pattern, note)
    show(as_json, _pattern_record(pattern), [f"{code}  {pattern.name}  {pattern_sentence(pattern)}"])


def _pattern_record(one: Pattern) -> Record:
    return {
        "code": one.code,
        "name": one.name,
        "crews": one.crews,
        "cycle": one.cycle,
        "slots": [
            {"slot": slot.number, "name": slot.name, "begins": moment(slot.begins), "ends": moment(slot.ends)}
            for slot in one.slots
        ],
    }
