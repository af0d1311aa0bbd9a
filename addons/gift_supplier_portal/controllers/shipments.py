import re

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.gift_personalization.controllers.own_designs import is_id

from .answers import GiftSupplierAnswers
from .visitor import find_by_order, render_nothing, render_page

MAX_PARCELS = 20
MAX_CARRIER, MAX_TRACKING = 60, 60
TRACKING = re.compile(r'[A-Za-z0-9 ./_-]*')
PAPERS = {
    'labels': ('_build_labels', 'labels'),
    'packing': ('_build_packing_list', 'packing-list'),
    'pallet-labels': ('_build_pallet_labels', 'pallet-labels'),
    'slips': ('_build_slips', 'gift-receipts'),
}


class GiftSupplierShipments(GiftSupplierAnswers):
    """Ship notices: what lies in which parcel, and the papers for it."""

    @http.route(
        '/supplier/<string:key>/order/<int:order_id>/ship',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def ship_page(self, key, order_id, parcels='1', **_kwargs):
        """Show the form of a ship notice, for so many parcels."""
        visitor, order_sudo = self._find(key, order_id)
        if not order_sudo or order_sudo.state != 'purchase':
            return render_nothing(key)
        return self._render_ship(visitor, order_sudo, self._read_count(parcels))

    @http.route(
        '/supplier/<string:key>/order/<int:order_id>/ship',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def ship(self, key, order_id, reference='', parcels='1', **post):
        """Keep a ship notice, or say what is wrong with it."""
        visitor, order_sudo = self._find(key, order_id)
        if not order_sudo or order_sudo.state != 'purchase':
            return render_nothing(key)
        if not visitor.is_unlocked:
            return self._go_unlock(visitor, order_sudo)
        count = self._read_count(parcels)
        try:
            if not reference.isalnum() or len(reference) > 64:
                raise UserError(request.env._("Reload the page and enter it again, please."))
            with request.env.cr.savepoint():
                values, content = self._read_shipment(order_sudo, count, post)
                request.env['gift.supplier.shipment']._announce(
                    order_sudo, visitor.contact, reference, values, content
                )
        except UserError as error:
            return self._render_ship(
                visitor, order_sudo, count, error=str(error), entered=post, status=409
            )
        return request.redirect(f'{visitor.path}/order/{order_sudo.id}?done=shipped')

    @http.route(
        '/supplier/<string:key>/shipment/<int:shipment_id>/<string:paper>',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def paper(self, key, shipment_id, paper, **_post):
        """Hand out labels, packing list or, for parcels to customers, the slips without prices."""
        visitor, shipment_sudo = self._find_shipment(key, shipment_id)
        if not shipment_sudo or paper not in PAPERS:
            return render_nothing(key)
        order_sudo = shipment_sudo.order_id
        if not visitor.is_unlocked:
            return self._go_unlock(visitor, order_sudo)
        method, name = PAPERS[paper]
        data = getattr(shipment_sudo, method)()
        if not data:
            return render_nothing(key)
        return request.make_response(
            data,
            [
                ('Content-Type', 'application/pdf'),
                ('Content-Length', str(len(data))),
                ('Content-Disposition', content_disposition(f'{shipment_sudo.name}-{name}.pdf')),
                ('X-Content-Type-Options', 'nosniff'),
                ('Cache-Control', 'private, no-store'),
            ],
        )

    # === HELPERS === #

    def _find_shipment(self, key, shipment_id):
        """Return ``(visitor, ship notice)``; the latter (sudo) is empty for who may not see it."""
        return find_by_order(key, 'orders', 'gift.supplier.shipment', shipment_id)

    def _read_count(self, sent):
        text = str(sent)
        return min(max(int(text), 1), MAX_PARCELS) if is_id(text) else 1

    def _read_shipment(self, order_sudo, count, post):
        """Return ``(values, parcels)`` as the model takes them.

        :raise UserError: for what cannot be read.
        """
        arrival = post.get('arrival_date')
        lines = order_sudo._gift_get_shown_lines()
        values = {
            'carrier': self._read_text(post.get('carrier'))[:MAX_CARRIER],
            'arrival_date': self._read_date(lines[:1], arrival) if arrival else False,
        }
        return values, [self._read_parcel(lines, number, post) for number in range(count)]

    def _read_parcel(self, lines, number, post):
        tracking = self._read_tracking(post.get(f'tracking_{number}'))
        content = {}
        for line in lines:
            entered = post.get(f'count_{number}_{line.id}')
            if entered:
                content[line] = self._read_number(line, entered)
        return tracking, content

    def _read_tracking(self, entered):
        tracking = self._read_text(entered)[:MAX_TRACKING]
        if not TRACKING.fullmatch(tracking):
            raise UserError(request.env._("A tracking number has letters, digits and dashes only."))
        return tracking

    def _render_ship(self, visitor, order_sudo, count, *, status=200, **values):
        values = {
            **self._prepare_order(visitor, order_sudo),
            'count': count,
            'max_count': MAX_PARCELS,
            **values,
        }
        return render_page(visitor, 'page_ship', values, status=status)
