from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestParcelRace(ProofRaceCommon):
    """Two tabs divide one line at once, in real transactions: pieces are neither lost nor made."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            cart = env['sale.order'].create(
                {
                    'partner_id': order.partner_id.id,
                    'order_line': [
                        (
                            0,
                            0,
                            {
                                'product_id': order.order_line.product_id.id,
                                'gift_revision_id': order.order_line.gift_revision_id.id,
                                'product_uom_qty': 5,
                            },
                        )
                    ],
                }
            )
            self.cart_id, self.line_id = cart.id, cart.order_line.id
            self.parcel_ids = [cart._gift_add_parcel({'name': name}).id for name in ("Ben", "Cem")]

    def _delete(self):
        with self._open() as env:
            env['sale.order'].browse(self.cart_id).unlink()
        super()._delete()

    def _assign(self, number, quantity, shown=5):
        def request(proof):
            cart = proof.env['sale.order'].browse(self.cart_id)
            line = proof.env['sale.order.line'].browse(self.line_id)
            parcel = proof.env['gift.parcel'].browse(self.parcel_ids[number])
            cart._gift_assign_parcels([(line, parcel, quantity, shown)])

        return request

    def _read(self):
        with self._open() as env:
            lines = env['sale.order'].browse(self.cart_id).order_line
            return sorted(lines.mapped('product_uom_qty'))

    @mute_logger('odoo.sql_db')
    def test_a_double_click_divides_once(self):
        results = self._run_at_once(first=self._assign(0, 2), second=self._assign(0, 2))

        self.assertEqual(self._read(), [2, 3])
        refused = [sentence for sentence in results.values() if sentence]
        self.assertEqual(len(refused), 1)
        self.assertIn("changed meanwhile", refused[0])

    @mute_logger('odoo.sql_db')
    def test_two_recipients_never_get_more_than_there_is(self):
        self._run_at_once(first=self._assign(0, 5), second=self._assign(1, 5))

        self.assertEqual(sum(self._read()), 5)

    @mute_logger('odoo.sql_db')
    def test_two_tabs_that_choose_delivery_methods_leave_one_line_for_each_parcel(self):
        with self._open() as env:
            product = env['product.product'].create({'name': "Race way", 'type': 'service'})
            ways = env['delivery.carrier'].create(
                [
                    {'name': name, 'product_id': product.id, 'website_published': True}
                    for name in ("Race slow", "Race fast")
                ]
            )
            way_ids = ways.ids
            cart = env['sale.order'].browse(self.cart_id)
            for parcel_id in self.parcel_ids:
                line = cart.order_line.filtered(lambda line: not line.gift_parcel_id)
                parcel = env['gift.parcel'].browse(parcel_id)
                cart._gift_assign_parcels([(line, parcel, 1, line.product_uom_qty)])
            cart._set_delivery_method(ways[0])

        def choose(number):
            def request(proof):
                parcel = proof.env['gift.parcel'].browse(self.parcel_ids[number])
                parcel._gift_set_carrier(proof.env['delivery.carrier'].browse(way_ids[1]))

            return request

        results = self._run_at_once(first=choose(0), second=choose(1))

        with self._open() as env:
            cart = env['sale.order'].browse(self.cart_id)
            costs = cart.order_line.filtered('is_delivery')
            chosen = [parcel.carrier_id.name for parcel in cart.gift_parcel_ids]
            found = sorted((cost.gift_parcel_id.name or '') for cost in costs)
            cart.order_line.filtered('is_delivery').unlink()
            cart.gift_parcel_ids.carrier_id = False
            ways = env['delivery.carrier'].browse(way_ids)
            product = ways.product_id
            ways.unlink()
            product.unlink()
        self.assertEqual([sentence for sentence in results.values() if sentence], [])
        self.assertEqual(chosen, ["Race fast", "Race fast"])
        self.assertEqual(found, ['', "Ben", "Cem"])
