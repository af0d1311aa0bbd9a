from odoo import fields, models

from .gift_moderation_case import HOLDING


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    gift_case_ids = fields.One2many(
        'gift.moderation.case',
        'sale_line_id',
        string="Moderation",
        readonly=True,
        copy=False,
        groups='gift_base.group_staff',
    )

    def _gift_get_holding_cases(self, kinds=('text', 'photo')):
        """Return the cases because of which the line's current design is not made (sudo)."""
        return self.sudo().gift_case_ids.filtered(
            lambda case: (
                case.state in HOLDING
                and not case.parcel_id
                and case.kind in kinds
                and case.revision_id == case.sale_line_id.gift_revision_id
            ),
        )

    # === OPENING CASES === #

    def _gift_moderate(self):
        """Open the cases that the design of an ordered line needs. Idempotent."""
        self.ensure_one()
        line_sudo = self.sudo()  # follows the confirmation, which visitors start by paying
        cases = line_sudo.gift_case_ids.filtered(lambda case: not case.parcel_id)
        others = cases.filtered(lambda case: case.revision_id != line_sudo.gift_revision_id)
        others._replace()
        known = (cases - others).mapped('kind')
        if 'text' not in known:
            line_sudo._gift_moderate_texts()
        if 'photo' not in known:
            line_sudo._gift_moderate_photos()

    def _gift_moderate_texts(self):
        designs = self.env['gift.design']._with_zone_labels(self.gift_revision_id.template_id)
        found = designs._get_word_matches(self.gift_revision_id._get_engine_design())
        if not found:
            return
        vals = designs._prepare_case_values(found)
        asked = self.env['gift.moderation.case'].search(
            [
                ('state', '=', 'appealed'),
                ('sale_line_id', '=', False),
                '|',
                ('design_id', 'in', self.gift_design_id.ids),
                ('text_digest', '=', vals['text_digest']),
            ],
            limit=1,
        )
        if asked and self.gift_design_id and asked.design_id == self.gift_design_id:
            asked.write({**vals, **self._gift_prepare_case_values()})
            return
        state = 'appealed' if asked else 'open'
        comment = asked.customer_comment if asked else False
        self._gift_create_case({**vals, 'state': state, 'customer_comment': comment})

    def _gift_moderate_photos(self):
        photos = self.gift_revision_id.asset_ids.filtered(lambda asset: asset.kind == 'photo')
        if photos and self._gift_are_photos_reviewed() and not self._gift_were_approved(photos):
            self._gift_create_case({'kind': 'photo'})

    def _gift_are_photos_reviewed(self):
        """Return whether the settings ask to look at the photos of this customer."""
        mode = self.env['ir.config_parameter'].get_param('gift_personalization.photo_review', 'off')
        if mode != 'new':
            return mode == 'all'
        partner = self.order_id.partner_id.commercial_partner_id
        approved = [
            ('kind', '=', 'photo'),
            ('state', '=', 'approved'),
            ('partner_id', 'child_of', partner.id),
        ]
        return not self.env['gift.moderation.case'].search_count(approved, limit=1)

    def _gift_were_approved(self, photos):
        """Return whether every photo was approved before for the same customer."""
        partner = self.order_id.partner_id.commercial_partner_id
        cases = self.env['gift.moderation.case'].search(
            [
                ('kind', '=', 'photo'),
                ('state', '=', 'approved'),
                ('partner_id', 'child_of', partner.id),
                ('revision_id.asset_ids', 'in', photos.ids),
            ]
        )
        return photos <= cases.revision_id.asset_ids

    def _gift_create_case(self, vals):
        return self.env['gift.moderation.case'].create(
            {**vals, **self._gift_prepare_case_values()},
        )

    def _gift_prepare_case_values(self):
        return {
            'sale_line_id': self.id,
            'design_id': self.gift_design_id.id,
            'revision_id': self.gift_revision_id.id,
            'proof_id': self._gift_get_open_proof().id,
            'partner_id': self.order_id.partner_id.id,
        }
