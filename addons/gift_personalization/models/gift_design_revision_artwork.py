from odoo import api, models
from odoo.exceptions import UserError

from ..engine import artwork
from ..engine.errors import EngineError


class GiftDesignRevision(models.Model):
    """Revisions on which staff have replaced the design of a surface by a finished picture."""

    _inherit = 'gift.design.revision'

    def _has_artwork(self):
        """Return whether a surface shows a picture that staff have made."""
        self.ensure_one()
        return any(artwork.is_artwork(key) for key in self._get_values())

    def _get_value_text(self, value):
        """Override to tell the staff's picture from the customer's photos."""
        if value.get('asset') and value['asset'] in self._get_artwork_hashes():
            return self.env._(
                "picture made by us, %(width)s × %(height)s px",
                width=value['width_px'],
                height=value['height_px'],
            )
        return super()._get_value_text(value)

    def _get_artwork_hashes(self):
        return {
            value['asset']
            for key, value in self._get_values().items()
            if artwork.is_artwork(key) and value.get('asset')
        }

    def _build_artwork_design(self, surface_key, asset, *, bleed=False):
        """Return the engine design of this revision with a picture in place of one surface.

        :param asset: gift.asset of the picture, decoded and re-encoded.
        :raise UserError: when the picture has the wrong proportion or too few pixels.
        """
        self.ensure_one()
        try:
            content = artwork.with_artwork(
                self._get_document(),
                surface_key,
                asset.sha256,
                asset.width_px,
                asset.height_px,
                bleed=bleed,
            )
        except EngineError as error:
            raise UserError(self._get_artwork_message(error, asset)) from error
        return self.env['gift.design']._parse(content)

    @api.model
    def _get_artwork_message(self, error, asset):
        figures = {
            'width': asset.width_px,
            'height': asset.height_px,
            **{name: error.params.get(name) for name in ('width_px', 'height_px')},
        }
        if error.code == 'artwork_proportion':
            return self.env._(
                "The picture has %(width)s × %(height)s px, which is not the proportion of the"
                " surface. Please save it with %(width_px)s × %(height_px)s px or a multiple.",
                **figures,
            )
        if error.code == 'artwork_pixels':
            return self.env._(
                "The picture has %(width)s × %(height)s px, at least %(width_px)s × %(height_px)s"
                " px are needed for a sharp print.",
                **figures,
            )
        return self.env._("This design has no such surface. Please reload the page.")
