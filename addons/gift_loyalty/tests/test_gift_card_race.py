import threading

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.gift_personalization.tests.test_proof_lock import _Transaction

RUNS, ORDERS = 5, 2


class OrderRaceCommon(TransactionCase):
    """Two orders that want the same are confirmed at once, with transactions of their own."""

    def setUp(self):
        super().setUp()
        self.db = Registry(get_db_name())
        self.made = {}
        self.addCleanup(self._delete)
        with self._open() as env:
            program = env['loyalty.program'].create(
                {
                    'name': "Race",
                    'program_type': 'gift_card',
                    'applies_on': 'future',
                    'trigger': 'auto',
                    'rule_ids': [Command.clear()],
                    'reward_ids': [
                        Command.clear(),
                        Command.create(
                            {'discount_mode': 'per_point', 'discount': 1, 'required_points': 0.01}
                        ),
                    ],
                }
            )
            product = env['product.product'].create(
                {'name': "Race", 'type': 'service', 'list_price': 30, 'taxes_id': False}
            )
            partner = env['res.partner'].create({'name': "Emma"})
            self.made = {
                'loyalty.program': program.ids,
                'product.template': product.product_tmpl_id.ids,
                'res.partner': partner.ids,
                'sale.order': [],
                'loyalty.card': [],
            }

    def _open(self):
        return _Transaction(self.db)

    def _prepare(self):
        """Create a card of 50.00 and carts of 30.00 that are paid with it."""
        with self._open() as env:
            card = env['loyalty.card'].create(
                {'program_id': self.made['loyalty.program'][0], 'points': 50}
            )
            product = env['product.template'].browse(self.made['product.template'])
            orders = env['sale.order'].create(
                [
                    {
                        'partner_id': self.made['res.partner'][0],
                        'order_line': [
                            Command.create({'product_id': product.product_variant_id.id})
                        ],
                    }
                    for _order in range(ORDERS)
                ]
            )
            for order in orders:
                for found, rewards in order._try_apply_code(card.code).items():
                    order._apply_program_reward(rewards, found)
                assert not order.amount_total, order.amount_total
            self.made['loyalty.card'] += card.ids
            self.made['sale.order'] += orders.ids
            return card.id, orders.ids

    def _run_at_once(self, order_ids, work):
        barrier, results = threading.Barrier(len(order_ids), timeout=30), {}

        def run(order_id):
            for attempt in range(5):  # as Odoo does with a request
                try:
                    with self._open() as env:
                        order = env['sale.order'].browse(order_id)
                        self.assertEqual(order.state, 'draft')  # takes the snapshot
                        if not attempt:
                            barrier.wait()
                        work(order)
                    results[order_id] = 'done'
                    return
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    continue
                except UserError:
                    results[order_id] = 'refused'
                    return

        threads = [threading.Thread(target=run, args=(order_id,)) for order_id in order_ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return sorted(results.get(order_id, "did not end") for order_id in order_ids)

    def _delete(self):
        """Take back what was committed; logs refuse to be deleted in any other way."""
        if not self.made:
            return
        with self._open() as env:
            wallets = env['loyalty.card'].browse(self.made['loyalty.card'])._gift_get_wallets()
            lots = SQL(
                "SELECT id FROM gift_points_lot WHERE wallet_id = ANY(%s::int[])", wallets.ids
            )
            mine = SQL("SELECT unnest(%s::int[])", wallets.ids)
            for table, column, which in (
                ('gift_points_posting', 'lot_id', lots),
                ('gift_points_hold', 'wallet_id', mine),
                ('gift_points_lot', 'wallet_id', mine),
                ('gift_points_move', 'wallet_id', mine),
                ('gift_points_earning', 'wallet_id', mine),
                ('gift_points_wallet', 'id', mine),
            ):
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s IN (%s)",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        which,
                    )
                )
            env.invalidate_all()
            orders = env['sale.order'].browse(self.made['sale.order'])
            orders.filtered(lambda order: order.state == 'sale')._action_cancel()
            orders.order_line.filtered('reward_id').unlink()
            orders.unlink()
            program = env['loyalty.program'].browse(self.made['loyalty.program'])
            cards = env['loyalty.card'].with_context(active_test=False)
            cards.search([('program_id', 'in', program.ids)]).unlink()
            products = program.reward_ids.discount_line_product_id
            program.active = False
            program.unlink()
            products.unlink()
            env['product.template'].browse(self.made['product.template']).unlink()
            env['res.partner'].browse(self.made['res.partner']).unlink()


@tagged('post_install', '-at_install')
class TestGiftCardRace(OrderRaceCommon):
    """Two orders that count on the same gift card."""

    def _read(self, card_id):
        with self._open() as env:
            wallet = env['loyalty.card'].browse(card_id)._gift_get_wallet()
            spent = -sum(wallet.move_ids.filtered(lambda m: m.kind == 'spend').mapped('points'))
            return wallet.available, wallet.held, wallet.debt, spent

    @mute_logger('odoo.sql_db')
    def test_two_orders_confirmed_at_once_spend_no_more_than_there_is(self):
        for _run in range(RUNS):
            card_id, order_ids = self._prepare()

            answers = self._run_at_once(order_ids, lambda order: order.action_confirm())

            self.assertEqual(answers, ['done', 'refused'])
            self.assertEqual(self._read(card_id), (20, 0, 0, 30))

    @mute_logger('odoo.sql_db')
    def test_two_payments_started_at_once_do_not_hold_the_same_money(self):
        for _run in range(RUNS):
            card_id, order_ids = self._prepare()

            answers = self._run_at_once(order_ids, lambda order: order.sudo()._gift_hold_stock())

            self.assertEqual(answers, ['done', 'refused'])
            self.assertEqual(self._read(card_id), (20, 30, 0, 0))
