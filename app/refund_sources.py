"""What is known of a flat's season that a refund is judged from: outages, notices of stops, temperature tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.directory import building_key
from app.entitlements import FlatKey
from app.notice_places import concerns
from app.notice_words import KIND_WORDS
from app.notices import list_notices
from app.refund_days import RefundRule, Stop, midnight
from app.room_days import DayJudged
from app.room_tests import of_flat
from app.rules import Rules, Season
from app.seat import Seat
from db import refunds as stored
from db.notices import NoticeKind

BEFORE_SEASON = timedelta(days=30)
"""A test asked for in these days before the season may still run in it."""
_STOPS = (NoticeKind.PLANNED_STOP, NoticeKind.SUDDEN_STOP)


def rule_now(rules: Rules) -> RefundRule:
    """The figures of the rule as they stand."""
    settings = rules.settings
    return RefundRule(
        int(settings["refund_hours"]),
        int(settings["refund_days"]),
        int(settings["refund_deemed_percent"]),
        rules.bands_on,
    )


def stops_of(seat: Seat, flat: FlatKey, season: Season) -> list[Stop]:
    """The outages that reached the flat in a season, by their beginning: incidents without heat, notices of stops.

    A notice whose end nobody has told yet goes on; who judges may leave any of them out.
    """
    begin, end = midnight(season.starts_on), midnight(season.ends_on + timedelta(days=1))
    station = seat.directory.route(flat.community_id, flat.building).station
    with seat.use() as connection:
        rows = stored.outages(
            connection,
            seat.rules.settings["refund_categories"],
            begin,
            end,
            flat.community_id,
            building_key(flat.building),
            station.id if station else None,
        )
    found = [Stop(row["began_at"], row["closed_at"], f"片区事件 {row['number']}", row["number"]) for row in rows]
    found += _announced(seat, flat, begin, min(end, seat.now()))
    return sorted(found, key=lambda stop: (stop.began_at, stop.key))


def judged_of(seat: Seat, flat: FlatKey, season: Season) -> Sequence[DayJudged]:
    """The days of the flat's temperature tests in a season, each as its test judged it, with its number."""
    asked_since = midnight(season.starts_on) - BEFORE_SEASON
    tests = of_flat(seat, *flat, asked_since)
    return [
        replace(day, why=f"{test.number} {day.why}")
        for test in tests
        for day in test.judged(seat.now())
        if season.day_of(day.day) is not None
    ]


def _announced(seat: Seat, flat: FlatKey, begin: datetime, end: datetime) -> list[Stop]:
    return [
        Stop(one.begins_at, one.ends_at, f"{KIND_WORDS[one.kind]}公告 {one.number}", one.number)
        for one in list_notices(seat)
        if one.kind in _STOPS
        and one.withdrawn_at is None
        and one.begins_at < end
        and (one.ends_at is None or one.ends_at > begin)
        and concerns(one, seat.directory, flat.community_id, flat.building)
    ]
