from odoo import fields, models


class GiftBlank(models.Model):
    """What designs are put on, as far as the machine has to be set up for it: oak, black cotton."""

    _name = 'gift.blank'
    _description = 'Blank'
    _order = 'sequence, name, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint('UNIQUE(name)', "There is already a blank with that name.")


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    gift_blank_id = fields.Many2one(
        'gift.blank',
        string="Blank",
        help="Gifts of one print method on the same blank are made together, as a batch.",
    )


class ProductAttributeValue(models.Model):
    _inherit = 'product.attribute.value'

    gift_blank_id = fields.Many2one(
        'gift.blank',
        string="Blank",
        help="Variants with this value are made on this blank, whatever their product says.",
    )


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def _gift_get_blank(self):
        """Return the blank of a variant: that of its attribute values, else of its product."""
        self.ensure_one()
        values = self.product_template_attribute_value_ids.product_attribute_value_id
        return values.gift_blank_id[:1] or self.product_tmpl_id.gift_blank_id
