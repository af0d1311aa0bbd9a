from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import new_test_user, tagged

from odoo.addons.gift_payment.tests.common import GiftStripeCommon
from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon

ROLES = {
    'invoicing': 'account.group_account_invoice',
    'sales': 'sales_team.group_sale_manager',
    'staff': 'gift_base.group_staff',
    'manager': 'gift_base.group_manager',
    'production': 'gift_base.group_production',
    'portal': 'base.group_portal',
}


@tagged('post_install', '-at_install')
class TestAccess(GiftStripeCommon):
    """Nobody writes by hand what a payment says about money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f'pay-{role}', groups) for role, groups in ROLES.items()
        }

    def test_no_role_marks_a_payment_as_paid(self):
        tx = self._create_transaction('direct', provider_reference='pi_1')
        changes = (
            {'state': 'done'},
            {'amount': 1.0},
            {'provider_reference': 'pi_2'},
            {'reference': 'S9'},
            {'source_transaction_id': tx.id},
        )
        for role, user in self.users.items():
            for values in changes:
                with self.subTest(role=role, values=values), self.assertRaises(AccessError):
                    tx.with_user(user).write(values)
        self.env.invalidate_all()
        self.assertEqual((tx.state, tx.provider_reference), ('draft', 'pi_1'))

    def test_no_role_makes_a_paid_payment(self):
        values = {
            'provider_id': self.stripe.id,
            'payment_method_id': self.payment_method_id,
            'amount': 5.0,
            'currency_id': self.currency.id,
            'partner_id': self.partner.id,
            'state': 'done',
        }
        for role, user in self.users.items():
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env['payment.transaction'].with_user(user).create(dict(values))

    def test_an_administrator_neither_makes_nor_marks_a_paid_payment(self):
        """The other roles are stopped by the rights of providers already."""
        user = new_test_user(self.env, 'pay-admin', 'base.group_system')
        tx = self._create_transaction('direct')
        values = tx.copy_data()[0]

        with self.assertRaisesRegex(AccessError, "changes only by what the payment provider says"):
            tx.with_user(user).create({**values, 'reference': 'S9', 'state': 'done'})
        with self.assertRaisesRegex(AccessError, "changes only by what the payment provider says"):
            tx.with_user(user).write({'state': 'done'})

        self.assertFalse(tx.search([('reference', '=', 'S9')]))

    def test_only_administrators_read_the_secrets(self):
        for role, user in self.users.items():
            for name in ('stripe_secret_key', 'stripe_webhook_secret'):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    self.stripe.with_user(user).read([name])


@tagged('post_install', '-at_install')
class TestModelAccess(FakeStripeCommon):
    """What each role may do with disputes, payouts and the messages of Stripe."""

    ROLES = ('visitor', 'customer', 'employee', 'production', 'staff', 'manager')
    MATRIX = {
        #                            visitor customer employee production staff manager
        'gift.dispute': ('', '', '', '', 'r', 'r'),
        'gift.payout': ('', '', '', '', '', 'r'),
        'gift.payout.line': ('', '', '', '', '', 'r'),
        'gift.stripe.event': ('', '', '', '', '', ''),
        'gift.payment.doctor': ('', '', '', '', '', ''),
        'gift.payment.doctor.line': ('', '', '', '', '', ''),
    }
    OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'u': 'unlink'}

    def test_every_role_has_exactly_its_rights(self):
        for model, rights in self.MATRIX.items():
            for role, allowed in zip(self.ROLES, rights, strict=True):
                records = self.env[model].with_user(self.users[role])
                found = ''.join(
                    letter
                    for letter, operation in self.OPERATIONS.items()
                    if records.has_access(operation)
                )
                with self.subTest(model=model, role=role):
                    self.assertEqual(found, allowed)

    def test_a_dispute_of_another_company_is_not_seen(self):
        company = self.env['res.company'].create({'name': "Other shop"})
        provider = self.stripe.copy({'company_id': company.id, 'state': 'disabled'})
        dispute = self.env['gift.dispute'].create(
            {
                'name': 'dp_1',
                'provider_id': provider.id,
                'amount': 5.0,
                'currency_id': self.env.company.currency_id.id,
                'state': 'won',
            }
        )

        found = self.env['gift.dispute'].with_user(self.users['manager']).search([])

        self.assertNotIn(dispute, found)

    def test_no_role_calls_what_is_not_for_it(self):
        """Buttons check the right themselves; everything else is private."""
        names = (
            ('gift.dispute', '_gift_sync'),
            ('gift.dispute', '_prepare_evidence'),
            ('gift.payout', '_gift_sync'),
            ('gift.stripe.event', '_claim'),
            ('payment.provider', '_gift_process_event'),
            ('payment.provider', '_gift_get_stripe_client'),
            ('payment.transaction', '_gift_note_refunds'),
        )
        for model, name in names:
            with self.subTest(name=name), self.assertRaises(AccessError):
                get_public_method(self.env[model].with_user(self.users['manager']), name)
        for role in ('customer', 'employee', 'staff', 'manager'):
            provider = self.stripe.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                provider.action_gift_create_events_endpoint()
