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
    gift_request_id = fields.Many2one(
        'gift.order.request',
        string="Replacement for",
        readonly=True,
        index='btree_not_null',
        help="The complaint for which goods without a design are sent once more, free of charge.",
    )

    def _gift_is_replacement(self):
        """Return whether the goods are sent once more, so that they cost and count nothing."""
        self.ensure_one()
        moves_sudo = self.sudo()  # stock users have no rights on requests
        return bool(moves_sudo.gift_job_id or moves_sudo.gift_request_id)

    def _gift_get_replaced_line(self):
        """Return the order line (sudo) whose pieces the goods replace."""
        moves_sudo = self.sudo()  # see above
        return (moves_sudo.gift_job_id or moves_sudo.gift_request_id.line_ids).sale_line_id[:1]

    def _gift_confirm_deliveries(self):
        """Confirm the deliveries that were made for goods which are sent once more."""
        self.picking_id.filtered(lambda picking: picking.state == 'draft').action_confirm()

    def _prepare_merge_moves_distinct_fields(self):
        """Override of `stock` to keep the goods of a replacement apart."""
        names = super()._prepare_merge_moves_distinct_fields()
        return [*names, 'gift_job_id', 'gift_request_id']

    def _get_new_picking_values(self):
        """Override of `stock_delivery` to send a replacement as its order was sent."""
        values = super()._get_new_picking_values()
        line = self._gift_get_replaced_line()
        carrier = line and line._gift_get_carrier()
        return {**values, 'carrier_id': carrier.id} if carrier else values

    def _key_assign_picking(self):
        """Override of `stock` to give each replacement a delivery of its own."""
        return (*super()._key_assign_picking(), self.gift_job_id, self.gift_request_id)

    def _search_picking_for_assignation_domain(self):
        """Override of `stock` to keep replacements and other goods in deliveries of their own."""
        domain = super()._search_picking_for_assignation_domain()
        for name in ('gift_job_id', 'gift_request_id'):
            if self[name]:
                domain = [*domain, (f'move_ids.{name}', '=', self[name].id)]
        return domain

    def _action_synch_order(self):
        """Override of `sale_stock` so that replacements count for no order line."""
        counted = self.filtered(lambda move: not move._gift_is_replacement())
        return super(StockMove, counted)._action_synch_order()


class StockRule(models.Model):
    _inherit = 'stock.rule'

    def _get_custom_move_fields(self):
        """Override of `stock` to hand on from step to step what is replaced."""
        return [*super()._get_custom_move_fields(), 'gift_job_id', 'gift_request_id']


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    @api.depends('move_ids.gift_job_id', 'move_ids.gift_request_id')
    def _compute_sale_id(self):
        """Override of `sale_stock` to show the delivery of a replacement on its order."""
        super()._compute_sale_id()
        for picking in self.filtered(lambda picking: not picking.sale_id):
            picking.sale_id = picking.move_ids._gift_get_replaced_line().order_id

    def _add_delivery_cost_to_so(self):
        """Override of `stock_delivery`: the way of a replacement costs the customer nothing."""
        if self.move_ids and all(move._gift_is_replacement() for move in self.move_ids):
            return None
        return super()._add_delivery_cost_to_so()
