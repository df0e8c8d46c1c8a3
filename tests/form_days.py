"""Days as the short forms read them, on whichever day the tests run."""

from datetime import date, datetime

from app.rules import CITY_TIME


def last_day(month: int, day: int) -> str:
    """The last such day of a year up to today in the city: what 10-12 typed into a form means."""
    today = datetime.now(CITY_TIME).date()
    found = date(today.year, month, day)
    return str(found if found <= today else found.replace(year=today.year - 1))
