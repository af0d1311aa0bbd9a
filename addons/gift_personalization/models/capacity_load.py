"""How many pieces work centres can make on a day, and how many of them are taken."""

from collections import defaultdict

from odoo import fields

from .gift_work_center import WEEKDAYS


class CapacityLoad:
    """Reads closures and bookings of some work centres at once; then answers without questions.

    :param centers: gift.work.center of one company.
    :param days: WorkingDays of that company.
    """

    def __init__(self, centers, days):
        self.days = days
        self.today = days.today()
        centers_sudo = centers.sudo()  # visitors ask for a date; they learn no figures
        self._usual = {
            center.id: tuple(center[name] for name in WEEKDAYS) for center in centers_sudo
        }
        self._closures = self._read_closures(centers_sudo)
        self._booked = defaultdict(int)
        self._read_bookings(centers_sudo)

    def _read_closures(self, centers):
        closures = centers.env['gift.work.center.closure'].search(
            [('work_center_id', 'in', centers.ids), ('date_to', '>=', self.today)], order='id'
        )
        found = defaultdict(list)
        for closure in closures:
            found[closure.work_center_id.id].append(closure)
        return found

    def _read_bookings(self, centers):
        """Sum the bookings; pieces of earlier days that are not made yet are made today."""
        groups = centers.env['gift.capacity.booking']._read_group(
            [
                ('work_center_id', 'in', centers.ids),
                '|',
                ('until', '=', False),
                ('until', '>', fields.Datetime.now()),
                '|',
                ('date', '>=', self.today),
                ('is_made', '=', False),
            ],
            ['work_center_id', 'date:day'],
            ['pieces:sum'],
        )
        for center, day, pieces in groups:
            self.take(center.id, max(day, self.today), pieces)

    def get_capacity(self, center_id, day):
        """Return the pieces that the work centre can make on that day."""
        if not self.days.is_working(day):
            return 0
        pieces = self._usual[center_id][day.weekday()]
        reduced = [
            closure.pieces
            for closure in self._closures[center_id]
            if closure.date_from <= day <= closure.date_to
        ]
        return min([pieces, *reduced])

    def get_booked(self, center_id, day):
        """Return the pieces that are booked on that day."""
        return self._booked[center_id, day]

    def get_free(self, center_id, day):
        """Return the pieces that can still be booked on that day."""
        return self.get_capacity(center_id, day) - self.get_booked(center_id, day)

    def take(self, center_id, day, pieces):
        """Count pieces as booked, for the next question."""
        self._booked[center_id, day] += pieces
