"""How a supplier's pages are opened and used in tests."""

import re

from odoo.tests import HttpCase


class SupplierPages(HttpCase):
    def setUp(self):
        super().setUp()
        self.env['gift.rate.limit'].search([]).unlink()

    def _post(self, url, page=None, **values):
        """Send a form with the token of the session, which ``page`` shows."""
        html = self.url_open(page or '/supplier/link').text
        token = re.search(r'name="csrf_token" value="([^"]+)"', html)[1]
        return self.url_open(url, data={'csrf_token': token, **values})

    def _get_code(self, path):
        """Ask for a code through a link and read it in the mail."""
        contact = self._find_access(path).contact_id
        self._post(f'{path}/code')
        mail = self._get_mails(contact.partner_id)[-1]
        return re.search(r'>(\d{6})<', mail)[1]

    def _unlock(self, path):
        return self._post(f'{path}/unlock', code=self._get_code(path))

    def _count_writes(self):
        """Return how many rows were written so far, in all tables of the database."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_all_tables"
        )
        return self.env.cr.fetchone()[0]
