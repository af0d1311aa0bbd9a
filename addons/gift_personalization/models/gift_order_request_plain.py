from odoo import api, fields, models


class GiftOrderRequest(models.Model):
    """Goods without a design are replaced by a delivery of their own, free of charge."""

    _inherit = 'gift.order.request'

    is_plain = fields.Boolean(compute='_compute_is_plain', compute_sudo=True)
    replacement_move_ids = fields.One2many(
        'stock.move', 'gift_request_id', readonly=True, groups='gift_base.group_staff'
    )
    replacement_picking_ids = fields.Many2many(
        'stock.picking',
        string="Replaced with",
        compute='_compute_replacement_picking_ids',
        compute_sudo=True,
        groups='gift_base.group_staff',
    )

    @api.depends('line_ids.sale_line_id')
    def _compute_is_plain(self):
        """Nothing of it is made: no part of a combo carries a design either."""
        for request in self:
            parts = request._get_parts()
            request.is_plain = bool(parts) and not parts.gift_revision_id

    @api.depends('replacement_move_ids.picking_id')
    def _compute_replacement_picking_ids(self):
        for request in self:
            request.replacement_picking_ids = request.replacement_move_ids.picking_id

    def _get_parts(self):
        """Return the lines of goods it is about: of a combo, its parts."""
        lines = self.line_ids.sale_line_id
        parts = lines | lines.linked_line_ids.filtered('combo_item_id')
        return parts.filtered(lambda line: line.product_id.type == 'consu')

    def _send_again(self):
        """Order the goods once more; the request stays the record of cause and photos."""
        [entry] = self.line_ids
        for part in self._get_parts():
            share = part.product_uom_qty / (entry.sale_line_id.product_uom_qty or 1.0)
            part._gift_procure_again(entry.quantity * share, gift_request_id=self.id)
        self.replacement_move_ids._gift_confirm_deliveries()
        self.order_id._gift_tell_progress()
