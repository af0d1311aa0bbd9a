import json

from odoo import api, fields, models
from odoo.tools import ormcache

from .gift_law_text import EXEMPT, RIGHT

OWN_TYPES = {'text', 'multiline', 'monogram', 'date', 'number', 'photo'}


class SaleOrderLine(models.Model):
    """Each line says whether it can be withdrawn from, and keeps the words it said it with."""

    _inherit = 'sale.order.line'

    gift_wording_id = fields.Many2one(
        'gift.law.wording',
        string="Notice on withdrawal",
        readonly=True,
        copy=False,
        ondelete='restrict',
        groups='gift_base.group_staff',
        help="What the customer was told before the payment.",
    )
    gift_wording_date = fields.Datetime(
        string="Told on", readonly=True, copy=False, groups='gift_base.group_staff'
    )

    # === RULE === #

    def _gift_is_goods(self):
        """Return whether the line stands for something that is bought, not for costs of it."""
        self.ensure_one()
        return bool(
            self.product_id
            and not self.display_type
            and not self.is_downpayment
            and not self._is_delivery()
            and self.product_id.type != 'service'
        )

    def _gift_get_withdrawal(self):
        """Return ``exempt``, ``right``, or an empty text for lines that are no goods.

        What the customer was told stays true, whatever is changed at the product later.
        """
        self.ensure_one()
        if not self._gift_is_goods():
            return ''
        told = self.sudo().gift_wording_id  # shown on the customer's own pages
        if told and self.state not in ('draft', 'sent'):
            return told.kind
        return self._gift_find_withdrawal()

    def _gift_find_withdrawal(self):
        rule = self.product_template_id.gift_withdrawal
        if rule != 'design':
            return rule
        revision_sudo = self.sudo().gift_revision_id  # shown to the owner of the line
        return EXEMPT if revision_sudo and revision_sudo._gift_is_own() else RIGHT

    # === WORDING === #

    def _gift_get_law_text(self):
        """Return the sentence that stands at the line, or an empty text."""
        self.ensure_one()
        told = self.sudo().gift_wording_id  # shown on the customer's own pages
        if told and self.state not in ('draft', 'sent'):
            return told.text
        kind = self._gift_get_withdrawal()
        if not kind:
            return ''
        texts = self.env['gift.law.text'].with_context(lang=self.order_id._gift_get_law_lang())
        return texts._get(kind)._fill(self.company_id)

    def _gift_store_wording(self, renew=False):
        """Keep what the customer was told about each line. Idempotent.

        :param bool renew: the cart is paid now, so that what was kept before is out of date.
        """
        for line_sudo in self.sudo():  # follows the payment, which visitors start
            kind = line_sudo._gift_find_withdrawal() if line_sudo._gift_is_goods() else ''
            told = line_sudo.gift_wording_id
            if not kind or (told and not renew):
                continue
            lang = line_sudo.order_id._gift_get_law_lang()
            text = self.env['gift.law.text'].with_context(lang=lang)._get(kind)
            wording = self.env['gift.law.wording']._store(
                kind, lang, text.version, text._fill(line_sudo.company_id)
            )
            if wording != told:
                line_sudo.write(
                    {'gift_wording_id': wording.id, 'gift_wording_date': fields.Datetime.now()}
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale` to keep the notice of lines that join a confirmed order."""
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == 'sale')._gift_store_wording()
        return lines

    def _gift_get_receipt_note(self):
        """Override of `gift_personalization` to print the notice on the receipt."""
        return self._gift_get_law_text()


class GiftDesignRevision(models.Model):
    _inherit = 'gift.design.revision'

    @ormcache('self.id')
    def _gift_is_own(self):
        """Return whether the design holds anything of the customer's own.

        Choosing among what the shop offers does not make goods personalised (Commission's guidance
        on article 16 (c) of Directive 2011/83/EU), nor does a text that the shop wrote.
        """
        self.ensure_one()
        content = json.loads(self.content)
        zones = {
            zone['key']: zone
            for surface in content['template']['surfaces']
            for zone in surface['zones']
        }
        return any(
            self._gift_is_own_entry(zones[key], value)
            for key, value in content['values'].items()
            if key in zones
        )

    @api.model
    def _gift_is_own_entry(self, zone, value):
        if zone['type'] not in OWN_TYPES or not zone.get('editable', True):
            return False
        return 'asset' in value or value.get('text', '') != zone.get('default', '')
