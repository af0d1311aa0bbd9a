from collections import Counter
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ValidationError

from .guarded import guarded, notify_staff

MINUTES, DEFAULT_MINUTES = 'gift_personalization.hold_minutes', 30
DAYS, DEFAULT_DAYS = 'gift_personalization.hold_days', 7
SHORT_MAIL = 'gift_personalization.mail_template_stock_short'


class SaleOrder(models.Model):
    """The last piece is sold once: it is held from the start of a payment."""

    _inherit = 'sale.order'

    gift_stock_hold_ids = fields.One2many(
        'gift.stock.hold',
        'order_id',
        string="Held stock",
        readonly=True,
        copy=False,
        groups='gift_base.group_staff',
    )
    gift_is_short = fields.Boolean(
        string="Sold but not in stock",
        readonly=True,
        copy=False,
        index='btree_not_null',
        help="The payment came when the pieces were not held any more, or the stock shrank.",
    )

    # === WHAT IS THERE === #

    def _get_free_qty(self, product):
        """Override of `website_sale_stock` to leave out what others hold."""
        free, beside = super()._get_free_qty(product), self._gift_get_needs(but=product)
        warehouse_id = self._get_shop_warehouse_id()
        return free - product._gift_get_held(self.company_id, warehouse_id, self, beside)

    def _gift_get_needs(self, but=None):
        """Return ``{product: quantity in its unit}`` of what is only sold as far as it is there.

        For kits these are their parts, which leave the stock.

        :param but: product whose own lines do not count.
        """
        self.ensure_one()
        pieces = Counter()
        for line in self.order_line.filtered(lambda line: not line.display_type):
            product = line.product_id
            if line.product_uom_qty > 0 and product != but and product._gift_is_counted():
                pieces[product] += line.product_uom_id._compute_quantity(
                    line.product_uom_qty, product.uom_id
                )
        needs = Counter()
        for product, count in pieces.items():
            for part, each in product.with_company(self.company_id)._gift_get_parts().items():
                if part.is_storable:
                    needs[part] += count * each
        return dict(needs)

    # === PAYMENT === #

    def _gift_hold_stock(self):
        """Hold what is in the cart while it is paid. Call it in sudo.

        :raise ValidationError: what is not there any more, before anything is paid.
        """
        for order in self:
            needs = order._gift_get_needs()
            products = self.env['product.product'].union(*needs)
            self.env['gift.stock.shelf']._claim(products)
            products.invalidate_recordset(['gift_held_qty'])
            texts = [text for line in order.order_line if (text := line._gift_get_stock_text())]
            if texts:
                raise ValidationError(' '.join(texts))
            minutes = self._gift_get_setting(MINUTES, DEFAULT_MINUTES)
            until = fields.Datetime.now() + timedelta(minutes=minutes)
            self.env['gift.stock.hold']._hold(order, needs, until)

    def _gift_get_setting(self, key, default):
        value = self.env['ir.config_parameter'].sudo().get_param(key, '')
        return max(1, int(value)) if value.isdecimal() else default

    def _gift_keep_stock(self):
        """Hold longer what a payment is on its way for. Call it in sudo."""
        days = self._gift_get_setting(DAYS, DEFAULT_DAYS)
        now = fields.Datetime.now()
        self.gift_stock_hold_ids.filtered(lambda hold: hold.until and hold.until > now).until = (
            now + timedelta(days=days)
        )

    def _gift_release_stock(self):
        """Offer to others what was held for payments that came to nothing. Call it in sudo."""
        holds = self.filtered(lambda order: order.state in ('draft', 'sent')).gift_stock_hold_ids
        self.env['gift.stock.hold']._drop(holds)

    def _action_cancel(self):
        """Override of `sale` to give back what was held."""
        result = super()._action_cancel()
        holds_sudo = self.sudo().gift_stock_hold_ids  # whoever may cancel need not read holds
        self.env['gift.stock.hold'].sudo()._drop(holds_sudo)
        self.filtered('gift_is_short').gift_is_short = False
        return result

    # === CONFIRMATION === #

    def _action_confirm(self):
        """Override of `sale` to keep the pieces, also of lines whose goods are ordered later."""
        self._gift_commit_stock()
        return super()._action_confirm()

    def _gift_commit_stock(self):
        """Keep the pieces of confirmed orders until deliveries reserve them. Idempotent.

        Never raises: the customer has paid. What is missing is told to customer and staff.
        """
        for order_sudo in self.sudo().filtered(lambda order: order.state == 'sale'):
            with guarded(order_sudo, self.env._("The stock could not be set aside")):
                needs = order_sudo._gift_get_needs()
                products = order_sudo.gift_stock_hold_ids.product_id.union(*needs)
                if products:
                    holds_sudo = self.env['gift.stock.hold'].sudo()
                    self.env['gift.stock.shelf'].sudo()._claim(products)
                    holds_sudo._commit(order_sudo, needs)
                    holds_sudo._review(products)

    def _gift_get_short_names(self):
        """Return the names of what is missing, as one text."""
        holds_sudo = self.sudo().gift_stock_hold_ids.filtered('missing')
        plain = holds_sudo.with_context(display_default_code=False)
        return ', '.join(f'{hold.missing:g} × {hold.product_id.display_name}' for hold in plain)

    def _gift_follow_missing(self):
        """Note which orders are short, and tell what changed. Call it in sudo.

        :return: the orders that were short and are not any more.
        """
        restocked = self.browse()
        for order in self:
            is_short = any(order.gift_stock_hold_ids.mapped('missing'))
            if is_short == order.gift_is_short:
                continue
            order.gift_is_short = is_short
            with guarded(order, self.env._("Nobody could be told about the stock")):
                order._gift_tell_short() if is_short else order._gift_tell_restocked()
            if not is_short:
                restocked |= order
        return restocked

    def _gift_tell_short(self):
        self.ensure_one()
        notify_staff(
            self,
            self.env._("Sold but not in stock"),
            self.env._(
                "Missing: %(what)s. Nothing is reserved for it that others hold. Restock it, and it"
                " is reserved by itself; or take it off the order and refund it. The customer got a"
                " mail that you write within one working day.",
                what=self._gift_get_short_names(),
            ),
        )
        self.env['gift.notice']._send_once(self, 'stock-short', SHORT_MAIL)

    def _gift_tell_restocked(self):
        self.ensure_one()
        summary = self.env._("Sold but not in stock")
        activities = self.activity_ids.filtered(lambda activity: activity.summary == summary)
        activities.action_feedback(
            feedback=self.env._("What was missing is there now and kept for this order.")
        )

    def _gift_reserve_restocked(self):
        """Reserve in the deliveries what has come in. Call it in sudo."""
        self.order_line.move_ids.filtered(lambda move: move.state == 'confirmed')._action_assign()


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def write(self, vals):
        """Override of `sale` to hold no more than what is in the cart."""
        result = super().write(vals)
        if {'product_uom_qty', 'product_id'} & set(vals):
            self.order_id._gift_trim_holds()
        return result

    def unlink(self):
        """Override of `sale` to hold nothing that was taken out of the cart."""
        orders = self.order_id
        result = super().unlink()
        orders._gift_trim_holds()
        return result
