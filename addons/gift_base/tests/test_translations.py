import io
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export


@tagged('post_install', '-at_install')
class TestTranslations(TransactionCase):
    """What Odoo exports of our addons is what their catalogues hold."""

    def _export(self, addon):
        """Return the English texts of an addon, as Odoo finds them in this database."""
        with io.BytesIO() as buffer:
            trans_export(None, [addon], buffer, 'po', self.env)
            return {entry.msgid for entry in polib.pofile(buffer.getvalue().decode())}

    def test_each_addon_has_every_text_in_its_catalogues(self):
        addons = self.env['ir.module.module'].search(
            [('name', '=like', 'gift\\_%'), ('state', '=', 'installed')]
        )
        self.assertIn('gift_base', addons.mapped('name'))

        for addon in addons.mapped('name'):
            texts = self._export(addon)
            folder = Path(get_module_path(addon)) / 'i18n'
            for name in (f'{addon}.pot', 'de.po', 'ar.po'):
                with self.subTest(addon=addon, file=name):
                    kept = {entry.msgid for entry in polib.pofile(str(folder / name))}

                    self.assertFalse(texts - kept, "not in it; run `make i18n`")
                    self.assertFalse(kept - texts, "stale; run `make i18n`")
