"""Days on which a company works, from its working hours and holidays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields

SPAN_DAYS = 60
HOLIDAY_SPAN_DAYS = 400
WEEKEND = (5, 6)


class WorkingDays:
    """Counts in working days of a company. Days without working hours or with a holiday are none.

    A company without a calendar, or with one that never works, works Monday to Friday.

    :param company: res.company (sudo where the reader has no rights on calendars).
    """

    def __init__(self, company):
        self.calendar = company.resource_calendar_id
        self.zone = ZoneInfo(self.calendar.tz or 'UTC')
        self._days = set()
        self._known = None
        self._closed = None
        self.company_id = company.id

    def today(self):
        """Return the date that it is now where the company works."""
        return self.to_date(fields.Datetime.now())

    def to_date(self, moment):
        """Return the date of a naive UTC moment where the company works."""
        return moment.replace(tzinfo=UTC).astimezone(self.zone).date()

    def move(self, moment, count):
        """Return a naive UTC moment ``count`` working days later, at the same local time."""
        local = moment.replace(tzinfo=UTC).astimezone(self.zone)
        day = self.add(local.date(), count)
        moved = datetime.combine(day, local.time(), tzinfo=self.zone)
        return moved.astimezone(UTC).replace(tzinfo=None)

    def add(self, day, count):
        """Return the ``count``-th working day after ``day`` (``day`` itself for 0)."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def back(self, day, count):
        """Return the ``count``-th working day before ``day`` (``day`` itself for 0)."""
        while count > 0:
            day -= timedelta(days=1)
            count -= self.is_working(day)
        return day

    def between(self, after, until):
        """Return the working days later than ``after`` and not later than ``until``, in order."""
        days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
        return [day for day in days if self.is_working(day)]

    def is_holiday(self, day: date):
        """Return whether the company's calendar has a holiday at noon of that day."""
        if not self.calendar:
            return False
        if self._closed is None or day > self._closed[0]:
            self._load_holidays(day)
        return day in self._closed[1]

    def _load_holidays(self, day):
        """Read the holidays from today on until long after ``day`` at once."""
        until = max(day, self.today()) + timedelta(days=HOLIDAY_SPAN_DAYS)
        leaves_sudo = self.calendar.env['resource.calendar.leaves'].sudo()  # dates only
        leaves = leaves_sudo.search(
            [
                ('resource_id', '=', False),
                ('calendar_id', 'in', (False, self.calendar.id)),
                ('company_id', 'in', (False, self.company_id)),
                ('time_type', '=', 'leave'),
                ('date_from', '<', datetime.combine(until, time.max)),
                ('date_to', '>', datetime.combine(self.today(), time.min) - timedelta(days=400)),
            ]
        )
        found = set()
        for leave in leaves:
            first, last = self.to_date(leave.date_from), self.to_date(leave.date_to)
            for number in range((min(last, until) - first).days + 1):
                noon = datetime.combine(first + timedelta(days=number), time(12), tzinfo=self.zone)
                utc = noon.astimezone(UTC).replace(tzinfo=None)
                if leave.date_from <= utc <= leave.date_to:
                    found.add(noon.date())
        self._closed = (until, found)

    def is_working(self, day: date):
        """Return whether the company works on that day."""
        if self._known is None or not self._known[0] <= day < self._known[1]:
            self._load(day)
        return day in self._days if self._days else day.weekday() not in WEEKEND

    def _load(self, day):
        """Read the working hours around ``day`` at once: one question for many days."""
        self.load(day - timedelta(days=7), day + timedelta(days=SPAN_DAYS))

    def load(self, start, until):
        """Read the working hours of a long time at once, both days included."""
        end = until + timedelta(days=1)
        self._known, self._days = (start, end), set()
        if self.calendar:
            moments = (datetime.combine(d, time.min, tzinfo=self.zone) for d in (start, end))
            intervals = self.calendar._work_intervals_batch(*moments)[False]
            self._days = {begin.astimezone(self.zone).date() for begin, _end, _meta in intervals}
