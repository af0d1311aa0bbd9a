from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from odoo.addons.mail.tests.common import MailCase

from .consent_common import ConsentCommon

EMAIL = 'emma.fischer@example.com'


class FlowCommon(ConsentCommon, MailCase):
    """A flow of two mails for people who agreed to the newsletter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['gift.flow'].search([]).active = False
        cls.flow = cls._create_flow()
        cls.first, cls.second = cls.flow.step_ids
        cls.runs = cls.env['gift.flow.run']

    def setUp(self):
        super().setUp()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        self.now = fields.Datetime.now()

    @classmethod
    def _create_flow(cls, **values):
        return cls.env['gift.flow'].create(
            {
                'name': "Test",
                'trigger': 'welcome',
                'purpose_id': cls._purpose().id,
                'step_ids': [
                    cls._prepare_step("Welcome {{customer}}", 0),
                    cls._prepare_step("Second", 72),
                ],
                **values,
            }
        )

    @classmethod
    def _prepare_step(cls, subject, hours, **values):
        return Command.create(
            {
                'name': subject,
                'sequence': hours,
                'delay_hours': hours,
                'variant_ids': [
                    Command.create(
                        {
                            'subject': subject,
                            'body': "<p>Hello {{customer}}</p><p>{{button}}</p>",
                            'button': "Go",
                        }
                    )
                ],
                **values,
            }
        )

    def _run(self, hours=0):
        """Run the job so many hours later than the test began."""
        with freeze_time(self.now + timedelta(hours=hours, minutes=1)):
            self.env['gift.flow']._cron_run()

    def _get_subjects(self, email=EMAIL):
        sendings = self.env['gift.flow.sending'].search([('email', '=', email)], order='id')
        return sendings.variant_id.mapped('subject') if sendings else []

    def _get_run(self, email=EMAIL):
        return self.runs.search([('email', '=', email)])

    def _order(self, partner=None, amount=100.0, hours=0):
        order = self.env['sale.order'].create(
            {
                'partner_id': (partner or self.customer).id,
                'order_line': [
                    Command.create({'product_id': self.plain_product.id, 'price_unit': amount})
                ],
            }
        )
        with patch.object(self.registry['sale.order'], '_send_order_confirmation_mail'):
            order.action_confirm()
        order.date_order = self.now + timedelta(hours=hours)
        return order
