from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from odoo.addons.gift_personalization.tests.common import make_picture

from .ticket_common import TicketCommon

MONDAY = '2026-11-23 10:00:00'


@tagged('post_install', '-at_install')
class TestTicketMail(TicketCommon):
    """Mails become tickets, answers find them, programs do not."""

    def test_a_mail_becomes_a_ticket_of_its_customer_and_is_confirmed_once(self):
        ticket = self._mail()

        self.assertRecordValues(ticket, [{
            'name': "The lid", 'partner_id': self.partner.id, 'channel': 'mail', 'stage': 'new',
            'team_id': self.team.id, 'description': "It leaks.",
        }])  # fmt: skip
        self.assertRegex(ticket.number, r'^T\d{5}$')
        mail = self._get_ticket_mails(ticket)
        self.assertEqual(len(mail), 1)
        self.assertIn(ticket.access_token, mail.body_html)
        self.assertIn("'Auto-Submitted': 'auto-replied'", mail.headers)
        self.assertIn('support@care.example.com', mail.reply_to)

    def test_a_new_customer_is_made_and_a_known_order_is_linked_to_its_buyer_only(self):
        order = self._create_gift_order("Anna")

        own = self._mail(f"About {order.name}", message_id='a')
        foreign = self._mail(f"About {order.name}", message_id='b', sender='Eve <eve@example.com>')

        self.assertEqual(own.order_id, order)
        self.assertFalse(foreign.order_id)
        self.assertEqual((foreign.partner_id.name, foreign.partner_id.email),
                         ("Eve", 'eve@example.com'))  # fmt: skip

    def test_an_answer_goes_to_its_ticket_and_opens_it_again(self):
        ticket = self._mail()
        sent = self._answer(ticket)
        ticket._set_stage('waiting')

        new = self._mail("Here it is", message_id='m2', subject="Re: The lid",
                         headers=f'In-Reply-To: {sent.message_id}')  # fmt: skip

        self.assertFalse(new)
        self.assertEqual(ticket.stage, 'open')
        self.assertEqual(len(ticket._get_conversation()), 3)

    @mute_logger('odoo.addons.mail.models.mail_thread')
    def test_what_programs_write_begins_and_opens_nothing(self):
        ticket = self._mail()
        sent = self._answer(ticket)
        ticket._set_stage('waiting')
        mails = len(self._get_ticket_mails(ticket))

        for number, header in enumerate((
            'Auto-Submitted: auto-replied', 'Precedence: bulk', 'X-Autoreply: yes',
            'Auto-Submitted: auto-generated; owner-email=x', 'List-Id: <x.example.com>',
        )):  # fmt: skip
            with self.subTest(header):
                reply = f'{header}\nIn-Reply-To: {sent.message_id}'
                self.assertFalse(self._mail("Away", message_id=f'r{number}', headers=reply))
                self.assertFalse(self._mail("Away", message_id=f'n{number}', headers=header))

        self.assertEqual(ticket.stage, 'waiting')
        self.assertEqual(len(self._get_ticket_mails(ticket)), mails)
        self.assertEqual(len(ticket._get_conversation()), 2)

    def test_at_most_five_confirmations_an_hour_go_to_one_address(self):
        tickets = self.env['gift.ticket']
        for number in range(7):
            tickets |= self._mail(f"Number {number}", message_id=f'x{number}')

        self.assertEqual(len(tickets), 7)
        self.assertEqual(sum(len(self._get_ticket_mails(ticket)) for ticket in tickets), 5)

    def test_spam_is_put_aside_without_an_answer_and_can_be_taken_back(self):
        before = self.env['res.partner'].search_count([])

        ticket = self._mail("http://a.example http://b.example http://c.example",
                            sender='Spam <spam@example.com>')  # fmt: skip

        self.assertEqual(ticket.stage, 'spam')
        self.assertFalse(ticket.partner_id or self._get_ticket_mails(ticket))
        self.assertEqual(self.env['res.partner'].search_count([]), before)

        ticket.with_user(self.users['staff']).action_reopen()

        self.assertEqual((ticket.stage, ticket.partner_id.email), ('new', 'spam@example.com'))
        self.assertEqual(len(self._get_ticket_mails(ticket)), 1)

    def test_an_angry_customer_is_no_spam(self):
        self.assertEqual(self._mail("This is bullshit, you idiots!").stage, 'new')

    def test_pictures_are_written_anew_papers_kept_and_the_rest_dropped(self):
        files = [
            ('p.jpg', make_picture(640, 480, image_format='JPEG')),
            ('bill.pdf', b'%PDF-1.4 test'),
            ('evil.html', b'<script>alert(1)</script>'),
            ('evil.svg', b'<svg onload="alert(1)"/>'),
            ('run.exe', b'MZ'),
            ('fake.jpg', b'\xff\xd8\xffnothing'),
        ]
        ticket = self._create_ticket()

        ticket._post_from_customer("See", files)

        message = ticket._get_conversation()
        self.assertEqual(sorted(message.attachment_ids.mapped('name')), ['bill.pdf', 'p.jpg'])
        note = ticket.message_ids.filtered(lambda found: "not kept" in (found.body or ''))
        for name in ('evil.html', 'evil.svg', 'run.exe', 'fake.jpg'):
            self.assertIn(name, note.body)


@tagged('post_install', '-at_install')
class TestTicketClock(TicketCommon):
    """Deadlines count in working hours and stand still while the customer has to answer."""

    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time(MONDAY))

    def _go(self, moment):
        self.clock.move_to(moment)
        self.env['gift.ticket']._cron_clock()

    def test_deadlines_are_working_hours(self):
        ticket = self._create_ticket()
        urgent = self._create_ticket(priority='2')

        self.assertEqual(ticket.first_due, datetime(2026, 11, 24, 10))
        self.assertEqual(ticket.solve_due, datetime(2026, 11, 25, 10))
        self.assertEqual(urgent.first_due, datetime(2026, 11, 23, 14))

    def test_staff_are_warned_before_and_told_after(self):
        ticket = self._create_ticket(user_id=self.users['staff'].id)
        self._go('2026-11-24 07:00:00')
        self.assertEqual((ticket.clock, len(ticket.activity_ids)), ('soon', 1))
        self.assertIn("due soon", ticket.activity_ids.summary)
        self._go('2026-11-24 09:30:00')
        self.assertEqual(len(ticket.activity_ids), 1)

        self._go('2026-11-24 10:01:00')

        self.assertEqual(ticket.clock, 'late')
        self.assertIn("late", ticket.activity_ids.summary)
        self.assertEqual(ticket.activity_ids.user_id, self.users['staff'])
        self._answer(ticket)
        self.assertTrue(ticket.first_was_late)
        self.assertEqual(ticket.clock, 'fine')
        self.assertFalse(ticket.activity_ids)

    def test_a_note_is_no_answer(self):
        ticket = self._create_ticket()

        ticket.with_user(self.users['staff']).message_post(
            body="Hm", subtype_xmlid='mail.mt_note', message_type='comment'
        )
        self.assertFalse(ticket.first_date)

        self._answer(ticket)
        self.assertEqual((ticket.first_date, ticket.stage), (datetime(2026, 11, 23, 10), 'open'))

    def test_the_clock_stands_while_the_customer_has_to_answer(self):
        ticket = self._create_ticket()
        self._go('2026-11-23 15:00:00')
        ticket.with_user(self.users['staff']).action_wait()
        self.assertEqual(ticket.hours_left, 11)

        self._go('2026-11-30 12:00:00')
        self.assertEqual(ticket.clock, 'fine')
        ticket._post_from_customer("Here it is")

        self.assertEqual((ticket.stage, ticket.is_paused), ('open', False))
        self.assertEqual(ticket.solve_due, datetime(2026, 12, 1, 15))

    def test_a_holiday_does_not_count(self):
        self.env['resource.calendar.leaves'].create(
            {
                'name': "Holiday",
                'calendar_id': self.calendar.id,
                'date_from': datetime(2026, 11, 24, 0),
                'date_to': datetime(2026, 11, 24, 23, 59),
            }
        )

        self.assertEqual(self._create_ticket().first_due, datetime(2026, 11, 25, 10))

    def test_solved_in_time_or_late(self):
        early, late = self._create_ticket(), self._create_ticket()
        early._set_stage('solved')
        self._go('2026-11-25 10:30:00')
        late._set_stage('solved')

        self.assertEqual((early.solved_late, late.solved_late), (False, True))

    def test_figures_tell_what_was_in_time_and_how_satisfied_customers_are(self):
        good, late, open_, spam = (self._create_ticket() for _i in range(4))
        self._answer(good)
        spam._set_stage('spam')
        self._go('2026-11-25 10:30:00')
        good._set_stage('solved')
        late._set_stage('solved')
        good._rate('3', "")
        late._rate('1', "Too late")

        self.env.flush_all()
        [(count, answered, solved, satisfied)] = self.env['gift.ticket.report']._read_group(
            [('ticket_id', 'in', (good + late + open_ + spam).ids)],
            [],
            ['__count', 'answered_in_time:avg', 'solved_in_time:avg', 'satisfied:avg'],
        )
        self.assertEqual(count, 3)
        self.assertAlmostEqual(answered, 100 / 3, 2)
        self.assertEqual((solved, satisfied), (0, 50))
        self.assertEqual(open_.stage, 'new')

    def test_figures_leave_out_what_is_not_known_yet(self):
        first, second = self._create_ticket(), self._create_ticket()
        first._set_stage('solved')

        self.env.flush_all()
        [row] = self.env['gift.ticket.report']._read_group(
            [('ticket_id', 'in', (first + second).ids)],
            [],
            ['__count', 'answered_in_time:avg', 'solved_in_time:avg', 'satisfied:avg'],
        )
        self.assertEqual((row[0], row[1], row[2]), (2, 100, 100))
        self.assertFalse(row[3])

    def test_the_customer_is_asked_once_how_it_was(self):
        ticket = self._create_ticket()
        ticket._set_stage('solved')
        ticket._set_stage('open')
        ticket._set_stage('solved')

        mail = self._get_ticket_mails(ticket)
        self.assertEqual(len(mail), 1)
        self.assertIn(ticket._get_rating_url('3'), mail.body_html)


@tagged('post_install', '-at_install')
class TestTicketWork(TicketCommon):
    """Merging, replacing, paying back."""

    def _settle(self, ticket, decision, **values):
        wizard = self.env['gift.ticket.settle'].with_user(self.users['staff']).create(
            {'ticket_id': ticket.id, 'decision': decision, **values}
        )  # fmt: skip
        wizard.action_apply()
        return wizard

    def _order_shipped(self):
        order, _tx = self._order_paid("Anna", quantity=2)
        self._pack(order.gift_job_ids)
        order.gift_job_ids.action_ship()
        return order

    def test_merged_tickets_keep_what_was_said_and_answers_follow(self):
        first, second = self._mail(message_id='a'), self._mail("And the mug", message_id='b')
        wizard = self.env['gift.ticket.merge'].with_user(self.users['staff']).create(
            {'ticket_ids': (first | second).ids, 'target_id': first.id}
        )  # fmt: skip

        wizard.action_apply()
        wizard.action_apply()

        self.assertEqual((second.stage, second.merged_into_id), ('merged', first))
        self.assertEqual(
            [html2plaintext(message.body).strip() for message in first._get_conversation()],
            ["It leaks.", "And the mug"],
        )
        self.assertFalse(
            self._mail("One more", message_id='c', headers='In-Reply-To: <b@example.com>')
        )
        self.assertEqual(len(first._get_conversation()), 3)

    def test_tickets_of_different_customers_are_not_merged(self):
        own, other = self._mail(message_id='a'), self._mail(message_id='b', sender='e@example.com')

        with self.assertRaisesRegex(UserError, "different customers"):
            other._merge_into(own)

        self.assertEqual(other.stage, 'new')

    def test_a_replacement_is_a_linked_job_without_a_price(self):
        order = self._order_shipped()
        ticket = self._create_ticket(order_id=order.id)
        total = order.amount_total
        cause = self.env.ref('gift_personalization.reprint_cause_misprint')

        wizard = self._settle(ticket, 'replacement', cause_id=cause.id, quantity=1)
        wizard.action_apply()

        request = ticket.request_ids
        self.assertRecordValues(request, [{
            'kind': 'complaint', 'state': 'done', 'outcome': 'replacement', 'order_id': order.id,
        }])  # fmt: skip
        self.assertTrue(request.new_job_id.is_replacement)
        self.assertEqual(len(order.order_line.gift_reprint_job_ids), 1)
        self.assertEqual(order.amount_total, total)

    def test_a_part_is_paid_back_up_to_what_was_paid(self):
        order = self._order_shipped()
        ticket = self._create_ticket(order_id=order.id)
        with self.assertRaisesRegex(UserError, "at most"), self.env.cr.savepoint():
            self._settle(ticket, 'refund', amount=99.0)
        self.assertFalse(ticket.request_ids)

        self._settle(ticket, 'refund', amount=5.0)

        self.assertRecordValues(ticket.request_ids, [{'outcome': 'refund', 'amount': 5.0}])

    def test_staff_have_answers_at_hand(self):
        answers = self.env['mail.canned.response'].with_user(self.users['staff'])
        seeded = [self.env.ref(f'gift_loyalty.canned_response_{one}').id
                  for one in ('photo', 'again', 'where')]  # fmt: skip
        found = answers.search([('id', 'in', seeded)])
        self.assertEqual(set(found.mapped('source')), {'photo', 'again', 'where'})

        own = answers.create({'source': 'soon', 'substitution': "We look at it today."})
        self.assertTrue(own.is_editable)

    def test_only_what_has_left_is_settled(self):
        order, _tx = self._order_paid("Anna")
        ticket = self._create_ticket(order_id=order.id)

        with self.assertRaisesRegex(UserError, "has left the house"):
            self._settle(ticket, 'refund', amount=5.0, line_id=self._get_lines(order).id)

    def test_the_gift_stands_beside_the_conversation(self):
        order = self._order_shipped()
        ticket = self._create_ticket(order_id=order.id, sale_line_id=self._get_lines(order).id)

        self.assertEqual(ticket.picture_url, self._get_lines(order)._gift_get_preview_url())
        self.assertIn("Shipped", ticket.order_html)

    def test_a_gift_of_another_order_is_refused(self):
        order, other = self._create_gift_order("Anna"), self._create_gift_order("Ben")

        with self.assertRaisesRegex(UserError, "not of this order"):
            self._create_ticket(order_id=order.id).sale_line_id = self._get_lines(other)
