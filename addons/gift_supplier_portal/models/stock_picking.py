from odoo import models


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
