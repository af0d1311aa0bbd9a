from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.gift_base.tests.common import PrivateMethods, get_rights

from .review_common import ReviewCommon
from .ticket_common import TicketCommon
from .tier_common import TierCommon

OPERATIONS = ('read', 'write', 'create', 'unlink')
NOTHING, READ = '', 'r'
ROLES = ('visitor', 'customer', 'employee', 'production', 'staff', 'manager')


class AccessCase(PrivateMethods):
    def _get_rights(self, record, role):
        return get_rights(record.with_user(self.users[role]))


@tagged('post_install', '-at_install')
class TestReviewAccess(AccessCase, ReviewCommon):
    """Reviews: staff read, nobody writes; customers only by the pages."""

    RIGHTS = {role: READ if role in ('staff', 'manager') else NOTHING for role in ROLES}

    def test_every_role_has_exactly_its_rights_on_reviews(self):
        review = self._review(photos=self._create_photo(640, 480))
        vote = self.env['gift.review.vote'].create({'review_id': review.id, 'voter': 'x'})
        for record in (review, review.photo_ids, vote):
            for role, allowed in self.RIGHTS.items():
                with self.subTest(model=record._name, role=role):
                    self.assertEqual(self._get_rights(record, role), allowed)

    def test_reviews_of_another_company_are_out_of_reach(self):
        company = self.env['res.company'].create({'name': "Elsewhere"})
        review = self._review(photos=self._create_photo(640, 480))
        self.env.flush_all()
        self.env.cr.execute("UPDATE gift_review SET company_id = %s", [company.id])
        self.env.cr.execute("UPDATE gift_review_photo SET company_id = %s", [company.id])
        self.env.invalidate_all()
        for record in (review, review.photo_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.users['staff']).read(['state'])

    def test_only_staff_decide(self):
        review = self._review(body="www.spam.example", photos=self._create_photo(640, 480))
        for role in ('visitor', 'customer', 'employee', 'production'):
            own = review.with_user(self.users[role])
            photos = review.photo_ids.with_user(self.users[role])
            calls = (
                own.action_publish, own.action_reject, own.action_reply,
                photos.action_show, photos.action_hide,
            )  # fmt: skip
            for call in calls:
                with self.subTest(role=role, call=call.__name__), self.assertRaises(AccessError):
                    call()
        self.assertEqual((review.state, review.photo_ids.state), ('waiting', 'waiting'))

    def test_helpers_of_reviews_cannot_be_called_over_rpc(self):
        self._assert_private(
            'gift.review', ('_write_for', '_approve', '_reject', '_answer', '_withdraw', '_publish')
        )
        self._assert_private('gift.review.vote', ('_count_vote',))
        self._assert_private(
            'sale.order.line', ('_gift_find_reviewable', '_gift_get_review_url', '_gift_get_review')
        )

    def test_routes_need_what_they_say(self):
        found = {}
        for url, endpoint in self.env['ir.http']._generate_routing_rules(
            sorted(self.env.registry._init_modules),
            converters=self.env['ir.http']._get_converters(),
        ):
            if url.startswith(('/gift/review', '/my/reviews')):
                routing = endpoint.routing
                found[url] = (routing['auth'], routing['type'], *(routing.get('methods') or ()))
        self.assertEqual(found, {
            '/gift/review/<int:line_id>/<string:token>': ('public', 'http', 'GET', 'POST'),
            '/gift/review/<int:line_id>/<string:token>/withdraw': ('public', 'http', 'POST'),
            '/gift/review/helpful': ('public', 'jsonrpc'),
            '/gift/review/photo/<int:photo_id>.jpg': ('public', 'http', 'GET'),
            '/gift/reviews/<int:template_id>': ('public', 'http', 'GET'),
            '/my/reviews': ('user', 'http'),
            '/my/reviews/page/<int:page>': ('user', 'http'),
        })  # fmt: skip


@tagged('post_install', '-at_install')
class TestTicketAccess(AccessCase, TicketCommon):
    """Tickets: the staff's; customers only by the pages, production not at all."""

    def test_every_role_has_exactly_its_rights_on_tickets(self):
        ticket = self._create_ticket()
        for role in ROLES:
            is_staff = role in ('staff', 'manager')
            with self.subTest(role=role):
                self.assertEqual(self._get_rights(ticket, role), 'rwc' if is_staff else NOTHING)
                teams = {'staff': READ, 'manager': 'rwcu'}.get(role, NOTHING)
                self.assertEqual(self._get_rights(self.team, role), teams)
                figures = self.env['gift.ticket.report'].browse(ticket.id)
                self.assertEqual(self._get_rights(figures, role), READ if is_staff else NOTHING)

    def test_tickets_of_another_company_are_out_of_reach(self):
        company = self.env['res.company'].create({'name': "Elsewhere"})
        ticket = self._create_ticket(company_id=company.id)

        with self.assertRaises(AccessError):
            ticket.with_user(self.users['staff']).read(['name'])
        figures = self.env['gift.ticket.report'].with_user(self.users['staff'])
        self.assertFalse(figures.search([('ticket_id', '=', ticket.id)]))

    def test_only_staff_work_on_tickets(self):
        ticket = self._create_ticket()
        names = [
            'action_take', 'action_wait', 'action_solve', 'action_reopen', 'action_spam',
            'action_merge', 'action_replace', 'action_refund',
        ]  # fmt: skip
        for role in ('visitor', 'customer', 'employee', 'production'):
            for name in names:
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(ticket.with_user(self.users[role]), name)()
        self.assertEqual(ticket.stage, 'new')

    def test_windows_are_the_staffs(self):
        ticket = self._create_ticket()
        for role in ('customer', 'employee', 'production'):
            for model, values in (
                ('gift.ticket.merge', {'ticket_ids': ticket.ids, 'target_id': ticket.id}),
                ('gift.ticket.settle', {'ticket_id': ticket.id}),
            ):
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(self.users[role]).create(values)

    def test_helpers_of_tickets_cannot_be_called_over_rpc(self):
        self._assert_private(
            'gift.ticket',
            (
                '_receive', '_set_stage', '_merge_into', '_rate', '_get_rating_url', '_welcome',
                '_move_to', '_cron_forget', '_shift_clock', '_post_from_customer', '_claim_mail',
            ),
        )  # fmt: skip

    def test_nobody_but_staff_moves_a_ticket_or_deletes_it(self):
        ticket = self._create_ticket()
        for role in ROLES:
            own = ticket.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                own.unlink()
            if role not in ('staff', 'manager'):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    own.write({'stage': 'solved'})
        self.assertEqual(ticket.stage, 'new')

    def test_ticket_routes_need_what_they_say(self):
        found = {}
        for url, endpoint in self.env['ir.http']._generate_routing_rules(
            sorted(self.env.registry._init_modules),
            converters=self.env['ir.http']._get_converters(),
        ):
            if url.startswith(('/my/tickets', '/support', '/gift/ticket/')):
                routing = endpoint.routing
                found[url] = (routing['auth'], *(routing.get('methods') or ()))
        self.assertEqual(found, {
            '/support': ('public', 'GET', 'POST'),
            '/my/tickets': ('user',),
            '/my/tickets/page/<int:page>': ('user',),
            '/my/tickets/<int:ticket_id>': ('public', 'GET'),
            '/my/tickets/<int:ticket_id>/answer': ('public', 'POST'),
            '/my/tickets/<int:ticket_id>/file/<int:file_id>': ('public', 'GET'),
            '/gift/ticket/rate/<int:ticket_id>/<string:token>': ('public', 'GET', 'POST'),
        })  # fmt: skip


@tagged('post_install', '-at_install')
class TestSegmentAccess(AccessCase, TierCommon):
    """Who writes mailings reads the tiers, to write to the customers of one."""

    def test_a_marketer_chooses_customers_by_tier_and_changes_none(self):
        marketer = new_test_user(
            self.env, 'marketer', groups='mass_mailing.group_mass_mailing_user,base.group_user'
        )
        self._set_tier(self.gold)
        partners = self.env['res.partner'].with_user(marketer)

        found = partners.search([('gift_tier_id', '=', self.gold.id)])

        self.assertEqual(found, self.partner)
        tier = self.gold.with_user(marketer)
        rights = [tier.has_access(operation) for operation in OPERATIONS]
        self.assertEqual(rights, [True, False, False, False])
        with self.assertRaises(AccessError):
            self._get_status().with_user(marketer).read(['spent'])
