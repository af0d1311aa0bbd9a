from datetime import date

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .api import ROOT, ROUTE, answer_post
from .api_orders import find_by_order, find_order


class GiftSupplierApiChanges(http.Controller):
    """What a supplier's machine says; the same models keep it that keep what pages send."""

    @http.route(f'{ROOT}/orders/<int:order_id>/answer', **ROUTE, methods=['POST'])
    def answer(self, order_id, **_query):
        """Keep the answer to every open line."""

        def act(connector, body, reference):
            order = find_order(connector, order_id)
            lines = self._index_lines(order)
            entries = {}
            for entry in body['lines']:
                line = self._get_line(lines, entry['line'])
                if line in entries:
                    raise UserError(request.env._("Line %s is answered twice.", line.id))
                entries[line] = self._read_answer(entry)
            answer = request.env['gift.supplier.answer']._receive(
                order, connector.contact_id, reference, entries
            )
            answered = [
                {'line': line.purchase_line_id.id, 'kind': line.kind, 'state': line.state}
                for line in answer.line_ids.sorted('id')
            ]
            return {'order': order.id, 'lines': answered}

        return answer_post('orders', 'AnswerInput', act)

    @http.route(f'{ROOT}/orders/<int:order_id>/shipments', **ROUTE, methods=['POST'])
    def announce(self, order_id, **_query):
        """Keep a ship notice."""

        def act(connector, body, reference):
            order = find_order(connector, order_id)
            lines = self._index_lines(order)
            arrival = body.get('arrival_date')
            values = {
                'carrier': ' '.join(body.get('carrier', '').split()),
                'arrival_date': arrival and date.fromisoformat(arrival),
            }
            shipment = request.env['gift.supplier.shipment']._announce(
                order, connector.contact_id, reference, values,
                [self._read_parcel(lines, parcel) for parcel in body['parcels']],
            )  # fmt: skip
            return shipment._prepare_message()

        return answer_post('orders', 'ShipmentInput', act)

    @http.route(f'{ROOT}/shipments/<int:shipment_id>/correct', **ROUTE, methods=['POST'])
    def correct(self, shipment_id, **_query):
        """Keep another carrier, day or tracking number."""

        def act(connector, body, _reference):
            shipment = find_by_order(connector, 'gift.supplier.shipment', shipment_id)
            arrival = body.get('arrival_date')
            values = {
                'carrier': ' '.join(body.get('carrier', shipment.carrier or '').split()),
                'arrival_date': date.fromisoformat(arrival) if arrival else shipment.arrival_date,
            }
            tracking = {
                self._get_parcel(shipment, entry['parcel']): ' '.join(entry['tracking'].split())
                for entry in body.get('parcels', ())
            }
            shipment._correct(connector.contact_id, values, tracking)
            return shipment._prepare_message()

        return answer_post('orders', 'CorrectionInput', act)

    @http.route(f'{ROOT}/shipments/<int:shipment_id>/pallets', **ROUTE, methods=['POST'])
    def pallets(self, shipment_id, **_query):
        """Keep which parcels stand on which pallet."""

        def act(connector, body, _reference):
            shipment = find_by_order(connector, 'gift.supplier.shipment', shipment_id)
            numbers = {}
            for pallet in body['pallets']:
                for name in pallet['parcels']:
                    parcel = self._get_parcel(shipment, name)
                    if numbers.setdefault(parcel, pallet['number']) != pallet['number']:
                        raise UserError(request.env._("A parcel stands on one pallet only."))
            shipment._set_pallets(numbers)
            return shipment._prepare_message()

        return answer_post('orders', 'PalletsInput', act)

    @http.route(f'{ROOT}/shipments/<int:shipment_id>/cancel', **ROUTE, methods=['POST'])
    def cancel(self, shipment_id, **_query):
        """Take a ship notice back."""

        def act(connector, body, _reference):
            shipment = find_by_order(connector, 'gift.supplier.shipment', shipment_id)
            shipment._take_back(connector.contact_id, ' '.join(body['reason'].split()))
            return shipment._prepare_message()

        return answer_post('orders', 'CancelInput', act)

    @http.route(f'{ROOT}/artwork/<int:artwork_id>/answer', **ROUTE, methods=['POST'])
    def answer_artwork(self, artwork_id, **_query):
        """Keep whether the supplier can make it from these files."""

        def act(connector, body, _reference):
            package = find_by_order(connector, 'gift.supplier.package', artwork_id)
            package._answer(
                connector.contact_id,
                is_accepted=body['verdict'] == 'accepted',
                sha256=body['sha256'],
                reason=' '.join(body.get('reason', '').split()),
            )
            return package._gift_prepare_artwork()

        return answer_post('orders', 'ArtworkAnswerInput', act)

    @http.route(f'{ROOT}/stock', **ROUTE, methods=['POST'])
    def stock(self, **_query):
        """Keep how many pieces the supplier has."""

        def act(connector, body, _reference):
            stocks = request.env['gift.supplier.stock']
            told = {entry['your_product']: entry for entry in body['stock']}
            found = stocks._find_products(connector.supplier_id, told)
            entries = {}
            for code, product in found.items():
                start = told[code].get('available_from')
                entries[product] = (told[code]['quantity'], start and date.fromisoformat(start))
            stocks.sudo()._tell(connector.supplier_id, entries)  # of the token's own supplier
            return {'kept': len(found), 'unknown': sorted(set(told) - set(found))}

        return answer_post('feed', 'StockInput', act)

    # === READING === #

    def _index_lines(self, order):
        return {line.id: line for line in order._gift_get_shown_lines()}

    def _get_line(self, lines, line_id):
        if line_id not in lines:
            raise UserError(request.env._("Line %s is none of this order.", line_id))
        return lines[line_id]

    def _get_parcel(self, shipment, name):
        parcel = shipment.parcel_ids.filtered(lambda parcel: parcel.name == name)
        if not parcel:
            raise UserError(request.env._("A parcel is none of this ship notice."))
        return parcel

    def _read_answer(self, entry):
        """Return the values of an answer; of a plain acceptance nothing but its kind."""
        if entry['kind'] == 'accept':
            return {'kind': 'accept'}
        values = {'kind': entry['kind'], 'reason': ' '.join(entry.get('reason', '').split())}
        if entry['kind'] == 'decline':
            return values
        if 'price' in entry:
            values['price'] = entry['price']
        if entry['kind'] == 'substitute':
            values['substitute'] = ' '.join(entry.get('substitute', '').split())
        values['deliveries'] = [
            (part['quantity'], date.fromisoformat(part['date']))
            for part in entry.get('deliveries', ())
        ]
        return values

    def _read_parcel(self, lines, parcel):
        content = {}
        for entry in parcel['lines']:
            line = self._get_line(lines, entry['line'])
            content[line] = content.get(line, 0) + entry['quantity']
        return ' '.join(parcel.get('tracking', '').split()), content
