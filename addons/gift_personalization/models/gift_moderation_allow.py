from odoo import api, fields, models

from ..moderation import lists, matcher


class GiftModerationAllow(models.Model):
    """A name or place in which no word is found, or a whole text that may be printed as it is."""

    _name = 'gift.moderation.allow'
    _description = 'Allowed name or text'
    _rec_name = 'text'
    _order = 'kind, text'

    text = fields.Char(required=True)
    kind = fields.Selection(
        [('name', "Name or place, within any text"), ('text', "Exactly this text")],
        required=True,
        default='name',
    )
    case_id = fields.Many2one(
        'gift.moderation.case',
        string="Approved in",
        readonly=True,
        ondelete='set null',
    )
    is_shipped = fields.Boolean(string="Came with the shop", readonly=True)
    active = fields.Boolean(default=True)

    _text_uniq = models.Constraint('UNIQUE(kind, text)', "This is allowed already.")

    @api.model_create_multi
    def create(self, vals_list):
        allowed = super().create(vals_list)
        self.env['gift.moderation.word']._forget_matcher()
        return allowed

    def write(self, vals):
        result = super().write(vals)
        self.env['gift.moderation.word']._forget_matcher()
        return result

    def unlink(self):
        self.env['gift.moderation.word']._forget_matcher()
        return super().unlink()

    @api.model
    def _load_shipped(self):
        everything = self.with_context(active_test=False)
        known = set(everything.search([('kind', '=', 'name')]).mapped('text'))
        names = [name for name in lists.load_names() if name not in known]
        everything.create([{'text': name, 'is_shipped': True} for name in names])

    @api.model
    def _allow_texts(self, texts, case):
        """Allow whole texts that staff have approved. Idempotent."""
        everything = self.with_context(active_test=False)
        for text in {matcher.normalised(text) for text in texts}:
            known = everything.search([('kind', '=', 'text'), ('text', '=', text)])
            if known:
                known.active = True
            else:
                everything.create({'text': text, 'kind': 'text', 'case_id': case.id})
