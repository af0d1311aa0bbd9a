from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.mail.tests.common import MailCase


@tagged('post_install', '-at_install')
class TestMailQueue(MailCase):
    """Two processes send from one queue; what one has sent and deleted does not stop the other."""

    def setUp(self):
        super().setUp()
        values = {'body_html': "<p>Hello</p>", 'auto_delete': True}
        self.mails = self.env['mail.mail'].create(
            [{**values, 'email_to': f'{name}@example.com'} for name in ('anna', 'ben', 'cem')]
        )

    def _delete(self, mail):
        """Delete a mail as another process does."""
        self.env.cr.execute(SQL("DELETE FROM mail_mail WHERE id = %s", mail.id))
        mail.invalidate_recordset()

    def _read_receivers(self):
        return sorted(address for mail in self._mails for address in mail['email_to'])

    @mute_logger('odoo.addons.mail.models.mail_mail')
    def test_a_mail_that_goes_while_the_queue_runs(self):
        with self.mock_mail_gateway():
            send = self.send_email_mocked.side_effect

            def send_and_delete(*args, **kwargs):
                self._delete(self.mails[1])
                return send(*args, **kwargs)

            self.send_email_mocked.side_effect = send_and_delete
            self.mails.send()

        self.assertEqual(self._read_receivers(), ['anna@example.com', 'cem@example.com'])
