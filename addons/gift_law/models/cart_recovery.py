from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize

from odoo.addons.gift_base.tools import one_click_headers, signed_token
from odoo.addons.gift_personalization.models.guarded import guarded
from odoo.addons.gift_personalization.models.res_partner import WITHDRAWN

WINDOW_DAYS = 7  # after that a cart is not reminded of any more
RULE = 'gift_law.cart_mail_rule'
RULES = [
    ('told', "Everybody who entered a mail address and was told at checkout"),
    ('bought', "Customers who have bought before"),
]
TEMPLATE = 'gift_law.mail_template_cart'
ODOO_TEMPLATE = 'website_sale.mail_template_sale_cart_recovery'


class Website(models.Model):
    _inherit = 'website'

    @api.model
    def _send_abandoned_cart_email(self):
        """Override of `website_sale` to remind of each cart once, in a transaction of its own."""
        for website in self.search([('send_abandoned_cart_email', '=', True)]):
            carts = website._gift_find_abandoned_carts()
            due = carts._filter_can_send_abandoned_cart_mail() if carts else carts
            (carts - due).cart_recovery_email_sent = True
            self._gift_note_progress(remaining=len(due))
            for cart in due:
                with guarded(cart, self.env._("A cart could not be reminded of")):
                    cart._gift_remind()
                if not self._gift_note_progress(1):
                    return

    @api.model
    def _gift_note_progress(self, *args, **kwargs):
        """Commit what was sent and return the seconds left; a caller other than the job commits."""
        if not self.env.context.get('ir_cron_progress_id'):
            return True
        return self.env['ir.cron']._commit_progress(*args, **kwargs)

    def _gift_find_abandoned_carts(self):
        return self.env['sale.order'].search(
            [
                ('is_abandoned_cart', '=', True),
                ('cart_recovery_email_sent', '=', False),
                ('website_id', '=', self.id),
                ('date_order', '>=', self.send_abandoned_cart_email_activation_time),
            ],
            order='id',
        )

    def _gift_tells_of_reminder(self):
        """Return whether the checkout says that a cart may be reminded of."""
        rule = self.env['ir.config_parameter'].sudo().get_param(RULE, 'told')
        return self.send_abandoned_cart_email and rule == 'told'


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _filter_can_send_abandoned_cart_mail(self):
        """Override of `website_sale` to leave out who does not want it, and what is not sold."""
        since = fields.Datetime.now() - timedelta(days=WINDOW_DAYS)
        carts = super()._filter_can_send_abandoned_cart_mail()
        return carts.filtered(
            lambda cart: (
                cart.date_order >= since
                and cart._gift_may_be_reminded()
                and cart._gift_is_still_sold()
            )
        )

    def _gift_may_be_reminded(self):
        """Return whether nobody with that mail address said stop, and the shop's rule allows it."""
        self.ensure_one()
        mail = email_normalize(self.partner_id.email)
        if not mail:
            return False
        known = self.env['res.partner'].search([('email_normalized', '=', mail)])
        if any(known.mapped('gift_no_cart_mail')) or not self.partner_id._gift_allows('cart'):
            return False
        if self.env['ir.config_parameter'].sudo().get_param(RULE, 'told') == 'told':
            return True
        return bool(
            self.search_count([('partner_id', 'in', known.ids), ('state', '=', 'sale')], limit=1)
        )

    def _gift_is_still_sold(self):
        """Return whether all of the cart can be bought; without gifts drafts are left to Odoo."""
        self.ensure_one()
        is_shown = bool(self._gift_get_lines())
        goods = self.order_line.filtered(lambda line: line._gift_is_goods())
        return bool(goods) and all(
            line.product_id.active
            and line.product_id.sale_ok
            and (line.product_template_id.is_published or not is_shown)
            and not line._gift_is_design_missing()
            for line in goods
        )

    def _gift_remind(self):
        """Send the one mail about an abandoned cart; of two simultaneous callers one sends it."""
        self.ensure_one()
        self.cart_recovery_email_sent = True
        if not self.env['gift.notice']._claim(self, 'cart-recovery'):
            return
        self._portal_ensure_token()
        template = self.env.ref(TEMPLATE if self._gift_get_lines() else ODOO_TEMPLATE)
        headers = one_click_headers(self.get_base_url() + self.partner_id._gift_get_stop_url())
        template.send_mail(self.id, email_values={'headers': repr(headers)})

    def _gift_get_recovery_url(self):
        """Return the link (absolute) that opens the cart with its designs on any device."""
        self.ensure_one()
        query = f'id={self.id}&access_token={self.access_token}&revive_method=squash'
        return f'{self.get_base_url()}/shop/cart?{query}'


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_no_cart_mail = fields.Boolean(
        string="No mails about carts", help="Said stop by the link in such a mail."
    )

    def _gift_on_said(self, purpose, state):
        """Override of `gift_personalization` to remember what was said about carts."""
        super()._gift_on_said(purpose, state)
        if purpose == 'cart':
            self.gift_no_cart_mail = state == WITHDRAWN

    def _gift_get_stop_url(self):
        """Return the path that stops mails about carts with one click."""
        self.ensure_one()
        return f'/gift/cart-mails/{self.id}/{signed_token(self.env, "cart-mails", str(self.id))}'


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_cart_mail_rule = fields.Selection(
        RULES, string="Who is reminded of a cart", config_parameter=RULE, default='told'
    )
