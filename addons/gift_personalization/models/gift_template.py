import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import ValidationError

KEY_PATTERN = re.compile(r'[a-z0-9][a-z0-9_-]{0,39}')
KEY_LENGTH = 40
PROOF_POLICIES = [
    ('none', "No proof: the order is the approval"),
    ('customer', "The customer approves the proof"),
    ('staff', "Staff check, then the customer approves"),
]


def build_key(name, taken, fallback):
    """Return a key made of a name: ``Front side`` becomes ``front-side``, or ``front-side-2``.

    :param taken: keys that may not be used again.
    :param str fallback: used for names without Latin letters or digits.
    """
    letters = unicodedata.normalize('NFKD', (name or '').casefold()).encode('ascii', 'ignore')
    slug = re.sub('[^a-z0-9]+', '-', letters.decode())
    base = slug[: KEY_LENGTH - 4].strip('-') or fallback
    key, number = base, 1
    while key in taken:
        number += 1
        key = f'{base}-{number}'
    return key


def read_choice(value):
    """Return the key of the option in an entry of the content document or an engine's value."""
    if isinstance(value, dict):
        return value.get('choice') or ''
    return getattr(value, 'choice', '')


class GiftTemplate(models.Model):
    """What can be personalised on a product: surfaces, zones and the proof policy."""

    _name = 'gift.template'
    _description = 'Personalisation template'
    _inherit = ['gift.catalogue.mixin', 'mail.thread']
    _order = 'name, id'

    name = fields.Char(required=True, tracking=True)
    key = fields.Char(
        required=True,
        copy=False,
        compute='_compute_key',
        store=True,
        readonly=False,
        precompute=True,
        help="Short technical name that appears in the names of print files. Made from the name.",
    )
    active = fields.Boolean(default=True)
    surface_ids = fields.One2many('gift.surface', 'template_id', string="Surfaces", copy=True)
    product_tmpl_ids = fields.One2many('product.template', 'gift_template_id', string="Products")
    product_count = fields.Integer(compute='_compute_product_count')
    proof_policy = fields.Selection(
        PROOF_POLICIES,
        required=True,
        default=lambda self: self._get_setting('proof_policy', 'customer'),
        tracking=True,
    )
    reminder_days = fields.Integer(
        string="Remind after (days)",
        default=lambda self: int(self._get_setting('reminder_days', 2)),
        help="Customers who have not answered a proof are reminded after this many days.",
    )
    note = fields.Html(string="Notes for the workshop", translate=True)

    _key_uniq = models.Constraint('UNIQUE(key)', "There is already a template with that key.")

    @api.model
    def _get_setting(self, name, default):
        """Return what the settings say a new template starts with."""
        parameters_sudo = self.env['ir.config_parameter'].sudo()  # managers cannot read them
        return parameters_sudo.get_param(f'gift_personalization.{name}', default)

    @api.depends('name')
    def _compute_key(self):
        nameless = self.filtered(lambda template: not template.key)
        others = self.with_context(active_test=False).search([]) if nameless else self
        taken = set(others.mapped('key'))
        for template in self:
            if template.key or not template.name:
                template.key = template.key
                continue
            template.key = build_key(template.name, taken, 'template')
            taken.add(template.key)

    @api.depends('product_tmpl_ids')
    def _compute_product_count(self):
        for template in self:
            template.product_count = len(template.product_tmpl_ids)

    @api.constrains('key')
    def _check_key(self):
        for template in self:
            if not KEY_PATTERN.fullmatch(template.key):
                raise ValidationError(
                    self.env._(
                        "The key “%(key)s” may hold small letters, digits, - and _ only.",
                        key=template.key,
                    )
                )

    @api.constrains('surface_ids')
    def _check_zone_keys(self):
        for template in self:
            keys = template.surface_ids.zone_ids.mapped('key')
            double = next((key for key in keys if keys.count(key) > 1), None)
            if double:
                raise ValidationError(
                    self.env._(
                        "Two zones of “%(template)s” have the key “%(key)s”. Give each zone its"
                        " own key.",
                        template=template.name,
                        key=double,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for template, vals in zip(self, vals_list, strict=True):
            if 'name' not in (default or {}):
                vals['name'] = self.env._("%s (copy)", template.name)
        return vals_list

    def action_view_products(self):
        """Open the products that use the template."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Products"),
            'res_model': 'product.template',
            'views': [(False, 'list'), (False, 'form')],
            'domain': [('gift_template_id', '=', self.id)],
            'context': {'default_gift_template_id': self.id},
        }

    # === BUSINESS METHODS === #

    def _get_spec(self, product):
        """Return the ``template`` part of the content document for one variant.

        :param product: product.product whose attribute values choose the mock-ups.
        """
        self.ensure_one()
        # Visitors read the template only through this document. Labels come in the source language,
        # because the hash must not depend on the language of the visitor.
        template_sudo = self.sudo().with_context(lang=None)
        fallbacks = self.env['gift.font']._get_fallback_hashes()
        return {
            'key': template_sudo.key,
            'surfaces': [
                surface._get_spec(product, fallbacks) for surface in template_sudo.surface_ids
            ],
        }

    def _get_zones(self):
        """Return the zones in the order of their surfaces."""
        return self.sudo().surface_ids.zone_ids

    def _get_price_extra(self, filled):
        """Return the sum of the extra prices of the filled zones, in the product's currency.

        :param dict filled: values by the keys of the zones that carry something.
        """
        total = 0.0
        for key, (price, options) in self._get_zone_prices().items():
            if key in filled:
                total += price + options.get(read_choice(filled[key]), 0.0)
        return total
