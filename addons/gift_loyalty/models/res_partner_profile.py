from odoo import fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_profile_html = fields.Html(
        string="Profile",
        compute='_compute_gift_profile_html',
        compute_sudo=True,
        sanitize=False,
        groups='gift_base.group_staff',
    )

    def _compute_gift_profile_html(self):
        for partner in self:
            partner.gift_profile_html = self.env['gift.profile']._render(partner)

    def action_gift_open_profile(self):
        """Button: open all that is known of the customer on one page."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'name': self.display_name,
            'res_model': 'res.partner',
            'res_id': self.id,
            'views': [(self.env.ref('gift_loyalty.res_partner_view_form_profile').id, 'form')],
        }

    def _gift_get_overview(self):
        """Return the customer's own part of the profile as HTML, for the start page of `/my`."""
        self.ensure_one()
        return self.env['gift.profile']._render(self.sudo(), for_customer=True)
