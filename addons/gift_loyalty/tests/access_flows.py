"""Who may read and write consents; runs from test_access."""

from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

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

    def test_only_staff_enter_what_a_customer_said(self):
        partner = self.env['res.partner'].create({'name': "Emma", 'email': 'emma@example.com'})
        values = {
            'partner_id': partner.id,
            'purpose_id': self.purpose.id,
            'note': "Call",
        }
        for group, user in self.users.items():
            entries = self.env['gift.consent.entry'].with_user(user)
            with self.subTest(group=group):
                self.assertEqual(entries.has_access('create'), group in READERS)

        entry = self.env['gift.consent.entry'].with_user(self.users['gift_base.group_staff'])
        entry.create(values).action_enter()

        row = self.env['gift.consent'].search([('email', '=', 'emma@example.com')], limit=1)
        self.assertEqual((row.state, row.source, row.note), ('withdrawn', 'staff', "Call"))
        self.assertEqual(row.user_id, self.users['gift_base.group_staff'])


@tagged('post_install', '-at_install')
class TestConsentPagesAccess(HttpCase):
    def test_everybody_asks_for_the_newsletter(self):
        self.assertEqual(self.url_open('/gift/newsletter').status_code, 200)

    def test_visitors_log_in_before_their_preferences(self):
        for path in ('/my/preferences', '/mailing/my'):
            with self.subTest(path):
                answer = self.url_open(path, allow_redirects=False)
                self.assertEqual(answer.status_code, 303)
                self.assertIn('/web/login', answer.headers['Location'])

    def test_each_role_sees_its_own_preferences(self):
        for group in ('base.group_portal', 'base.group_user', 'gift_base.group_manager'):
            login = f'preferences {group}'
            user = new_test_user(self.env, login, groups=group)
            user.partner_id.email = f'{group}@example.com'
            self.authenticate(login, login)
            with self.subTest(group):
                self.assertIn(f'{group}@example.com', self.url_open('/my/preferences').text)

    def test_links_that_are_not_signed_open_nothing(self):
        for path in (
            '/gift/confirm/1/0000',
            '/gift/stop/p1/newsletter/0000',
            '/gift/preferences/p1/0000',
        ):
            for data in (None, {'newsletter': 'on'}):
                with self.subTest(path=path, data=data):
                    self.assertIn(self.url_open(path, data=data).status_code, (404, 429))


@tagged('post_install', '-at_install')
class TestOccasionAccess(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.env['res.partner'].create({'name': "Emma", 'email': 'emma@example.com'})
        cls.occasion = cls.env['gift.occasion'].create(
            {'partner_id': cls.owner.id, 'name': "Grandma", 'month': 3, 'day': 20}
        )

    def test_staff_read_occasions_and_nobody_writes_them_by_hand(self):
        for group in READERS + OTHERS:
            user = new_test_user(self.env, f'occasion {group}', groups=group)
            with self.subTest(group):
                record = self.occasion.with_user(user)
                self.assertEqual(record.has_access('read'), group in READERS)
                for operation in ('write', 'create', 'unlink'):
                    self.assertFalse(record.has_access(operation))

    def test_visitors_log_in_and_other_customers_find_nothing(self):
        path = f'/my/occasions/{self.occasion.id}'
        for closed in ('/my/occasions', path, '/my/occasions/calendar.ics'):
            with self.subTest(closed):
                answer = self.url_open(closed, allow_redirects=False)
                self.assertEqual(answer.status_code, 303)
        new_test_user(self.env, 'other customer', groups='base.group_portal')
        self.authenticate('other customer', 'other customer')

        self.assertNotIn("Grandma", self.url_open(path).text)

    def test_links_that_are_not_signed_open_nothing(self):
        for path in (
            f'/gift/calendar/{self.owner.id}/0000.ics',
            f'/gift/occasion/{self.occasion.id}/0000',
        ):
            with self.subTest(path):
                self.assertEqual(self.url_open(path).status_code, 404)


@tagged('post_install', '-at_install')
class TestFlowAccess(HttpCase):
    """Flows are written by who writes mailings, which managers of the shop do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.flow = cls.env.ref('gift_loyalty.flow_welcome')
        cls.env['gift.flow.run'].search([]).unlink()
        cls.flow._enter('emma@example.com', 'access')
        cls.entry = cls.flow.run_ids
        cls.env['gift.flow.sending']._send(cls.entry)
        cls.sending = cls.entry.sending_ids
        cls.writers = ('gift_base.group_manager', 'mass_mailing.group_mass_mailing_user')

    def test_who_edits_flows_and_nobody_what_was_sent(self):
        step = self.flow.step_ids[:1]
        for group in {*READERS, *OTHERS, *self.writers}:
            user = new_test_user(self.env, f'flow {group}', groups=group)
            may = group in self.writers
            with self.subTest(group):
                for record in (self.flow, step, step.variant_ids):
                    for operation in ('read', 'write', 'create', 'unlink'):
                        self.assertEqual(record.with_user(user).has_access(operation), may)
                for record in (self.entry, self.sending):
                    self.assertEqual(record.with_user(user).has_access('read'), may)
                    for operation in ('write', 'create', 'unlink'):
                        self.assertFalse(record.with_user(user).has_access(operation))

    def test_a_marketer_previews_and_others_do_not(self):
        partner = self.env['res.partner'].create({'name': "Emma", 'email': 'emma@example.com'})
        values = {'step_id': self.flow.step_ids[:1].id, 'partner_id': partner.id}
        for group in ('base.group_user', 'gift_base.group_production', 'base.group_portal'):
            user = new_test_user(self.env, f'preview {group}', groups=group)
            with self.subTest(group):
                self.assertFalse(self.env['gift.flow.preview'].with_user(user).has_access('create'))
        manager = new_test_user(self.env, 'preview manager', groups='gift_base.group_manager')

        preview = self.env['gift.flow.preview'].with_user(manager).create(values)

        self.assertTrue(preview.subject)

    def test_a_button_leads_on_counts_and_is_signed(self):
        path = self.sending._get_click_path()

        for headers in ({'Sec-Purpose': 'prefetch;prerender'}, {'X-Moz': 'prefetch'},
                        {'User-Agent': 'SomeMail LinkPreview/1.0'}):  # fmt: skip
            self.url_open(path, headers=headers, allow_redirects=False)
        self.url_open(path, method='HEAD', allow_redirects=False)
        self.env.invalidate_all()
        self.assertFalse(self.sending.links_click_datetime)

        answer = self.url_open(path, allow_redirects=False)

        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers['Location'].endswith('/shop'))
        first = '2020-01-01 10:00:00'
        self.sending.trace_id.links_click_datetime = first
        self.url_open(path, allow_redirects=False)
        self.env.invalidate_all()
        self.assertEqual(str(self.sending.links_click_datetime), first)
        self.env.invalidate_all()
        self.assertTrue(self.sending.links_click_datetime)
        for wrong in (path + '0', path.replace(f'/{self.sending.id}/', '/999999999/')):
            with self.subTest(wrong):
                self.assertEqual(self.url_open(wrong).status_code, 404)
