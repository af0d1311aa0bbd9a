from odoo import api, fields, models
from odoo.tools import ormcache


class LoyaltyProgram(models.Model):
    """About how many points a gift brings, for the product page: no query in the usual case."""

    _inherit = 'loyalty.program'

    @api.model
    @ormcache('website_id', 'company_id', 'today')
    def _gift_get_rates(self, website_id, company_id, today):
        """Return the ids of the shop's programme with points and of its automatic rules."""
        program_sudo = self.sudo().search(
            [
                ('program_type', '=', 'loyalty'),
                ('applies_on', '=', 'both'),
                ('ecommerce_ok', '=', True),
                ('website_id', 'in', (False, website_id)),
                ('company_id', 'in', (False, company_id)),
                ('gift_tier_ids', '=', False),
                '|',
                ('date_from', '=', False),
                ('date_from', '<=', today),
                '|',
                ('date_to', '=', False),
                ('date_to', '>=', today),
            ],
            order='sequence, id',
            limit=1,
        )
        rules_sudo = program_sudo.rule_ids.filtered(
            lambda rule: rule.mode == 'auto' and rule.reward_point_amount > 0
        )
        return program_sudo.id, tuple(rules_sudo.ids)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `loyalty` to forget what was worked out from the programmes."""
        programs = super().create(vals_list)
        self.env.registry.clear_cache()
        return programs

    def write(self, vals):
        """Override of `loyalty` to forget what was worked out from the programmes."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Override of `loyalty` to forget what was worked out from the programmes."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _gift_format_points(self, points):
        """Return whole points with the programme's own word for them."""
        self.ensure_one()
        return f'{int(points)} {self.portal_point_name or ""}'.strip()


class LoyaltyRule(models.Model):
    _inherit = 'loyalty.rule'

    def _gift_get_points(self, product, price, quantity, currency):
        """Return what a quantity of a product earns by this rule, as far as it can be known."""
        self.ensure_one()
        amount = price * quantity
        least = self._compute_amount(currency)
        if amount < least or quantity < self.minimum_qty:
            return 0.0
        if not product.sudo().filtered_domain(self._get_valid_product_domain()):
            return 0.0
        factor = {'money': amount, 'unit': quantity, 'order': 1.0}[self.reward_point_mode]
        return self.reward_point_amount * factor


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    def _gift_get_points_hint(self, website, price, product=None):
        """Return ``(programme (sudo), whole points)`` that one piece brings about; or nothing."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        program_id, rule_ids = self.env['loyalty.program']._gift_get_rates(
            website.id, website.company_id.id, today
        )
        product = product or self.product_variant_id
        if not program_id or not rule_ids or not product:
            return ()
        rules_sudo = self.env['loyalty.rule'].sudo().browse(rule_ids)
        currency = website.currency_id
        points = sum(rule._gift_get_points(product, price, 1, currency) for rule in rules_sudo)
        program_sudo = rules_sudo.program_id
        if program_sudo.gift_follows_tiers and not self.env.user._is_public():
            tier_sudo = self.env.user.partner_id._gift_get_tier(website.company_id)
            points *= tier_sudo.multiplier or 1.0
        return (program_sudo, int(points)) if points >= 1 else ()


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_points_hints(self):
        """Return ``[(programme, points)]`` that the order brings, or has brought."""
        self.ensure_one()
        order_sudo = self.sudo()
        if order_sudo.state == 'sale':
            groups = order_sudo.gift_earning_ids.grouped(lambda row: row.wallet_id.program_id)
            found = [(program, sum(rows.mapped('points'))) for program, rows in groups.items()]
        else:
            entries = order_sudo.coupon_point_ids.filtered(
                lambda entry: entry.coupon_id.program_id._gift_is_of_points()
            )
            found = [(entry.coupon_id.program_id, entry.points) for entry in entries]
        return [(program, int(points)) for program, points in found if points >= 1]
