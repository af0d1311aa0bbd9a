from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .access_supplier import ROLES, AccessCase
from .connector_common import ConnectorCommon

RIGHTS = {
    'gift.supplier.connector': {'buyer': 'r', 'purchaser': 'rwc'},
    'gift.supplier.event': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.request': {},
}
BUTTONS = ('action_new_secret', 'action_new_token', 'action_revoke_token', 'action_turn_off',
           'action_turn_on')  # fmt: skip


@tagged('post_install', '-at_install')
class TestSupplierConnectorAccess(AccessCase, ConnectorCommon, TransactionCase):
    """Connectors and events as records."""

    def test_every_role_has_exactly_its_rights(self):
        self._create_purchase()
        (event,) = self._tell()

        requested = self.env['gift.supplier.request']
        self._assert_rights([self.connector, event, requested], RIGHTS)

    def test_secrets_are_read_by_nobody_and_buttons_are_the_managers(self):
        for role, group in ROLES.items():
            user = new_test_user(self.env, f'connector_{role}', groups=group)
            connector = self.connector.with_user(user)
            for name in ('secret_sealed', 'old_secret_sealed', 'token_hash'):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    connector.read([name])
            if role != 'purchaser':
                for name in BUTTONS:
                    with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                        getattr(connector, name)()
        self.assertFalse(self.connector.is_off)
        shown = self.connector.with_user(self.buyer).action_new_secret()
        self.assertTrue(shown['context']['default_secret'].startswith('gsk_'))

    def test_only_buyers_send_events_again(self):
        self._create_purchase()
        (event,) = self._tell()
        event._gift_update_state('sent')
        for role in ('visitor', 'login', 'employee', 'production', 'staff'):
            user = new_test_user(self.env, f'again_{role}', groups=ROLES[role])
            with self.subTest(role), self.assertRaises(AccessError):
                event.with_user(user).action_send_again()
        self.assertEqual(event.state, 'sent')

    def test_it_is_not_turned_on_without_a_secret_and_acts_for_one_supplier(self):
        other = self._create_connector(self.cleo)
        with self.assertRaises(UserError):
            other.action_turn_on()
        self._create_purchase()
        self._tell()
        with self.assertRaises(UserError):
            self.connector.contact_id = self.dan

    def test_events_and_connectors_of_other_companies_are_not_seen(self):
        self._create_purchase()
        (event,) = self._tell()
        company = self.env['res.company'].create({'name': "Elsewhere"})
        stranger = new_test_user(
            self.env, 'event_stranger', groups='purchase.group_purchase_manager',
            company_id=company.id, company_ids=[fields.Command.set(company.ids)],
        )  # fmt: skip
        self.assertTrue(event.with_user(self.buyer).has_access('read'))
        self.assertFalse(event.with_user(stranger).has_access('read'))
        self.assertTrue(self.connector.with_user(stranger).has_access('read'))

        self.mugs.company_id = self.env.company

        self.assertTrue(self.connector.with_user(self.buyer).has_access('read'))
        self.assertFalse(self.connector.with_user(stranger).has_access('read'))

    def test_events_and_secrets_are_made_by_the_server_alone(self):
        self._assert_private('gift.supplier.event', ('_note', '_record', '_send', '_call'))
        self._assert_private('gift.supplier.event', ('_cron_send', '_cron_mail'))
        self._assert_private('gift.supplier.connector', ('_rotate_secret', '_make_token'))
        self._assert_private('gift.supplier.connector', ('_get_secrets', '_find_by_token'))
