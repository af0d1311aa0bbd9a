from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Override of `http_routing` to translate the texts of the product page's scripts."""
        return [*super()._get_translation_frontend_modules_name(), 'gift_personalization']
