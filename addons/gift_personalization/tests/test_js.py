from odoo.tests import HttpCase, tagged

SUITE_HASH_BITS = 0xFFFFFFFF


@tagged('post_install', '-at_install')
class TestJavaScript(HttpCase):
    """Unit tests of our JavaScript, run by Odoo's own test page."""

    def test_all_suites_of_the_addon_pass(self):
        self.browser_js(
            f'/web/tests?headless&loglevel=2&preset=desktop&timeout=15000'
            f'&id={self._get_suite_id("@gift_personalization")}',
            '',
            '',
            login='admin',
            timeout=600,
            success_signal='[HOOT] Test suite succeeded',
        )

    def _get_suite_id(self, name):
        """Return the identifier of a suite, as Odoo's test page makes it of its name."""
        value = 0
        for character in name:
            value = (value << 5) - value + ord(character) & SUITE_HASH_BITS
        return f'{value:08x}'
