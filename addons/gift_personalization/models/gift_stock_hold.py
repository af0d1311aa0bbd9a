from collections import Counter

from odoo import api, fields, models
from odoo.tools import SQL

from .free_stock import FreeStock


class GiftStockHold(models.Model):
    """Pieces of a product that are kept for one order and offered to nobody else.

    From the start of a payment to its end the hold has a date; once the order is confirmed it has
    none and stands for what no delivery has reserved yet: the goods of a gift are only ordered when
    its design is approved. ``missing`` is what was sold and is not there, because the payment came
    when the hold had ended or because the stock shrank.
    """

    _name = 'gift.stock.hold'
    _description = 'Held stock'
    _order = 'id'
    _rec_name = 'product_id'

    order_id = fields.Many2one('sale.order', required=True, index=True, ondelete='cascade')
    partner_id = fields.Many2one(related='order_id.partner_id', string="Customer")
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    product_id = fields.Many2one('product.product', required=True, index=True, ondelete='cascade')
    warehouse_id = fields.Many2one(
        'stock.warehouse', ondelete='cascade', help="Empty: the shop sells from any warehouse."
    )
    quantity = fields.Float(digits='Product Unit', required=True, help="In the product's unit.")
    missing = fields.Float(
        digits='Product Unit', help="Sold, but not there: restock it or refund the customer."
    )
    until = fields.Datetime(
        string="Held until", index=True, help="Empty: the order is confirmed, the pieces are its."
    )
    open_quantity = fields.Float(
        string="Kept", compute='_compute_open_quantity', help="What no delivery has reserved yet."
    )

    _once = models.Constraint(
        'UNIQUE(order_id, product_id)', "An order holds a product once, with its whole quantity."
    )

    @api.depends(
        'quantity',
        'until',
        'product_id.stock_move_ids.state',
        'product_id.stock_move_ids.quantity',
    )
    def _compute_open_quantity(self):
        now, covered = fields.Datetime.now(), self._get_covered()
        for hold in self:
            left = hold.quantity - covered[hold.order_id.id, hold.product_id.id]
            is_over = hold.until and hold.until <= now
            hold.open_quantity = 0.0 if is_over else max(0.0, left)

    def _get_covered(self):
        """Return ``{(order id, product id): quantity}`` that deliveries reserved or brought."""
        confirmed = self.filtered(lambda hold: not hold.until)
        if not confirmed:
            return Counter()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
            SELECT line.order_id, taken.product_id, SUM(taken.quantity_product_uom)
              FROM stock_move_line taken
              JOIN stock_move move ON move.id = taken.move_id
              JOIN sale_order_line line ON line.id = move.sale_line_id
              JOIN stock_location source ON source.id = taken.location_id
              JOIN stock_location target ON target.id = taken.location_dest_id
             WHERE line.order_id = ANY(%(orders)s) AND taken.product_id = ANY(%(products)s)
               AND (
                    move.state = 'done' AND target.usage = 'customer'
                    OR move.state IN ('assigned', 'partially_available')
                    AND (source.usage = 'internal' OR target.usage = 'customer')
                   )
          GROUP BY line.order_id, taken.product_id
            """,
                orders=confirmed.order_id.ids,
                products=confirmed.product_id.ids,
            )
        )
        return Counter({(order, product): quantity for order, product, quantity in rows})

    # === WHAT OTHERS HOLD === #

    @api.model
    def _get_of_others(self, products, company, warehouse, order):
        """Return the holds of products by other orders that count for a shop (sudo).

        :param warehouse: stock.warehouse the shop sells from, empty for any.
        :param order: sale.order whose own holds do not count, may be empty.
        """
        domain = [('product_id', 'in', products.ids), ('company_id', '=', company.id)]
        if warehouse:
            domain += [('warehouse_id', 'in', (warehouse.id, False))]
        if order:
            domain += [('order_id', '!=', order.id)]
        return self.sudo().search(domain)  # only how much there is goes to the caller

    # === WRITING === #

    @api.model
    def _hold(self, order, needs, until):
        """Hold ``needs`` (``{product: quantity}``) for an order that is being paid.

        What is held is there; the caller has claimed the shelves and checked it.
        """
        self._drop(order.gift_stock_hold_ids)
        self.create(
            [
                {
                    'order_id': order.id,
                    'product_id': product.id,
                    'warehouse_id': order._get_shop_warehouse_id(),
                    'quantity': quantity,
                    'until': until,
                }
                for product, quantity in needs.items()
            ]
        )
        self._forget_sums()

    @api.model
    def _commit(self, order, needs):
        """Keep ``needs`` for a confirmed order; what was not held before counts as missing."""
        known = {hold.product_id: hold for hold in order.gift_stock_hold_ids}
        self._drop(self.union(*(hold for product, hold in known.items() if product not in needs)))
        for product, quantity in needs.items():
            hold = known.get(product) or self.create(
                {
                    'order_id': order.id,
                    'product_id': product.id,
                    'warehouse_id': order._get_shop_warehouse_id(),
                    'quantity': 0.0,
                }
            )
            is_over = hold.until and hold.until <= fields.Datetime.now()
            secured = 0.0 if is_over else hold.quantity - hold.missing
            missing = max(0.0, quantity - secured)
            values = {'quantity': quantity, 'missing': missing, 'until': False}
            if any(hold[name] != value for name, value in values.items()):
                hold.write(values)
        self._forget_sums()

    @api.model
    def _drop(self, holds):
        holds.unlink()
        self._forget_sums()

    @api.model
    def _forget_sums(self):
        self.invalidate_model(['open_quantity'])
        self.env['product.product'].invalidate_model(['gift_held_qty'])

    # === SHARING OUT === #

    @api.model
    def _review(self, products):
        """Share out what is free: first what was secured, then what is missing, oldest first.

        Call it in sudo. Claims the shelves; idempotent.

        :return: the orders that were short and are not any more.
        """
        self.env['gift.stock.shelf']._claim(products)
        self._forget_sums()
        holds = self.search([('product_id', 'in', products.ids)])
        for (product, company), group in holds.grouped(
            lambda hold: (hold.product_id, hold.company_id)
        ).items():
            group._share_out(FreeStock(product, company))
        return holds.order_id._gift_follow_missing()

    def _share_out(self, free):
        covered, got = self._get_covered(), Counter()
        is_counted = self.product_id._gift_is_counted()
        for hold in self:
            secured = hold.quantity - hold.missing - covered[hold.order_id.id, hold.product_id.id]
            wanted = min(hold.open_quantity, max(0.0, secured))
            got[hold] = free.take(hold.warehouse_id, wanted)
        for hold in self.filtered(lambda hold: not hold.until):
            wanted = hold.open_quantity - got[hold]
            missing = wanted - free.take(hold.warehouse_id, wanted) if is_counted else 0.0
            missing = hold.product_id.uom_id.round(missing)
            if hold.missing != missing:
                hold.missing = missing

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_review(self):
        """Forget what is over and share out again what is there."""
        now = fields.Datetime.now()
        self._drop(
            self.search(
                [
                    '|',
                    '|',
                    ('until', '<=', now),
                    ('order_id.state', '=', 'cancel'),
                    '&',
                    ('until', '=', False),
                    ('order_id.delivery_status', '=', 'full'),
                ]
            )
        )
        products = self.search([('until', '=', False)]).product_id
        for done, product in enumerate(products, 1):
            self._review(product)._gift_reserve_restocked()
            if not self.env['ir.cron']._commit_progress(1, remaining=len(products) - done):
                break
