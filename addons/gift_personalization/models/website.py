from odoo import api, models


class Website(models.Model):
    _inherit = 'website'

    @api.model
    def _get_current_website_id(self, domain_name, fallback=True):
        """Override of `website`: a name that no host can have is nobody's."""
        try:
            (domain_name or '').encode('idna')
        except UnicodeError:
            domain_name = ''
        return super()._get_current_website_id(domain_name, fallback=fallback)
