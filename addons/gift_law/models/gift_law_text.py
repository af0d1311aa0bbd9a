from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

DAYS = 'gift_law.withdrawal_days'
LEAST_DAYS = 14  # Directive 2011/83/EU, article 9
EXEMPT, RIGHT = 'exempt', 'right'
KINDS = [
    (EXEMPT, "Line without a right of withdrawal"),
    (RIGHT, "Line with a right of withdrawal"),
    ('instruction', "Withdrawal instruction"),
    ('form', "Model withdrawal form"),
]


class GiftLawText(models.Model):
    """A wording the law asks for, as the shop uses it from now on; each change is a new version.

    What was shown with an order is kept as a :class:`GiftLawWording` and never changes.
    """

    _name = 'gift.law.text'
    _description = 'Legal text'
    _order = 'id'

    name = fields.Char(required=True, translate=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    text = fields.Text(
        required=True,
        translate=True,
        help="Words in braces are filled in: {days}, {shop}, {address}, {email}, {phone}, {link}."
        " A line that starts with # is a heading, one with - a point of a list.",
    )
    version = fields.Integer(default=1, readonly=True, copy=False)

    _kind_uniq = models.Constraint('UNIQUE(kind)', "There is a text of this kind already.")

    # === VERSIONS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to look the texts up anew."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Override to count a changed wording as a new version."""
        if 'text' in vals and 'version' not in vals:
            for record in self:
                if record.text != vals['text']:
                    super(GiftLawText, record).write({'version': record.version + 1})
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        """Override to count a changed translation as a new version."""
        result = super()._update_field_translations(field_name, translations, digest, source_lang)
        if field_name == 'text':
            for record in self:
                record.version += 1
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The shop needs each of its legal texts. Change it instead."))

    # === READING === #

    @api.model
    @ormcache('kind')
    def _get_id(self, kind):
        return self.sudo().search([('kind', '=', kind)]).id

    @api.model
    def _get(self, kind):
        """Return the text (sudo) of that kind: everybody reads what the shop shows."""
        return self.sudo().browse(self._get_id(kind))

    @api.model
    def _get_days(self):
        """Return for how many days goods can be given back, at least the 14 of the law."""
        days = self.env['ir.config_parameter'].sudo().get_param(DAYS, LEAST_DAYS)
        return max(LEAST_DAYS, int(days or 0))

    def _fill(self, company, website=None):
        """Return the text in the language of the context, its words in braces filled in."""
        self.ensure_one()
        text = self.text or ''
        for name, value in self._prepare_words(company, website).items():
            text = text.replace(f'{{{name}}}', value)
        return text

    def _prepare_words(self, company, website=None):
        partner = company.partner_id
        rows = partner._display_address(without_company=True).split('\n')
        base = (website or company).get_base_url()
        return {
            'days': str(self._get_days()),
            'shop': company.name or '',
            'address': ', '.join(row.strip() for row in rows if row.strip()),
            'email': company.email or '',
            'phone': company.phone or '',
            'link': f'{base}/gift/withdraw',
        }
