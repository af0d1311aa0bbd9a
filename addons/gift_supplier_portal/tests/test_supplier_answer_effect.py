from datetime import timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.gift_personalization.models.working_days import WorkingDays

from .test_supplier_artwork import ArtworkCommon


@tagged('post_install', '-at_install')
class TestSupplierAnswerEffect(ArtworkCommon, TransactionCase):
    """What a supplier's proposal does to the day that a customer was promised."""

    def setUp(self):
        super().setUp()
        _jobs, self.line = self._buy("Anna")
        self.customer_order = self.line.gift_sale_line_id.order_id
        self.promised = WorkingDays(self.customer_order.company_id).today() + timedelta(days=20)
        self._promise()

    def _promise(self):
        self.customer_order.commitment_date = self.line._gift_to_moment(self.promised)

    def _answer(self, **values):
        values = {'kind': 'change', 'reason': "Kiln repair", **values}
        answer = self.env['gift.supplier.answer']._receive(
            self.line.order_id.sudo(), self.ann, 'ref', {self.line: values}
        )
        return answer.line_ids

    def _on(self, day):
        return {'deliveries': [(self.line.product_qty, day)]}

    def test_a_day_before_the_promise_keeps_it_and_one_after_breaks_it(self):
        self.mugs.gift_tolerance_days = 1000
        late = self._answer(**self._on(self.promised + timedelta(days=1)))

        self.assertTrue(late.is_promise_late)
        self.assertEqual(late.state, 'proposed', "in the tolerance, but a promise would break")
        for text in (self.customer_order.name, str(self.promised), str(late.date)):
            self.assertIn(text, late.effect)
        self.assertNotIn("still arrives", late.effect)

        (effect,) = self.line._gift_get_effects(late)
        self.assertEqual(effect['order'], self.customer_order)
        self.assertEqual((effect['promised'], effect['planned']), (self.promised, late.date))
        self.promised += timedelta(days=1)
        self._promise()
        (effect,) = self.line._gift_get_effects(late)
        self.assertFalse(effect['is_late'])

    def test_a_promise_that_is_kept_lets_the_tolerance_decide(self):
        self.mugs.gift_tolerance_days = 1000
        kept = self._answer(**self._on(self.promised))

        self.assertIn("still arrives", kept.effect)
        self.assertRecordValues(
            kept, [{'is_promise_late': False, 'state': 'accepted', 'is_automatic': True}]
        )

    def test_what_is_declined_could_not_be_made(self):
        declined = self._answer(kind='decline')

        self.assertTrue(declined.is_promise_late)
        self.assertIn("could not be made", declined.effect)
        self.assertEqual(self.line._gift_get_effects(declined)[0]['planned'], None)

    def test_an_order_without_a_promise_is_not_touched(self):
        self.customer_order.commitment_date = False
        self.assertFalse(self._answer(**self._on(self.promised)).effect)

    def test_goods_for_the_workshop_are_planned_with_the_proposed_day(self):
        mto = self.env.ref('stock.route_warehouse0_mto')
        mto.active = True
        buy = self.env.ref('purchase_stock.route_warehouse0_buy')
        self.gift_product.route_ids = [Command.set((buy | mto).ids)]
        order = self._create_gift_order("Ben")
        self._make_ready(order.gift_job_ids)
        purchase = self.env['purchase.order.line'].search(
            [('gift_sale_line_id', '=', order.order_line[:1].id)]
        )
        purchase.order_id.button_confirm()
        self.line, self.customer_order = purchase, order
        self._promise()
        before = order.commitment_date

        soon = self._answer(**self._on(WorkingDays(order.company_id).today() + timedelta(days=1)))
        (early,) = purchase._gift_get_effects(soon)
        soon.date = self.promised + timedelta(days=30)
        (late,) = purchase._gift_get_effects(soon)

        self.assertFalse(early['is_late'])
        self.assertTrue(late['is_late'])
        self.assertGreaterEqual(late['planned'], soon.date)
        self.assertEqual(order.commitment_date, before, "nothing was written")
