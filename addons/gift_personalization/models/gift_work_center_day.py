from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .capacity_load import CapacityLoad
from .working_days import WorkingDays

SHOWN_DAYS = 28


class GiftWorkCenterDay(models.Model):
    """One day of a work centre: the row that simultaneous bookings share, and the load view.

    Capacity and booked pieces are worked out when they are read.
    """

    _name = 'gift.work.center.day'
    _description = 'Day of a work centre'
    _order = 'date, work_center_id'
    _rec_name = 'date'

    work_center_id = fields.Many2one(
        'gift.work.center', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one('res.company', readonly=True)
    date = fields.Date(string="Day", required=True, readonly=True, index=True)
    serial = fields.Integer(readonly=True, help="Written by every booking of the day.")
    weekday = fields.Char(compute='_compute_weekday')
    capacity = fields.Integer(string="Pieces possible", compute='_compute_load')
    booked = fields.Integer(string="Booked", compute='_compute_load')
    free = fields.Integer(string="Free", compute='_compute_load')
    load_percent = fields.Integer(string="Load (%)", compute='_compute_load')
    is_overbooked = fields.Boolean(
        string="Overbooked", compute='_compute_load', search='_search_is_overbooked'
    )
    state = fields.Selection(
        [('free', "Free"), ('full', "Full"), ('over', "Overbooked"), ('closed', "Closed")],
        compute='_compute_load',
    )

    _day_uniq = models.Constraint(
        'UNIQUE(work_center_id, date)', "A day of a work centre is counted once."
    )

    @api.depends('date')
    def _compute_weekday(self):
        for day in self:
            day.weekday = self.env['ir.qweb.field.date'].value_to_html(day.date, {'format': 'EEE'})

    @api.depends('work_center_id', 'date')
    def _compute_load(self):
        self.update(dict.fromkeys(('capacity', 'booked', 'free', 'load_percent'), 0))
        self.update({'is_overbooked': False, 'state': 'closed'})
        for company, days in self.grouped(lambda day: day.work_center_id.company_id).items():
            load = CapacityLoad(days.work_center_id, WorkingDays(company.sudo()))
            for day in days.filtered('date'):
                day._set_load(load)

    def _set_load(self, load):
        capacity = load.get_capacity(self.work_center_id.id, self.date)
        booked = load.get_booked(self.work_center_id.id, self.date)
        over = booked > capacity
        state = 'free' if booked < capacity else ('full' if capacity else 'closed')
        self.update(
            {
                'capacity': capacity,
                'booked': booked,
                'free': max(0, capacity - booked),
                'load_percent': round(100 * booked / capacity) if capacity else 100 * bool(booked),
                'is_overbooked': over,
                'state': 'over' if over else state,
            }
        )

    def _search_is_overbooked(self, operator, value):
        if operator not in ('in', '='):
            return NotImplemented
        values = value if operator == 'in' else [value]
        upcoming = self.search([('date', '>=', fields.Date.context_today(self))])
        found = Domain('id', 'in', upcoming.filtered('is_overbooked').ids)
        return Domain.OR([found if wanted else ~found for wanted in set(map(bool, values))])

    # === VIEW === #

    @api.model
    def _ensure_days(self, centers, count=SHOWN_DAYS):
        """Make the rows of the coming days that are missing, for the load view."""
        first = fields.Date.context_today(self)
        for number in range(count):
            self.env.cr.execute(
                SQL(
                    """
                INSERT INTO gift_work_center_day (work_center_id, company_id, date, serial)
                SELECT id, company_id, %(day)s, 0 FROM gift_work_center WHERE id = ANY(%(ids)s)
                ON CONFLICT (work_center_id, date) DO NOTHING
                """,
                    day=first + timedelta(days=number),
                    ids=centers.ids,
                )
            )

    @api.model
    def action_open_load(self):
        """Menu: the coming days of every work centre.

        :raise AccessError: for users outside the production team.
        """
        if not self.env.user.has_group('gift_base.group_production'):
            raise AccessError(self.env._("Only the gift shop's production team may do this."))
        self._ensure_days(self.env['gift.work.center'].search([]))
        return self.env['ir.actions.act_window']._for_xml_id(
            'gift_personalization.gift_work_center_day_action'
        )

    def action_view_bookings(self):
        """Button: what is booked on that day."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_personalization.gift_capacity_booking_action'
        )
        domain = [('work_center_id', '=', self.work_center_id.id), ('date', '=', self.date)]
        return {**action, 'domain': domain, 'context': {}, 'view_mode': 'list,graph,pivot'}
