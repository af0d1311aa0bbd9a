from odoo import fields, models


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

    def _add_delivery_cost_to_so(self):
        """Override of `stock_delivery`: the way of a replacement costs the customer nothing."""
        if self.move_ids and all(move.gift_job_id for move in self.move_ids):
            return None
        return super()._add_delivery_cost_to_so()
