from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.gift_personalization.controllers.own_designs import is_id

from .shipments import MAX_CARRIER, MAX_PARCELS, GiftSupplierShipments
from .visitor import render_nothing


class GiftSupplierShipmentChanges(GiftSupplierShipments):
    """Ship notices that were wrong: other numbers, or nothing comes at all."""

    @http.route(
        '/supplier/<string:key>/shipment/<int:shipment_id>/correct',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def correct(self, key, shipment_id, **post):
        """Keep another carrier, day or tracking number."""

        def act(visitor, shipment_sudo):
            arrival = post.get('arrival_date')
            lines = shipment_sudo.order_id._gift_get_shown_lines()
            values = {
                'carrier': self._read_text(post.get('carrier'))[:MAX_CARRIER],
                'arrival_date': self._read_date(lines[:1], arrival) if arrival else False,
            }
            tracking = {
                parcel: self._read_tracking(post.get(f'tracking_{parcel.id}'))
                for parcel in shipment_sudo.parcel_ids
                if f'tracking_{parcel.id}' in post
            }
            shipment_sudo._correct(visitor.contact, values, tracking)

        return self._change(key, shipment_id, act, 'corrected')

    @http.route(
        '/supplier/<string:key>/shipment/<int:shipment_id>/pallets',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def pallets(self, key, shipment_id, **post):
        """Keep which parcels stand on which pallet."""

        def act(_visitor, shipment_sudo):
            numbers = {}
            for parcel in shipment_sudo.parcel_ids:
                entered = str(post.get(f'pallet_{parcel.id}') or '').strip()
                if entered and not (is_id(entered) and 1 <= int(entered) <= MAX_PARCELS):
                    raise UserError(
                        request.env._("Pallets are numbered from 1 to %s.", MAX_PARCELS)
                    )
                if entered:
                    numbers[parcel] = int(entered)
            shipment_sudo._set_pallets(numbers)

        return self._change(key, shipment_id, act, 'pallets')

    @http.route(
        '/supplier/<string:key>/shipment/<int:shipment_id>/cancel',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def cancel(self, key, shipment_id, reason='', **_post):
        """Take a ship notice back."""
        return self._change(
            key,
            shipment_id,
            lambda visitor, shipment: shipment._take_back(visitor.contact, self._read_text(reason)),
            'cancelled',
        )

    def _change(self, key, shipment_id, act, done):
        visitor, shipment_sudo = self._find_shipment(key, shipment_id)
        if not shipment_sudo:
            return render_nothing(key)
        order_sudo = shipment_sudo.order_id
        if not visitor.is_unlocked:
            return self._go_unlock(visitor, order_sudo)
        try:
            with request.env.cr.savepoint():
                act(visitor, shipment_sudo)
        except UserError as error:
            order_sudo.invalidate_recordset()
            return self._render_order(visitor, order_sudo, error=str(error), status=409)
        return request.redirect(f'{visitor.path}/order/{order_sudo.id}?done={done}')
