"""Periods of reports and the moments at which they are sent.

Days are those of the shop. Weeks begin on Monday (ISO 8601).
"""

import calendar
from datetime import date, datetime, time, timedelta

PRESETS = ("yesterday", "last_week", "last_month", "last_quarter", "last_year")
PRESET_OF = {"daily": "yesterday", "weekly": "last_week", "monthly": "last_month"}
DAY = timedelta(days=1)


def find_period(preset, today):
    """Return the first and last day of one of ``PRESETS``; all of them are over."""
    if preset == "yesterday":
        return today - DAY, today - DAY
    if preset == "last_week":
        monday = today - today.weekday() * DAY
        return monday - 7 * DAY, monday - DAY
    months = {"last_month": 1, "last_quarter": 3, "last_year": 12}[preset]
    first_month = (today.month - 1) // months * months + 1
    end = date(today.year, first_month, 1)
    return add_months(end, -months), end - DAY


def add_months(day, months):
    """Return the same day of another month, the last one of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def find_before(first, last):
    """Return the period before: whole months go by months, all else by days."""
    months = _whole_months(first, last)
    if months:
        return add_months(first, -months), first - DAY
    return first - (last - first + DAY), first - DAY


def find_year_before(first, last):
    """Return the same days of the year before; the end of a month stays one."""
    if _whole_months(first, last):
        return add_months(first, -12), add_months(last + DAY, -12) - DAY
    return add_months(first, -12), add_months(last, -12)


def _whole_months(first, last):
    end = last + DAY
    if first.day != 1 or end.day != 1 or end <= first:
        return 0
    return (end.year - first.year) * 12 + end.month - first.month


def find_due(every, hour, day, now):
    """Return when a report was due last and is due next, as dates.

    :param str every: ``daily``, ``weekly`` or ``monthly``
    :param int hour: of the shop's day, 0 to 23
    :param int day: 1 (Monday) to 7 of a week, 1 to 31 of a month (its last day where it is shorter)
    :param datetime now: the shop's time
    """
    last = _due_on_or_before(every, day, now.date())
    if datetime.combine(last, time(hour)) > now.replace(tzinfo=None):
        last = _due_on_or_before(every, day, last - DAY)
    return last, _due_after(every, day, last)


def _due_on_or_before(every, day, today):
    if every == "daily":
        return today
    if every == "weekly":
        return today - (today.weekday() - (day - 1)) % 7 * DAY
    due = _of_month(today.year, today.month, day)
    if due <= today:
        return due
    before = add_months(today.replace(day=1), -1)
    return _of_month(before.year, before.month, day)


def _due_after(every, day, last):
    if every == "daily":
        return last + DAY
    if every == "weekly":
        return last + 7 * DAY
    after = add_months(last.replace(day=1), 1)
    return _of_month(after.year, after.month, day)


def _of_month(year, month, day):
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
