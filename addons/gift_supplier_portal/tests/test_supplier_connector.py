import json
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from .. import network
from ..engine import contract
from .connector_common import ConnectorCommon
from .receiver import is_signed
from .test_supplier_api import DOCUMENT
from .test_supplier_artwork import ArtworkCommon


@tagged('post_install', '-at_install')
class TestSupplierEvents(ConnectorCommon, ArtworkCommon, TransactionCase):
    """What suppliers' machines are told, and how it reaches them."""

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(type(self.env['ir.cron']), '_commit_progress', return_value=float('inf'))
        )
        self.env.cr.precommit.run()
        self.events.search([('state', '=', 'waiting')]).sudo()._gift_update_state('sent')

    def _confirm(self, **values):
        order = self._create_purchase(**values)
        (event,) = self._tell()
        return order, event

    def _send_later(self, event):
        """Send what is due once the event's next try has come."""
        event.next_try = fields.Datetime.now() - timedelta(seconds=1)
        self.events._cron_send()

    # === WHAT IS TOLD === #

    def test_an_order_is_told_when_it_is_confirmed_changed_and_cancelled(self):
        draft = self._create_purchase(state='draft')
        self.assertFalse(self._tell(), "drafts are nobody's but ours")
        draft.button_confirm()
        confirmed = self._tell()
        line = draft.order_line
        line.product_qty = 12
        line.price_unit = 4.5
        changed = self._tell()
        line.product_qty = 99
        line.product_qty = 12
        unchanged = self._tell()
        draft.button_cancel()
        cancelled = self._tell()

        self.assertEqual(
            [event.kind for event in confirmed + changed + unchanged + cancelled],
            ['order.confirmed', 'order.changed', 'order.cancelled'],
        )
        data = json.loads(changed.payload)
        self.assertEqual(data['type'], 'order.changed')
        told = data['data']['order']['lines'][0]
        self.assertEqual((told['quantity'], told['price']), (12, 4.5))
        self.assertNotIn('777', changed.payload, "our price")
        self.assertNotIn('S12345', changed.payload, "the customer's order")
        numbers = (confirmed + changed + cancelled).mapped('number')
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))

    def test_only_the_own_machine_is_told(self):
        self._create_purchase(self.pens)
        self.assertFalse(self._tell())
        other = self._create_connector(self.cleo)
        self._create_purchase(self.pens)
        self.assertEqual(self._tell().connector_id, other)

    def test_artwork_is_told_with_its_hashes(self):
        _jobs, line = self._buy("Anna")
        events = self._tell().filtered(lambda event: event.kind == 'artwork.released')
        package = line._gift_get_package()
        artwork = json.loads(events.payload)['data']['artwork']
        self.assertEqual((artwork['sha256'], artwork['line']), (package.sha256, line.id))
        self.assertEqual(len(artwork['files']), len(package._get_files()))

        package._withdraw("Changed")
        (withdrawn,) = self._tell()

        self.assertEqual(withdrawn.kind, 'artwork.withdrawn')
        everything = withdrawn.payload + events.payload
        self.assertNotIn(line.gift_sale_line_id.order_id.name, everything)

    def test_a_defect_is_told_once(self):
        order, _event = self._confirm()
        line = order.order_line
        for move in order.picking_ids.move_ids:
            move.write({'quantity': move.product_uom_qty, 'picked': True})
        order.picking_ids._action_done()
        self._tell()
        values = {'quantity': 2, 'cause': 'print', 'source': 'receipt', 'note': "Two are blurred"}
        for _try in range(2):
            self.env['gift.supplier.defect']._report(
                line.sudo(), values, self.env['gift.asset'], reference='once'
            )
        event = self._tell().filtered(lambda event: event.kind == 'defect.reported')
        self.assertEqual(len(event), 1)
        data = json.loads(event.payload)
        contract.check(data, DOCUMENT['components']['schemas']['Event'], DOCUMENT)
        defect = data['data']['defect']
        self.assertEqual((defect['line'], defect['quantity']), (line.id, 2))
        self.assertEqual(defect['note'], "Two are blurred")

    def test_what_is_rolled_back_is_not_told(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._create_purchase()
            raise UserError(self.env._("No"))
        self.assertFalse(self._tell())

    def test_what_an_event_says_never_changes(self):
        _order, event = self._confirm()
        for act in (
            lambda: event.write({'payload': '{}'}), lambda: event.write({'name': 'x'}),
            event.unlink,
        ):  # fmt: skip
            with self.assertRaises(UserError):
                act()

    # === SENDING === #

    def test_a_message_is_signed_and_sent_once(self):
        _order, event = self._confirm()
        self.events._cron_send()
        self.events._cron_send()

        ((path, headers, body),) = self.receiver.calls
        self.assertEqual(path, '/hook?a=1')
        self.assertEqual(headers['Gift-Event'], event.name)
        self.assertEqual(json.loads(body)['id'], event.name)
        self.assertEqual(body.decode(), event.payload)
        now = time.time()
        signature = headers['Gift-Signature']
        self.assertTrue(is_signed(signature, body, self.secret, now=now))
        self.assertFalse(is_signed(signature, body + b' ', self.secret, now=now))
        self.assertFalse(is_signed(signature, body, 'gsk_other', now=now))
        self.assertFalse(is_signed(signature, body, self.secret, now=now + 301), "a replay")
        self.assertRecordValues(event, [{'state': 'sent', 'tries': 1, 'last_error': '200'}])

    def test_two_secrets_sign_for_a_day(self):
        newer = self.connector._rotate_secret()
        header = self.connector._build_signature(b'{}', 1000)
        for secret in (self.secret, newer):
            self.assertTrue(is_signed(header, b'{}', secret, now=1000))
        self.connector.old_secret_until = fields.Datetime.now() - timedelta(seconds=1)
        header = self.connector._build_signature(b'{}', 1000)
        self.assertFalse(is_signed(header, b'{}', self.secret, now=1000))
        self.assertTrue(is_signed(header, b'{}', newer, now=1000))
        self.env.cr.execute("SELECT * FROM gift_supplier_connector")
        stored = str(self.env.cr.fetchall())
        for secret in (self.secret, newer, self.token):
            self.assertNotIn(secret, stored)

    def test_it_is_tried_again_with_the_same_id_and_given_up_at_last(self):
        order, event = self._confirm()
        self.receiver.status = 503
        self.events._cron_send()
        waits = []
        while event.state == 'waiting':
            waits.append(round((event.next_try - fields.Datetime.now()).total_seconds() / 60))
            self._send_later(event)

        self.assertEqual(waits, [1, 4, 16, 64, 256, 1024])
        self.assertEqual((event.state, event.last_error), ('given_up', '503'))
        self.assertEqual({call[1]['Gift-Event'] for call in self.receiver.calls}, {event.name})
        self.assertEqual(len(self.receiver.calls), 7)
        self.assertIn("not reached", str(order.activity_ids.mapped('summary')))
        self.receiver.status = 204
        event.with_user(self.buyer).action_send_again()
        self.events._cron_send()
        self.assertEqual(event.state, 'sent')

    def test_a_process_that_is_killed_after_the_call_sends_the_same_again(self):
        _order, event = self._confirm()
        with self.assertRaises(KeyboardInterrupt), self.env.cr.savepoint():
            event._send()
            raise KeyboardInterrupt
        self.assertEqual(event.state, 'waiting')
        self.events._cron_send()

        first, second = self.receiver.calls
        self.assertEqual((first[2], first[1]['Gift-Event']), (second[2], event.name))
        self.assertEqual(event.state, 'sent')

    def test_events_of_an_order_keep_their_sequence(self):
        order, confirmed = self._confirm()
        order.order_line.product_qty = 11
        (changed,) = self._tell()
        _other, other = self._confirm()
        self.receiver.statuses[:] = [500]

        self.events._cron_send()
        told = [call[1]['Gift-Event'] for call in self.receiver.calls]
        self.assertEqual(told, [confirmed.name, other.name], "the other order is not held up")
        self.events._cron_send()
        self.assertEqual(len(self.receiver.calls), 2, "the change waits for the order")
        self._send_later(confirmed)

        told = [call[1]['Gift-Event'] for call in self.receiver.calls[2:]]
        self.assertEqual(told, [confirmed.name, changed.name])

    def test_gone_turns_it_off_and_what_waits_is_sent_when_it_is_on_again(self):
        _order, event = self._confirm()
        self.receiver.status = 410
        self.events._cron_send()
        self.assertTrue(self.connector.is_off)
        self.assertEqual(event.state, 'waiting')
        self.assertEqual(self.connector.activity_ids.user_id, self.buyer)
        _order, later = self._confirm()
        self.events._cron_send()
        self.assertEqual(len(self.receiver.calls), 1)

        self.receiver.status = 200
        self.connector.action_turn_on()
        self.events._cron_send()
        self.assertEqual((event + later).mapped('state'), ['sent', 'sent'])

    # === ADDRESSES === #

    def test_a_redirect_is_not_followed(self):
        inner = type(self.receiver)()
        self.addCleanup(inner.stop)
        self.receiver.status, self.receiver.location = 307, inner.url
        _order, event = self._confirm()
        self.events._cron_send()
        self.assertEqual((inner.calls, event.state, event.last_error), ([], 'waiting', '307'))

    def test_who_answers_too_slowly_is_cut_off_and_does_not_hold_up_others(self):
        _order, event = self._confirm()
        _order, second = self._confirm()
        self.receiver.hold.clear()
        self.addCleanup(self.receiver.hold.set)
        with patch.object(network, 'ANSWER_S', 0.2):
            self.events._cron_send()
        self.assertEqual(len(self.receiver.calls), 1)
        self.assertIn("no answer in time", event.last_error)
        self.assertEqual((event.tries, second.tries), (1, 0))
        with self.assertRaises(TimeoutError):
            network.post(self.receiver.url, b'', {}, is_local=True, whole_s=0.2)

    def test_addresses_inside_a_network_are_refused(self):
        self.env['ir.config_parameter'].set_param('gift_supplier_portal.allow_local', 'False')
        for url in (
            'http://example.com/', 'https://127.0.0.1/', 'https://10.0.0.1/', 'https://[::1]/',
            'https://169.254.169.254/latest', 'https://192.168.1.1:8443/', 'https://a:b@c.com/',
            'https://[::ffff:10.0.0.1]/', 'https://100.64.0.1/', 'https://0.0.0.0/', 'ftp://x.com/',
            'https://[fe80::1]/', 'https://[64:ff9b::a00:1]/', 'https://x.com/#a', 'https:///x',
            'https://x.com:0/', 'https://x.com:99999/', 'https://x y.com/', '', False,
        ):  # fmt: skip
            with self.subTest(url), self.assertRaises(ValidationError):
                self.connector.url = url
        self.connector.url = 'https://orders.example.com/hook'

    def test_a_name_that_leads_inside_is_not_called(self):
        self.env['ir.config_parameter'].set_param('gift_supplier_portal.allow_local', 'False')
        _order, event = self._confirm()
        self.connector.url = 'https://orders.example.com/hook'
        for found in (['127.0.0.1'], ['93.184.215.14', '10.0.0.1'], ['fd00::1'], ['fe80::1%eth0']):
            entries = [(0, 0, 0, '', (address, 443)) for address in found]
            with self.subTest(found), patch('socket.create_connection') as connect:
                with patch('socket.getaddrinfo', return_value=entries):
                    self.assertIsNone(event._call()[0])
                connect.assert_not_called()
        self.assertEqual(self.receiver.calls, [])

    # === FILE === #

    def test_a_file_of_what_is_new_is_mailed_once(self):
        self.connector.kind = 'csv'
        self.mug.name = "=HYPERLINK(1)"
        order = self._create_purchase(lines=[(self.mug, 10, 4.0), (self.pen, 5, 1.0)])
        order.order_line[0].name = "=HYPERLINK(1)"
        (event,) = self._tell()
        before = self.env['mail.mail'].search([])

        self.events._cron_send()
        self.events._cron_mail()
        self.events._cron_mail()

        mail = self.env['mail.mail'].search([]) - before
        self.assertEqual(mail.recipient_ids, self.ann.partner_id)
        rows = mail.attachment_ids.raw.decode('utf-8-sig').splitlines()
        self.assertEqual(len(rows), 3)
        self.assertIn(f"order.confirmed,{event.create_date:%Y-%m-%d}", rows[1])
        self.assertIn(",'=HYPERLINK(1),10.0,", rows[1])
        self.assertEqual((event.state, self.receiver.calls), ('sent', []))
