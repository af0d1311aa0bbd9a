"""Days on which parcels are on their way and arrive, by delivery method."""

from datetime import UTC, date, datetime, time

from ..engine import schedule, wanted

ARRIVAL_HOUR = time(12)  # the date stays the same in most of the world's time zones


class CarrierDays:
    """Reads the weekdays of each delivery method once.

    :param days: WorkingDays of the company that sends.
    """

    def __init__(self, days):
        self.days = days
        self._weekdays = {}

    def is_delivery(self, carrier, day):
        """Return whether the delivery method brings parcels on that day."""
        if carrier.id not in self._weekdays:
            self._weekdays[carrier.id] = carrier._gift_get_weekdays()
        return day.weekday() in self._weekdays[carrier.id] and not self.days.is_holiday(day)

    def get_leave_date(self, carrier, day):
        """Return the last working day on which a parcel leaves that arrives by ``day``."""
        number = wanted.leave_by(
            day.toordinal(),
            carrier._gift_get_transit_days(),
            lambda when: self.days.is_working(date.fromordinal(when)),
            lambda when: self.is_delivery(carrier, date.fromordinal(when)),
        )
        return date.fromordinal(number)

    def get_arrival(self, carrier, day):
        """Return the last day on which a parcel arrives that leaves on ``day``."""
        number = schedule.arrive_after(
            day.toordinal(),
            carrier._gift_get_transit_days(),
            lambda when: self.is_delivery(carrier, date.fromordinal(when)),
        )
        return date.fromordinal(number)

    def to_moment(self, day, hour=ARRIVAL_HOUR):
        """Return the naive UTC moment at which a day is stored."""
        local = datetime.combine(day, hour, tzinfo=self.days.zone)
        return local.astimezone(UTC).replace(tzinfo=None)
