import hashlib

from odoo import api, fields, models

from odoo.addons.gift_base.insert import insert_once

KINDS = [
    ('exempt', "Line without a right of withdrawal"),
    ('right', "Line with a right of withdrawal"),
    ('terms', "Terms of sale"),
]


class GiftLawWording(models.Model):
    """A text as it was shown to customers. Same text, same row; it never changes."""

    _name = 'gift.law.wording'
    _inherit = ['gift.append.only.mixin']
    _description = 'Wording that was shown'
    _order = 'id desc'

    kind = fields.Selection(KINDS, required=True, readonly=True)
    lang = fields.Char(string="Language", required=True, readonly=True)
    version = fields.Integer(readonly=True)
    text = fields.Text(required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)

    _once = models.UniqueIndex('(kind, lang, version, sha256)')

    @api.depends('kind', 'lang', 'version')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for wording in self:
            wording.display_name = (
                f'{labels.get(wording.kind)} · {wording.lang} · {wording.version}'
            )

    @api.model
    def _store(self, kind, lang, version, text):
        """Return the wording (sudo) of that text; stores it when it is shown for the first time."""
        values = {
            'kind': kind,
            'lang': lang or 'en_US',
            'version': version,
            'sha256': hashlib.sha256(text.encode()).hexdigest(),
        }
        wordings_sudo = self.sudo()  # a visitor's order keeps what the visitor was shown
        domain = [(name, '=', value) for name, value in values.items()]
        found = wordings_sudo.search(domain, limit=1)
        if not found:
            insert_once(wordings_sudo, {**values, 'text': text})
            found = wordings_sudo.search(domain, limit=1)
        return found
