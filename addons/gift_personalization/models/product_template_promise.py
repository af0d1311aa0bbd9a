import math

from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    gift_production_days = fields.Integer(
        string="Production (working days)",
        help="From the machine to the finished parcel. 0: as the template says.",
    )


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def _gift_prepare_facts(self, template, quantity):
        """Return what the plan needs to know of a gift apart from its proof.

        :param template: gift.template (sudo) of its design.
        :param quantity: in the product's unit; a piece that was begun counts.
        """
        self.ensure_one()
        product_sudo = self.sudo()  # visitors learn a date only
        return {
            'pieces': max(1, math.ceil(round(quantity, 6))),
            'production_days': product_sudo.gift_production_days or template.production_days,
            'blank_days': max(0, product_sudo.sale_delay),
        }

    def _gift_prepare_blank(self, quantity, company):
        """Hook: return what is known of when the product itself is there, beyond its usual time.

        :return: facts of the plan (``blank_days``, ``blank_by``) and the ``note`` for the customer.
        """
        self.ensure_one()
        return {}
