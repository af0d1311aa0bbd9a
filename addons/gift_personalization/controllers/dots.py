from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .designer import GiftDesigner


class GiftDots(GiftDesigner):
    """What a laser makes of the photos of a workspace."""

    @http.route(
        '/gift/asset/<string:sha256>/dots.png',
        type='http',
        auth='public',
        readonly=True,
        website=False,
        sitemap=False,
        save_session=False,
    )
    def dots(self, sha256, key=None, of=None, token=None):
        """Return the dots that a laser makes of a photo to the holder of its workspace's key.

        :param of: what they are made of, as our own preview tells it.
        :param token: says that it is.
        """
        asset_sudo = self._get_own_photo(sha256, key)
        picture = request.env['gift.design']._render_dots(asset_sudo, of, token)
        if not picture:
            raise NotFound
        return self._make_picture(picture)
