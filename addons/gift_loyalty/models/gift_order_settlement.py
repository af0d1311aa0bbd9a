from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

BATCH = 200
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=14)


class GiftOrderSettlement(models.Model):
    """Since when a confirmed order is paid and delivered, and what of it was kept.

    What waits for that (points, tiers) reads it here. An order is looked at when something
    happened to it (`_touch`), and now and then besides, the older the less often: a job never
    reads all orders that wait.
    """

    _name = 'gift.order.settlement'
    _description = 'Paid and delivered orders'
    _order = 'id'
    _rec_name = 'order_id'

    order_id = fields.Many2one('sale.order', required=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, ondelete='cascade')
    day = fields.Date(help="Of the order.")
    settled_on = fields.Date(help="Paid and delivered since; empty: not yet.")
    amount = fields.Float(
        digits=(16, 2),
        help="Kept after refunds, with taxes, in the company's currency, without delivery and"
        " gift cards.",
    )
    check_on = fields.Datetime(help="When it is looked at next; empty: when something happens.")

    _once = models.Constraint('UNIQUE(order_id)', "An order is settled once.")
    _due = models.Index('(check_on) WHERE check_on IS NOT NULL')
    _window = models.Index('(company_id, day) WHERE settled_on IS NOT NULL')

    def init(self):
        """Note the orders that were there before."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO gift_order_settlement"
                "   (order_id, company_id, check_on, amount, create_date, write_date)"
                " SELECT id, company_id, %(now)s, 0, %(now)s, %(now)s FROM sale_order"
                "  WHERE state = 'sale' ON CONFLICT (order_id) DO NOTHING",
                now=fields.Datetime.now(),
            )
        )

    @api.model
    def _touch(self, orders):
        """Have orders looked at soon: something happened that they may be settled by."""
        if not orders.ids:
            return
        self.env['sale.order'].flush_model(['state', 'company_id'])
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "INSERT INTO gift_order_settlement AS row"
                "   (order_id, company_id, check_on, amount, create_date, write_date)"
                " SELECT id, company_id, %(now)s, 0, %(now)s, %(now)s FROM sale_order"
                "  WHERE id = ANY(%(orders)s) AND state IN ('sale', 'cancel') ORDER BY id"
                " ON CONFLICT (order_id) DO UPDATE SET check_on = EXCLUDED.check_on"
                "  WHERE row.check_on IS NULL OR row.check_on > EXCLUDED.check_on",
                now=fields.Datetime.now(),
                orders=orders.ids,
            )
        )
        self.invalidate_model()

    # === THE JOB === #

    @api.model
    def _check_due(self):
        """Look at the orders that are due, in batches; what others write just now comes later.

        :return: whether nothing is left for now.
        """
        while ids := self._lock_due():
            self.browse(ids)._check()
            if not self.env['ir.cron']._commit_progress(len(ids)):
                return False  # out of time; the job is called again
        return True

    @api.model
    def _lock_due(self):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM gift_order_settlement WHERE check_on <= %s"
                " ORDER BY check_on, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                fields.Datetime.now(),
                BATCH,
            )
        )
        return [row for (row,) in rows]

    def _check(self):
        """Note what is true of the orders now, and when to look again."""
        now = fields.Datetime.now()
        days = self.order_id._gift_get_settled_days()
        changed = self.browse()
        for row in self:
            order = row.order_id
            values = {
                'day': fields.Datetime.context_timestamp(order, order.date_order).date(),
                'settled_on': days.get(order, False),
                'amount': order._gift_get_qualifying_amount() if order.state == 'sale' else 0.0,
                'check_on': row._get_next_check(now, order in days),
            }
            if any(row[name] != values[name] for name in ('day', 'settled_on', 'amount')):
                changed |= row
            row.write(values)
        self._note_release_days()
        changed._look_at_tiers()

    def _get_next_check(self, now, is_settled):
        """Return when an order is looked at again by itself: soon when it is young."""
        if is_settled or self.order_id.state != 'sale':
            return False
        return now + min(LONGEST, max(SHORTEST, (now - self.order_id.date_order) / 4))

    def _note_release_days(self):
        """Say of the points that wait for these orders when they become usable."""
        lots = self.env['gift.points.lot'].search(
            [('pending', '>', 0), ('order_id', 'in', self.order_id.ids)]
        )
        days = {row.order_id: row.settled_on for row in self}
        for lot in lots:
            day = days[lot.order_id]
            wait = timedelta(days=lot.wallet_id.program_id.gift_return_days)
            release_on = day + wait if day else False
            if lot.release_on != release_on:
                lot.release_on = release_on

    def _look_at_tiers(self):
        """Let customers rise as soon as an order is settled."""
        for company, rows in self.grouped('company_id').items():
            if self.env['gift.tier']._get_ladder(company):
                partners = rows.order_id.partner_id.commercial_partner_id
                self.env['gift.tier.status']._look_at(partners, company)
