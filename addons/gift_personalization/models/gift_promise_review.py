from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .gift_job import CLOSED
from .guarded import guarded

KINDS = [
    ('time', "A day has passed"),
    ('closed', "Days on which the workshop works"),
    ('carrier', "Days of a delivery method"),
    ('stock', "An expected receipt"),
]
CRON = 'gift_personalization.ir_cron_review_promises'
TIME_H = 20
KEPT_DAYS = 90


class GiftPromiseReview(models.Model):
    """Something that promises count on has changed: the open ones are planned again.

    Who changes it only adds a row; a scheduled action goes through the orders, one transaction
    each. A round that was cut goes on where it stood: orders that were reviewed since it began are
    left alone.
    """

    _name = 'gift.promise.review'
    _description = 'Review of promises'
    _order = 'id'
    _rec_name = 'kind'

    kind = fields.Selection(KINDS, required=True, readonly=True)
    company_id = fields.Many2one('res.company', readonly=True, ondelete='cascade')
    product_id = fields.Many2one('product.product', readonly=True, ondelete='cascade')
    carrier_id = fields.Many2one('delivery.carrier', readonly=True, ondelete='cascade')
    started_date = fields.Datetime(string="Begun on", readonly=True)
    done_date = fields.Datetime(string="Done on", readonly=True)

    _open = models.Index('(id) WHERE done_date IS NULL')

    @api.model
    def _request(self, kind, *, company=None, product=None, carrier=None):
        """Have the promises reviewed that the change concerns, in the background."""
        reviews_sudo = self.sudo()  # who changes a calendar or a receipt has no rights on promises
        values = {
            'kind': kind,
            'company_id': company.id if company else False,
            'product_id': product.id if product else False,
            'carrier_id': carrier.id if carrier else False,
        }
        waiting = [(name, '=', value) for name, value in values.items()]
        if not reviews_sudo.search_count([*waiting, ('started_date', '=', False)], limit=1):
            reviews_sudo.create(values)
            self.env.ref(CRON).sudo()._trigger()

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_review(self):
        """Scheduled action: plan again what the open rows concern, the next promises first."""
        self._note_time()
        rows = self.search([('done_date', '=', False)])
        rows.filtered(lambda row: not row.started_date).started_date = fields.Datetime.now()
        orders = rows._find_orders()
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(orders))
        for order in orders:
            with guarded(order, self.env._("The promised date could not be reviewed")):
                order._gift_review(rows._get_kinds_of(order))
            if not cron._commit_progress(1):
                return
        rows.done_date = fields.Datetime.now()

    def _note_time(self):
        """Add the row of the day: what was not begun in time is late without any event."""
        since = fields.Datetime.now() - timedelta(hours=TIME_H)
        recent = ['|', ('started_date', '=', False), ('started_date', '>', since)]
        if not self.search_count([('kind', '=', 'time'), *recent], limit=1):
            self.create({'kind': 'time'})

    def _find_orders(self):
        """Return the orders with open gifts that the rows concern and that are still to review."""
        orders = self.env['sale.order']
        if not self:
            return orders
        since = max(self.mapped('started_date'))
        domain = [
            ('state', '=', 'sale'),
            ('commitment_date', '!=', False),
            ('gift_job_ids.stage', 'not in', CLOSED),
            '|',
            ('gift_reviewed_date', '=', False),
            ('gift_reviewed_date', '<', since),
        ]
        concerned = Domain.OR([row._get_domain() for row in self])
        return orders.search(concerned & Domain(domain), order='commitment_date, id')

    def _get_domain(self):
        domain = Domain.TRUE
        if self.company_id:
            domain &= Domain('company_id', '=', self.company_id.id)
        if self.product_id:
            domain &= Domain('order_line.product_id', '=', self.product_id.id)
        if self.carrier_id:
            own = Domain('gift_parcel_ids.carrier_id', '=', self.carrier_id.id)
            domain &= own | Domain('carrier_id', '=', self.carrier_id.id)
        return domain

    def _get_kinds_of(self, order):
        """Return the kinds of the rows that concern an order."""
        return {
            row.kind
            for row in self
            if row.company_id in (order.company_id, self.env['res.company'])
            and row.carrier_id <= order.carrier_id | order.gift_parcel_ids.carrier_id
            and (not row.product_id or row.product_id in order.order_line.product_id)
        }

    @api.autovacuum
    def _gc_reviews(self):
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.sudo().search([('done_date', '<', before)]).unlink()
