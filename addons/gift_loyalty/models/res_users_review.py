from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _deactivate_portal_user(self, **post):
        """Override of `portal`: who deletes the account takes the reviews along."""
        reviews_sudo = self.env['gift.review'].sudo()  # the user's own
        reviews = reviews_sudo.search([('partner_id', 'in', self.partner_id.ids)])
        reviews.filtered(lambda review: review.state == 'rejected')._gift_update_state('waiting')
        reviews._withdraw()
        reviews.partner_id = False
        return super()._deactivate_portal_user(**post)
