from odoo import fields, models

POINTS, KEY = 'gift_loyalty.occasion_points', 'occasion'


class ResPartner(models.Model):
    """Points for the first occasion, once, for who has got an order of the shop.

    An account alone costs nothing; an order that was paid and has arrived does.
    """

    _inherit = 'res.partner'

    def _gift_get_occasion_reward(self):
        """Return the points that the first occasion brings to this customer; 0 when none (more)."""
        self.ensure_one()
        value = self.env['ir.config_parameter'].sudo().get_param(POINTS, 0)
        try:
            points = max(float(value), 0.0)
        except ValueError:
            return 0.0
        if points and any(wallet._get_posted(KEY) for wallet in self._gift_get_wallets()):
            return 0.0
        return points

    def _gift_reward_occasions(self, company):
        """Give the points to those who have earned them; called again, it gives nothing.

        :return: the customers that got them.
        """
        return self.filtered(lambda partner: partner._gift_reward_occasion(company))

    def _gift_reward_occasion(self, company):
        self.ensure_one()
        points = self._gift_get_occasion_reward()
        partner_sudo = self.sudo()  # what is looked at are the customer's own orders
        if not points or not partner_sudo.gift_occasion_ids or not partner_sudo._gift_has_settled():
            return False
        translated = self.with_context(lang=partner_sudo.lang)
        reason = translated.env._("For your first occasion")
        return bool(self._gift_post_bonus(points, key=KEY, reason=reason, company=company))

    def _gift_has_settled(self):
        domain = [('order_id.partner_id', '=', self.id), ('settled_on', '!=', False)]
        return bool(self.env['gift.order.settlement'].search_count(domain, limit=1))


class GiftOrderSettlement(models.Model):
    _inherit = 'gift.order.settlement'

    def _check(self):
        """Override to give the points that waited for the first order of a customer."""
        result = super()._check()
        for company, rows in self.filtered('settled_on').grouped('company_id').items():
            partners = rows.order_id.partner_id.filtered('gift_occasion_ids')
            partners._gift_reward_occasions(company)
        return result


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_occasion_points = fields.Float(
        string="Points for the first occasion",
        config_parameter=POINTS,
        help="Once for each customer who has got an order; 0 for none.",
    )
