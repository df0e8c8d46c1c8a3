"""When a limit turns yellow (临期): half an hour ahead, or one working day where working days are counted. Pure.

As app/clocks.py counts it for a clock (12345 gives its yellow card one working day ahead); a row of the queue carries
the moment where it is not the half hour, so that rows, cards and counts agree with the clock behind them.
"""

from datetime import datetime, timedelta

from app.limits import NEAR
from app.records import Clock, DueTime, LimitUnit, State
from app.rules import CITY_TIME, Rules
from app.working_days import WORKING_DAY, Calendar

_THE_ANSWER_ALONE = frozenset({State.ARRIVED, State.REPORTED, State.CALL_BACK})


def day_ahead(due_at: datetime, calendar: Calendar) -> datetime:
    """One whole working day before this moment, counted back over what is not worked; in Asia/Shanghai."""
    left, end = timedelta(days=1), due_at.astimezone(CITY_TIME)
    while True:
        day = (end - timedelta.resolution).date()  # midnight ends a day, it begins none
        midnight = datetime(day.year, day.month, day.day, tzinfo=CITY_TIME)
        if calendar.day(day).working:
            if left <= end - midnight:
                return end - left
            left -= end - midnight
        end = midnight


def turns_near(limit: DueTime, calendar: Calendar) -> datetime:
    """When this limit turns yellow; half of a limit shorter than an hour."""
    if limit.extended_days or (limit.unit is LimitUnit.WORKING_DAYS and limit.minutes > WORKING_DAY):
        return day_ahead(limit.due_at, calendar)
    return limit.due_at - min(NEAR, timedelta(minutes=limit.minutes // 2))


def answered_in_days(rules: Rules) -> frozenset[str]:
    """The categories that a rule answers in more than one working day, now or once: few rows need a closer look."""
    return frozenset(
        code
        for rule in rules.limit_rules
        if rule.clock is Clock.ANSWER and rule.unit is LimitUnit.WORKING_DAYS and rule.minutes > WORKING_DAY
        for code in rule.categories
    )


def row_near(
    rules: Rules, category: str, state: State, taken_at: datetime, due_at: datetime, arrived: bool, extended_days: int
) -> datetime | None:
    """When a row of the queue turns yellow, where that is a working day ahead; None: half an hour ahead, as most."""
    in_force = rules.limits_on(category, taken_at.astimezone(CITY_TIME).date())
    law = {clock: rule for clock, rule in in_force.items() if not rule.is_house}
    answer = law.pop(Clock.ANSWER, None)
    if answer is None or (law and not arrived and state not in _THE_ANSWER_ALONE):
        return None  # what is due first is another clock, and that one counts hours
    if not extended_days and (answer.unit is not LimitUnit.WORKING_DAYS or answer.minutes <= WORKING_DAY):
        return None
    return day_ahead(due_at, rules.calendar)
