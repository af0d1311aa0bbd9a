import itertools
import threading
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.gift_personalization.tests.test_proof_lock import _Transaction

from ..models.gift_points_wallet_order import EARNED, SPENT

RUNS = 5
NUMBERS = itertools.count(1)
# What each run must have come by, or it shows nothing.
OFTEN = {'pending', 'bonus', 'hold', 'unhold', 'spend', 'restore', 'clawback', 'adjust', 'expire'}


def _expire(env, wallet, _order):
    """Let all that can be spent end, each time with another last day."""
    wallet._claim()
    today = wallet.program_id._gift_get_today()
    lots = env['gift.points.lot'].search([('wallet_id', '=', wallet.id), ('available', '>', 0)])
    lots.expires_on = today - timedelta(days=next(NUMBERS))
    wallet._expire(today)


def _sync(wallet, order, earned, spent):
    wallet._claim()
    wallet._sync(order, earned, spent, True, earned == 0)


def _release(wallet):
    today = wallet.program_id._gift_get_today()
    wallet._claim()
    wallet.lot_ids.filtered('pending').release_on = today
    wallet._release(today)


EVENTS = {
    'hold': lambda env, wallet, order: wallet._hold(order, 3000, '2030-01-01'),
    'unhold': lambda env, wallet, order: (wallet._claim(), wallet._unhold(order)),
    'pay': lambda env, wallet, order: _sync(wallet, order, 2000, 4000),
    'cancel': lambda env, wallet, order: _sync(wallet, order, 0, 0),
    'bonus': lambda env, wallet, order: wallet._add_bonus(
        25, key=f'bonus:{next(NUMBERS)}', reason="Bonus"
    ),
    'same bonus': lambda env, wallet, order: wallet._add_bonus(5, key='once', reason="Bonus"),
    'correct': lambda env, wallet, order: wallet._adjust(-20, "Mistake"),
    'release': lambda env, wallet, order: _release(wallet),
    'expire': _expire,
}
EVENT = st.tuples(st.sampled_from(sorted(EVENTS)), st.integers(0, 1))


@tagged('post_install', '-at_install')
class TestPointsRace(TransactionCase):
    """Simultaneous callers with transactions of their own, on committed points."""

    def setUp(self):
        super().setUp()
        self.db = Registry(get_db_name())
        with self._open() as env:
            program = env['loyalty.program'].create(
                {
                    'name': "Race",
                    'program_type': 'loyalty',
                    'applies_on': 'both',
                    'trigger': 'auto',
                    'reward_ids': [
                        Command.create({'discount_mode': 'per_order', 'required_points': 50})
                    ],
                }
            )
            partner = env['res.partner'].create({'name': "Emma"})
            card = env['loyalty.card'].create({'program_id': program.id, 'partner_id': partner.id})
            orders = env['sale.order'].create([{'partner_id': partner.id} for _i in range(2)])
            wallet = card._gift_get_wallet()
            wallet._add_bonus(60, key='start', reason="Start")
            self.wallet_id, self.order_ids = wallet.id, orders.ids
            self.ids = {'program': program.id, 'partner': partner.id, 'card': card.id}
        self.addCleanup(self._delete)

    def _open(self):
        return _Transaction(self.db)

    def _delete(self):
        with self._open() as env:
            for table, column in (
                ('gift_points_posting', 'lot_id'),
                ('gift_points_hold', 'wallet_id'),
                ('gift_points_lot', 'wallet_id'),
                ('gift_points_move', 'wallet_id'),
                ('gift_points_wallet', 'id'),
            ):
                inner = SQL("SELECT id FROM gift_points_lot WHERE wallet_id = %s", self.wallet_id)
                which = inner if column == 'lot_id' else SQL("SELECT %s", self.wallet_id)
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s IN (%s)",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        which,
                    )
                )
            env.invalidate_all()
            env['sale.order'].browse(self.order_ids).unlink()
            env['loyalty.card'].browse(self.ids['card']).unlink()
            program = env['loyalty.program'].browse(self.ids['program'])
            products = program.reward_ids.discount_line_product_id
            program.active = False
            program.unlink()
            products.unlink()
            env['res.partner'].browse(self.ids['partner']).unlink()

    def _run_at_once(self, *works):
        """Run each ``work(env, wallet, order)`` in a thread; return what each was refused with."""
        barrier, results = threading.Barrier(len(works), timeout=30), {}

        def run(number, work):
            for attempt in range(5):  # as Odoo does with a request
                try:
                    with self._open() as env:
                        wallet = env['gift.points.wallet'].browse(self.wallet_id)
                        self.assertTrue(wallet.exists())  # takes the snapshot
                        if not attempt:
                            barrier.wait()
                        work(env, wallet, env['sale.order'].browse(self.order_ids[number % 2]))
                    results[number] = None
                    return
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    continue
                except UserError as error:
                    results[number] = str(error)
                    return

        threads = [
            threading.Thread(target=run, args=(number, work)) for number, work in enumerate(works)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return [results.get(number, "did not end") for number in range(len(works))]

    def _read(self):
        with self._open() as env:
            wallet = env['gift.points.wallet'].browse(self.wallet_id)
            self.assertEqual(
                wallet._get_sum(),
                {name: wallet[name] for name in ('pending', 'available', 'held', 'debt')},
            )
            return wallet.available, wallet.held, wallet.debt

    @mute_logger('odoo.sql_db')
    def test_two_payments_do_not_hold_the_same_points(self):
        for _run in range(RUNS):
            answers = self._run_at_once(
                *(
                    lambda env, wallet, order: wallet._hold(order, 5000, '2030-01-01')
                    for _i in range(2)
                )
            )

            self.assertEqual(sum(answer is None for answer in answers), 1, answers)
            self.assertEqual(self._read(), (10, 50, 0))
            self._run_at_once(
                *(
                    lambda env, wallet, order: (wallet._claim(), wallet._unhold(order))
                    for _i in range(2)
                )
            )
            self.assertEqual(self._read(), (60, 0, 0))

    @mute_logger('odoo.sql_db')
    def test_one_event_gives_its_bonus_once(self):
        answers = self._run_at_once(
            *(
                lambda env, wallet, order: wallet._add_bonus(5, key='review:1', reason="Review")
                for _i in range(4)
            )
        )

        self.assertEqual(answers, [None] * 4)
        self.assertEqual(self._read(), (65, 0, 0))

    @mute_logger('odoo.sql_db')
    def test_two_corrections_do_not_take_the_same_points(self):
        answers = self._run_at_once(
            *(lambda env, wallet, order: wallet._adjust(-40, "Mistake") for _i in range(2))
        )

        self.assertEqual(sum(answer is None for answer in answers), 1, answers)
        self.assertEqual(self._read(), (20, 0, 0))

    @mute_logger('odoo.sql_db')
    def test_points_expire_once_in_two_jobs(self):
        with self._open() as env:
            env['gift.points.lot'].search(
                [('wallet_id', '=', self.wallet_id)]
            ).expires_on = '2020-01-01'
        answers = self._run_at_once(
            *(
                lambda env, wallet, order: wallet._expire(wallet.program_id._gift_get_today())
                for _i in range(2)
            )
        )

        self.assertEqual(answers, [None, None])
        self.assertEqual(self._read(), (0, 0, 0))

    @mute_logger('odoo.sql_db')
    def test_whatever_happens_at_the_same_time_adds_up(self):
        refused = []

        @settings(
            max_examples=12,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(st.tuples(EVENT, EVENT), min_size=3, max_size=6))
        def check(pairs):
            for pair in pairs:
                answers = self._run_at_once(
                    EVENTS['bonus'], *(self._prepare(*event) for event in pair)
                )
                self.assertNotIn("did not end", answers, pair)
                refused.extend(filter(None, answers))
                self._check_all()

        check()

        with self._open() as env:
            moves = env['gift.points.move'].search([('wallet_id', '=', self.wallet_id)])
            self.assertGreaterEqual(set(moves.mapped('kind')), OFTEN)
            self.assertLessEqual(len(moves.filtered(lambda move: move.key == 'once')), 1)
        self.assertTrue(refused)

    def _prepare(self, name, which):
        def work(env, wallet, _order):
            EVENTS[name](env, wallet, env['sale.order'].browse(self.order_ids[which]))

        return work

    def _check_all(self):
        """Assert that balance, entries and lots agree, and that no order has moved points twice."""
        self._read()
        with self._open() as env:
            wallet = env['gift.points.wallet'].browse(self.wallet_id)
            for name in ('pending', 'available', 'held'):
                self.assertAlmostEqual(sum(wallet.lot_ids.mapped(name)), wallet[name], 2)
                self.assertGreaterEqual(wallet[name], 0)
            self.assertAlmostEqual(wallet.card_id.points, wallet.balance, 2)
            if wallet.debt:
                self.assertEqual(wallet.available, 0)
            for order in env['sale.order'].browse(self.order_ids):
                self.assertIn(wallet._get_order_total(order, EARNED), (0, 2000))
                self.assertIn(wallet._get_order_total(order, SPENT), (0, -4000))
