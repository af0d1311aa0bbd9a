from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.placeholders import fill, find

NAMES = ('customer', 'shop', 'button', 'gifts', 'product', 'order', 'points', 'day')
LAYOUT = 'gift_personalization.mail_layout'


class GiftFlowVariant(models.Model):
    """One wording of a step. Words in double braces are filled in; nothing in it is run."""

    _name = 'gift.flow.variant'
    _description = 'Wording of a step'
    _order = 'step_id, id'

    step_id = fields.Many2one('gift.flow.step', required=True, index=True, ondelete='cascade')
    name = fields.Char(required=True, default='A')
    weight = fields.Integer(string="Share", default=1, required=True)
    subject = fields.Char(required=True, translate=True)
    body = fields.Html(required=True, translate=True, sanitize_attributes=True)
    button = fields.Char(string="Words on the button", translate=True)

    _weight = models.Constraint('CHECK(weight >= 0)', "A share cannot be less than nothing.")

    @api.constrains('subject', 'body')
    def _check_names(self):
        for variant in self:
            for name in find(f'{variant.subject} {variant.body}'):
                if name not in NAMES:
                    raise ValidationError(
                        self.env._(
                            "Nothing can be filled in for “%(name)s”. You can use: %(names)s.",
                            name=name,
                            names=', '.join(NAMES),
                        )
                    )

    def _render(self, values, foot):
        """Return subject and whole body of a mail.

        :param dict values: texts by name; ``gifts`` is markup, ``link`` an absolute address.
        :param foot: markup that stands below, with the links that stop the mails.
        """
        self.ensure_one()
        button = self._render_button(values)
        safe = {name: escape(values.get(name) or '') for name in NAMES}
        plain = {name: str(values.get(name) or '') for name in NAMES if name != 'gifts'}
        body = Markup(fill(self.body, {**safe, 'button': button}))
        lang = self.env.lang or 'en_US'
        html = self.env['mail.render.mixin']._render_encapsulate(
            LAYOUT, body + foot, add_context={'lang': lang, 'company': self.env.company}
        )
        subject = ' '.join(fill(self.subject, plain).split())
        return subject, html

    def _render_button(self, values):
        if not self.button or not values.get('link'):
            return Markup()
        return self.env['ir.qweb']._render(
            'gift_loyalty.flow_button', {'url': values['link'], 'label': self.button}
        )
