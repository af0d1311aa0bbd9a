from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from .portal import PAGE_HEADERS, GiftPortal


class GiftProgress(GiftPortal):
    """How far an order is, for its customer and the holder of its link."""

    def _get_progress_order(self, order_id, access_token):
        """Return the order (sudo) that the visitor may open.

        :raise NotFound: the same for one that does not exist and one that is somebody else's.
        """
        try:
            return self._document_check_access('sale.order', order_id, access_token)
        except (AccessError, MissingError) as error:
            raise request.not_found() from error

    @route(
        '/my/orders/<int:order_id>/progress',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        readonly=True,
        sitemap=False,
    )
    def order_progress(self, order_id, access_token=None, **_kwargs):
        """Return the part of the order's page that tells how far it is."""
        order_sudo = self._get_progress_order(order_id, access_token)
        return request.render(
            'gift_personalization.order_progress',
            {'sale_order': order_sudo},
            headers=PAGE_HEADERS,
        )

    @route(
        '/my/orders/<int:order_id>/parcels/<int:picking_id>/arrived',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def parcel_arrived(self, order_id, picking_id, access_token=None, **_post):
        """Note that a parcel of the order has arrived, as its customer says."""
        order_sudo = self._get_progress_order(order_id, access_token)
        parcel_sudo = order_sudo.picking_ids.filtered(lambda picking: picking.id == picking_id)
        if not parcel_sudo:
            raise request.not_found()
        parcel_sudo._gift_set_delivered('customer')
        return request.redirect(order_sudo.get_portal_url(anchor='gift_recipients'))
