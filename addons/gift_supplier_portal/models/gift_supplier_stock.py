from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import STOCK_DAYS


class GiftSupplierStock(models.Model):
    """How many pieces of a product a supplier says to have; the last word counts.

    Nobody writes it; it comes from what suppliers send, by :meth:`_tell`.
    """

    _name = 'gift.supplier.stock'
    _description = 'Stock of a supplier'
    _rec_name = 'product_id'
    _order = 'product_id, partner_id'

    partner_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, readonly=True, ondelete='cascade'
    )
    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, ondelete='cascade', index=True
    )
    quantity = fields.Float(required=True, readonly=True, digits='Product Unit')
    available_from = fields.Date(readonly=True, help="Empty: the pieces are there now.")
    told_at = fields.Datetime(string="Told on", required=True, readonly=True)
    is_stale = fields.Boolean(
        string="Too old", compute='_compute_is_stale', search='_search_is_stale',
        help="Told so long ago that it is not counted on any more.",
    )  # fmt: skip

    # With the supplier first, so that it serves as an index of the supplier as well.
    _partner_product_uniq = models.Constraint(
        'UNIQUE(partner_id, product_id)', "A supplier has one stock of a product."
    )
    _quantity_check = models.Constraint('CHECK(quantity >= 0)', "A stock is not negative.")

    @api.model
    def _get_oldest(self):
        """Return the moment before which what was told is not counted on any more."""
        parameters_sudo = self.env['ir.config_parameter'].sudo()
        days = int(parameters_sudo.get_param('gift_supplier_portal.stock_days') or STOCK_DAYS)
        return fields.Datetime.now() - timedelta(days=days)

    @api.depends('told_at')
    def _compute_is_stale(self):
        oldest = self._get_oldest()
        for stock in self:
            stock.is_stale = stock.told_at < oldest

    def _search_is_stale(self, operator, value):
        if operator != 'in':
            return NotImplemented
        stale = Domain('told_at', '<', self._get_oldest())
        return Domain.OR([stale if wanted else ~stale for wanted in value])

    @api.model
    def _tell(self, supplier, entries, told_at=None):
        """Keep what a supplier says about products, in place of what was said before.

        One statement for all; something older never takes the place of something newer.

        :param supplier: res.partner; its company counts.
        :param dict entries: ``{product: (quantity, available_from)}``; no date for now.
        :param told_at: moment at which it was said, now when not given.
        """
        if not entries:
            return
        now = fields.Datetime.now()
        rows = [
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                supplier.commercial_partner_id.id,
                product.id,
                quantity,
                available_from or None,
                told_at or now,
                self.env.uid,
                self.env.uid,
                now,
                now,
            )
            for product, (quantity, available_from) in entries.items()
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO gift_supplier_stock AS known (
                    partner_id, product_id, quantity, available_from, told_at,
                    create_uid, write_uid, create_date, write_date
                ) VALUES %s
                ON CONFLICT (partner_id, product_id) DO UPDATE SET
                    quantity = EXCLUDED.quantity,
                    available_from = EXCLUDED.available_from,
                    told_at = EXCLUDED.told_at,
                    write_uid = EXCLUDED.write_uid,
                    write_date = EXCLUDED.write_date
                WHERE known.told_at <= EXCLUDED.told_at
                """,
                SQL(", ").join(rows),
            )
        )
        self.env['gift.supplier.stock'].invalidate_model()
