"""The duties of a season by company: done or not, said by the company for itself or by the supervisor; reminders."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.directory import Directory
from app.duty_calendar import Duty, DutyRule, DutyState, Reminder, reminders, season_now
from app.errors import BadInput, NotAllowed
from app.records import Role
from app.rules import CITY_TIME, Rules, Season
from app.seat import Seat
from app.typed_words import paragraph
from db import season_duties as stored
from db.season_duties import Anchor
from db.store import Connection


def read_duties(seat: Seat, season: str = "") -> tuple[Season | None, list[Duty]]:
    """A season (empty: the one whose duties are not over) and its duties by day; a company reads its own.

    Errors: BadInput(field="season") for one that is not in the table.
    """
    with seat.use() as connection:
        rules = duty_rules(connection, seat.rules.settings)
        chosen = _season(seat.rules, rules, season, today(seat))
        if chosen is None:
            return None, []
        done = stored.done(connection, [chosen.name])
    companies = seat.directory.companies
    if seat.person.role is Role.COMPANY:
        companies = {id: one for id, one in companies.items() if id == seat.person.company_id}
    return chosen, _duties(rules, [chosen], companies, done, seat.directory)


def may_mark(seat: Seat, duty: Duty) -> bool:
    """Whether this person says that it is done: the company for itself, the supervisor for all."""
    me = seat.person
    return me.role is Role.SUPERVISOR or (me.role is Role.COMPANY and me.company_id == duty.company_id)


def mark_done(seat: Seat, duty: Duty, done_on: date | None = None, remark: str = "") -> None:
    """Say that a duty was done, today or on an earlier day.

    Errors: NotAllowed, BadInput(field="done_on", "note"), MoveRefused(field="duty") where it was said already.
    """
    _owner_only(seat, duty)
    now, said = today(seat), paragraph(remark, "note", "备注", 400)
    day = done_on or now
    if day > now:
        raise BadInput("办结日期不能晚于今天。", field="done_on")
    if (now - day).days > 400:
        raise BadInput("办结日期离今天太远，请核对年份。", field="done_on")
    seat.do(lambda db, _at: stored.mark(db, *duty.key, day, said))


def mark_open(seat: Seat, duty: Duty, reason: str) -> None:
    """Take back that it was done. Errors: NotAllowed, BadInput(field="note"), MoveRefused(field="duty")."""
    _owner_only(seat, duty)
    said = paragraph(reason, "note", "撤销原因", 400, required=True)
    seat.do(lambda db, _at: stored.mark(db, *duty.key, None, said))


def remind_now(seat: Seat, duties: Iterable[Duty]) -> int:
    """Remind the companies of these by their work groups, once a day at most; how many messages were queued.

    Errors: NotAllowed for all but the supervisor; BadInput(field="duty") where all of them are done.
    """
    if seat.person.role is not Role.SUPERVISOR:
        raise NotAllowed("催办由班长来做。")
    items = [_item(duty) for duty in duties if duty.done_on is None]
    if not items:
        raise BadInput("这些事项都已办结，不用催办。", field="duty")
    return seat.do(lambda db, _at: stored.remind(db, items))


def late_duties(seat: Seat) -> int:
    """How many duties of the season are over their day and not done, of this person's company or of all."""
    _, duties = read_duties(seat)
    return sum(one.state(today(seat), near_days(seat.rules)) is DutyState.LATE for one in duties)


def reminders_due(seat: Seat, connection: Connection) -> list[dict[str, Any]]:
    """What remind_duties() in SQL takes: the reminders of this moment, of whatever season; for the one that sends."""
    at, days = seat.now(), near_days(seat.rules)
    rules = duty_rules(connection, seat.rules.settings)
    day = at.astimezone(CITY_TIME).date()
    near = [one for one in seat.rules.seasons if abs((one.starts_on - day).days) < 400]
    open_ones = _duties(rules, near, seat.directory.companies, [], seat.directory)
    if not reminders(open_ones, at, days):
        return []  # on most days nothing is near, and nothing more is asked
    done = stored.done(connection, [one.name for one in near])
    found = reminders(_duties(rules, near, seat.directory.companies, done, seat.directory), at, days)
    return [_reminder_item(one) for one in found]


def near_days(rules: Rules) -> int:
    """How many days ahead companies are reminded."""
    return int(rules.settings["duty_remind_days"])


def today(seat: Seat) -> date:
    """The day in the city, by the server's clock."""
    return seat.now().astimezone(CITY_TIME).date()


def _season(known: Rules, rules: Sequence[DutyRule], wanted: str, day: date) -> Season | None:
    if not wanted.strip():
        return season_now(rules, known.seasons, day)
    found = next((one for one in known.seasons if one.name == wanted.strip()), None)
    if found is None:
        raise BadInput(f"没有“{wanted.strip()[:20]}”这个供暖季，请用 season list 查看。", field="season")
    return found


def _duties(
    rules: Sequence[DutyRule],
    seasons: Sequence[Season],
    companies: Iterable[int],
    done: Iterable[Mapping[str, Any]],
    directory: Directory,
) -> list[Duty]:
    told = {(row["season"], row["code"], row["company_id"]): row for row in done}
    found = []
    for season in seasons:
        for rule in rules:
            for company in companies:
                row = told.get((season.name, rule.code, company))
                person = directory.people.get(row["marked_by"]) if row else None
                found.append(
                    Duty(
                        rule=rule,
                        season=season.name,
                        company_id=company,
                        due_on=rule.due_on(season),
                        done_on=row["done_on"] if row else None,
                        remark=row["remark"] if row else "",
                        marked_by_name=person.name if person else "",
                        marked_at=row["marked_at"] if row else None,
                    )
                )
    return sorted(found, key=lambda one: (one.due_on, one.rule.rank, one.company_id))


def duty_rules(connection: Connection, settings: Mapping[str, Any]) -> list[DutyRule]:
    """All duties with their articles, in their order; days that the ordinance names by date stand in the settings."""
    return [
        DutyRule(
            code=row["code"],
            rank=row["rank"],
            name=row["name"],
            words=row["words"],
            anchor=Anchor(row["anchor"]),
            days=row["days"],
            month_day=str(settings[row["setting"]]) if row["setting"] else "",
            article=row["legal_name"],
            short_article=row["short_article"],
        )
        for row in stored.rules(connection)
    ]


def _owner_only(seat: Seat, duty: Duty) -> None:
    if not may_mark(seat, duty):
        raise NotAllowed("只有本公司和班长可以登记这一事项。", field="duty")


def _item(duty: Duty) -> dict[str, Any]:
    return {"season": duty.season, "code": duty.rule.code, "company": duty.company_id, "due_on": duty.due_on}


def _reminder_item(one: Reminder) -> dict[str, Any]:
    return {**_item(one.duty), "stage": one.stage}
