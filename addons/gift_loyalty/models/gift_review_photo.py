import base64

from odoo import api, fields, models
from odoo.tools.image import image_process

STATES = [('waiting', "To check"), ('shown', "Shown"), ('rejected', "Not shown")]
SMALL_PX = 320


class GiftReviewPhoto(models.Model):
    """A photo of a review, decoded and written anew. It is shown after somebody has looked."""

    _name = 'gift.review.photo'
    _inherit = ['gift.state.mixin']
    _description = 'Photo of a review'
    _order = 'id'
    _rec_name = 'review_id'
    _state_transitions = {'shown': ('waiting', 'rejected'), 'rejected': ('waiting', 'shown')}

    review_id = fields.Many2one(
        'gift.review', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='review_id.company_id', store=True)
    asset_id = fields.Many2one(
        'gift.asset', string="Photo", required=True, readonly=True, ondelete='restrict'
    )
    small = fields.Binary(attachment=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default='waiting', index=True)
    url = fields.Char(compute='_compute_url')

    @api.depends('asset_id')
    def _compute_url(self):
        for photo in self:
            photo.url = f'/gift/review/photo/{photo.id}.jpg'

    @api.model_create_multi
    def create(self, vals_list):
        """Keep a small copy beside each photo: lists show many of them."""
        photos = super().create(vals_list)
        for photo in photos:
            data = photo.asset_id._get_bytes('screen')
            photo.small = base64.b64encode(
                image_process(data, size=(SMALL_PX, SMALL_PX), quality=80, output_format='JPEG')
            )
        return photos

    def _get_small(self):
        """Return the bytes of the small copy."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).small or b'')

    def action_show(self):
        """Button: everybody may see the photo."""
        return self._set('shown')

    def action_hide(self):
        """Button: the photo is not shown."""
        return self._set('rejected')

    def _set(self, state):
        self.review_id._check_staff()
        self.sudo()._gift_update_state(state)  # checked above; nobody may write photos
        return True
