from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .working_days import WorkingDays

SOURCES = [
    ('carrier', "Carrier"),
    ('staff', "Shop"),
    ('customer', "Customer"),
]


class StockPicking(models.Model):
    """Parcels that are under way, and how it is known that one has arrived.

    It is never assumed: somebody has said so. Until then the customer reads when it usually
    arrives.
    """

    _inherit = 'stock.picking'

    gift_delivered_date = fields.Datetime(string="Arrived on", readonly=True, copy=False)
    gift_delivered_source = fields.Selection(
        SOURCES, string="Told by", readonly=True, copy=False, help="Who said that it has arrived."
    )

    # === READING === #

    def _gift_get_sent(self):
        """Return those that have left for a customer, oldest first."""
        sent = self.filtered(lambda p: p.state == 'done' and p.picking_type_code == 'outgoing')
        return sent.sorted('id')

    def _gift_get_tracking(self):
        """Return ``{'id', 'carrier', 'number', 'url', 'date', 'delivered', 'expected', …}``.

        ``expected`` is the day by which it usually arrives, while nobody has said that it has.
        Where the giver may not see the address, the carrier's page would show it: ``is_withheld``.
        """
        self.ensure_one()
        parcel_sudo = self.sudo().gift_parcel_id  # its giver was checked by the page
        is_withheld = bool(parcel_sudo) and not parcel_sudo._is_address_shown()
        return {
            'id': self.id,
            'carrier': self.carrier_id.name or '',
            'number': '' if is_withheld else self.carrier_tracking_ref or '',
            'url': '' if is_withheld else self.carrier_tracking_url or '',
            'is_withheld': is_withheld and bool(self.carrier_tracking_ref),
            'date': self.date_done,
            'delivered': self.gift_delivered_date,
            'expected': False if self.gift_delivered_date else self._gift_get_expected_day(),
        }

    def _gift_get_expected_day(self):
        _shortest, longest = self.carrier_id._gift_get_transit_days()
        if not longest or not self.date_done:
            return False
        days = WorkingDays(self.company_id.sudo())  # customers cannot read the calendar
        return days.add(days.to_date(self.date_done), longest)

    def _gift_get_jobs(self):
        """Return the jobs (sudo) whose pieces are in the parcels."""
        jobs = self.env['gift.job'].sudo()
        for move in self.move_ids._gift_get_leaving():
            jobs |= move._gift_get_leaving_jobs()
        return jobs

    # === ARRIVAL === #

    def _gift_set_delivered(self, source, date=None):
        """Note that the parcels have arrived. The first word counts; call it in sudo.

        Connectors of carriers call it as well: Odoo itself asks no carrier.

        :param str source: one of ``SOURCES``.
        :param date: when they arrived (naive UTC), now when not given.
        :return: the parcels that were noted now.
        """
        self._gift_lock_rows()
        arrived = self._gift_get_sent().filtered(lambda parcel: not parcel.gift_delivered_date)
        arrived.write(
            {
                'gift_delivered_date': date or fields.Datetime.now(),
                'gift_delivered_source': source,
            }
        )
        arrived._gift_log_arrival(self.env._("Delivery %s has arrived."))
        if source != 'customer':
            arrived._gift_write_about_arrival()
        return arrived

    def _gift_write_about_arrival(self):
        """Tell the customer of gifts that have arrived whole."""
        for job in self._gift_get_jobs().filtered(lambda job: job._get_delivered_date()):
            self.env['gift.step.mail'].sudo()._queue(job, 'delivered')

    def _gift_lock_rows(self):
        self.flush_recordset()
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM stock_picking WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    tuple(self.ids),
                )
            )
        self.invalidate_recordset(['gift_delivered_date'])

    def _gift_log_arrival(self, note):
        for parcel in self:
            for job in parcel._gift_get_jobs():
                job._log_event('delivery', note % parcel.name)

    def _gift_check_arrival_rights(self):
        if not self.env.user.has_group('stock.group_stock_user'):
            raise AccessError(self.env._("Only the shop's team may say that a parcel has arrived."))
        self.check_access('read')

    def action_gift_delivered(self):
        """Button: the parcels have arrived."""
        self._gift_check_arrival_rights()
        self.sudo()._gift_set_delivered('staff')  # checked above
        return True

    def action_gift_not_delivered(self):
        """Button: it was a mistake, the parcels are still under way."""
        self._gift_check_arrival_rights()
        parcels_sudo = self.sudo().filtered('gift_delivered_date')  # checked above
        parcels_sudo.write({'gift_delivered_date': False, 'gift_delivered_source': False})
        parcels_sudo._gift_log_arrival(self.env._("Delivery %s has not arrived yet."))
        return True
