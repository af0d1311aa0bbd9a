from odoo.tests import HttpCase, new_test_user, tagged

from ..controllers.api import DOCUMENT, ROOT
from .test_supplier_api import ApiCommon


@tagged('post_install', '-at_install')
class TestSupplierApiAccess(ApiCommon, HttpCase):
    """Every address of the API, for tokens that are none and for those of somebody else."""

    def _get_addresses(self, order, shipment):
        """Return ``[(path, body or None, method), …]`` of every address but the document's own."""
        bodies = {
            'answerOrder': {'lines': [{'line': order.order_line.id, 'kind': 'accept'}]},
            'announceShipment': {
                'parcels': [{'lines': [{'line': order.order_line.id, 'quantity': 1}]}]
            },
            'cancelShipment': {'reason': "x"},
            'correctShipment': {'carrier': "x"},
            'setPallets': {'pallets': [{'number': 1, 'parcels': [shipment.parcel_ids.name]}]},
            'answerArtwork': {'verdict': 'accepted', 'sha256': '0' * 64},
            'tellStock': {'stock': [{'your_product': 'A', 'quantity': 1}]},
        }
        found = []
        for path, methods in DOCUMENT['paths'].items():
            for method, operation in methods.items():
                name = operation['operationId']
                if name != 'getDocument':
                    path = path.replace('{order}', str(order.id)).replace('{artwork}', '1')
                    path = path.replace('{shipment}', str(shipment.id))
                    found.append((path, bodies.get(name), method.upper()))
        return found

    def test_tokens_open_what_is_their_suppliers_and_nothing_without_one(self):
        order = self._create_purchase()
        shipment = self.env['gift.supplier.shipment']._announce(
            order, self.ann, 'x', {}, [('', {order.order_line: 1})]
        )
        other = self._create_connector(self.cleo)
        stranger = other._make_token()
        addresses = self._get_addresses(order, shipment)
        self.assertEqual(len(addresses), 14)
        new_test_user(self.env, 'api_manager', groups='purchase.group_purchase_manager')
        self.authenticate('api_manager', 'api_manager')  # a session opens nothing either
        for token in ('', 'x', 'gst_x', self.secret, self.token + 'x', self.token[:-1]):
            for path, body, method in addresses:
                with self.subTest(token=token[:6], path=path):
                    self._get(path, 401, body, token=token, method=method)
        for path, body, method in addresses:
            with self.subTest(token='stranger', path=path):
                if path not in ('/orders', '/stock'):
                    self._get(path, 404, body, token=stranger, method=method)
        self.assertFalse(order.gift_answer_ids)
        self.assertEqual((shipment.state, len(order.gift_shipment_ids)), ('announced', 1))
        self.assertFalse(shipment.carrier or shipment.pallet_ids)
        self.assertEqual(self._get('/orders?status=all', token=stranger)['orders'], [])

    def test_a_token_ends_when_it_is_taken_back_and_may_what_its_contact_may(self):
        order = self._create_purchase()
        self._get('/orders')
        self.ann.may_orders = False
        for path in ('/orders', f'/orders/{order.id}'):
            self._get(path, 403)
        self.ann.may_orders = True
        self.ann.active = False
        self._get('/orders', 403)
        self.ann.active = True
        newer = self.connector._make_token()
        self._get('/orders', 401)
        self._get('/orders', 200, token=newer)
        self.connector.active = False
        self._get('/orders', 401, token=newer)
        self.connector.active = True
        self.connector.with_user(self.buyer).action_revoke_token()
        self._get('/orders', 401, token=newer)

    def test_nothing_else_is_there(self):
        for method, path in (
            ('PUT', '/orders'), ('DELETE', '/orders/1'), ('GET', '/odd'), ('GET', '/stock'),
            ('PATCH', '/orders/1/answer'), ('GET', '/orders/x'), ('POST', '/openapi.json'),
        ):  # fmt: skip
            with self.subTest(method=method, path=path):
                answer = self._call(path, data='{}' if method != 'GET' else None, method=method)
                self.assertEqual(answer.status_code, 404)
                self.assertEqual(answer.json()['status'], 404)
        self.assertEqual(self.url_open(f'{ROOT}/').status_code, 404)
