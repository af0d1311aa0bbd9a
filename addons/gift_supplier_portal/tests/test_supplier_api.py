import hashlib
import io
import json
import re
import zipfile

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.api import CALLS, DOCUMENT, MAX_BODY, ROOT
from ..engine import contract
from .connector_common import ConnectorCommon
from .test_supplier_artwork import ArtworkCommon

DAY = '2030-03-08'


class ApiCommon(ConnectorCommon):
    def setUp(self):
        super().setUp()
        self.env['gift.rate.limit'].search([]).unlink()
        self.keys = 0

    def _call(self, path, body=None, *, token=None, key=None, data=None, kind='application/json',
              method=None):  # fmt: skip
        """Call the API; a POST when there is a body, with a new key unless one is given."""
        headers = {'Authorization': f'Bearer {self.token if token is None else token}'}
        if body is not None or data is not None:
            self.keys += 1
            headers.update({'Idempotency-Key': key or f'test-key-{self.keys}'})
            headers['Content-Type'] = kind
            data = data if data is not None else json.dumps(body)
            method = method or 'POST'
        return self.url_open(f'{ROOT}{path}', data=data, headers=headers, method=method)

    def _get(self, path, status=200, body=None, **kwargs):
        """Return what is answered, after checking it against the document."""
        answer = self._call(path, body, **kwargs)
        self.assertEqual(answer.status_code, status, answer.text[:500])
        self._check(path.partition('?')[0], answer)
        return answer.json()

    def _check(self, path, answer):
        """Check that the document promises exactly this answer."""
        (methods,) = (
            methods
            for template, methods in DOCUMENT['paths'].items()
            if re.fullmatch(re.sub(r'\{\w+\}', r'\\d+', template), path)
        )
        promised = methods[answer.request.method.lower()]['responses'][str(answer.status_code)]
        if '$ref' in promised:
            promised = contract.find(DOCUMENT, promised['$ref'])
        kind = answer.headers['Content-Type'].partition(';')[0]
        schema = promised['content'][kind]['schema']
        if 'json' in kind:
            contract.check(answer.json(), schema, DOCUMENT)


@tagged('post_install', '-at_install')
class TestSupplierApi(ApiCommon, ArtworkCommon, HttpCase):
    """The API for suppliers' machines; each answer is checked against its document."""

    # === DOCUMENT === #

    def test_the_document_and_the_routes_are_the_same(self):
        written = {
            (re.sub(r'\{\w+\}', '<int>', path), method.upper())
            for path, methods in DOCUMENT['paths'].items()
            for method in methods
        }
        router = self.env['ir.http']
        rules = router._generate_routing_rules(['gift_supplier_portal'], router._get_converters())
        served = {
            (re.sub(r'<int:\w+>', '<int>', url.removeprefix(ROOT)), method)
            for url, endpoint in rules
            if url.startswith(ROOT) and '<path:' not in url
            for method in endpoint.routing['methods']
        }
        self.assertEqual(written, served)

    def test_the_document_is_served_and_refers_to_nothing_that_is_missing(self):
        answer = self.url_open(f'{ROOT}/openapi.json')
        self.assertEqual(answer.json(), DOCUMENT)
        self.assertEqual(answer.json()['openapi'], '3.1.0')
        for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(DOCUMENT)):
            contract.find(DOCUMENT, reference)
        for name, schema in DOCUMENT['components']['schemas'].items():
            with self.subTest(name), self.assertRaises(contract.Mismatch):
                contract.check([], schema, DOCUMENT)

    def test_events_are_what_the_document_says(self):
        self._buy("Anna")[1]._gift_get_package()._withdraw("Changed")
        order = self._create_purchase()
        self.env.cr.precommit.run()
        order.button_cancel()
        events = self._tell() | self.events.search([('connector_id', '=', self.connector.id)])
        self.assertGreater(len(events), 2)
        for event in events:
            contract.check(
                json.loads(event.payload), DOCUMENT['components']['schemas']['Event'], DOCUMENT
            )

    # === READING === #

    def test_a_machine_reads_its_own_orders_and_nothing_else(self):
        order = self._create_purchase()
        states = {
            state: self._create_purchase(state=state) for state in ('draft', 'sent', 'cancel')
        }
        foreign = self._create_purchase(self.pens)

        listed = self._get('/orders')
        self.assertIn(order.id, [entry['id'] for entry in listed['orders']])
        everything = [entry['id'] for entry in self._get('/orders?status=all')['orders']]
        self.assertIn(states['cancel'].id, everything)
        for hidden in (foreign, states['draft'], states['sent']):
            self.assertNotIn(hidden.id, everything)
            self._get(f'/orders/{hidden.id}', 404)
        told = self._get(f'/orders/{order.id}')
        self.assertEqual(told['lines'][0]['shippable'], 10)
        text = json.dumps(told)
        for secret in ('S12345', '777'):
            self.assertNotIn(secret, text)
        for path in ('/orders?status=odd', '/orders?x=1', '/orders?after=-1', '/orders?after=٣'):
            self._get(path, 400)
        self._get(f'/orders?after={10**30}')
        self._get('/orders/99999999999999', 404)

    def test_artwork_is_handed_out_and_answered(self):
        _jobs, line = self._buy("Anna")
        package = line._gift_get_package()
        (told,) = self._get(f'/orders/{line.order_id.id}/artwork')['artwork']
        self.assertEqual((told['id'], told['sha256']), (package.id, package.sha256))

        path = f'/artwork/{package.id}/package'
        self.assertEqual(self._call(path).status_code, 404, "opening it is no download")
        self.assertFalse(package.download_ids)
        answer = self._call(path, method='POST')
        self._check(path, answer)

        self.assertEqual(
            answer.headers['Digest-SHA-256'], hashlib.sha256(answer.content).hexdigest()
        )
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        self.assertIn('manifest.json', names)
        self.assertEqual(package.download_ids.contact_id, self.ann)
        self._call(path, method='POST')
        self.assertEqual(len(package.download_ids), 2, "each download is noted")
        verdict = {'verdict': 'rejected', 'sha256': package.sha256}
        self._get(f'/artwork/{package.id}/answer', 422, verdict)
        answered = self._get(
            f'/artwork/{package.id}/answer', 200, {**verdict, 'verdict': 'accepted'}
        )
        self.assertEqual((answered['state'], package.state), ('accepted', 'accepted'))
        package._withdraw("Changed")
        problem = self._get(path, 422, method='POST')
        self.assertIn("withdrawn", problem['detail'])

    # === CHANGES === #

    def test_an_order_is_answered_and_shipped(self):
        order = self._create_purchase(lines=[(self.mug, 10, 4.0), (self.pen, 100, 1.0)])
        mugs, pens = order.order_line
        path = f'/orders/{order.id}'
        change = {
            'line': pens.id, 'kind': 'change', 'reason': "Two days", 'price': 1.1,
            'deliveries': [{'quantity': 60, 'date': DAY}, {'quantity': 40, 'date': '2030-04-01'}],
        }  # fmt: skip
        accept = {'line': mugs.id, 'kind': 'accept'}
        problem = self._get(f'{path}/answer', 422, {'lines': [accept]})
        self.assertIn("Pen is missing", problem['detail'])

        answered = self._get(f'{path}/answer', 200, {'lines': [accept, change]})

        states = {line['line']: line['state'] for line in answered['lines']}
        self.assertEqual(states, {mugs.id: 'accepted', pens.id: 'proposed'})
        self.assertEqual(pens.gift_answer_line_ids.delivery_ids.mapped('quantity'), [60, 40])
        self.assertEqual(order.gift_answer_ids.contact_name, "Ann")
        parcels = [{'tracking': 'T 1', 'lines': [{'line': mugs.id, 'quantity': 4}]}]
        shipped = self._get(f'{path}/shipments', 200, {'carrier': "DHL", 'parcels': parcels})
        self.assertEqual(self._get(path)['shipments'], [shipped])
        self.assertEqual(self._get(path)['lines'][0]['shippable'], 6)
        labels = f"/shipments/{shipped['id']}/labels"
        self._check(labels, self._call(labels))
        self.assertEqual(self._get(f"/shipments/{shipped['id']}"), shipped)
        self._correct(f"/shipments/{shipped['id']}", shipped['parcels'][0]['name'])
        cancelled = self._get(f"/shipments/{shipped['id']}/cancel", 200, {'reason': "Broken"})
        self.assertEqual(cancelled['state'], 'cancelled')
        parcels[0]['lines'][0]['quantity'] = 11
        problem = self._get(f'{path}/shipments', 422, {'parcels': parcels})
        self.assertIn("Only 10", problem['detail'])

    def _correct(self, path, parcel):
        """Correct a ship notice of one parcel, which is put on a pallet."""
        self._get(f'{path}/pallet-labels', 404)
        corrected = self._get(f'{path}/correct', 200, {
            'arrival_date': DAY, 'parcels': [{'parcel': parcel, 'tracking': 'T 2'}],
        })  # fmt: skip
        self.assertEqual((corrected['carrier'], corrected['arrival_date']), ("DHL", DAY))
        self.assertEqual(corrected['parcels'][0]['tracking'], 'T 2')
        stacked = self._get(
            f'{path}/pallets', 200, {'pallets': [{'number': 1, 'parcels': [parcel]}]}
        )
        self.assertRegex(stacked['parcels'][0]['pallet'], r'^\d{18}$')
        self._check(f'{path}/pallet-labels', self._call(f'{path}/pallet-labels'))
        twice = [{'number': number, 'parcels': [parcel]} for number in (1, 2)]
        self._get(f'{path}/pallets', 422, {'pallets': twice})
        self._get(f'{path}/pallets', 422, {'pallets': [{'number': 1, 'parcels': ['odd']}]})
        self._get(f'{path}/correct', 422, {'parcels': [{'parcel': 'odd', 'tracking': ''}]})
        self._get(f'{path}/correct', 400, {'parcels': [{'parcel': parcel, 'tracking': '<b>'}]})
        self.assertEqual(self._get(path), stacked)

    def test_the_same_key_does_a_thing_once(self):
        order = self._create_purchase()
        line = order.order_line
        path = f'/orders/{order.id}/shipments'
        body = {'parcels': [{'lines': [{'line': line.id, 'quantity': 3}]}]}

        first = self._get(path, 200, body, key='the-same-key')
        second = self._get(path, 200, body, key='the-same-key')
        other = {'parcels': [{'lines': [{'line': line.id, 'quantity': 4}]}]}
        self._get(path, 409, other, key='the-same-key')

        self.assertEqual(first, second)
        self.assertEqual(len(order.gift_shipment_ids), 1)
        other['parcels'][0]['lines'][0]['quantity'] = 8
        refused = self._get(path, 422, other, key='a-refused-key')
        order.gift_shipment_ids._take_back(self.ann, "Wrong")
        self.assertEqual(self._get(path, 422, other, key='a-refused-key'), refused)
        self._get(path, 200, other)
        self.env['gift.supplier.request'].search([]).unlink()
        self.assertEqual(self._get(path, 200, body, key='the-same-key')['id'], first['id'])

    def test_stock_is_kept_by_the_suppliers_own_codes(self):
        for product, supplier, code in ((self.mug, self.mugs, 'A-1'), (self.pen, self.pens, 'P-1')):
            product.seller_ids = [(0, 0, {'partner_id': supplier.id, 'product_code': code})]
        entries = [{'your_product': code, 'quantity': 40} for code in ('A-1', 'P-1')]
        self._get('/stock', 403, {'stock': entries})
        self.ann.may_feed = True

        told = self._get('/stock', 200, {'stock': entries})

        self.assertEqual(told, {'kept': 1, 'unknown': ['P-1']})
        stock = self.env['gift.supplier.stock'].search([('partner_id', '=', self.mugs.id)])
        self.assertEqual((stock.product_id, stock.quantity), (self.mug, 40))
        # As in price lists: letters and blanks do not count, a code of two products is none.
        other = self._create_goods("Other mug")
        for product, code in ((other, 'B-1'), (self.pen, 'B-1'), (other, 'C-1')):
            product.seller_ids = [(0, 0, {'partner_id': self.mugs.id, 'product_code': code})]
        entries = [{'your_product': code, 'quantity': 7} for code in ('a -1', 'B-1', 'C-1')]
        told = self._get('/stock', 200, {'stock': entries})
        self.assertEqual(told, {'kept': 2, 'unknown': ['B-1']})
        self.assertEqual(stock.quantity, 7)
        order = self._create_purchase()
        self.assertEqual(self._get(f'/orders/{order.id}')['lines'][0]['your_product'], 'A-1')

    # === WHAT IS WRONG === #

    def test_odd_bodies_are_refused_in_a_sentence(self):
        order = self._create_purchase()
        line, path = order.order_line, f'/orders/{order.id}/answer'
        accept = {'line': line.id, 'kind': 'accept'}
        for body, pointer in (
            ({}, '/lines'),
            ([], ''),
            ({'lines': []}, '/lines'),
            ({'lines': [accept], 'x': 1}, '/x'),
            ({'lines': [{**accept, 'state': 'accepted'}]}, '/lines/0/state'),
            ({'lines': [{**accept, 'kind': 'odd'}]}, '/lines/0/kind'),
            ({'lines': [{**accept, 'line': True}]}, '/lines/0/line'),
            ({'lines': [{**accept, 'price': -1}]}, '/lines/0/price'),
            ({'lines': [{**accept, 'reason': 'x' * 501}]}, '/lines/0/reason'),
            ({'lines': [{**accept, 'deliveries': [{'quantity': 1, 'date': '2030-02-30'}]}]},
             '/lines/0/deliveries/0/date'),
        ):  # fmt: skip
            with self.subTest(pointer):
                problem = self._get(path, 400, body)
                self.assertEqual(problem.get('pointer'), pointer)
        for data in (
            b'', b'{', b'\xff', b'{"lines":NaN}', b'[' * 9000, b'{"lines":[],"lines":[]}',
            b'{"lines":[{"line":1e999,"kind":"accept"}]}',
        ):  # fmt: skip
            with self.subTest(data[:20]):
                self._get(path, 400, data=data)
        self._get(path, 415, data='a=1', kind='application/x-www-form-urlencoded')
        self._get(path, 400, {'lines': [accept]}, key='short')
        self._get(path, 413, data=b'[' + b' ' * MAX_BODY + b']')
        for entry in ({**accept, 'line': 2**40}, {**accept, 'line': 1}):
            self._get(path, 422, {'lines': [entry]})
        self._get(path, 422, {'lines': [accept, accept]})
        self.assertFalse(order.gift_answer_ids)

    def test_our_own_mistakes_show_no_traceback(self):
        order = self._create_purchase()

        def fail(*args):
            raise ZeroDivisionError("secret")

        self.patch(type(order), '_gift_prepare_message', fail)
        with mute_logger('odoo.addons.gift_supplier_portal.controllers.api'):
            answer = self._call(f'/orders/{order.id}')
        self.assertEqual(answer.status_code, 500)
        self.assertEqual(
            answer.headers['Content-Type'].partition(';')[0], 'application/problem+json'
        )
        self.assertNotIn("secret", answer.text)
        self.assertNotIn("Traceback", answer.text)

    def test_too_many_calls_are_refused(self):
        rate = self.env['gift.rate.limit']
        rate.create([{'scope': 'supplier-api', 'caller': str(self.connector.id)}] * CALLS)
        answer = self._call('/orders')
        self._check('/orders', answer)
        self.assertEqual((answer.status_code, answer.headers['Retry-After']), (429, '300'))
        other = self._create_connector(self.cleo)
        self._get('/orders', 200, token=other._make_token())
