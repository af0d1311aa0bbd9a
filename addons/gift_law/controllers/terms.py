from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request, route

from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.portal.controllers.portal import CustomerPortal


class GiftTerms(CustomerPortal):
    @route(
        '/my/orders/<int:order_id>/terms.pdf',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def download_terms(self, order_id, access_token=None, **_kwargs):
        """Hand out the terms that were accepted with an order, to its customer."""
        try:
            if not is_id(order_id):
                raise request.not_found()
            order_sudo = self._document_check_access('sale.order', order_id, access_token)
        except (AccessError, MissingError) as error:
            raise request.not_found() from error
        if not order_sudo.gift_terms_id:
            raise request.not_found()
        name, data = order_sudo._gift_get_terms_file()
        return request.make_response(
            data,
            headers=[
                ('Content-Type', 'application/pdf'),
                ('Content-Disposition', content_disposition(name)),
                ('X-Content-Type-Options', 'nosniff'),
                ('Cache-Control', 'private, no-store'),
                ('X-Robots-Tag', 'noindex'),
            ],
        )
