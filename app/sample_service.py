"""The demonstration's notices, halls and calendar of duties: what the city has announced and done, counted from now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from app.directory import Directory
from app.duty_calendar import season_now
from app.notice_places import season_of
from app.records import Person, Role
from app.rules import CITY_TIME, Rules
from app.season_duties import duty_rules
from db.sample import Loading

SEVERAL = "、"
LEAD = timedelta(days=6)
"""How long before it begins a notice was issued."""


def load_notices(
    into: Loading, rules: Rules, people: Mapping[str, Person], rows: Iterable[Mapping[str, str]], now: datetime
) -> None:
    """Issue the notices of the file; ``people`` by login."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    made: list[dict[str, Any]] = []
    of_day: Counter[str] = Counter()
    for at, row in enumerate(rows, start=1):
        person = people[row["person"]]
        begins = hour + timedelta(hours=int(row["begins_hours"]))
        told = min(begins, now) - LEAD if row["kind"] != "sudden_stop" else begins
        gone = bool(row["withdrawn_reason"])
        season, day = season_of(rules.seasons, begins), f"{told.astimezone(CITY_TIME):%Y%m%d}"
        of_day[day] += 1
        made.append(
            {
                "id": UUID(bytes=sha256(f"notice {at}".encode()).digest()[:16], version=4),
                "number": f"G{day}-{of_day[day]:02}",
                "revision": 2 if gone else 1,
                "kind": row["kind"],
                "reach": "community" if row["community_id"] else "city",
                "places": [int(row["community_id"])] if row["community_id"] else [],
                "buildings": [one for one in row["buildings"].split(SEVERAL) if one],
                "begins_at": begins,
                "ends_at": hour + timedelta(hours=int(row["ends_hours"])) if row["ends_hours"] else None,
                "text": row["text"],
                "basis": row["basis"],
                "season": season.name if season else None,
                "company_id": person.company_id,
                "made_by": person.id,
                "made_at": told,
                "changed_at": told,
                "withdrawn_by": person.id if gone else None,
                "withdrawn_at": told + timedelta(hours=1) if gone else None,
                "withdrawn_reason": row["withdrawn_reason"],
            }
        )
    into.put("notice", made)
    for one in made:
        content = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in one.items()}
        detail = {**content, "id": str(one["id"]), "area": "", "late_reason": ""}
        for revision in range(1, one["revision"] + 1):
            into.log("notices", "notice_add" if revision == 1 else "notice_withdraw", "", detail, one["made_by"])
        into.put("notice_version", [_version(one, detail, revision) for revision in range(1, one["revision"] + 1)])


def load_points(into: Loading, people: Mapping[str, Person], rows: Iterable[Mapping[str, str]], now: datetime) -> None:
    """Add the halls and ways to pay of the file to those that come with the program."""
    today, keeper = now.astimezone(CITY_TIME).date(), _keeper(people)
    made = [
        {
            "kind": row["kind"],
            "name": row["name"],
            "company_id": int(row["company_id"]) if row["company_id"] else None,
            "address": row["address"],
            "hours": row["hours"],
            "phones": [one for one in row["phones"].split(SEVERAL) if one],
            "how": row["how"],
            "source": "演示数据，均为虚构",
            "verified_on": today - timedelta(days=int(row["verified_days_ago"])),
        }
        for row in rows
    ]
    into.put("service_point", made)
    into.log("service", "point_add", "装入演示数据", {"name": f"{len(made)} 处"}, keeper)


def load_duties(
    into: Loading, rules: Rules, directory: Directory, rows: Iterable[Mapping[str, str]], now: datetime
) -> None:
    """Have all duties done whose day is over, some days before it, but those of the file."""
    today = now.astimezone(CITY_TIME).date()
    left = {(int(row["company_id"]), row["code"]) for row in rows}
    duties = duty_rules(into.connection, rules.settings)
    season = season_now(duties, rules.seasons, today)
    desks = {one.company_id: one.id for one in sorted(directory.people.values(), key=lambda one: -one.id)}
    made: list[dict[str, Any]] = []
    for rule in duties if season else ():
        assert season is not None
        due = rule.due_on(season)
        for company in directory.companies:
            if due < today and (company, rule.code) not in left:
                day = due if rule.days == 0 else due - timedelta(days=company)  # heat begins and ends on the day itself
                made.append(
                    {
                        "season": season.name,
                        "code": rule.code,
                        "company_id": company,
                        "done_on": day,
                        "marked_by": desks[company],
                        "marked_at": datetime.combine(day, time(16), CITY_TIME),
                    }
                )
    if made:
        into.put("duty_done", made)
        into.log("duties", "duty_done", "装入演示数据", {"name": f"{len(made)} 项"}, made[0]["marked_by"])


def _version(notice: Mapping[str, Any], content: Mapping[str, Any], revision: int) -> dict[str, Any]:
    first = revision == 1
    said = {**content, "revision": revision}
    if first:
        said |= {"withdrawn_by": None, "withdrawn_at": None, "withdrawn_reason": ""}
    return {
        "notice_id": notice["id"],
        "revision": revision,
        "content": said,
        "note": "" if first else notice["withdrawn_reason"],
        "made_by": notice["made_by"],
        "made_at": notice["made_at"] if first else notice["withdrawn_at"],
    }


def _keeper(people: Mapping[str, Person]) -> int:
    return next(one.id for one in people.values() if one.role is Role.ADMINISTRATOR)
