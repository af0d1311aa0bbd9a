from datetime import datetime

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gift_personalization.tests.common import make_picture

from ..models.gift_ticket_guard import KEPT
from .ticket_common import TicketCommon

QUEUE = {
    name: {}
    for name in (
        'number', 'name', 'picture_url', 'stage', 'clock', 'priority', 'solve_due', 'order_id',
        'partner_id', 'user_id',
    )
}  # fmt: skip


@tagged('post_install', '-at_install')
class TestTicketGuard(TicketCommon):
    """What staff write themselves does what the buttons do; the rest is kept by the shop."""

    def _as_staff(self, ticket):
        return ticket.with_user(self.users['staff'])

    # === STAGES === #

    def test_a_ticket_that_is_dragged_to_a_stage_does_what_its_button_does(self):
        ticket = self._create_ticket()

        self._as_staff(ticket).write({'stage': 'open'})
        self.assertEqual((ticket.stage, ticket.user_id), ('open', self.users['staff']))
        self._as_staff(ticket).write({'stage': 'waiting'})
        self.assertTrue(ticket.is_paused)
        self._as_staff(ticket).write({'stage': 'solved'})

        self.assertTrue(ticket.solved_date and ticket.first_date)
        self.assertEqual(len(self._get_ticket_mails(ticket)), 1)
        self._as_staff(ticket).write({'stage': 'open'})
        self.assertEqual((ticket.stage, ticket.is_paused), ('open', False))

    def test_spam_that_is_dragged_back_is_welcomed(self):
        ticket = self._mail("http://a.example http://b.example http://c.example")
        self.assertEqual(ticket.stage, 'spam')

        self._as_staff(ticket).write({'stage': 'new'})

        self.assertEqual((ticket.stage, len(self._get_ticket_mails(ticket))), ('new', 1))

    def test_a_stage_that_does_not_follow_is_refused_in_words(self):
        ticket = self._create_ticket()
        for stage, words in (('merged', "Merge"), ('spam', ""), ('new', "")):
            with self.subTest(stage):
                if words:
                    with self.assertRaisesRegex(UserError, words):
                        self._as_staff(ticket).write({'stage': stage})
                else:
                    self._as_staff(ticket).write({'stage': stage})
        ticket._set_stage('open')
        with self.assertRaisesRegex(UserError, "cannot become"):
            self._as_staff(ticket).write({'stage': 'new'})

        self.assertEqual(ticket.stage, 'open')

    def test_nobody_writes_deadlines_or_what_the_customer_said(self):
        ticket = self._create_ticket()
        for name in sorted(KEPT):
            with self.subTest(name), self.assertRaises(AccessError):
                self._as_staff(ticket).write({name: False})

    # === DEADLINES === #

    @freeze_time('2026-11-23 10:00:00')
    def test_another_priority_moves_the_deadlines(self):
        ticket = self._create_ticket()

        self._as_staff(ticket).priority = '2'
        self.assertEqual(ticket.first_due, datetime(2026, 11, 23, 14))
        self.assertEqual(ticket.solve_due, datetime(2026, 11, 24, 10))
        self._as_staff(ticket).priority = '1'

        self.assertEqual(ticket.first_due, datetime(2026, 11, 24, 10))
        self.assertEqual(ticket.solve_due, datetime(2026, 11, 25, 10))

    def test_hours_that_passed_stay_passed_with_another_team(self):
        other = self.env['gift.ticket.team'].create(
            {'name': "Other", 'calendar_id': self.calendar.id, 'first_hours': 2, 'solve_hours': 4}
        )
        with freeze_time('2026-11-23 10:00:00'):
            ticket = self._create_ticket()
        with freeze_time('2026-11-23 13:00:00'):
            self._as_staff(ticket).team_id = other

            # Three hours passed: one too many for the first answer, one is left to solve it.
            self.assertEqual(ticket.first_due, datetime(2026, 11, 23, 12))
            self.assertEqual(ticket.solve_due, datetime(2026, 11, 23, 14))
            self.assertEqual(ticket.clock, 'late')

    @freeze_time('2026-11-23 10:00:00')
    def test_a_clock_that_stands_keeps_standing(self):
        ticket = self._create_ticket()
        ticket._set_stage('waiting')

        self._as_staff(ticket).priority = '2'

        self.assertEqual((ticket.is_paused, ticket.hours_left), (True, 8))

    # === ADDRESS OF THE TEAM === #

    def test_an_address_that_is_taken_is_named(self):
        with self.assertRaisesRegex(UserError, r"(?s)support.*already.*Choose another value"):
            self.env['gift.ticket.team'].create(
                {'name': "Two", 'alias_name': 'support', 'alias_domain_id': self.domain.id}
            )

        find = self.env['gift.ticket.team']._find_free_alias
        self.assertEqual((find('support'), find('nobody-has-this')), (False, 'nobody-has-this'))

    # === TWICE === #

    def test_an_answer_that_is_sent_twice_is_one(self):
        ticket = self._create_ticket()
        for reference in ('a', 'a', 'b', '', ''):
            ticket._post_from_customer("Thanks", reference=reference)

        self.assertEqual(len(ticket._get_conversation()), 4)

    def test_two_of_the_staff_settle_a_gift_once(self):
        order, _tx = self._order_paid("Anna", quantity=2)
        self._pack(order.gift_job_ids)
        order.gift_job_ids.action_ship()
        ticket = self._create_ticket(order_id=order.id)
        cause = self.env.ref('gift_personalization.reprint_cause_misprint')
        first, second = (
            self.env['gift.ticket.settle'].with_user(self.users[role]).create(
                {'ticket_id': ticket.id, 'decision': 'replacement', 'cause_id': cause.id}
            )
            for role in ('staff', 'manager')
        )  # fmt: skip

        first.action_apply()
        with self.assertRaisesRegex(UserError, "while your window was open"):
            second.action_apply()

        self.assertEqual(len(order.order_line.gift_reprint_job_ids), 1)

    # === QUERIES === #

    def _count_queries(self, read):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        read()
        return self.env.cr.sql_log_count - before

    def test_the_queue_costs_the_same_for_many(self):
        lines = self._get_lines(self._create_gift_order(*(f"Anna {n}" for n in range(12))))
        tickets = self.env['gift.ticket']

        def read():
            tickets.with_user(self.users['staff']).web_read(QUEUE)

        for line in lines[:2]:
            tickets |= self._create_ticket(order_id=line.order_id.id, sale_line_id=line.id)
        self._count_queries(read)
        few = self._count_queries(read)
        for line in lines[2:]:
            tickets |= self._create_ticket(order_id=line.order_id.id, sale_line_id=line.id)

        self.assertEqual(self._count_queries(read), few)

    def test_a_long_thread_costs_the_same(self):
        ticket = self._create_ticket()
        picture = [('p.jpg', make_picture(64, 64, image_format='JPEG'))]

        def read():
            for message in ticket._get_conversation():
                ticket._is_from_shop(message)
                message.attachment_ids.mapped('mimetype')

        for _number in range(2):
            ticket._post_from_customer("See", picture, is_safe=True)
            self._answer(ticket)
        self._count_queries(read)
        few = self._count_queries(read)
        for _number in range(8):
            ticket._post_from_customer("See", picture, is_safe=True)
            self._answer(ticket)

        self.assertEqual(self._count_queries(read), few)

    # === RETENTION === #

    def test_solved_tickets_and_spam_go_after_their_time(self):
        now = fields.Datetime.now()
        old, merged, young, running, spam = (self._create_ticket() for _number in range(5))
        merged._merge_into(old)
        for ticket in old, young:
            ticket._set_stage('solved')
        spam._set_stage('spam')
        old._post_from_customer("Thanks", [('p.jpg', make_picture(640, 480))])
        old._set_stage('solved')
        file = old._get_conversation().attachment_ids
        self.assertTrue(file)
        old.solved_date = now - relativedelta(months=25)
        young.solved_date = now - relativedelta(months=23)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE gift_ticket SET create_date = create_date - interval '31 days' WHERE id IN %s",
            [tuple((spam | running).ids)],
        )
        self.env.invalidate_all()
        everything = old | merged | young | running | spam

        self.env['gift.ticket']._cron_forget()
        self.env['gift.ticket']._cron_forget()

        self.assertEqual(everything.exists(), young | running)
        self.assertFalse(file.exists())
        self.assertFalse(
            self.env['mail.message'].search(
                [('model', '=', 'gift.ticket'), ('res_id', '=', old.id)]
            )
        )

    def test_tickets_are_forgotten_with_their_customer(self):
        ticket = self._mail(sender='Eve <eve@example.com>')
        other = self._create_ticket()

        ticket.partner_id.unlink()

        self.assertEqual((ticket | other).exists(), other)

    def test_the_months_are_set_in_the_settings(self):
        settings = self.env['res.config.settings'].create({'gift_ticket_months': 12})
        settings.execute()
        self.assertEqual(self.env['gift.ticket']._get_kept_months(), 12)

        with self.assertRaisesRegex(UserError, "at least 3 months"):
            self.env['res.config.settings'].create({'gift_ticket_months': 1})
