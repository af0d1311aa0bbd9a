import json
from urllib.parse import urlencode

from odoo import api, models, tools

from odoo.addons.gift_base.tools import check_signed_token, signed_token


class GiftMockup(models.Model):
    """Light and shade of a mock-up picture, which a material takes over."""

    _inherit = 'gift.mockup'

    @api.model
    def _get_light_url(self, mockup):
        """Return the address of the light for the mock-up of a content document.

        What lies at an angle or round has the light on its surface alone. The address is signed:
        the server draws no other surfaces for strangers.
        """
        url = f"/gift/mockup/{mockup['asset']}/light.jpg"
        mapping = mockup.get('mapping')
        if not mapping:
            return url
        on = {key: value for key, value in mapping.items() if key != 'lit'}
        if mockup.get('material') == 'glossy':
            on['glossy'] = True
        text = json.dumps(on, sort_keys=True, separators=(',', ':'))
        token = signed_token(self.env, 'light', text)
        return f"{url}?{urlencode({'on': text, 'token': token})}"

    @api.model
    def _get_light(self, sha256, on='', token=''):
        """Return light and shade of a mock-up picture as JPEG, or nothing for other hashes.

        :param str on: mapping of the surface on which it falls, signed by ``token``.
        """
        if on and not (isinstance(on, str) and check_signed_token(self.env, 'light', on, token)):
            return b''
        asset_sudo = self.env['gift.asset']._get_by_hash(sha256, 'mockup')
        return self._measure_light(asset_sudo.id, on) if asset_sudo else b''

    @api.model
    @tools.ormcache('asset_id', 'on')
    def _measure_light(self, asset_id, on):
        from ..engine import mockup  # imaging libraries are loaded on first use

        data = self.env['gift.asset'].sudo().browse(asset_id)._get_bytes()
        mapping = json.loads(on) if on else None
        is_glossy = bool(mapping) and mapping.pop('glossy', False)
        return mockup.light_jpeg(data, mapping, 'glossy' if is_glossy else 'plain')
