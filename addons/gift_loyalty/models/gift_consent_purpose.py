from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

ASKED, CUSTOMER, TOLD = 'asked', 'customer', 'told'
RULES = [
    (ASKED, "Only who agreed"),
    (CUSTOMER, "Who agreed, and who has ordered before, until they object"),
    (TOLD, "Everybody who was told of it, until they object"),
]


class GiftConsentPurpose(models.Model):
    """What the shop writes to customers for, beside their own orders, and the words it asks with.

    A changed wording is a new version. What was shown is kept with each consent.
    """

    _name = 'gift.consent.purpose'
    _description = 'Purpose of mails'
    _order = 'sequence, id'

    code = fields.Char(required=True, readonly=True, copy=False)
    name = fields.Char(required=True, translate=True)
    wording = fields.Text(
        required=True,
        translate=True,
        help="What a customer reads beside the box that is ticked. It is kept with each consent.",
    )
    rule = fields.Selection(RULES, string="Who gets them", required=True, default=ASKED)
    sequence = fields.Integer(default=10)
    version = fields.Integer(default=1, readonly=True, copy=False)

    _code_uniq = models.Constraint('UNIQUE(code)', "There is a purpose with this code already.")

    # === VERSIONS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to look the purposes up anew."""
        purposes = super().create(vals_list)
        self.env.registry.clear_cache()
        return purposes

    def write(self, vals):
        """Override to count a changed wording as a new version."""
        self.env.registry.clear_cache()
        if 'wording' in vals and 'version' not in vals:
            for purpose in self.filtered(lambda one: one.wording != vals['wording']):
                super(GiftConsentPurpose, purpose).write({'version': purpose.version + 1})
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        """Override to count a changed translation as a new version."""
        result = super()._update_field_translations(field_name, translations, digest, source_lang)
        if field_name == 'wording':
            for purpose in self:
                purpose.version += 1
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._(
                "Consents refer to this purpose, so it stays. Choose “Only who agreed” and no"
                " longer ask for it instead."
            )
        )

    # === READING === #

    @api.model
    @ormcache('code')
    def _get_id(self, code):
        return self.sudo().search([('code', '=', code)]).id

    @api.model
    def _get(self, code):
        """Return the purpose (sudo) with that code: everybody reads what the shop asks.

        :raise ValueError: when there is none; a mail without a known purpose must not be sent.
        """
        found = self._get_id(code)
        if not found:
            raise ValueError(f"unknown purpose of mails: {code!r}")
        return self.sudo().browse(found)
