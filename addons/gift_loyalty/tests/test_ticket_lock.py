from unittest.mock import patch

from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.gift_personalization.tests.test_proof_lock import ProofRaceCommon

EMAIL = 'race.ticket@example.com'
MAIL = f"""From: Race <{EMAIL}>
To: support@race.example.com
Subject: The lid
Message-Id: <race@example.com>
Content-Type: text/plain; charset=utf-8

It leaks.
"""


@tagged('post_install', '-at_install')
class TestTicketRace(ProofRaceCommon):
    """A double click, a mail that two jobs fetch, two of the staff: in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            team = env['gift.ticket.team'].create({'name': "Race"})
            order = env['sale.order'].browse(self.order_id)
            ticket = env['gift.ticket'].create(
                {
                    'name': "Race",
                    'team_id': team.id,
                    'partner_id': order.partner_id.id,
                    'email': EMAIL,
                    'order_id': order.id,
                }
            )
            users = [
                new_test_user(env, login, groups='gift_base.group_staff').id
                for login in ('racer.one', 'racer.two')
            ]
            self.team_id, self.ticket_id = team.id, ticket.id
            self.user_ids = users

    def _delete(self):
        with self._open() as env:
            users = env['res.users'].browse(self.user_ids)
            requests = env['gift.order.request'].search([('order_id', '=', self.order_id)])
            tickets = env['gift.ticket'].search([('team_id', '=', self.team_id)])
            strangers = tickets.partner_id.filtered(lambda partner: partner.email == EMAIL)
            env['mail.mail'].search(
                [('model', '=', tickets._name), ('res_id', 'in', tickets.ids)]
            ).unlink()
            env['gift.ticket.settle'].search([('ticket_id', 'in', tickets.ids)]).unlink()
            for table, column, ids in (
                ('gift_order_request_line', 'request_id', requests.ids),
                ('gift_order_request', 'id', requests.ids),
                ('gift_notice', 'res_id', [*tickets.ids, env['ir.model']._get_id('gift.ticket')]),
            ):
                where = SQL("%s IN %s", SQL.identifier(column), (0, *ids))
                if table == 'gift_notice':
                    where = SQL("%s AND res_model IN ('gift.ticket', 'ir.model')", where)
                env.cr.execute(SQL("DELETE FROM %s WHERE %s", SQL.identifier(table), where))
            env.invalidate_all()
            tickets.unlink()
            strangers.unlink()
            env['gift.ticket.team'].browse(self.team_id).unlink()
            partners = users.partner_id
            users.unlink()
            partners.unlink()
        super()._delete()

    @mute_logger('odoo.sql_db', 'odoo.addons.mail.models.mail_thread')
    def test_a_double_click_and_a_mail_that_is_fetched_twice_count_once(self):
        def answer(proof):
            ticket = proof.env['gift.ticket'].browse(self.ticket_id)
            ticket._post_from_customer("Thanks", reference='one')

        def fetch(proof):
            proof.env['mail.thread'].message_process(
                'gift.ticket', MAIL, custom_values={'team_id': self.team_id}
            )

        for work in (answer, fetch):
            results = self._run_at_once(first=work, second=work)
            self.assertEqual(results, {'first': None, 'second': None}, work.__name__)

        with self._open() as env:
            tickets = env['gift.ticket'].search([('team_id', '=', self.team_id)], order='id')
            self.assertEqual([len(one._get_conversation()) for one in tickets], [1, 1])

    @mute_logger('odoo.sql_db')
    def test_two_of_the_staff_make_a_gift_again_once(self):
        with self._open() as env:
            line = env['sale.order'].browse(self.order_id).order_line
            wizards = [
                env['gift.ticket.settle']
                .with_user(user)
                .create({'ticket_id': self.ticket_id, 'line_id': line.id})
                .id
                for user in self.user_ids
            ]

        def settle(number):
            def press(proof):
                wizard = proof.env['gift.ticket.settle'].browse(wizards[number])
                wizard.with_user(self.user_ids[number]).sudo(False).action_apply()

            return press

        request, window = self.db['gift.order.request'], self.db['gift.ticket.settle']
        with (
            patch.object(request, '_accept', lambda self, answer, **values: None),
            patch.object(window, '_check_line', lambda self, order: None),
        ):
            results = self._run_at_once(first=settle(0), second=settle(1))

        refused = [sentence for sentence in results.values() if sentence]
        self.assertEqual(len(refused), 1, results)
        self.assertIn("while your window was open", refused[0])
        with self._open() as env:
            found = env['gift.order.request'].search_count([('order_id', '=', self.order_id)])
            self.assertEqual(found, 1)
