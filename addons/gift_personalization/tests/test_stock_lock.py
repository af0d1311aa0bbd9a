from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_proof_lock import ProofRaceCommon

PAYMENTS = 'payment.transaction'


@tagged('post_install', '-at_install')
class TestStockRace(ProofRaceCommon):
    """Two buyers want the last piece in real transactions, each of which sees it free."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            product = env['product.product'].create(
                {'name': "Rare", 'is_storable': True, 'allow_out_of_stock_order': False}
            )
            warehouse = env['stock.warehouse'].search(
                [('company_id', '=', env.company.id)], limit=1
            )
            env['stock.quant']._update_available_quantity(product, warehouse.lot_stock_id, 1)
            partner = env['sale.order'].browse(self.order_id).partner_id
            values = {
                'partner_id': partner.id,
                'order_line': [Command.create({'product_id': product.id, 'price_unit': 5.0})],
            }
            self.rare_id = product.id
            self.cart_ids = env['sale.order'].create([values, dict(values)]).ids
            self.provider_id, self.method_id = self._find_provider(env)
        self.addCleanup(self._delete_carts)  # before the order is deleted: the last one is first

    @staticmethod
    def _find_provider(env):
        provider = env['payment.provider'].search([('code', '=', 'none')], limit=1)
        return provider.id, env['payment.method'].with_context(active_test=False).search(
            [], limit=1
        ).id

    def _delete_carts(self):
        with self._open() as env:
            carts, product = env['sale.order'].browse(self.cart_ids), env['product.product']
            for model, ids in (
                ('sale.order', carts.ids),
                (PAYMENTS, carts.transaction_ids.ids),
            ):
                domain = [('model', '=', model), ('res_id', 'in', ids)]
                env['mail.mail'].search(domain).unlink()
                env['mail.message'].search(domain).unlink()
                env.cr.execute(
                    'DELETE FROM gift_notice WHERE res_model = %s AND res_id = ANY(%s)',
                    (model, ids),
                )
            product = product.browse(self.rare_id)
            for query, ids in (
                ('DELETE FROM payment_transaction WHERE id = ANY(%s)', carts.transaction_ids.ids),
                ('DELETE FROM stock_move_line WHERE product_id = ANY(%s)', product.ids),
                ('DELETE FROM stock_move WHERE product_id = ANY(%s)', product.ids),
                ('DELETE FROM stock_picking WHERE sale_id = ANY(%s)', carts.ids),
                ('DELETE FROM sale_order WHERE id = ANY(%s)', carts.ids),
                ('DELETE FROM stock_quant WHERE product_id = ANY(%s)', product.ids),
            ):
                env.cr.execute(query, (ids,))
            env.invalidate_all()
            product.product_tmpl_id.unlink()

    def _pay(self, number):
        """Return a function that starts the payment of a cart, as the payment page does."""

        def start(proof):
            cart = proof.env['sale.order'].browse(self.cart_ids[number])
            proof.env[PAYMENTS].create(
                {
                    'provider_id': self.provider_id,
                    'payment_method_id': self.method_id,
                    'reference': f'race-{cart.id}',
                    'amount': cart.amount_total,
                    'currency_id': cart.currency_id.id,
                    'partner_id': cart.partner_id.id,
                    'operation': 'online_direct',
                    'sale_order_ids': [Command.set(cart.ids)],
                }
            )

        return start

    def _confirm(self, number):
        return lambda proof: proof.env['sale.order'].browse(self.cart_ids[number]).action_confirm()

    def _read_holds(self):
        with self._open() as env:
            holds = env['gift.stock.hold'].search([('product_id', '=', self.rare_id)])
            return [(hold.quantity, hold.missing) for hold in holds]

    @mute_logger('odoo.sql_db')
    def test_of_two_that_start_to_pay_at_once_one_is_told_before_paying(self):
        results = self._run_at_once(one=self._pay(0), other=self._pay(1))

        refusals = [text for text in results.values() if text]
        self.assertEqual(len(results), 2)
        self.assertEqual(len(refusals), 1, results)
        self.assertRegex(refusals[0], "“Rare”: 1 in your cart, 0 left")
        self.assertEqual(self._read_holds(), [(1.0, 0.0)])
        with self._open() as env:
            payments = env['sale.order'].browse(self.cart_ids).transaction_ids
            self.assertEqual(len(payments), 1)

    @mute_logger('odoo.sql_db')
    def test_who_starts_during_another_start_waits_and_is_told(self):
        with self._open() as env:
            self._pay(0)(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(other=self._pay(1), then=env.cr.commit)

        self.assertRegex(results['other'], "Somebody else is paying")
        self.assertEqual(self._read_holds(), [(1.0, 0.0)])

    @mute_logger('odoo.sql_db')
    def test_of_two_confirmations_at_once_one_is_marked_as_short(self):
        results = self._run_at_once(one=self._confirm(0), other=self._confirm(1))

        self.assertEqual(results, {'one': None, 'other': None})
        with self._open() as env:
            carts = env['sale.order'].browse(self.cart_ids)
            self.assertEqual(sorted(carts.mapped('gift_is_short')), [False, True])
            states = sorted(carts.order_line.move_ids.mapped('state'))
            self.assertEqual(states, ['assigned', 'confirmed'])
            short = carts.filtered('gift_is_short')
            self.assertEqual(short.order_line.move_ids.state, 'confirmed')
