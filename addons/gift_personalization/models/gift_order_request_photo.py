from datetime import timedelta

from odoo import api, fields, models

KEEP_DAYS = 730


class GiftOrderRequestPhoto(models.Model):
    """A photo that a customer has sent with a complaint, decoded and written anew."""

    _name = 'gift.order.request.photo'
    _description = 'Photo of a complaint'
    _order = 'id'

    request_id = fields.Many2one(
        'gift.order.request', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='request_id.company_id', store=True)
    asset_id = fields.Many2one(
        'gift.asset', string="Photo", required=True, readonly=True, ondelete='restrict'
    )
    url = fields.Char(compute='_compute_url')

    @api.depends('asset_id')
    def _compute_url(self):
        for photo in self:
            photo.url = f'/gift/request/photo/{photo.id}.jpg'

    @api.autovacuum
    def _gc_photos(self):
        """Give photos up after the retention period; unused ones are deleted with their files."""
        parameters_sudo = self.env['ir.config_parameter'].sudo()
        days = parameters_sudo.get_param('gift_personalization.complaint_photo_days', KEEP_DAYS)
        before = fields.Datetime.now() - timedelta(days=max(int(days), 1))
        self.sudo().search([('create_date', '<', before)]).unlink()
