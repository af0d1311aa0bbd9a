from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = 'stock.move'

    gift_job_id = fields.Many2one(
        'gift.job',
        string="Replacement job",
        readonly=True,
        index='btree_not_null',
        help="The goods replace pieces that were shipped; nothing is charged for them.",
    )

    def _prepare_merge_moves_distinct_fields(self):
        """Override of `stock` to keep the goods of a replacement apart."""
        return [*super()._prepare_merge_moves_distinct_fields(), 'gift_job_id']

    def _get_new_picking_values(self):
        """Override of `stock_delivery` to send a replacement as its order was sent."""
        values = super()._get_new_picking_values()
        line = self.gift_job_id.sale_line_id[:1]
        carrier = line and line._gift_get_carrier()
        return {**values, 'carrier_id': carrier.id} if carrier else values

    def _key_assign_picking(self):
        """Override of `stock` to give each replacement a delivery of its own."""
        return (*super()._key_assign_picking(), self.gift_job_id)

    def _search_picking_for_assignation_domain(self):
        """Override of `stock` to keep replacements and other goods in deliveries of their own."""
        domain = super()._search_picking_for_assignation_domain()
        own = [('move_ids.gift_job_id', '=', self.gift_job_id.id or False)]
        return [*domain, *own] if self.gift_job_id else domain

    def _action_synch_order(self):
        """Override of `sale_stock` so that replacements count for no order line."""
        return super(StockMove, self.filtered(lambda m: not m.gift_job_id))._action_synch_order()


class StockRule(models.Model):
    _inherit = 'stock.rule'

    def _get_custom_move_fields(self):
        """Override of `stock` to hand the job on from step to step."""
        return [*super()._get_custom_move_fields(), 'gift_job_id']


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    @api.depends('move_ids.gift_job_id')
    def _compute_sale_id(self):
        """Override of `sale_stock` to show the delivery of a replacement on its order."""
        super()._compute_sale_id()
        for picking in self.filtered(lambda picking: not picking.sale_id):
            picking.sale_id = picking.move_ids.gift_job_id.order_id[:1]

    def _add_delivery_cost_to_so(self):
        """Override of `stock_delivery`: the way of a replacement costs the customer nothing."""
        if self.move_ids and all(move.gift_job_id for move in self.move_ids):
            return None
        return super()._add_delivery_cost_to_so()
