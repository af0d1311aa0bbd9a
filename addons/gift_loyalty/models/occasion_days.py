"""Days that come back each year."""

import calendar
from datetime import date

MOST_DAYS = {
    month: 29 if month == 2 else calendar.monthrange(2001, month)[1] for month in range(1, 13)
}


def is_day(month, day):
    """Return whether there is such a day in some year; 29 February is one."""
    return month in MOST_DAYS and 1 <= day <= MOST_DAYS[month]


def in_year(year, month, day):
    """Return the date of a year; 29 February is on the 28th in years that do not have it."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def next_after(today, month, day):
    """Return the next date of the day, ``today`` included."""
    found = in_year(today.year, month, day)
    return found if found >= today else in_year(today.year + 1, month, day)
