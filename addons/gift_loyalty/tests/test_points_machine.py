import contextlib
from datetime import timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.gift_points_wallet_order import EARNED, SPENT
from .common import BUCKETS, PointsCommon

STEPS, EXAMPLES = 4, 10
# What each run must have come by, or it shows nothing.
OFTEN = {'pending', 'earn', 'release', 'bonus', 'hold', 'unhold', 'spend', 'clawback', 'expire'}


DAYS, QUANTITY = st.sampled_from([1, 4, 20, 40]), st.integers(1, 6)
THEN = st.sampled_from(['order', 'pay', 'leave'])
WHICH, NEXT = st.integers(0, 9), st.sampled_from(['deliver', 'bill', 'refund'])


def _step(name, **arguments):
    return st.tuples(st.just(name), st.fixed_dictionaries(arguments))


STEPS_OF_A_YEAR = st.one_of(
    _step('time_passes', days=DAYS),
    _step('buy', quantity=QUANTITY, reward=st.booleans(), then=THEN),
    _step('buy', quantity=QUANTITY, reward=st.just(True), then=THEN),
    _step('goes_on', which=WHICH, step=NEXT),
    _step('buy', quantity=QUANTITY, reward=st.just(True), then=st.just('leave')),
    _step('goes_on', which=st.just(-1), step=st.just('arrive')),
    _step('cancel', which=WHICH),
    _step('bonus', number=st.integers(0, 2)),
)


class PointsMachine(RuleBasedStateMachine):
    """A customer who buys, pays, sends back, is corrected and lets time pass, in any order."""

    case = None  # the running test

    @initialize(release=st.sampled_from(['confirm', 'return']))
    def begin(self, release):
        self.savepoint = self.case.env.cr.savepoint(flush=True)
        self.savepoint.__enter__()
        self.partner = self.case.env['res.partner'].create({'name': "Any"})
        self.days, self.orders = 0, []
        self.case.program.gift_release = release
        self.wallet = self.case._create_wallet(55, partner=self.partner)
        self.buy(3, True, 'leave')
        self.buy(5, False, 'pay')
        self.arrive(self.orders[-1])

    def teardown(self):
        if hasattr(self, 'savepoint'):
            self.case.kinds.update(self.wallet.move_ids.mapped('kind'))
            self.savepoint.close(rollback=True)
            self.case.env.invalidate_all()

    def now(self):
        return freeze_time(self.case.now + timedelta(days=self.days))

    @rule(days=DAYS)
    def time_passes(self, days):
        self.days += days
        wallets = self.case.env['gift.points.wallet']
        with self.now():
            for _twice in range(2):
                wallets._release_due()
                wallets._expire_due()
                wallets._release_holds()

    @rule(quantity=QUANTITY, reward=st.booleans(), then=THEN)
    def buy(self, quantity, reward, then):
        with self.now():
            order = self.case._create_order(quantity, reward, False, partner=self.partner)
            with contextlib.suppress(UserError), self.case.env.cr.savepoint():
                if then != 'order':
                    order.sudo()._gift_hold_stock()
                if then != 'leave':
                    order.action_confirm()
            self.case.env.invalidate_all()
            self.orders.append(order)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, step=NEXT)
    def goes_on(self, which, step):
        order = self.orders[which % len(self.orders)]
        if order.state == 'sale':
            with self.now():
                getattr(self, step)(order)

    def deliver(self, order):
        self.case._deliver(order)

    def arrive(self, order):
        self.deliver(order)
        self.bill(order)
        self.time_passes(4)

    def bill(self, order):
        if order.invoice_status == 'to invoice':
            self.case._pay(self.case._invoice(order))

    def refund(self, order):
        for move in order.invoice_ids.filtered(
            lambda move: move.move_type == 'out_invoice' and not move.reversal_move_ids
        ):
            self.case._credit(move).action_post()

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def cancel(self, which):
        order = self.orders[which % len(self.orders)]
        if order.state != 'cancel' and not order.invoice_ids:
            with self.now():
                order._action_cancel()

    @rule(points=st.integers(-30, 30).filter(bool))
    def correct(self, points):
        with self.now(), contextlib.suppress(UserError):
            self.wallet._adjust(points, "Test")

    @rule(number=st.integers(0, 2))
    def bonus(self, number):
        with self.now():
            self.wallet._add_bonus(10, key=f'bonus:{number}', reason="Bonus")

    @rule(steps=st.lists(STEPS_OF_A_YEAR, min_size=10, max_size=14))
    def a_year(self, steps):
        """Let many things happen at once: short runs reach few of the states."""
        for name, arguments in steps:
            if self.orders or name not in ('goes_on', 'cancel'):
                getattr(self, name)(**arguments)
                self.adds_up()

    @invariant()
    def adds_up(self):
        if not hasattr(self, 'wallet'):
            return
        self.case._check_ledger(self.wallet)
        for name in BUCKETS:
            self.case.assertGreaterEqual(self.wallet[name], 0)
        if self.wallet.debt:
            self.case.assertEqual(self.wallet.available, 0)
        for order in self.orders:
            self.check_order(order.sudo())

    def check_order(self, order):
        is_valid = order.state == 'sale'
        earned = order._gift_get_deserved(self.wallet) if is_valid else 0
        spent = order._gift_get_cost(self.wallet) if is_valid else 0
        self.case.assertEqual(self.wallet._get_order_total(order, EARNED), earned)
        self.case.assertEqual(self.wallet._get_order_total(order, SPENT), -spent)


@tagged('post_install', '-at_install')
class TestPointsMachine(PointsCommon):
    def test_whatever_happens_the_balance_is_the_sum_of_entries_and_of_lots(self):
        self.program.write({'gift_expiry_months': 1, 'gift_return_days': 3})
        self.now, self.kinds = fields.Datetime.now(), set()
        machine = type('Machine', (PointsMachine,), {'case': self})

        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )

        self.assertGreaterEqual(self.kinds, OFTEN)
