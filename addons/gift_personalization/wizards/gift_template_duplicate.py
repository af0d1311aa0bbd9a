from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class GiftTemplateDuplicate(models.TransientModel):
    """Gives other products copies of a template, which go on on their own."""

    _name = 'gift.template.duplicate'
    _description = 'Duplicate a template to other products'

    template_id = fields.Many2one('gift.template', required=True, readonly=True)
    product_tmpl_ids = fields.Many2many(
        'product.template',
        string="Products",
        domain=[('gift_template_id', '=', False), ('sale_ok', '=', True)],
    )
    is_shared = fields.Boolean(
        string="One copy for all of them",
        help="Otherwise each product gets a copy of its own, which is named after it.",
    )

    def action_duplicate(self):
        """Make the copies and open them.

        :raise UserError: when no product is chosen, or one got a template meanwhile.
        """
        self.ensure_one()
        if not self.env.user.has_group('gift_base.group_manager'):
            raise AccessError(self.env._("Only managers of the gift shop may do this."))
        self._check_products()
        templates = self.env['gift.template']
        groups = [self.product_tmpl_ids] if self.is_shared else list(self.product_tmpl_ids)
        for products in groups:
            copy = self.template_id.copy({} if self.is_shared else {'name': products.name})
            products.gift_template_id = copy
            templates |= copy
        return self._open(templates)

    def _check_products(self):
        if not self.product_tmpl_ids:
            raise UserError(self.env._("Please choose the products that get a copy."))
        taken = self.product_tmpl_ids.filtered('gift_template_id')
        if taken:
            raise UserError(
                self.env._(
                    "“%(product)s” has the template “%(template)s” already. Take it off the list,"
                    " or take the template off the product first.",
                    product=taken[0].name,
                    template=taken[0].gift_template_id.name,
                )
            )

    def _open(self, templates):
        action = {
            'type': 'ir.actions.act_window',
            'name': self.env._("Templates"),
            'res_model': 'gift.template',
        }
        if len(templates) == 1:
            return {**action, 'res_id': templates.id, 'views': [(False, 'form')]}
        return {
            **action,
            'domain': [('id', 'in', templates.ids)],
            'views': [(False, 'list'), (False, 'form')],
        }
