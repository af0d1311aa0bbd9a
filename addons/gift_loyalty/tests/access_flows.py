"""Who may read and write consents; runs from test_access."""

from odoo.tests import TransactionCase, new_test_user, tagged

READERS = ('gift_base.group_staff', 'gift_base.group_manager')
OTHERS = (
    'gift_base.group_production',
    'sales_team.group_sale_salesman',
    'base.group_user',
    'base.group_portal',
    'base.group_public',
)


@tagged('post_install', '-at_install')
class TestConsentAccess(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purpose = cls.env['gift.consent.purpose']._get('newsletter')
        cls.consent = cls.env['gift.consent']._note(
            'emma@example.com', cls.purpose, 'given', {'source': 'checkout'}
        )
        cls.users = {
            group: new_test_user(cls.env, f'consent {group}', groups=group)
            for group in READERS + OTHERS
        }

    def test_only_staff_read_consents(self):
        for group, user in self.users.items():
            for record in (self.consent, self.purpose):
                with self.subTest(group=group, model=record._name):
                    may = record.with_user(user).has_access('read')
                    self.assertEqual(may, group in READERS)

    def test_nobody_writes_consents_by_hand(self):
        for group, user in self.users.items():
            for operation in ('write', 'create', 'unlink'):
                with self.subTest(group=group, operation=operation):
                    self.assertFalse(self.consent.with_user(user).has_access(operation))

    def test_only_managers_change_what_the_shop_asks(self):
        for group, user in self.users.items():
            with self.subTest(group=group):
                may = self.purpose.with_user(user).has_access('write')
                self.assertEqual(may, group == 'gift_base.group_manager')
                self.assertFalse(self.purpose.with_user(user).has_access('unlink'))
                self.assertFalse(self.purpose.with_user(user).has_access('create'))

    def test_customers_do_not_read_consents_over_a_contact(self):
        portal = self.users['base.group_portal']

        self.assertNotIn(
            'gift_consent_ids', portal.partner_id.with_user(portal).fields_get(['gift_consent_ids'])
        )
