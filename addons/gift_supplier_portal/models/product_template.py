from odoo import models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    def action_view_gift_prices(self):
        """Button: show what suppliers asked for the product, now and in the past."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_supplier_portal.product_supplierinfo_action'
        )
        return {**action, 'domain': [('product_tmpl_id', '=', self.id)]}
