from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.gift_base.controllers import health


@tagged('post_install', '-at_install')
class TestHealth(HttpCase):
    def test_a_working_shop_passes(self):
        response = self.url_open('/gift/health')

        self.assertEqual(response.status_code, 200)
        self.assertEqual(
            response.json(),
            {
                'status': 'pass',
                'checks': {'database': True, 'file_store': True},
            },
        )
        self.assertEqual(response.headers['Cache-Control'], 'no-store')

    def test_a_full_disk_fails_with_503(self):
        with patch.object(health.tempfile, 'NamedTemporaryFile', side_effect=OSError(28, 'full')):
            response = self.url_open('/gift/health')

        self.assertEqual(response.status_code, 503)
        self.assertFalse(response.json()['checks']['file_store'])
        self.assertTrue(response.json()['checks']['database'])
