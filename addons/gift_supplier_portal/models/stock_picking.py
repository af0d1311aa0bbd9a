from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def _action_done(self):
        """Override of `stock` to match invoices that wait for the goods."""
        result = super()._action_done()
        invoices_sudo = self.env['gift.supplier.invoice'].sudo()  # whoever receives goods
        invoices_sudo.search(
            [
                ('order_id', 'in', self.move_ids.purchase_line_id.order_id.ids),
                ('state', 'in', ('received', 'differs')),
            ]
        )._match_again()
        return result

    def _gift_get_sent(self):
        """Override to count what suppliers have sent to the customer as well."""
        by_supplier = self.filtered(lambda p: p.state == 'done' and p.is_dropship)
        return (super()._gift_get_sent() | by_supplier).sorted('id')

    gift_may_report = fields.Boolean(compute='_compute_gift_may_report', compute_sudo=True)

    @api.depends('move_ids.purchase_line_id', 'state')
    def _compute_gift_may_report(self):
        """Whether something a supplier has sent can be found faulty in it."""
        for picking in self:
            picking.gift_may_report = picking.state == 'done' and any(
                picking.move_ids.mapped('purchase_line_id')
            )

    def action_gift_report_defect(self):
        """Button: report what is wrong with pieces of the receipt."""
        self.ensure_one()
        self.check_access('read')
        return self.env['gift.supplier.defect.report']._open(picking=self)
