from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..const import JSON_LIMIT_BYTES, SAVE_WINDOW_S, SAVES_PER_CALLER
from .designer import GiftDesigner
from .own_designs import get_partner, remember_designs


class GiftSaved(GiftDesigner):
    """Designs are kept from the first edit and found again, with an account or without."""

    @http.route(
        '/gift/design/keep',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        save_session=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def keep(self, product_id=None, values=None, key=None):
        """Store values while the visitor is still designing.

        The session is left alone: a request beside this one may be putting the cart into it.

        :return: ``key``, ``id``, ``name``, ``product`` (template) and ``guest``, or ``error``.
        """
        try:
            self._count_save()
            with request.env.cr.savepoint():
                key = self._save(self._get_product(product_id), values, key)
        except UserError as error:
            return {'error': str(error)}
        design_sudo = request.env['gift.design']._find_by_key(key)
        return {'key': key, **self._prepare_kept(design_sudo)}

    @http.route(
        '/gift/design/find',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def find(self, keys=None):
        """Say which designs of a browser are still there and let its session open them.

        The designs of a visitor who is logged in become the customer's own.

        :return: list of ``{id, name, product, url}`` in the order of the keys, or ``error``.
        """
        try:
            self._count_save()
        except UserError as error:
            return {'error': str(error)}
        designs = request.env['gift.design']
        partner = get_partner()
        if partner:
            found_sudo = designs._claim(keys, partner)
        else:
            found_sudo = designs._find_by_keys(keys).filtered(lambda d: not d.partner_id)
            remember_designs(found_sudo)
        return [
            {**self._prepare_kept(design), 'url': design._get_page_url()} for design in found_sudo
        ]

    def _count_save(self):
        request.env['gift.rate.limit']._gift_count(
            'keep',
            request.httprequest.remote_addr or '',
            limit=SAVES_PER_CALLER,
            seconds=SAVE_WINDOW_S,
        )

    def _prepare_kept(self, design_sudo):
        return {
            'id': design_sudo.id,
            'name': design_sudo._get_label(),
            'product': design_sudo.product_tmpl_id.id,
            'guest': get_partner() is None,
        }
