from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestNameListRace(ProofRaceCommon):
    """A list is ordered twice at once, in real transactions: its gifts are added once."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            product = order.order_line.product_id
            product.is_published = True
            names, _key = env['gift.name.list']._create_for(
                product, {}, assets=env['gift.asset'], website=env['website'].search([], limit=1)
            )
            names._read_pasted("Anna\nPaul")
            while names.state == 'checking':
                names._work()
            carts = env['sale.order'].create(
                [
                    {'partner_id': order.partner_id.id, 'website_id': names.website_id.id}
                    for _number in range(2)
                ]
            )
            self.list_id, self.cart_ids = names.id, carts.ids

    def _delete(self):
        with self._open() as env:
            env['gift.name.list'].browse(self.list_id).unlink()
            env['sale.order'].browse(self.cart_ids).unlink()
        super()._delete()

    def _order(self, number=0):
        def request(proof):
            names = proof.env['gift.name.list'].browse(self.list_id)
            names._request_order(proof.env['sale.order'].browse(self.cart_ids[number]))

        return request

    def _work(self, proof):
        """Work on the list until nothing is left, as the scheduled action does."""
        names = proof.env['gift.name.list'].browse(self.list_id)
        while names.state == 'adding':
            names._work()

    def _read_lines(self):
        """Return ``[(text, quantity), …]`` of each cart."""
        with self._open() as env:
            return [
                [
                    (line.gift_revision_id._get_values()['name']['text'], line.product_uom_qty)
                    for line in cart.order_line.sorted('id')
                ]
                for cart in env['sale.order'].browse(self.cart_ids)
            ]

    def _finish(self):
        with self._open() as env:
            self._work(env['gift.proof'].browse(self.proof_id))

    @mute_logger('odoo.sql_db')
    def test_two_clicks_at_once_make_one_set_of_lines(self):
        results = self._run_at_once(first=self._order(), second=self._order())
        self._finish()

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read_lines(), [[("Anna", 1), ("Paul", 1)], []])

    @mute_logger('odoo.sql_db')
    def test_two_visitors_with_a_cart_each_make_one_set_of_lines(self):
        results = self._run_at_once(first=self._order(0), second=self._order(1))
        self._finish()

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(sorted(self._read_lines()), [[], [("Anna", 1), ("Paul", 1)]])

    @mute_logger('odoo.sql_db')
    def test_two_workers_at_once_make_one_set_of_lines(self):
        with self._open() as env:
            self._order()(env['gift.proof'].browse(self.proof_id))

        results = self._run_at_once(first=self._work, second=self._work)

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read_lines(), [[("Anna", 1), ("Paul", 1)], []])

    @mute_logger('odoo.sql_db')
    def test_a_second_click_waits_for_the_first_one(self):
        with self._open() as env:
            self._order()(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(second=self._order(1), then=env.cr.commit)
        self._finish()

        self.assertEqual(results, {'second': None})
        self.assertEqual(self._read_lines(), [[("Anna", 1), ("Paul", 1)], []])
