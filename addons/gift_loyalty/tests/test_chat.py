from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .chat_common import ChatCommon


@tagged('post_install', '-at_install')
class TestChat(ChatCommon):
    """The bot: who learns where an order is, and what becomes of questions."""

    # === WHOSE ORDER === #

    def test_the_right_code_tells_where_the_order_is(self):
        self.assertIn("number of your order", self._say(topic='status'))
        self.assertIn("mail address", self._say(f'#{self.order.name.lower()}'))
        asked = self._say('Emma.F@example.com')
        [(code, addresses)] = self._send_codes()

        told = self._say(f'{code[:3]} {code[3:]}')

        self.assertIn("If number and address belong together", asked)
        self.assertEqual(addresses, ['emma.f@example.com'])
        self.assertIn(self.order.name, told)
        self.assertIn("Waiting for your approval", told)
        self.assertIn("Can I do anything else", told)
        self.assertEqual(self._get_chat().order_id, self.order)

    def test_nobody_learns_whether_there_is_such_an_order(self):
        answers = []
        for number, address in (
            (self.order.name, 'emma.f@example.com'),
            (self.order.name, 'eve@example.com'),
            ('S99999', 'eve@example.com'),
            ('%', 'emma.f@example.com'),
        ):
            self.channel = self._open_chat()
            said = self._ask_for_order(number, address)
            codes = self._send_codes()
            answers.append(
                (said, self._say('000000' if not codes else 'nothing'), self._get_step())
            )
            self.assertEqual(len(codes), number == self.order.name and address.startswith('emma'))

        self.assertEqual(len(set(answers)), 1)

    def test_a_cart_is_no_order(self):
        cart = self._create_gift_order("Anna", confirm=False)

        self._ask_for_order(cart.name)

        self.assertEqual(self._send_codes(), [])

    def test_the_code_is_kept_as_a_hash_only(self):
        self._ask_for_order()
        [(code, _addresses)] = self._send_codes()

        chat = self._get_chat()
        self.assertEqual(len(chat.code_hash), 64)
        self.assertNotIn(code, chat.read()[0].values())

    def test_five_wrong_codes_are_enough(self):
        self._ask_for_order()
        [(code, _addresses)] = self._send_codes()
        for _number in range(4):
            self.assertIn("not the code", self._say('no'))

        self.assertIn("wrong too often", self._say('no'))
        self._say(topic='status')
        self._say(self.order.name)
        self._say('emma.f@example.com')

        self.assertIn("not the code", self._say(code))

    def test_a_code_works_for_a_quarter_of_an_hour_and_once(self):
        self._ask_for_order()
        [(code, _addresses)] = self._send_codes()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=16)):
            late = self._say(code)
        in_time = self._say(code)
        chat = self._get_chat()

        self.assertIn("not the code", late)
        self.assertIn("how far your order", in_time)
        self.assertFalse(chat.code_hash)

    def test_what_was_proved_is_forgotten_after_an_hour(self):
        self._prove(topic='trouble')

        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)):
            self.assertFalse(self._get_chat()._get_order())

    def test_codes_are_asked_for_a_limited_number_of_times(self):
        for _number in range(5):
            self.channel = self._open_chat()
            self.assertIn("If number", self._ask_for_order('S1', 'eve@example.com'))
        self.channel = self._open_chat()

        self.assertIn("too often", self._ask_for_order('S2', 'eve@example.com'))
        self.assertFalse(self._get_chat().is_code_wanted)

    def test_a_customer_chooses_among_own_orders_only(self):
        self.channel = self._open_chat('customer')
        own = self._create_gift_order("Ben")
        own.partner_id = self.users['customer'].partner_id
        self._say(topic='status')
        choices = self._get_choices()

        told = self._say(own.name)

        self.assertEqual(choices, [own.name])
        self.assertIn("how far your order", told)
        self.assertEqual(self._get_chat().order_id, own)
        self._say(topic='status')
        self.assertIn("mail address", self._say(self.order.name))
        self.assertFalse(self._get_chat().order_id)

    def test_a_colleague_of_the_company_is_shown_its_orders(self):
        firm = self.env['res.partner'].create({'name': "Firm", 'is_company': True})
        self.users['customer'].partner_id.parent_id = firm
        self.order.partner_id = self.env['res.partner'].create(
            {'name': "Colleague", 'parent_id': firm.id}
        )
        self.channel = self._open_chat('customer')

        self._say(topic='status')

        self.assertEqual(self._get_choices(), [self.order.name])

    # === WHAT IS TOLD === #

    def test_parcels_are_told_with_their_number_but_not_a_hidden_address(self):
        order, ben, cem = self._create_divided_order()
        ben.write({'asks_address': True, 'address_hidden': True})
        for job in order.gift_job_ids:
            self._pack(job)
        for parcel in (ben, cem):
            parcel.picking_ids.carrier_tracking_ref = f'TRACK-{parcel.name}'
        for job in order.gift_job_ids:
            job.action_ship()
        self.order = order

        told = self._prove()

        self.assertIn("TRACK-Cem", told)
        self.assertIn("would tell the address", told)
        for secret in ("TRACK-Ben", "Elm Street", "94107", "13.00", "39.00"):
            self.assertNotIn(secret, told)

    # === QUESTIONS === #

    def test_a_visitors_question_becomes_a_ticket_and_the_number_is_told(self):
        self._say(topic='product')
        self.assertIn("mail address", self._say("Is the mug <b>safe</b> in the dishwasher?"))

        told = self._say('eve@example.com')

        ticket = self._get_chat().ticket_ids
        self.assertRecordValues(ticket, [{
            'channel': 'chat', 'email_normalized': 'eve@example.com', 'order_id': False,
            'name': "Is the mug *safe* in the dishwasher?", 'stage': 'new',
        }])  # fmt: skip
        self.assertIn(ticket.number, told)
        self.assertIn('eve@example.com', told)
        note = ticket.message_ids.filtered(lambda m: m.subtype_id == self.env.ref('mail.mt_note'))
        self.assertIn("How can I help you?", html_text(note))
        self.assertIn("dishwasher", html_text(note))

    def test_a_proved_order_and_its_gift_are_linked(self):
        order = self._create_gift_order("Anna", "Ben")
        self.order = order
        self._prove(topic='trouble')
        self.assertEqual(self._get_step(), 'line')
        self._say(self._get_choices()[1])

        self._say("The lid leaks.")

        self.assertRecordValues(self._get_chat().ticket_ids, [{
            'order_id': order.id, 'sale_line_id': order.order_line[1].id,
            'partner_id': self.partner.id, 'email_normalized': 'emma.f@example.com',
        }])  # fmt: skip

    def test_an_order_that_was_not_proved_is_not_linked(self):
        self._ask_for_order(topic='trouble')
        self._say("I got no code")
        self._say(topic='trouble')
        self._say("I do not have the number")
        self._say("It broke.")

        self._say('eve@example.com')

        ticket = self._get_chat().ticket_ids
        self.assertEqual((ticket.order_id.ids, ticket.order_ref), ([], self.order.name))

    def test_a_second_click_is_the_same_question(self):
        self._say(topic='product')
        self._say("Is it safe?")
        told = self._say('eve@example.com')
        messages = self.channel.sudo().message_ids

        self.channel.sudo().chatbot_current_step_id = self.env.ref(
            'gift_loyalty.chatbot_step_address'
        )
        self._trigger()

        self.assertEqual(len(self._get_chat().ticket_ids), 1)
        self.assertEqual(self.channel.sudo().message_ids, messages)
        self.assertIn("Its number is", told)

    def test_the_same_words_again_are_the_same_ticket(self):
        for _number in range(2):
            self._say(topic='person')
            self._say("Call me.")
            if self._get_step() == 'address':
                self._say('eve@example.com')

        self.assertEqual(len(self._get_chat().ticket_ids), 1)

    # === PEOPLE === #

    def test_an_operator_takes_over_and_reads_the_order_beside(self):
        self._be_there()
        self._prove()

        self._say(topic='person')

        channel = self.channel.sudo()
        self.assertEqual(channel.livechat_operator_id, self.operator.partner_id)
        self.assertIn(self.operator.partner_id, channel.channel_member_ids.partner_id)
        self.assertIn(self.order.name, channel.livechat_note)
        self.assertIn("Waiting for your approval", channel.livechat_note)
        self.assertNotIn("\n", channel.livechat_note)

    def test_order_gifts_and_tickets_stand_beside_the_chat(self):
        self._be_there()
        self._prove()
        brief = self.chats.with_user(self.operator).get_brief(self.channel.id)

        line = self._get_lines(self.order)
        self.assertEqual(brief['order'], {'id': self.order.id, 'name': self.order.name})
        [gift] = [gift for gift in brief['gifts'] if gift['id'] == line.id]
        self.assertEqual(gift['picture'], line._gift_get_preview_url())
        self.assertEqual(gift['now'], "Waiting for your approval")
        self.assertFalse(brief['tickets'])

        chat = self._get_chat()
        chat.sudo().line_id = line
        ticket = self.env['gift.ticket'].create(
            {'name': "The lid", 'team_id': self.team.id, 'chat_id': chat.id}
        )
        brief = self.chats.with_user(self.operator).get_brief(self.channel.id)
        self.assertEqual(brief['tickets'], [{'id': ticket.id, 'name': ticket.display_name}])
        self.assertTrue(brief['gifts'][0]['is_asked'])

    def test_what_is_no_chat_has_nothing_beside(self):
        chats = self.chats.with_user(self.operator)
        nothing = {'order': False, 'gifts': [], 'tickets': []}
        for channel in (self.channel.id, 2**31 - 1):
            self.assertEqual(chats.get_brief(channel), nothing)
        for odd in (None, 'x', [1], {}):
            self.assertEqual(chats.get_brief(odd), {})

    def test_out_of_hours_the_bot_takes_the_question(self):
        self._be_there(is_open=False)

        told = self._say(topic='person')

        self.assertIn("Nobody is in the chat", told)
        self.assertEqual(self._get_step(), 'words')

    # === HOSTILE === #

    def test_odd_input_is_answered_in_words(self):
        odd = (
            '<script>alert(1)</script>',
            '👩‍👩‍👧' * 50,
            '\u202eevil',
            ' ',
            'x' * 200_000,
            "' OR 1=1",
        )
        for step in ('menu', 'order', 'email', 'code', 'line', 'words', 'address'):
            for text in odd:
                self.env['gift.rate.limit'].search([]).unlink()
                self._get_chat().write({'topic': 'product', 'typed_order': 'S1'})
                self.channel.sudo().chatbot_current_step_id = self.script._gift_find_step(step)
                with self.subTest(step=step, text=text[:20]):
                    self.assertTrue(self._say(text))

    def test_what_a_visitor_types_is_never_markup_of_the_bot(self):
        self._say(topic='product')
        self._say('<img src=x onerror=alert(1)>Hello')
        self._say('eve@example.com')

        ticket = self._get_chat().ticket_ids
        for message in ticket.message_ids:
            self.assertNotIn('<img', message.body)

    # === RETENTION === #

    def test_old_chats_are_deleted_with_their_visitors_and_tickets_stay(self):
        self._say(topic='product')
        self._say("Is it safe?")
        self._say('eve@example.com')
        chat, channel = self._get_chat(), self.channel.sudo()
        ticket, guest = chat.ticket_ids, channel.channel_member_ids.guest_id
        other = self._open_chat().sudo()
        channel.last_interest_dt = fields.Datetime.now() - timedelta(days=366)

        self.chats._gc_old_chats()

        self.assertFalse((chat | chat).exists() or channel.exists() or guest.exists())
        self.assertTrue(other.exists() and ticket.exists())
        self.assertFalse(self.env['mail.message'].search(
            [('model', '=', 'discuss.channel'), ('res_id', '=', channel.id)]
        ))  # fmt: skip

    def test_a_silly_setting_is_the_default(self):
        for value in ('0', '-3', 'x', ''):
            self.env['ir.config_parameter'].set_param('gift_loyalty.chat_months', value)
            age = fields.Datetime.now() - self.chats._get_oldest()
            self.assertIn(age.days, (365, 366))


def html_text(messages):
    return '\n'.join(messages.mapped('body'))
