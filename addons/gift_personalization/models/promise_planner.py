"""Plans gifts of one company with its calendar and the load of its work centres."""

import math
from dataclasses import replace
from datetime import UTC, date

from odoo import fields

from ..engine import schedule, wanted
from .capacity_load import CapacityLoad
from .carrier_days import CarrierDays
from .working_days import WorkingDays


class Planner:
    """Plans gifts one after the other; each takes its pieces from what the next one finds."""

    def __init__(self, env, company, methods):
        self.env = env
        self.company = company
        self.days = WorkingDays(company)
        self.centers = env['gift.work.center'].sudo()._find_by_method(methods, company)
        self.load = CapacityLoad(env['gift.work.center'].union(*self.centers.values()), self.days)
        self.start = self._get_start()
        self.ways = CarrierDays(self.days)
        self.methods = {}
        self.blanks = {}

    def _get_start(self):
        """Return the working day from which on an order counts that comes in now."""
        moment = fields.Datetime.now()
        local = moment.replace(tzinfo=UTC).astimezone(self.days.zone)
        late = local.hour + local.minute / 60 >= self.env['gift.promise']._get_cutoff()
        today = local.date()
        is_next = late or not self.days.is_working(today)
        return self.days.add(today, 1) if is_next else today

    def begin_today(self):
        """Plan what was ordered before: the cut-off of new orders does not count for it."""
        today = self.days.today()
        self.start = today if self.days.is_working(today) else self.days.add(today, 1)

    def plan(self, facts, methods, carrier, arrive_by=None):
        """Return the plan of one gift, or ``None`` when its machines never have room.

        :param dict facts: arguments of ``schedule.Request`` beyond start, machines and transit, and
            the ``note`` of the plan.
        :param date arrive_by: the wanted date; without one it is made as soon as possible.
        """
        note = facts.get('note')
        facts = {
            name: value.toordinal() if isinstance(value, date) else value
            for name, value in facts.items()
            if name != 'note'
        }
        request = schedule.Request(
            start=self.start.toordinal(),
            machines=tuple(method.id for method in methods if method in self.centers),
            transit_days=carrier._gift_get_transit_days(),
            **facts,
        )
        plan = self._plan_machines(request, carrier, arrive_by)
        if plan and note:
            plan = replace(plan, note=note)
        self.take(plan)
        return plan

    def take(self, plan, sign=1):
        """Count the pieces of a plan as booked for the next one, or give them back (-1)."""
        for method_id, slots in plan.slots.items() if plan else ():
            for day, pieces in slots.items():
                self.load.take(self._get_center_id(method_id), day, sign * pieces)

    def forget(self, bookings):
        """Plan as if these bookings (sudo), which are not made yet, did not exist."""
        now = fields.Datetime.now()
        for row in bookings:
            if not row.is_made and not row.job_id and (not row.until or row.until > now):
                day = max(row.date, self.load.today)
                self.load.take(row.work_center_id.id, day, -row.pieces)

    def _plan_machines(self, request, carrier, arrive_by):
        """Plan with the free pieces of each method's centre, shared by methods of one gift."""
        shares = {}
        for method_id in request.machines:
            center_id = self._get_center_id(method_id)
            shares[center_id] = shares.get(center_id, 0) + 1

        def get_free(method_id, day):
            center_id = self._get_center_id(method_id)
            free = self.load.get_free(center_id, date.fromordinal(day))
            return math.floor(free / shares[center_id])

        def is_working(day):
            return self.days.is_working(date.fromordinal(day))

        def is_delivery(day):
            return self.ways.is_delivery(carrier, date.fromordinal(day))

        if arrive_by:
            day = arrive_by.toordinal()
            plan = wanted.plan_for(request, day, is_working, get_free, is_delivery)
        else:
            plan = schedule.plan(request, is_working, get_free, is_delivery)
        return plan and self._to_dates(plan)

    def _to_dates(self, plan):
        """Return the engine's plan, whose days are numbers, with dates."""
        steps = (
            replace(step, first=date.fromordinal(step.first), last=date.fromordinal(step.last))
            for step in plan.steps
        )
        slots = {
            method_id: {date.fromordinal(day): pieces for day, pieces in days.items()}
            for method_id, days in plan.slots.items()
        }
        order_by = plan.order_by and date.fromordinal(plan.order_by)
        return replace(plan, steps=tuple(steps), slots=slots, order_by=order_by)

    def _get_center_id(self, method_id):
        return self.centers[self.env['gift.print.method'].browse(method_id)].id

    def book(self, line, plan, job=None, until=None):
        """Write the plan's pieces down as bookings of an order line.

        :param datetime until: of a cart that is being paid.
        """
        rows = [
            {
                'work_center_id': self._get_center_id(method_id),
                'method_id': method_id,
                'date': day,
                'pieces': pieces,
                'sale_line_id': line.id,
                'job_id': job.id if job else False,
                'until': until,
            }
            for method_id, slots in plan.slots.items()
            for day, pieces in slots.items()
        ]
        bookings_sudo = self.env['gift.capacity.booking'].sudo()  # nobody writes them by hand
        bookings_sudo._claim_days({(row['work_center_id'], row['date']) for row in rows})
        return bookings_sudo.create(rows)
