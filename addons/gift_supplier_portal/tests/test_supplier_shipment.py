from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.gift_personalization.tests.paper_reader import Paper

from .common import SupplierCommon
from .pages import SupplierPages
from .test_supplier_artwork import ArtworkCommon


@tagged('post_install', '-at_install')
class TestSupplierShipment(SupplierCommon, TransactionCase):
    """Ship notices and their receipt by scanning."""

    def setUp(self):
        super().setUp()
        self.order = self._create_purchase(lines=[(self.mug, 10, 4.0), (self.pen, 100, 1.0)])
        self.mug_line, self.pen_line = self.order.order_line
        self.stock = new_test_user(self.env, 'supplier_stock', groups='stock.group_stock_user')

    def _announce(self, *parcels, reference='ref'):
        return self.env['gift.supplier.shipment']._announce(
            self.order, self.ann, reference, {'carrier': "DHL"}, list(parcels)
        )

    def _scan(self, code):
        return self.env['gift.supplier.parcel'].with_user(self.stock).action_receive(code)

    def test_parcels_are_received_one_by_one(self):
        shipment = self._announce(
            ('T1', {self.mug_line: 6}), ('T2', {self.mug_line: 4, self.pen_line: 100})
        )
        first, second = shipment.parcel_ids
        self.assertEqual(first.name, f'{shipment.name}-01')

        self._scan(f' {first.name.lower()} ')
        self.assertEqual((self.mug_line.qty_received, self.pen_line.qty_received), (6, 0))
        self.assertEqual(shipment.state, 'announced')
        with self.assertRaises(UserError):
            self._scan(first.name)
        self._scan(second.name)

        self.assertEqual((self.mug_line.qty_received, self.pen_line.qty_received), (10, 100))
        self.assertEqual(shipment.state, 'arrived')
        self.assertEqual(second.received_by_id, self.stock)
        with self.assertRaises(UserError):
            self._scan('SN-NOTHING')

    def test_no_more_is_shipped_than_was_ordered(self):
        self._announce(('', {self.mug_line: 7}))
        self.assertEqual(self.mug_line._gift_get_shippable(), 3)

        for content in ({self.mug_line: 4}, {self.mug_line: 3, self.pen_line: 101}, {}):
            with self.subTest(content), self.assertRaises(UserError):
                self._announce(('', content), reference='more')
        with self.assertRaises(UserError):
            self._announce(('', {self.mug_line: 2}), ('', {self.mug_line: 2}), reference='two')

        self.assertEqual(len(self.order.gift_shipment_ids), 1)

    def test_the_same_notice_twice_counts_once(self):
        first = self._announce(('', {self.mug_line: 5}))
        self.assertEqual(self._announce(('', {self.mug_line: 5})), first)
        self.assertEqual(self.mug_line._gift_get_shippable(), 5)

    def test_a_notice_is_corrected_or_taken_back_until_something_has_arrived(self):
        shipment = self._announce(('T1', {self.mug_line: 6}), ('T2', {self.mug_line: 4}))
        first, second = shipment.parcel_ids

        shipment._correct(self.ann, {'carrier': "UPS"}, {first: 'T9', second: 'T2'})
        self.assertEqual((first.tracking, second.tracking, shipment.carrier), ('T9', 'T2', "UPS"))
        with self.assertRaises(UserError):
            shipment._take_back(self.ann, '')
        self.assertEqual(self.mug_line._gift_get_shippable(), 0)
        shipment._take_back(self.ann, "Wrong pallet")
        shipment._take_back(self.ann, "Again")

        self.assertEqual((shipment.state, shipment.cancel_reason), ('cancelled', "Wrong pallet"))
        self.assertEqual(self.mug_line._gift_get_shippable(), 10)
        for act in (lambda: self._scan(first.name), lambda: shipment._correct(self.ann, {}, {})):
            with self.assertRaises(UserError):
                act()
        later = self._announce(('', {self.mug_line: 6}), ('', {self.mug_line: 4}), reference='b')
        self._scan(later.parcel_ids[0].name)
        with self.assertRaises(UserError):
            later._take_back(self.ann, "Too late")
        self.assertEqual((later.state, self.mug_line.qty_received), ('announced', 6))

    def test_a_pallet_is_received_by_its_label(self):
        shipment = self._announce(
            ('', {self.mug_line: 3}), ('', {self.mug_line: 2}), ('', {self.pen_line: 9})
        )
        first, second, third = shipment.parcel_ids
        self.assertEqual(shipment._build_pallet_labels(), b'')
        shipment._set_pallets({first: 1, second: 2, third: 1})
        code = first.pallet_id.code
        shipment._set_pallets({first: 1, third: 1})

        self.assertEqual(shipment.pallet_ids.parcel_ids, first | third)
        self.assertEqual((len(code), first.pallet_id.code), (18, code), "the label stays good")
        label = shipment.pallet_ids._prepare_label()
        self.assertEqual([row[0] for row in label.rows], ['3 ×', '9 ×'])
        self.assertEqual(shipment._build_pallet_labels()[:5], b'%PDF-')
        self._scan(third.name)
        self.assertEqual(self._scan(f' {code} '), first, "the rest of the pallet")
        self.assertEqual((self.mug_line.qty_received, self.pen_line.qty_received), (3, 9))
        with self.assertRaises(UserError):
            self._scan(code)
        with self.assertRaises(UserError):
            shipment._set_pallets({second: 1})

    def test_the_number_of_a_pallet_checks_itself(self):
        pallets = self.env['gift.supplier.pallet']
        self.env['ir.config_parameter'].set_param('gift_supplier_portal.gs1_prefix', '0614141')
        # The example of the GS1 General Specifications has the serial 234567890.
        code = pallets._build_code(234567890)
        self.assertEqual(code[:17], '00614141234567890')
        weighed = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(code))
        self.assertEqual((len(code), weighed % 10), (18, 0))
        self.env['ir.config_parameter'].set_param('gift_supplier_portal.gs1_prefix', 'odd')
        self.assertEqual(len(pallets._build_code(1)), 18)

    def test_papers_are_pdf_files(self):
        shipment = self._announce(('T1', {self.mug_line: 1}), ('T2', {self.pen_line: 1}))
        for build in (shipment._build_labels, shipment._build_packing_list):
            paper = Paper(build())
            self.assertEqual((paper.problems, paper.lang), ([], 'en-US'), "it can be read aloud")
        self.assertEqual(shipment._build_slips(), b'')


@tagged('post_install', '-at_install')
class TestSupplierDropship(ArtworkCommon, TransactionCase):
    """Gifts that the supplier sends to the customer."""

    def test_the_customer_follows_what_the_supplier_ships(self):
        job, line = self._buy("Anna")
        package = line._gift_get_package()
        announce = self.env['gift.supplier.shipment']._announce
        with self.assertRaises(UserError):
            announce(line.order_id, self.ann, 'r', {}, [('TRACK-1', {line: 1})])
        package._answer(self.ann, is_accepted=True, sha256=package.sha256)

        shipment = announce(line.order_id, self.ann, 'r', {}, [('TRACK-1', {line: 1})])

        self.assertEqual(shipment.state, 'arrived')
        self.assertEqual(job.stage, 'shipped')
        picking = line.move_ids.picking_id
        self.assertEqual((picking.state, picking.carrier_tracking_ref), ('done', 'TRACK-1'))
        (part,) = job.order_id._gift_get_shipments()
        self.assertEqual(len(part['deliveries']), 1)
        self.assertIn('TRACK-1', str(part['deliveries']))
        slip = Paper(shipment._build_slips())
        self.assertEqual((slip.problems, slip.lang), ([], 'en-US'), "it can be read aloud")

        shipment._correct(self.ann, {}, {shipment.parcel_ids: 'TRACK-2'})
        self.assertIn('TRACK-2', str(job.order_id._gift_get_shipments()))
        shipment._take_back(self.ann, "The parcel never left")
        self.assertNotIn('TRACK-', str(job.order_id._gift_get_shipments()))
        self.assertIn("Put the delivery", str(line.order_id.activity_ids.mapped('summary')))
        self.assertEqual(shipment.state, 'cancelled')

    def test_what_a_customer_has_got_is_not_taken_back(self):
        _job, line = self._buy("Anna")
        package = line._gift_get_package()
        package._answer(self.ann, is_accepted=True, sha256=package.sha256)
        announce = self.env['gift.supplier.shipment']._announce
        shipment = announce(line.order_id, self.ann, 'r', {}, [('TRACK-1', {line: 1})])
        line.move_ids.picking_id.gift_delivered_date = '2026-01-01 12:00:00'

        with self.assertRaises(UserError):
            shipment._take_back(self.ann, "Too late")
        self.assertEqual(line.move_ids.picking_id.carrier_tracking_ref, 'TRACK-1')


@tagged('post_install', '-at_install')
class TestSupplierShipmentPage(SupplierCommon, SupplierPages):
    """The form of a ship notice."""

    def test_a_contact_announces_with_a_code_and_prints_labels(self):
        order = self._create_purchase()
        line = order.order_line
        path = self._create_link(self.ann, order)
        url = f'{path}/order/{order.id}/ship'
        values = {'reference': 'abc', f'count_0_{line.id}': '4', 'tracking_0': 'T-1'}
        self._post(url, **values)
        self.assertFalse(order.gift_shipment_ids)
        self._unlock(path)

        for wrong in (
            {f'count_0_{line.id}': '11'}, {f'count_0_{line.id}': 'x'}, {'tracking_0': '<b>'},
            {'reference': ''}, {f'count_0_{line.id}': ''}, {'arrival_date': 'soon'},
        ):  # fmt: skip
            with self.subTest(wrong):
                self.assertEqual(self._post(url, **{**values, **wrong}).status_code, 409)
        page = self._post(url, **values)

        self.assertIn("on its way", page.text)
        shipment = order.gift_shipment_ids
        self.assertEqual(shipment.parcel_ids.line_ids.quantity, 4)
        for paper, status in (('labels', 200), ('packing', 200), ('slips', 404), ('odd', 404)):
            with self.subTest(paper):
                answer = self._post(f'{path}/shipment/{shipment.id}/{paper}')
                self.assertEqual(answer.status_code, status)
        other = self._create_link(self.cleo)
        for page in ('labels', 'correct', 'cancel', 'pallets', 'pallet-labels'):
            answer = self._post(f'{other}/shipment/{shipment.id}/{page}', reason="x")
            self.assertEqual(answer.status_code, 404)
        change = f'{path}/shipment/{shipment.id}'
        parcel = shipment.parcel_ids
        wrong = {f'tracking_{parcel.id}': '<b>'}
        self.assertEqual(self._post(f'{change}/correct', **wrong).status_code, 409)
        self._post(f'{change}/correct', **{f'tracking_{parcel.id}': 'T-2'})
        self.assertEqual(parcel.tracking, 'T-2')
        for number in ('0', '21', 'x', '1.5'):
            page = self._post(f'{change}/pallets', **{f'pallet_{parcel.id}': number})
            self.assertEqual(page.status_code, 409)
        self.assertEqual(self._post(f'{change}/pallet-labels').status_code, 404)
        self._post(f'{change}/pallets', **{f'pallet_{parcel.id}': '2'})
        self.assertEqual(parcel.pallet_id.number, 2)
        self.assertEqual(self._post(f'{change}/pallet-labels').status_code, 200)
        self.assertEqual(self._post(f'{change}/cancel').status_code, 409)
        self._post(f'{change}/cancel', reason="Not ready")
        self.assertEqual(shipment.state, 'cancelled')
        self.assertEqual(self.url_open(f'{url}?parcels=3').status_code, 200)
