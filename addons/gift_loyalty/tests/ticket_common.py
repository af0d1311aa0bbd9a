from odoo.addons.gift_personalization.tests.request_common import RequestCommon

MAIL = """From: {sender}
To: support@care.example.com
Subject: {subject}
Message-Id: <{message_id}@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
{headers}
{body}
"""


class TicketCommon(RequestCommon):
    """A team that works from 9 to 17, and customers who write to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['mail.alias.domain'].search([]).unlink()
        cls.domain = cls.env['mail.alias.domain'].create({'name': 'care.example.com'})
        cls.env.company.alias_domain_id = cls.domain
        cls.calendar = cls.env['resource.calendar'].create(
            {
                'name': "9 to 17",
                'tz': 'UTC',
                'attendance_ids': [(5, 0, 0)]
                + [
                    (0, 0, {'name': "Day", 'dayofweek': str(day), 'hour_from': 9, 'hour_to': 17})
                    for day in range(5)
                ],
            }
        )
        cls.team = cls.env.ref('gift_loyalty.gift_ticket_team_care')
        cls.team.write(
            {
                'calendar_id': cls.calendar.id,
                'first_hours': 8,
                'solve_hours': 16,
                'alias_domain_id': cls.domain.id,
                'alias_name': 'support',
            }
        )
        cls.partner.write({'name': "Emma Fischer", 'email': 'emma.f@example.com'})

    def _create_ticket(self, **values):
        return self.env['gift.ticket'].create(
            {
                'name': "The lid leaks",
                'team_id': self.team.id,
                'partner_id': self.partner.id,
                'email': self.partner.email,
                **values,
            }
        )

    def _mail(self, body="It leaks.", *, sender='"Emma" <emma.f@example.com>', subject="The lid",
              message_id='m1', headers=''):  # fmt: skip
        text = MAIL.format(
            sender=sender, subject=subject, message_id=message_id, body=body,
            headers=f'{headers}\n' if headers else '',
        )  # fmt: skip
        before = self.env['gift.ticket'].search([])
        self.env['mail.thread'].with_context(mail_channel_noautofollow=True).message_process(
            'res.partner', text
        )
        return self.env['gift.ticket'].search([]) - before

    def _get_ticket_mails(self, ticket):
        return self.env['mail.mail'].search(
            [('model', '=', 'gift.ticket'), ('res_id', '=', ticket.id)], order='id'
        )

    def _answer(self, ticket, body="Please send a photo."):
        return ticket.with_user(self.users['staff']).message_post(
            body=body, message_type='comment', subtype_xmlid='mail.mt_comment'
        )
