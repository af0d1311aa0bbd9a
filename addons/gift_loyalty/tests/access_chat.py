from odoo.exceptions import AccessError
from odoo.tests import tagged

from .access_care import NOTHING, READ, ROLES, AccessCase
from .chat_common import ChatCommon


@tagged('post_install', '-at_install')
class TestChatAccess(AccessCase, ChatCommon):
    """Chats: staff read what the bot knows, visitors only what it says."""

    def test_every_role_has_exactly_its_rights_on_what_the_bot_knows(self):
        self._ask_for_order()
        chat = self._get_chat()
        for role in ROLES:
            with self.subTest(role=role):
                allowed = READ if role in ('staff', 'manager') else NOTHING
                self.assertEqual(self._get_rights(chat, role), allowed)

    def test_nobody_reads_the_hash_of_a_code(self):
        self._ask_for_order()
        for role in ROLES:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._get_chat().with_user(self.users[role]).read(['code_hash'])

    def test_only_managers_edit_the_bot(self):
        step = self.env.ref('gift_loyalty.chatbot_step_order')
        for record in (self.script, step, self.env.ref('gift_loyalty.chatbot_answer_more_bye')):
            for role in ROLES:
                with self.subTest(model=record._name, role=role):
                    may = record.with_user(self.users[role]).has_access('write')
                    self.assertEqual(may, role == 'manager')

    def test_a_chat_is_its_visitors_and_the_staffs(self):
        for role in ROLES:
            with self.subTest(role=role):
                channel = self.env['discuss.channel'].with_user(self.users[role])
                found = channel.search([('id', '=', self.channel.id)])
                self.assertEqual(bool(found), role in ('staff', 'manager'))

    def test_the_note_for_the_staff_is_not_for_customers(self):
        self.channel = self._open_chat('customer')
        self.chats._brief(self.channel)

        with self.assertRaises(AccessError):
            self.channel.read(['livechat_note'])

    def test_only_staff_see_what_stands_beside_a_chat(self):
        self._prove()
        for role in ROLES:
            with self.subTest(role=role):
                brief = self.chats.with_user(self.users[role]).get_brief(self.channel.id)
                self.assertEqual(bool(brief), role in ('staff', 'manager'))

    def test_helpers_of_the_bot_cannot_be_called_over_rpc(self):
        self._assert_private(
            'gift.chat',
            ('_open', '_answer', '_say', '_brief', '_cron_send_codes', '_send_code', '_prove',
             '_make_ticket', '_gc_old_chats'),
        )  # fmt: skip
        self._assert_private('chatbot.script', ('_gift_find_step',))
        self._assert_private('website', ('_gift_has_light_chat', '_gift_is_visitor_asked'))

    def test_the_routes_of_the_chat_are_odoos(self):
        found = {
            url: endpoint.routing['auth']
            for url, endpoint in self.env['ir.http']._generate_routing_rules(
                sorted(self.env.registry._init_modules),
                converters=self.env['ir.http']._get_converters(),
            )
            if url.startswith(('/chatbot/', '/gift/chat'))
        }
        self.assertEqual(found, {
            '/chatbot/<model("chatbot.script"):chatbot_script>/test': 'user',
            '/chatbot/answer/save': 'public',
            '/chatbot/restart': 'public',
            '/chatbot/step/trigger': 'public',
            '/chatbot/step/validate_email': 'public',
            **{url: auth for url, auth in found.items() if url.startswith('/chatbot/cors/')},
        })  # fmt: skip
