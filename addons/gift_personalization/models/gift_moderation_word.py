from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..moderation import lists, matcher, patterns

LANGUAGES = [
    ('any', "All languages"),
    ('ar', "Arabic"),
    ('de', "German"),
    ('en', "English"),
    ('es', "Spanish"),
    ('fr', "French"),
    ('it', "Italian"),
    ('nl', "Dutch"),
    ('pl', "Polish"),
    ('ru', "Russian"),
    ('tr', "Turkish"),
]
SEVERITIES = [('block', "Not printed"), ('review', "Staff looks first")]
REASONS = [
    ('insult', "Insult"),
    ('hate', "Hate"),
    ('sexual', "Sexual"),
    ('violence', "Violence"),
    ('drugs', "Drugs"),
    ('trademark', "Trademark"),
    ('personal_data', "Personal data"),
    ('quality', "Quality of the photo"),
    ('rights', "Rights of others"),
    ('other', "Other"),
]


class GiftModerationWord(models.Model):
    """A word or phrase that is not printed, or only after somebody has looked."""

    _name = 'gift.moderation.word'
    _description = 'Moderated word'
    _rec_name = 'pattern'
    _order = 'language, pattern'

    pattern = fields.Char(
        string="Word or phrase",
        required=True,
        help="“*” at the start or end stands for any letters there. Capitals, accents, look-alikes,"
        " digits for letters and separators are seen through.",
    )
    language = fields.Selection(LANGUAGES, required=True, default='any', index=True)
    severity = fields.Selection(SEVERITIES, required=True, default='block')
    reason = fields.Selection(REASONS, required=True, default='insult')
    is_shipped = fields.Boolean(string="Came with the shop", readonly=True)
    active = fields.Boolean(default=True)

    _pattern_uniq = models.Constraint(
        'UNIQUE(language, pattern)', "This word is in the list of this language already."
    )

    @api.constrains('pattern')
    def _check_pattern(self):
        for word in self:
            try:
                patterns.parse(word.pattern)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(pattern)s” cannot be searched for. Write a word or phrase of at least"
                        " two letters and at most %(max)s; “*” may only stand at its start or end.",
                        pattern=word.pattern,
                        max=patterns.MAX_PATTERN,
                    )
                ) from error

    # === MATCHER === #

    @api.model_create_multi
    def create(self, vals_list):
        words = super().create(vals_list)
        self._forget_matcher()
        return words

    def write(self, vals):
        result = super().write(vals)
        self._forget_matcher()
        return result

    def unlink(self):
        self._forget_matcher()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        if any(word.is_shipped for word in self):
            raise UserError(
                self.env._(
                    "A word that came with the shop would return with the next update. Archive it"
                    " instead.",
                )
            )

    @api.model
    def _forget_matcher(self):
        self.env.registry.clear_cache('stable')

    @api.model
    @tools.ormcache(cache='stable')
    def _get_matcher(self):
        """Return the lists of this shop, ready to be searched for."""
        words_sudo = self.sudo()  # everybody's texts are checked, nobody sees the lists
        entries = [
            patterns.Entry(word['pattern'], word['language'], word['severity'], word['reason'])
            for word in words_sudo.search_read(
                [], ['pattern', 'language', 'severity', 'reason'], order='id'
            )
        ]
        allowed = self.env['gift.moderation.allow'].sudo().search([])
        return matcher.Matcher(
            entries,
            names=allowed.filtered(lambda allow: allow.kind == 'name').mapped('text'),
            texts=allowed.filtered(lambda allow: allow.kind == 'text').mapped('text'),
        )

    # === SHIPPED LISTS === #

    @api.model
    def _load_shipped(self):
        """Add the entries of the shipped lists that are not there yet; leave the others alone."""
        words = self.with_context(active_test=False)
        known = {(word.language, word.pattern) for word in words.search([])}
        entries = {
            (entry.language or 'any', entry.pattern): {
                'pattern': entry.pattern,
                'language': entry.language or 'any',
                'severity': entry.severity,
                'reason': entry.reason,
                'is_shipped': True,
            }
            for entry in lists.load_entries()
        }
        words.create([vals for key, vals in entries.items() if key not in known])
        self.env['gift.moderation.allow']._load_shipped()
