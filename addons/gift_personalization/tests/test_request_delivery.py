from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .promise_common import MONDAY
from .request_common import RequestCommon
from .test_parcel_carrier import CarrierCommon
from .test_request_lock import RequestRaceCommon
from .test_wanted import DEC, WantedCommon

WAYS = (("Post", 5.0), ("Saver", 3.0), ("Rider", 3.0))


class DeliveryCommon(WantedCommon, CarrierCommon, RequestCommon):
    """A paid order of three equal gifts, wanted on Monday, 7 December: own, for Ben, for Cem."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        quick = {'gift_transit_min': 1, 'gift_transit_max': 2}
        cls.fixed.write(quick)
        cls.equal = cls._create_carrier("Rider", 5.0, **quick)
        cls.cheap = cls._create_carrier("Saver", 3.0, **quick)
        cls.free = cls._create_carrier("Gratis", 0.0, **quick)
        cls.dear = cls._create_carrier("Eagle", 9.0, **quick)
        cls.slow = cls._create_carrier("Snail", 5.0, gift_transit_min=9, gift_transit_max=9)
        cls.express.write(quick)  # 9.00 and a tax of its own

    def setUp(self):
        super().setUp()
        self.order, self.ben, self.cem = self._create_divided_order(confirm=False)
        self.order._set_delivery_method(self.fixed)
        self._want(self.order, DEC[6])
        self._confirm(self.order)
        self.tx = self._pay(self.order)  # 3 × 13.00 and 3 × 5.00

    def _plan(self, parcel, carrier):
        with freeze_time(MONDAY):
            return self.order._gift_plan_delivery(parcel, carrier)

    def _change(self, parcel, carrier, *, reason='', reference=None, shown=None):
        self.asked = getattr(self, 'asked', 0) + 1
        with freeze_time(MONDAY):
            plan = shown or self.order._gift_plan_delivery(parcel, carrier).get_shown()
            return self.env['gift.order.request']._request_delivery(
                self.order,
                parcel,
                carrier,
                reference=reference or f'reference-{self.asked}',
                reason=reason,
                shown=plan,
                author=self.order.partner_id,
            )

    def _have_no_provider(self):
        self.env['payment.provider'].search([]).is_published = False

    def _get_carriers_now(self):
        """Return the methods of the open deliveries by recipient."""
        pickings = self.order.picking_ids.filtered(lambda p: p.state not in ('done', 'cancel'))
        return {picking.gift_parcel_id.name or '': picking.carrier_id for picking in pickings}

    def _answer_now(self, request, decision='accept', **values):
        with freeze_time(MONDAY):
            self._answer(request, decision, **values)


@tagged('post_install', '-at_install')
class TestChangeOfDelivery(DeliveryCommon):
    """Another method is taken at once if it costs no more and keeps the day; else staff decide."""

    def test_one_parcel_goes_by_another_method_at_the_same_price_and_no_other(self):
        request = self._change(self.ben, self.equal)

        self.assertEqual((request.state, request.is_self_service), ('done', True))
        self.assertEqual(request.summary, "Ben: Rider instead of Post")
        self.assertEqual((request.amount, request.money_state), (0.0, 'none'))
        self.assertEqual(
            self._get_carriers_now(), {'': self.fixed, "Ben": self.equal, "Cem": self.fixed}
        )
        self.assertEqual(self.order.amount_total, 54.0)
        names = self.order.order_line.filtered('is_delivery').mapped('name')
        self.assertIn("Rider (to Ben)", names)
        self.assertEqual(len(names), 3)
        self.assertEqual(self.ben.promise_date, DEC[6])
        self.assertEqual(
            self._get_mails(request).subject,
            f"Change of delivery method: done ({self.order.name})",
        )

    def test_the_own_address_changes_and_those_who_followed_it_keep_their_method(self):
        self._change(self.no_parcel, self.equal)

        self.assertEqual(
            self._get_carriers_now(), {'': self.equal, "Ben": self.fixed, "Cem": self.fixed}
        )
        self.assertEqual(self.order.carrier_id, self.equal)
        self.assertEqual(self.ben._get_carrier(), self.fixed)

    def test_an_order_for_one_person_changes_in_the_same_way(self):
        self.order = self._cart(carrier=self.fixed)
        self.order._set_delivery_method(self.fixed)
        self._confirm(self.order)

        self._change(self.no_parcel, self.equal)

        self.assertEqual(self.order.picking_ids.carrier_id, self.equal)
        self.assertEqual(self.order.order_line.filtered('is_delivery').name, "Rider")

    def test_what_a_cheaper_method_saves_goes_back_once(self):
        request = self._change(self.ben, self.cheap)
        self._settle()
        self._settle()

        self.assertEqual((request.saved, request.amount, request.money_state), (2.0, 2.0, 'done'))
        self.assertEqual(self._get_refunded(self.order), [2.0])
        self.assertEqual(self.order.amount_total, 52.0)
        self.assertFalse(request.credit_note_id)
        self.assertIn("2.00", self._get_mails(request).body_html)

    def test_a_free_method_is_credited_where_the_delivery_was_invoiced(self):
        invoice = self.order._create_invoices()
        invoice.action_post()

        request = self._change(self.ben, self.free)
        self._settle()

        self.assertRecordValues(request.credit_note_id, [{
            'move_type': 'out_refund', 'amount_total': 5.0, 'state': 'posted',
        }])  # fmt: skip
        self.assertEqual(self._get_refunded(self.order), [5.0])
        self.assertEqual(self.order.amount_total, 49.0)
        self.assertEqual(self.order.invoice_status, 'invoiced')

    def test_an_invoice_after_it_has_the_lower_price_and_no_credit_note_follows(self):
        request = self._change(self.ben, self.cheap)
        invoice = self.order._create_invoices()
        invoice.action_post()
        self._settle()

        self.assertEqual(invoice.amount_total, 52.0)
        self.assertFalse(request.credit_note_id)

    def test_saved_before_the_money_comes_is_not_paid_back_and_not_kept(self):
        order, ben, _cem = self._create_divided_order(confirm=False)
        order._set_delivery_method(self.fixed)
        self.order = self._confirm(order)
        request = self._change(ben, self.cheap)
        self._settle()
        self.assertEqual((request.amount, request.money_state), (0.0, 'none'))

        self._pay(order, 54.0)  # a transfer of what the order had cost

        self._settle()
        self.assertEqual(request.amount, 2.0)
        self.assertEqual(self._get_refunded(order), [2.0])

    def test_a_change_that_saved_nothing_pays_nothing_back_later(self):
        request = self._change(self.ben, self.equal)

        self._pay(self.order, 7.0)  # by mistake
        self._settle()

        self.assertEqual((request.amount, request.money_state), (0.0, 'none'))
        self.assertEqual(self._get_refunded(self.order), [])

    def test_a_cancellation_after_it_pays_back_what_is_left(self):
        self._change(self.ben, self.cheap)
        self._settle()

        self._ask(self.order)
        self._settle()

        self.assertEqual(self._get_refunded(self.order), [2.0, 52.0])

    def test_where_nothing_can_be_paid_a_dearer_method_is_a_question_and_costs_nothing(self):
        self._have_no_provider()
        with self.assertRaises(UserError) as raised:  # in a savepoint, unlike its twin
            self._change(self.ben, self.dear)
        self.assertIn("tell us in a few words", str(raised.exception))
        self.assertFalse(self.order.gift_request_ids)

        request = self._change(self.ben, self.dear, reason="Her party is early")
        self.assertEqual((request.state, self.ben.carrier_id), ('open', self.no_parcel.carrier_id))
        with self.assertRaisesRegex(UserError, "asked us already for another delivery method"):
            self._change(self.ben, self.equal)
        self.assertTrue(self._change(self.cem, self.equal).is_self_service)

        self._answer_now(request)
        self._answer_now(request)

        self.assertEqual(self._get_carriers_now()["Ben"], self.dear)
        self.assertEqual(self.order.amount_total, 54.0)
        self.assertEqual(request.amount, 0.0)

    def test_a_price_with_another_tax_is_for_the_staff(self):
        self.cheap.product_id.taxes_id = [Command.set(self.tax.ids)]
        plan = self._plan(self.ben, self.cheap)

        self.assertEqual(plan.get_problem(), "We have to work out what “Saver” costs.")
        self.assertEqual(plan.saved, 0.0)
        self.assertEqual(
            self._plan(self.ben, self.express).get_problem(), "“Express” costs $\u00a05.80 more."
        )

    def test_staff_decline_with_a_sentence(self):
        self._have_no_provider()
        request = self._change(self.ben, self.dear, reason="Her party is early")

        self._answer_now(request, 'decline', answer="The van has left.")

        self.assertEqual((request.state, self._get_carriers_now()["Ben"]), ('declined', self.fixed))

    def test_a_method_that_is_late_is_refused_until_the_day_is_later(self):
        with self.assertRaisesRegex(UserError, "With “Snail” it cannot arrive by Mon 7 Dec"):
            self._plan(self.ben, self.slow)

        self._want(self.ben, DEC[16])
        self._change(self.ben, self.slow)

        self.assertEqual(self.ben.promise_date, DEC[16])
        [picking] = self.ben.picking_ids
        self.assertEqual(picking.carrier_id, self.slow)
        self.assertEqual(picking.date_deadline.date(), DEC[16])
        self.assertEqual(picking.scheduled_date.date(), DEC[3])  # nine working days before
        self.assertLess(self.ben.line_ids.gift_booking_ids.date, DEC[3] + timedelta(days=1))

    def test_what_is_packed_is_a_question_and_a_label_has_to_go_first(self):
        self.ben.line_ids.gift_job_ids.stage = 'packed'
        request = self._change(self.ben, self.equal, reason="Please")
        self.assertEqual(request.state, 'open')
        [picking] = self.ben.picking_ids
        picking.carrier_tracking_ref = '4711'

        with self.assertRaisesRegex(UserError, "cancel that shipment first"):
            self._answer_now(request)

        picking.carrier_tracking_ref = False
        self._answer_now(request)
        self.assertEqual(picking.carrier_id, self.equal)

    def test_what_is_being_made_still_changes_at_once(self):
        self.ben.line_ids.gift_job_ids.stage = 'in_production'

        self.assertTrue(self._change(self.ben, self.equal).is_self_service)

    def test_what_has_left_is_cancelled_or_hidden_cannot_change(self):
        self.ben.line_ids.gift_job_ids.stage = 'shipped'
        self.cem.write({'asks_address': True, 'address_hidden': True})

        for parcel in (self.ben, self.cem):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                self._plan(parcel, self.equal)
        self.assertEqual([part[0] for part in self.order._gift_get_reroutable()], [self.no_parcel])
        self.order._action_cancel()
        self.assertEqual(self.order._gift_get_reroutable(), [])
        labels = [way['label'] for way in self.order._gift_get_request_ways()]
        self.assertNotIn("Change the delivery method", labels)

    def test_only_methods_of_the_shop_that_go_there_are_taken(self):
        canada = self._create_carrier(
            "Far", 5.0, country_ids=[Command.set(self.env.ref('base.ca').ids)]
        )
        hidden = self._create_carrier("Draft", 5.0, website_published=False)
        later = self._create_carrier("Later", 5.0, invoice_policy='real')

        for carrier in (canada, hidden, later, self.fixed, self.fixed.browse()):
            with self.subTest(carrier=carrier.name), self.assertRaises(UserError):
                self._plan(self.ben, carrier)
        parts = dict(self.order._gift_get_reroutable())
        offered = self.order._gift_get_delivery_changes(self.ben, parts[self.ben])
        found = {change.carrier for change in offered}
        self.assertTrue({self.equal, self.cheap, self.dear, self.slow} <= found)
        self.assertFalse({canada, hidden, later, self.fixed} & found)

    def test_the_same_page_asks_once_and_an_old_page_is_refused(self):
        first = self._change(self.ben, self.cheap, reference='one-page')
        second = self._change(self.ben, self.cheap, reference='one-page', shown='do 2.0000')
        self.assertEqual(first, second)
        self.assertEqual(self.order.amount_total, 52.0)

        with self.assertRaisesRegex(UserError, "has changed meanwhile"):
            self._change(self.cem, self.cheap, shown='do 5.0000')
        self.assertEqual(self._get_carriers_now()["Cem"], self.fixed)

    def test_a_locked_order_stays_locked(self):
        self.order.action_lock()

        self._change(self.ben, self.cheap)

        self.assertTrue(self.order.locked)
        self.assertEqual(self.order.amount_total, 52.0)

    def test_what_is_reserved_is_charged_with_the_lower_price(self):
        order, ben, _cem = self._create_divided_order(confirm=False)
        order._set_delivery_method(self.fixed)
        self.order = self._confirm(order)
        self.provider.support_manual_capture = 'partial'  # not stored: told by the provider
        self.payment_method.support_manual_capture = 'partial'
        tx = self._pay(order, state='authorized')

        request = self._change(ben, self.cheap)
        self._settle()

        self.assertEqual((request.amount, order.amount_total), (0.0, 52.0))
        self.provider.support_manual_capture = 'partial'
        wizard = self.env['payment.capture.wizard'].create({'transaction_ids': tx.ids})
        self.assertEqual((wizard.amount_to_capture, wizard.void_remaining_amount), (52.0, True))


@tagged('post_install', '-at_install')
class TestDeliveryPages(DeliveryCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.token = self.order._portal_ensure_token()
        self.path = f'/my/orders/{self.order.id}/delivery'
        self.authenticate(None, None)

    def _open(self, suffix=''):
        with freeze_time(MONDAY):
            return self.url_open(f'{self.path}{suffix}?access_token={self.token}')

    def _send(self, parcel, **data):
        with freeze_time(MONDAY):
            path = f'{self.path}/{parcel.id or 0}'
            return self._post(path, **{'access_token': self.token, **data})

    def test_the_holder_of_the_link_chooses_for_one_of_three_parcels(self):
        with freeze_time(MONDAY):
            self.assertIn(
                "Change the delivery method", self.url_open(self.order.get_portal_url()).text
            )
        self.assertIn(f'{self.path}/{self.ben.id}?', self._open().text)
        page = self._open(f'/{self.ben.id}').text
        self.assertIn("At the same price, at once.", page)
        self.assertIn("more, which you pay on the next page", page)
        self.assertIn("Not there by that day. Change the date first.", page)

        data = {'carrier': self.cheap.id, f'shown-{self.cheap.id}': 'do 2.0000'}
        answer = self._send(self.ben, reference='same-page-1', **data)
        again = self._send(self.ben, reference='same-page-1', **data)

        self.assertIn('#gift_requests', answer.url)
        self.assertIn('#gift_requests', again.url)
        self.assertIn("Ben: Saver instead of Post", answer.text)
        self.assertEqual(self.order.amount_total, 52.0)

    def test_a_price_that_the_page_did_not_show_is_refused(self):
        for shown in ('', 'do 50.0000', 'ask 2.0000', 'x' * 5000):
            answer = self._send(
                self.ben, carrier=self.cheap.id, **{f'shown-{self.cheap.id}': shown}
            )
            self.assertEqual(answer.status_code, 409)
        self.assertEqual(self.order.amount_total, 54.0)

    def test_why_is_asked_for_and_what_was_typed_stays(self):
        self._have_no_provider()
        data = {'carrier': self.dear.id, f'shown-{self.dear.id}': 'ask -4.0000'}
        refused = self._send(self.ben, **data)
        self.assertEqual(refused.status_code, 409)
        self.assertIn("tell us in a few words", refused.text)
        self.assertRegex(refused.text, f'(?s)value="{self.dear.id}"[^>]*checked="checked"')

        answer = self._send(self.ben, reason="A <party>", **data)
        self.assertIn("A &lt;party&gt;", answer.text)

    def test_odd_parameters_are_answered_with_a_sentence(self):
        for carrier in ('', 'x', '0', '-1', '99999999', '9' * 30, '１'):
            with self.subTest(carrier=carrier):
                answer = self._send(self.ben, carrier=carrier, reason="x")
                self.assertEqual(answer.status_code, 409)
                self.assertIn('role="alert"', answer.text)
        _other, parcel, _cem = self._create_divided_order()
        for suffix in (f'/{parcel.id}', '/999999999999', '/-1'):
            with self.subTest(suffix=suffix):
                self.assertEqual(self._open(suffix).status_code, 404)
        self.assertFalse(self.order.gift_request_ids)


class DeliveryRaceCommon(RequestRaceCommon):
    """An order and delivery methods in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            carriers = [self._create_way(env, name, price) for name, price in WAYS]
            self.way_ids = [carrier.id for carrier in carriers]
            order = env['sale.order'].browse(self.order_id)
            order.set_delivery_line(carriers[0], 5.0)

    def _create_way(self, env, name, price):
        product = env['product.product'].create(
            {'name': name, 'type': 'service', 'taxes_id': False, 'list_price': price}
        )
        return env['delivery.carrier'].create(
            {
                'name': name,
                'product_id': product.id,
                'fixed_price': price,
                'website_published': True,
            }
        )

    def _delete(self):
        with self._open() as env:
            carriers = env['delivery.carrier'].browse(self.way_ids)
            order = env['sale.order'].browse(self.order_id)
            order.picking_ids.carrier_id = False
            order.carrier_id = False
            requests = tuple(order.gift_request_ids.ids) or (0,)
            costs = tuple(order.order_line.filtered('is_delivery').ids)
            env.cr.execute(
                'DELETE FROM gift_order_request_line WHERE request_id IN %s', (requests,)
            )
            env.cr.execute('DELETE FROM sale_order_line WHERE id IN %s', (costs,))
            env.invalidate_all()
            products = carriers.product_id.product_tmpl_id
            carriers.unlink()
            products.unlink()
        super()._delete()


@tagged('post_install', '-at_install')
class TestDeliveryRace(DeliveryRaceCommon):
    """One order, two pages of its customer at the same time, in real transactions."""

    def _choose(self, number, reference):
        def choose(proof):
            order = proof.sale_line_id.order_id
            env = proof.env
            env['gift.order.request']._request_delivery(
                order,
                env['gift.parcel'],
                env['delivery.carrier'].browse(self.way_ids[number]),
                reference=reference,
                shown='do 2.0000',
                author=order.partner_id,
            )

        return choose

    @mute_logger('odoo.sql_db')
    def test_two_pages_at_once_save_the_difference_once(self):
        results = self._run_at_once(one=self._choose(1, 'page-1'), other=self._choose(2, 'page-2'))

        self.assertEqual(len([text for text in results.values() if text]), 1, results)
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            self.assertEqual(order.gift_request_ids.mapped('saved'), [2.0])
            self.assertEqual(order.order_line.filtered('is_delivery').price_unit, 3.0)
            self.assertEqual(order.picking_ids.carrier_id, order.carrier_id)

    @mute_logger('odoo.sql_db')
    def test_one_page_sent_twice_at_once_changes_once(self):
        results = self._run_at_once(one=self._choose(1, 'same'), other=self._choose(1, 'same'))

        self.assertEqual(results, {'one': None, 'other': None})
        with self._open() as env:
            self.assertEqual(len(env['sale.order'].browse(self.order_id).gift_request_ids), 1)
