from odoo import api, models

from odoo.addons.gift_base.tools import check_signed_token, signed_token

# What was measured of photos; the same for everyone, as a photo is named by its bytes.
_known_tones = {}


class GiftDesign(models.Model):
    """Photos that a laser makes dots of: their tones, and what the browser shows of them."""

    _inherit = 'gift.design'

    @api.model
    def _get_tone_book(self):
        """Return the engine's book that measures the tones of photos."""
        from ..engine.tones import ToneBook  # imaging libraries are loaded on first use

        return ToneBook(self.env['gift.asset']._get_image_loader('screen'), _known_tones)

    @api.model
    def _get_dots_url(self, item, display, ink, key):
        """Return the address of the dots of a photo for the holder of its workspace's key."""
        from ..engine import dot_link

        text = dot_link.pack(item, display, ink)
        token = signed_token(self.env, 'dots', text)
        return f'/gift/asset/{item.asset}/dots.png?key={key}&of={text}&token={token}'

    @api.model
    def _render_dots(self, asset, text, token):
        """Return the PNG of a photo's dots; None when the address is not one of ours.

        :param asset: gift.asset of the caller's workspace (sudo).
        """
        if not isinstance(text, str) or not check_signed_token(self.env, 'dots', text, token):
            return None
        from ..engine import dot_link
        from ..engine.outputs import halftone

        item, display, ink = dot_link.unpack(text)
        if item.asset != asset.sha256:
            return None
        images = self.env['gift.asset']._get_image_loader('master')
        return halftone.screen_png(halftone.make_dots(item, images), display, ink)

    @api.model
    def _get_finding_sentences(self):
        _ = self.env._
        return super()._get_finding_sentences() | {
            'photo_too_dark': _(
                "%(zone)s: nearly all of this photo would be engraved, so little of it is seen."
                " Change its brightness or choose another photo."
            ),
            'photo_too_light': _(
                "%(zone)s: hardly anything of this photo would be engraved. Change its brightness"
                " or choose another photo."
            ),
            'photo_flat': _(
                "%(zone)s: this photo has too little contrast to be engraved: light and dark parts"
                " are nearly the same. Raise its contrast, or choose another photo or another part"
                " of it."
            ),
        }
