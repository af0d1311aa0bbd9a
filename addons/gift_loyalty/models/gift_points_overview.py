from odoo import api, fields, models

from .gift_points_lot import DIGITS

READERS = 'gift_base.group_staff,sales_team.group_sale_salesman'


class ResPartner(models.Model):
    """The team sees a customer's points and tier."""

    _inherit = 'res.partner'

    gift_points = fields.Float(
        string="Points", compute='_compute_gift_points', digits=DIGITS, groups=READERS
    )

    def _compute_gift_points(self):
        wallets_sudo = (
            self.env['gift.points.wallet']
            .sudo()
            .search(
                [
                    ('card_id.partner_id', 'in', self.ids),
                    ('card_id.program_id.program_type', '=', 'loyalty'),
                    ('merged_into_id', '=', False),
                ]
            )
        )
        for partner in self:
            own = wallets_sudo.filtered(lambda wallet, owner=partner: wallet.partner_id == owner)
            partner.gift_points = sum(own.mapped('balance'))

    def action_gift_open_points(self):
        """Open the wallets of the customer; the ledger of the only one."""
        self.ensure_one()
        wallets = self.env['gift.points.wallet'].search(
            [
                ('card_id.partner_id', '=', self.id),
                ('card_id.program_id.program_type', '=', 'loyalty'),
            ]
        )
        action = {
            'type': 'ir.actions.act_window',
            'name': self.env._("Points"),
            'res_model': 'gift.points.wallet',
            'view_mode': 'list,form',
            'domain': [('id', 'in', wallets.ids)],
        }
        return {**action, **wallets._get_form_action()} if len(wallets) == 1 else action

    def action_gift_open_tier(self):
        """Open the customer's tier and its history, or the form that sets one."""
        self.ensure_one()
        owner = self.commercial_partner_id
        status = self.env['gift.tier.status'].search(
            [('partner_id', '=', owner.id), ('company_id', '=', self.env.company.id)]
        )
        if status:
            return {
                'type': 'ir.actions.act_window',
                'res_model': 'gift.tier.status',
                'view_mode': 'form',
                'res_id': status.id,
            }
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Customers by tier"),
            'res_model': 'gift.tier.status',
            'view_mode': 'list,form',
            'domain': [('partner_id', '=', owner.id)],
        }


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    gift_points_earned = fields.Float(
        string="Points earned", compute='_compute_gift_points_moved', digits=DIGITS, groups=READERS
    )
    gift_points_spent = fields.Float(
        string="Points spent", compute='_compute_gift_points_moved', digits=DIGITS, groups=READERS
    )

    @api.depends('state')
    def _compute_gift_points_moved(self):
        """What the ledger says of the orders, after refunds."""
        rows = (
            self.env['gift.points.move']
            .sudo()
            ._read_group(
                [
                    ('order_id', 'in', self.ids),
                    ('wallet_id.card_id.program_id.program_type', '=', 'loyalty'),
                ],
                ['order_id', 'kind'],
                ['points:sum'],
            )
        )
        sums = {(order.id, kind): points for order, kind, points in rows}
        for order in self:
            earned = (sums.get((order.id, kind), 0) for kind in ('pending', 'earn', 'clawback'))
            spent = (sums.get((order.id, kind), 0) for kind in ('spend', 'restore'))
            order.gift_points_earned = sum(earned)
            order.gift_points_spent = -sum(spent)
