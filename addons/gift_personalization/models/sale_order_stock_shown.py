from datetime import timedelta

from odoo import fields, models

LONGEST_WAIT_MIN = 120  # what ends later is no reason to wait for it


class SaleOrder(models.Model):
    """What a visitor is told about pieces that others hold."""

    _inherit = 'sale.order'

    def _gift_trim_holds(self):
        """Give back what was held and is not in the cart any more."""
        open_orders_sudo = self.sudo().filtered(lambda order: order.state in ('draft', 'sent'))
        for order in open_orders_sudo.filtered('gift_stock_hold_ids'):
            needs = order._gift_get_needs()
            holds = order.gift_stock_hold_ids
            gone = holds.filtered(lambda hold, needs=needs: hold.product_id not in needs)
            for hold in holds - gone:
                hold.quantity = min(hold.quantity, needs[hold.product_id])
            gone._drop(gone)

    def _gift_get_stock_errors(self):
        """Return what keeps the cart from being paid: ``[(title, sentence), …]``."""
        self.ensure_one()
        started = self.sudo().transaction_ids.filtered(
            lambda tx: tx.state in ('pending', 'authorized', 'done')
        )
        if started or self.state not in ('draft', 'sent'):
            return []
        title = self.env._("A part of your cart cannot be ordered now")
        return [(title, text) for line in self.order_line if (text := line._gift_get_stock_text())]


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_get_stock_text(self):
        """Return what is wrong with the quantity in the cart, or an empty text."""
        self.ensure_one()
        product = self.product_id
        if self.display_type or not product._gift_is_counted():
            return ''
        wanted, free = self.order_id._get_cart_and_free_qty(product)
        if product.uom_id.compare(wanted, free) <= 0:
            return ''
        return self._gift_build_stock_text(wanted, max(0.0, free))

    def _set_shop_warning_stock(self, desired_qty, new_qty, save=True):
        """Override of `website_sale_stock` to say when others hold it, and what to do."""
        warning = super()._set_shop_warning_stock(desired_qty, new_qty, save=save)
        if self.product_id._gift_is_counted() and self._gift_get_holds_of_others():
            warning = self._gift_build_stock_text(desired_qty, new_qty)
            if save:
                self.shop_warning = warning
        return warning

    def _gift_get_holds_of_others(self):
        order = self.order_id
        parts = self.product_id.with_company(order.company_id)._gift_get_parts()
        warehouse_sudo = self.env['stock.warehouse'].sudo()
        return (
            self.env['gift.stock.hold']
            ._get_of_others(
                self.product_id.union(*parts),
                order.company_id,
                warehouse_sudo.browse(order._get_shop_warehouse_id() or []),
                order,
            )
            .filtered('open_quantity')
        )

    def _gift_build_stock_text(self, wanted, free):
        names = {
            'product': self.name_short,
            'wanted': f'{wanted:g}',
            'free': f'{free:g}',
        }
        minutes = self._gift_get_wait_min()
        if minutes:
            return self.env._(
                "“%(product)s”: %(wanted)s in your cart, %(free)s left. Somebody else is paying for"
                " it at this moment. If they do not finish, it is free again in about %(minutes)s"
                " minutes. Change the quantity or try again then.",
                minutes=minutes,
                **names,
            )
        if free > 0:
            return self.env._(
                "“%(product)s”: %(wanted)s in your cart, %(free)s left. Please change the"
                " quantity in your cart.",
                **names,
            )
        return self.env._(
            "“%(product)s” is sold out. Please take it out of your cart to go on.", **names
        )

    def _gift_get_wait_min(self):
        """Return in how many minutes (int) the first hold of others ends, 0 for no use waiting."""
        now = fields.Datetime.now()
        ends = [hold.until for hold in self._gift_get_holds_of_others() if hold.until]
        soon = [end for end in ends if end <= now + timedelta(minutes=LONGEST_WAIT_MIN)]
        return max(1, round((min(soon) - now).total_seconds() / 60)) if soon else 0
