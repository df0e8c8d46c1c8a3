"""The heating season before this one, a year earlier to the day: fewer calls, for one seat in six used the program.

Its first day is that of this season's rush, 365 days earlier, and it runs to its end, so that two seasons can be laid
side by side. All of it is done.
"""

import random
from dataclasses import replace

import rush
from history import Event, Road
from rush import DAY, HOUR, HOURS, NOW, SEASON_DAY, Callers, Complaint

AGO = 365  # days
BEFORE = (10, 11, 12, 15)  # calls on the last days before heating
RUSH = (77, 90, 80, 69, 58, 49, 42, 37, 33, 28, 24, 20, 17, 15, 13, 11, 10, 9, 8, 7, 6, 6, 5, 5)  # on the first ones
DAYS = 121
COLD = range(50, 71)  # days of heating in the coldest weeks of January
SERIAL = 50_000  # numbers of outside of those calls, apart from this season's


def per_day(day: int) -> int:
    """Calls on a day of heating, 0 the first."""
    if day < 0:
        return BEFORE[day]
    return RUSH[day] if day < len(RUSH) else 3 if day in COLD else 1


def complaints(rng: random.Random, callers: Callers) -> list[tuple[Complaint, list[Event]]]:
    """Every complaint of it with its road, the oldest first."""
    times = []
    for day in range(-len(BEFORE), DAYS):
        for _ in range(per_day(day)):
            second = rng.choices(range(24), HOURS)[0] * HOUR + rng.randrange(HOUR)
            times.append((SEASON_DAY - day) * DAY + NOW - second)  # before the same moment of a year ago
    made = []
    for serial, before in enumerate(sorted(times, reverse=True), start=SERIAL):
        call = rush.complaint(rng, callers, serial, max(before, DAY))  # after the rush all days are alike
        done = replace(call, before=before + AGO * DAY)
        made.append((done, Road(rng, done).whole().events()))
    return made
