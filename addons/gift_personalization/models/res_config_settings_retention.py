from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .sale_order_retention import DAYS, DEFAULT_DAYS, LEAST_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_cart_days = fields.Integer(
        string="Days a cart is kept", config_parameter=DAYS, default=DEFAULT_DAYS
    )
    gift_cart_count = fields.Integer(compute='_compute_gift_kept')
    gift_old_cart_count = fields.Integer(compute='_compute_gift_kept')
    gift_design_count = fields.Integer(compute='_compute_gift_kept')
    gift_photo_count = fields.Integer(compute='_compute_gift_kept')

    @api.depends('company_id')
    def _compute_gift_kept(self):
        orders = self.env['sale.order'].sudo()  # numbers only
        cart = [('website_id', '!=', False), ('state', '=', 'draft')]
        for settings in self:
            settings.gift_cart_count = orders.search_count(cart)
            settings.gift_old_cart_count = orders.search_count(orders._gift_get_old_carts_domain())
            settings.gift_design_count = self.env['gift.design'].sudo().search_count([])
            photos = self.env['gift.asset'].sudo()
            settings.gift_photo_count = photos.search_count([('kind', '=', 'photo')])

    @api.constrains('gift_cart_days')
    def _check_gift_cart_days(self):
        if any(settings.gift_cart_days < LEAST_DAYS for settings in self):
            raise ValidationError(self.env._("Keep carts for at least %s days.", LEAST_DAYS))
