from odoo.tests import HttpCase, tagged
from odoo.tools import html2plaintext

from .chat_common import ChatCommon


@tagged('post_install', '-at_install')
class TestChatPages(ChatCommon, HttpCase):
    """The visitor's requests, as the page sends them; and what pages load before the click."""

    def _open_session(self):
        return self.make_jsonrpc_request(
            '/im_livechat/get_session',
            {'channel_id': self.livechat.id, 'chatbot_script_id': self.script.id},
        )

    def _post(self, channel_id, body, answer=None):
        """Post a message and ask for the next step; return what the bot said last."""
        extra = {'selected_answer_id': answer.id} if answer else {}
        posted = self.make_jsonrpc_request(
            '/mail/message/post',
            {
                'thread_model': 'discuss.channel',
                'thread_id': channel_id,
                'post_data': {'body': body, 'message_type': 'comment',
                              'subtype_xmlid': 'mail.mt_comment'},
                **extra,
            },
        )  # fmt: skip
        self._next(channel_id)
        channel = self.env['discuss.channel'].browse(channel_id)
        said = channel.message_ids.sorted('id')[-1:]
        return posted, html2plaintext(said.body or '')

    def _next(self, channel_id):
        return self.make_jsonrpc_request('/chatbot/step/trigger', {'channel_id': channel_id})

    def test_a_visitor_proves_an_order_and_nobody_else_reads_the_chat(self):
        opened = self._open_session()
        channel_id = opened['channel_id']
        self.channel = self.env['discuss.channel'].browse(channel_id)
        where = self.env.ref('gift_loyalty.chatbot_answer_menu_status')

        _posted, asked = self._post(channel_id, where.name, where)
        self._post(channel_id, self.order.name)
        self._post(channel_id, 'emma.f@example.com')
        [(code, _addresses)] = self._send_codes()
        _posted, told = self._post(channel_id, code)
        self._next(channel_id)

        self.assertIn("number of your order", asked)
        self.assertIn("Waiting for your approval", told)
        self.assertEqual(self._get_step(), 'more')
        self.opener.cookies.clear()
        for params in (
            {'channel_id': channel_id}, {'channel_id': channel_id, 'chatbot_script_id': 1},
        ):  # fmt: skip
            self.assertFalse(self.make_jsonrpc_request('/chatbot/step/trigger', params))
        self.assertEqual(self._get_step(), 'more')

    def test_the_answer_tells_nothing_of_staff_or_of_the_order(self):
        opened = self._open_session()
        where = self.env.ref('gift_loyalty.chatbot_answer_menu_status')
        posted, _said = self._post(opened['channel_id'], where.name, where)

        text = f'{opened}{posted}'
        for secret in (self.operator.email, self.operator.name, self.partner.email, 'gift_order'):
            self.assertNotIn(secret, text)

    def test_a_second_request_for_the_same_answer_changes_nothing(self):
        channel_id = self._open_session()['channel_id']
        where = self.env.ref('gift_loyalty.chatbot_answer_menu_status')
        self._post(channel_id, where.name, where)
        channel = self.env['discuss.channel'].browse(channel_id)
        before = channel.message_ids

        self._next(channel_id)

        channel.invalidate_recordset()
        self.assertEqual(channel.message_ids, before)

    def test_long_and_odd_messages_are_kept_and_answered(self):
        channel_id = self._open_session()['channel_id']
        where = self.env.ref('gift_loyalty.chatbot_answer_menu_status')
        self._post(channel_id, where.name, where)
        for body in (
            '\0',
            '<b>' * 3000,
            'x' * 300_000,
            '<svg/onload=alert(1)>',
            '\u202e\ud83d\ude00',
        ):
            with self.subTest(body=body[:10]):
                posted, said = self._post(channel_id, body)

                message = self.env['mail.message'].browse(posted['message_id'])
                self.assertLessEqual(len(message.body), 41_000)
                self.assertNotIn('onload', message.body)
                self.assertTrue(said)

    def test_pages_show_the_button_and_leave_the_chats_code_out(self):
        self.env['website'].search([]).channel_id = self.livechat
        page = self.url_open('/contactus').text

        self.assertIn('o_gift_chat', page)
        self.assertIn('"gift_is_light": true', page)
        self.assertFalse(self._find_chat_code('web.assets_frontend'))
        self.assertLess(
            {
                '/im_livechat/static/src/embed/frontend/boot_service.js',
                '/gift_loyalty/static/src/chat/message_patch.js',
            },
            self._find_chat_code('gift_loyalty.assets_chat'),
        )

    def test_pages_with_a_chatter_have_the_chat_in_one_store_and_styles_that_compile(self):
        bundle = self.env['ir.qweb']._get_asset_bundle('portal.assets_chatter')

        self.assertTrue(bundle.css())
        self.assertFalse(bundle.css_errors)
        self.assertLess(
            self._find_chat_code('gift_loyalty.assets_chat'),
            self._find_chat_code('portal.assets_chatter'),
        )

    def _find_chat_code(self, bundle):
        paths = {asset[0] for asset in self.env['ir.asset']._get_asset_paths(bundle, {})}
        heavy = (
            '/mail/static/src/core',
            '/mail/static/src/discuss',
            '/im_livechat/',
            '/gift_loyalty/static/src/chat/',
        )
        return {path for path in paths if path.startswith(heavy) and path.endswith('.js')}

    def test_a_website_without_the_light_chat_has_no_button(self):
        self.env['website'].search([]).channel_id = False

        self.assertNotIn('o_gift_chat', self.url_open('/contactus').text)
