from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.gift_personalization.models.guarded import notify_staff


class LoyaltyProgram(models.Model):
    """How often a promotion is used: by confirmed orders, also by one customer."""

    _inherit = 'loyalty.program'

    gift_max_per_customer = fields.Integer(
        string="Uses per customer",
        help="Confirmed orders of one customer or mail address. 0: as often as they like.",
    )

    gift_counts_confirmed = fields.Boolean(
        string="Only confirmed orders count",
        help="Carts use nothing up; who confirms first gets it. Off: Odoo counts carts, too.",
    )

    _gift_max_not_below_zero = models.Constraint(
        'CHECK(gift_max_per_customer >= 0)', "Enter 0 or more uses per customer."
    )

    def _compute_order_count(self):
        """Override of `sale_loyalty` to leave out carts: they use nothing up."""
        strict = self.filtered('gift_counts_confirmed')
        super(LoyaltyProgram, self - strict)._compute_order_count()
        orders = self.env['sale.order.line']._read_group(
            [('reward_id', 'in', strict.reward_ids.ids), ('order_id.state', '=', 'sale')],
            ['reward_id'],
            ['order_id:array_agg_distinct'],
        )
        used = {reward: set(ids) for reward, ids in orders}
        for program in strict:
            program.order_count = len(
                set().union(*(used.get(reward, ()) for reward in program.reward_ids))
            )

    @api.onchange('limit_usage')
    def _onchange_limit_usage(self):
        self.gift_counts_confirmed = self.limit_usage

    @api.model
    def create_from_template(self, template_id):
        """Override of `loyalty`: programmes made from the shop's templates count what is sold."""
        action = super().create_from_template(template_id)
        if action:
            self.browse(action['res_id']).gift_counts_confirmed = True
        return action

    def _gift_is_limited(self):
        is_strict = self.limit_usage and self.gift_counts_confirmed
        return bool(is_strict or self.gift_max_per_customer)

    def _gift_claim(self):
        """Write the programmes' rows, so that simultaneous confirmations come one by one."""
        if self:
            self.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "UPDATE loyalty_program SET write_date = write_date WHERE id = ANY(%s)",
                    sorted(self.ids),
                )
            )
            self.invalidate_recordset(['order_count', 'total_order_count'])


class SaleOrder(models.Model):
    """Limits of promotions hold when an order is confirmed, not when a cart is filled."""

    _inherit = 'sale.order'

    def _program_check_compute_points(self, programs):
        """Override of `sale_loyalty`: what the customer has used up gives no points any more."""
        found = super()._program_check_compute_points(programs)
        for program in programs.filtered('gift_max_per_customer'):
            if 'points' in found.get(program, {}) and self._gift_is_used_up(program):
                found[program] = {'error': self._gift_get_used_up_sentence(program)}
        return found

    def _gift_is_used_up(self, program):
        """Return whether this order's customer has had all uses. Guests are known by their mail."""
        self.ensure_one()
        partner_sudo = self.sudo().partner_id
        if not program.gift_max_per_customer or partner_sudo.is_public:
            return False
        customer = Domain('partner_id', 'child_of', partner_sudo.commercial_partner_id.id)
        if partner_sudo.email_normalized:
            customer |= Domain('partner_id.email_normalized', '=', partner_sudo.email_normalized)
        used = self.sudo().search_count(
            customer
            & Domain('state', '=', 'sale')
            & Domain('id', '!=', self.id)
            & Domain('order_line.reward_id', 'in', program.sudo().reward_ids.ids)
        )
        return used >= program.gift_max_per_customer

    def _gift_get_used_up_sentence(self, program):
        return self.env._(
            "You have used “%(program)s” already. Each customer can use it %(times)s times.",
            program=program.name,
            times=program.gift_max_per_customer,
        )

    def _gift_hold_stock(self):
        """Override to say before the payment that a promotion is used up.

        :raise ValidationError: nothing is paid then.
        """
        self._gift_check_limits(refuse=True)
        return super()._gift_hold_stock()

    def action_confirm(self):
        """Override of `sale` to keep the limits of promotions, also for two orders at once.

        :raise ValidationError: a limit is reached and nothing is paid yet.
        """
        for order in self.filtered(lambda order: order.state in ('draft', 'sent')):
            order._gift_check_limits(refuse=not order._gift_has_payment())
        return super().action_confirm()

    def _gift_check_limits(self, *, refuse):
        """Refuse what is used up, or tell the staff where the customer has paid already."""
        for order_sudo in self.sudo():  # visitors may not read programmes
            programs = order_sudo.order_line.reward_id.program_id.filtered(
                lambda program: program._gift_is_limited()
            )
            programs._gift_claim()
            for sentence in filter(None, map(order_sudo._gift_get_limit_sentence, programs)):
                if refuse:
                    raise ValidationError(sentence)
                notify_staff(order_sudo, self.env._("A promotion was used too often"), sentence)

    def _gift_get_limit_sentence(self, program):
        """Return why a promotion of the order cannot be used any more, or an empty text."""
        if self._gift_is_used_up(program):
            return self._gift_get_used_up_sentence(program)
        is_strict = program.limit_usage and program.gift_counts_confirmed
        if is_strict and program.total_order_count >= program.max_usage:
            return self.env._(
                "“%s” has ended: it was used as often as it was offered. Remove it from your cart.",
                program.name,
            )
        return ''
