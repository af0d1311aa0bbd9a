from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL


class GiftSupplierFeedLine(models.Model):
    """A row of a price list: what it says, what it would change, and what was decided."""

    _name = 'gift.supplier.feed.line'
    _description = 'Row of a price list'
    _order = 'feed_id desc, number, id'

    feed_id = fields.Many2one(
        'gift.supplier.feed', string="List", required=True, readonly=True, ondelete='cascade'
    )
    supplier_id = fields.Many2one(related='feed_id.supplier_id', string="Supplier")
    number = fields.Integer(string="Row", readonly=True)
    code = fields.Char(string="Supplier's number", readonly=True)
    reference = fields.Char(string="Our reference", readonly=True)
    name = fields.Char(readonly=True)
    product_id = fields.Many2one('product.product', readonly=True, ondelete='cascade', index=True)
    price_effect = fields.Selection(
        [('new', "New"), ('changed', "Changed"), ('same', "Unchanged"), ('none', "Nothing said")],
        string="Price is", required=True, readonly=True, default='none',
    )  # fmt: skip
    stock_effect = fields.Selection(
        [('changed', "Changed"), ('same', "Unchanged"), ('none', "Nothing said")],
        string="Stock is", required=True, readonly=True, default='none',
    )  # fmt: skip
    min_quantity = fields.Float(string="From quantity", readonly=True, digits='Product Unit')
    currency_id = fields.Many2one('res.currency', readonly=True)
    price = fields.Float(string="New price", readonly=True, min_display_digits='Product Price')
    old_price = fields.Float(readonly=True, min_display_digits='Product Price')
    change_percent = fields.Float(string="Change (%)", readonly=True, digits=(16, 1))
    delay = fields.Integer(string="Lead time (days)", readonly=True)
    old_delay = fields.Integer(string="Old lead time", readonly=True)
    date_start = fields.Date(string="Valid from", readonly=True)
    stock = fields.Float(readonly=True, digits='Product Unit')
    old_stock = fields.Float(readonly=True, digits='Product Unit')
    available_from = fields.Date(readonly=True)
    issues = fields.Json(readonly=True)
    is_error = fields.Boolean(string="Wrong", readonly=True)
    issue_text = fields.Char(string="What is wrong", compute='_compute_issue_text')
    state = fields.Selection(
        [
            ('checked', "Checked"),
            ('waiting', "To decide"),
            ('approved', "Approved"),
            ('applied', "Taken over"),
            ('refused', "Refused"),
        ],
        required=True, default='checked', readonly=True,
    )  # fmt: skip
    is_stock_applied = fields.Boolean(string="Stock taken over", readonly=True)
    is_automatic = fields.Boolean(
        string="Within the tolerance", readonly=True, help="Taken over without a decision."
    )
    decided_by_id = fields.Many2one('res.users', string="Decided by", readonly=True)
    decided_date = fields.Datetime(string="Decided on", readonly=True)
    note = fields.Char(readonly=True)

    _number_uniq = models.UniqueIndex('(feed_id, number)', "A row of a file is kept once.")
    _waiting_idx = models.Index("(feed_id, id) WHERE state IN ('waiting', 'approved')")

    # === CHECK === #

    @api.model
    def _create_for(self, feed, entries):
        """Keep checked rows of a list.

        :param entries: :class:`engine.feed_check.Checked`.
        """
        currencies = self._get_currencies()
        foreign = self._find_foreign(entries)
        self.create([self._prepare(feed, entry, currencies, foreign) for entry in entries])

    @api.model
    def _get_currencies(self):
        currencies = self.env['res.currency'].with_context(active_test=False).search([])
        return {currency.name: currency.id for currency in currencies}

    @api.model
    def _find_foreign(self, entries):
        """Return which of the unknown numbers are products that we buy elsewhere."""
        unknown = {
            value for entry in entries for _column, code, value in entry.issues if code == 'unknown'
        }
        if not unknown:
            return set()
        products_sudo = self.env['product.product'].sudo()  # their numbers are shown to staff only
        found = products_sudo.search_fetch([('default_code', 'in', [*unknown])], ['default_code'])
        return set(found.mapped('default_code'))

    @api.model
    def _prepare(self, feed, entry, currencies, foreign):
        row, old = entry.row, entry.old
        issues = [
            [column, 'foreign' if code == 'unknown' and value in foreign else code, value]
            for column, code, value in entry.issues
        ]
        old_price = old.price if old else 0.0
        return {
            'feed_id': feed.id,
            'number': row.number,
            'code': row.code,
            'reference': row.reference,
            'name': row.name,
            'product_id': entry.product_id or False,
            'price_effect': entry.price_effect,
            'stock_effect': entry.stock_effect,
            'min_quantity': entry.min_quantity,
            'currency_id': currencies.get(entry.currency, False),
            'price': entry.price or row.price or 0.0,
            'old_price': old_price,
            'change_percent': 100 * (entry.price - old_price) / old_price if old_price else 0.0,
            'delay': entry.delay,
            'old_delay': old.delay if old else 0,
            'date_start': entry.start or False,
            'stock': row.stock or 0.0,
            'old_stock': entry.old_stock or 0.0,
            'available_from': row.available_from or False,
            'issues': issues,
            'is_error': bool(issues),
        }

    # === DECISIONS === #

    def _hand_in(self, feed, stock_at_once):
        """Have the rows of a list wait for the buyer, or take their way without one.

        What waits of older lists about the same prices is refused.
        """
        today = fields.Date.today()
        self.flush_model()
        self._refuse_older(feed, today)
        parameters_sudo = self.env['ir.config_parameter'].sudo()
        tolerance = float(parameters_sudo.get_param('gift_supplier_portal.price_tolerance') or 0)
        within = SQL(
            "(price_effect = 'changed' AND ABS(change_percent) <= %s AND %s > 0"
            " AND delay <= old_delay)",
            tolerance,
            tolerance,
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE gift_supplier_feed_line
                   SET is_automatic = NOT is_error AND %(within)s,
                       decided_date = CASE WHEN %(within)s THEN now() AT TIME ZONE 'UTC' END,
                       state = CASE
                           WHEN is_error THEN 'refused'
                           WHEN %(within)s THEN 'approved'
                           WHEN price_effect IN ('new', 'changed') THEN 'waiting'
                           WHEN stock_effect <> 'none' AND NOT %(at_once)s THEN 'waiting'
                           ELSE 'applied'
                       END
                 WHERE feed_id = %(feed)s AND state = 'checked'
                """,
                within=within,
                at_once=stock_at_once,
                feed=feed.id,
            )
        )
        self.invalidate_model()

    @api.model
    def _refuse_older(self, feed, today):
        self.env.cr.execute(
            SQL(
                """
                UPDATE gift_supplier_feed_line AS old
                   SET state = 'refused', note = %(note)s, decided_date = now() AT TIME ZONE 'UTC'
                  FROM gift_supplier_feed AS older, gift_supplier_feed_line AS newer
                 WHERE older.id = old.feed_id AND older.supplier_id = %(supplier)s
                   AND older.id <> %(feed)s AND old.state = 'waiting'
                   AND newer.feed_id = %(feed)s AND newer.product_id = old.product_id
                   AND newer.min_quantity = old.min_quantity AND newer.price_effect <> 'none'
                   AND GREATEST(newer.date_start, %(today)s)
                     = GREATEST(old.date_start, %(today)s)
                RETURNING old.feed_id
                """,
                note=self.env._("A newer list took its place."),
                supplier=feed.supplier_id.id,
                feed=feed.id,
                today=today,
            )
        )
        older = feed.browse({feed_id for (feed_id,) in self.env.cr.fetchall()})
        self.invalidate_model()
        older.filtered(lambda feed: feed.state == 'waiting')._finish()

    def action_approve(self):
        """Button: take prices over that wait."""
        self._check_buyer()
        self.sudo()._decide('approved')  # checked above; nobody writes rows

    def action_refuse(self):
        """Button: refuse prices that wait, with a reason."""
        self._check_buyer()
        return self.env['gift.supplier.feed.refusal']._open(lines=self)

    def _check_buyer(self):
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise AccessError(self.env._("Only buyers decide about prices of suppliers."))
        self.check_access('read')

    def _decide(self, state, note=''):
        """Approve or refuse rows that wait; those that were decided are left alone.

        :param str state: ``approved`` or ``refused``.
        :param str note: why; the supplier reads it.
        """
        for feed, lines in self.grouped('feed_id').items():
            self.env['gift.supplier.feed.profile']._lock(feed.supplier_id)
            feed._gift_lock()
            lines.invalidate_recordset(['state'])
            waiting = lines.filtered(lambda line: line.state == 'waiting')
            waiting.write(
                {
                    'state': state,
                    'decided_by_id': self.env.uid,
                    'decided_date': fields.Datetime.now(),
                    'note': note,
                }
            )
            if waiting:
                feed._follow_decision()

    def _get_label(self):
        """Return what the supplier calls the row."""
        self.ensure_one()
        return self.code or self.reference or self.name or str(self.number)

    # === PENDING === #

    @api.model
    def _get_stock_domain(self, feed):
        """Return the domain of the rows whose stock is to be taken over."""
        domain = Domain('feed_id', '=', feed.id) & Domain('is_error', '=', False)
        domain &= Domain('stock_effect', '!=', 'none') & Domain('is_stock_applied', '=', False)
        return domain if feed.stock_at_once else domain & Domain('state', '=', 'approved')
