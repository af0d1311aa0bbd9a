from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.payment.tests.common import PaymentCommon

from .promise_common import PromiseCommon

INSIDE = ('staff', 'manager')
OUTSIDE = ('visitor', 'customer', 'employee', 'production')


class UnpaidCommon(PromiseCommon, PaymentCommon):
    """A paid order whose customer has corrected the design to one that costs 2.00 more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['ir.config_parameter'].set_param('gift_personalization.edit_dearer', 'line')
        cls.gift_product.website_published = True

    def setUp(self):
        super().setUp()
        self.order = self._create_gift_order(quantity=2, confirm=False)
        self._pay(self.order.amount_total)
        self.line = self.order.gift_job_ids.sale_line_id
        self.job = self.order.gift_job_ids

    def _pay(self, amount, state='done'):
        """Pay online, as the portal does; returns the transaction."""
        self.payments = getattr(self, 'payments', 0) + 1
        transaction = self._create_transaction(
            'direct',
            amount=amount,
            currency_id=self.order.currency_id.id,
            partner_id=self.order.partner_id.id,
            reference=f'{self.order.id}-{self.payments}',
            sale_order_ids=[Command.set(self.order.ids)],
        )
        if state == 'done':
            transaction._set_done()
            transaction._post_process()
        return transaction

    def _correct(self, **values):
        values = {'name': {'text': "Anna"}, 'message': {'text': "Hello"}, **values}
        design, _key = self._create_design(values=values)
        self.line._gift_correct(design, author=self.partner)


@tagged('post_install', '-at_install')
class TestCorrectionPayment(UnpaidCommon):
    def test_nothing_is_printed_before_the_difference_is_paid(self):
        self._correct()

        self.assertTrue(self.order.gift_waits_for_payment)
        self.assertEqual(self.order._gift_get_missing_amount(), 4.0)
        self.assertNotIn(self.job, self.job.search(self.job._get_files_due_domain()))
        with self.assertRaisesRegex(UserError, "waits for a payment of its order"):
            self.job._write_print_files()
        with self.assertRaisesRegex(UserError, "a payment of its order is missing"):
            self.job.action_start()

    def test_a_payment_releases_the_job_once(self):
        self._correct()
        self._pay(3.0)
        self.assertTrue(self.order.gift_waits_for_payment)

        transaction = self._pay(1.0)
        transaction._post_process()

        self.assertFalse(self.order.gift_waits_for_payment)
        self.assertIn(self.job, self.job.search(self.job._get_files_due_domain()))
        self.job._write_print_files()
        self.assertEqual(self.job.stage, 'ready')
        notes = self.job.event_ids.filtered(lambda event: 'are released' in (event.note or ''))
        self.assertEqual(len(notes), 1)

    def test_a_payment_that_is_pending_releases_nothing(self):
        self._correct()

        transaction = self._pay(4.0, state='draft')
        transaction._set_pending()
        transaction._post_process()

        self.assertTrue(self.order.gift_waits_for_payment)

    def test_a_cent_of_rounding_is_no_debt(self):
        self._correct()
        self._pay(3.996)

        self.assertFalse(self.order.gift_waits_for_payment)

    def test_an_invoice_that_is_paid_otherwise_releases_too(self):
        self._correct()
        invoice = self.order._gift_get_difference_lines().order_id._create_invoices()
        invoice.action_post()
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids
        ).create({}).action_create_payments()

        self.order._gift_release_paid()

        self.assertFalse(self.order.gift_waits_for_payment)

    def test_a_second_dearer_correction_waits_again(self):
        self._correct()
        self._pay(4.0)
        photo = self._create_photo()
        design, _key = self._create_design(
            values={
                'name': {'text': "Anna"},
                'message': {'text': "Hello"},
                'photo': {'asset': photo.sha256},
            },
            photos=photo,
        )
        self.line._gift_correct(design, author=self.partner)

        self.assertEqual(self.order._gift_get_missing_amount(), 10.0)
        self.assertTrue(self.order.gift_waits_for_payment)

    def test_a_design_that_costs_the_same_waits_for_nothing(self):
        self._correct(name={'text': "Bea"}, message={'text': ""})

        self.assertFalse(self.order.gift_waits_for_payment)

    def test_an_order_on_account_waits_for_its_difference_only(self):
        order = self.order = self._create_gift_order()
        self.line, self.job = order.order_line, order.gift_job_ids
        self._correct()
        self.assertEqual(order._gift_get_missing_amount(), 2.0)

        self._pay(2.0)

        self.assertFalse(order.gift_waits_for_payment)

    def test_staff_decide_with_a_reason_that_is_kept(self):
        self._correct()
        wizards = self.env['gift.payment.waiver']
        for role in OUTSIDE:
            with self.subTest(role=role), self.assertRaises(AccessError):
                wizards.with_user(self.users[role]).create(
                    {'order_id': self.order.id, 'reason': "x"}
                ).action_apply()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.order.with_user(self.users[role]).action_gift_release_unpaid()
        staff = self.users['staff']
        staff.group_ids += self.env.ref('sales_team.group_sale_salesman_all_leads')
        blank = wizards.with_user(staff).create({'order_id': self.order.id, 'reason': " "})
        with self.assertRaisesRegex(UserError, "say why"):
            blank.action_apply()

        wizards.with_user(staff).create(
            {'order_id': self.order.id, 'reason': "Paid in the shop"}
        ).action_apply()

        self.assertFalse(self.order.gift_waits_for_payment)
        self.assertEqual(self.order.gift_waived_amount, 4.0)
        self.assertIn("Paid in the shop", self.job.event_ids.sorted('id')[-1].note)
        self.job._write_print_files()
        self.assertEqual(self.job.stage, 'ready')


@tagged('post_install', '-at_install')
class TestCorrectionPaymentPage(UnpaidCommon, HttpCase):
    def test_the_customer_reads_what_is_missing_and_pays_it_on_the_order_page(self):
        self._correct()

        page = self.url_open(self.order.get_portal_url()).text
        self.assertIn("We start to make it as soon as this is paid.", page)
        url = self.order._gift_get_difference_url()
        self.assertIn('payment_amount=4.00', url)
        self.assertIn('o_payment_form', self.url_open(url).text)

        self._pay(4.0)
        self.assertNotIn("gift_unpaid", self.url_open(self.order.get_portal_url()).text)
