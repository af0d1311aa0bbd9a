import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.gift_zone import ENTRY_TYPES


class GiftDesignChange(models.TransientModel):
    """Staff correct the design of an order line; the result is a new revision and a new proof."""

    _name = 'gift.design.change'
    _description = 'Correction of a design'

    proof_id = fields.Many2one('gift.proof', required=True, readonly=True, ondelete='cascade')
    revision_id = fields.Many2one(related='proof_id.revision_id')
    change_comment = fields.Text(related='proof_id.change_comment')
    line_ids = fields.One2many('gift.design.change.line', 'wizard_id', string="Texts")
    answer = fields.Text(string="Message to the customer", help="Shown above the new version.")
    preview = fields.Binary(string="Picture", compute='_compute_preview')
    findings = fields.Text(string="Please check", compute='_compute_preview')

    # === DEFAULTS === #

    @api.model
    def default_get(self, fields_list):
        """Override of `base` to offer the texts of the proof's design."""
        defaults = super().default_get(fields_list)
        proof = self.env['gift.proof'].browse(defaults.get('proof_id')).exists()
        if proof and 'line_ids' in fields_list:
            proof._check_staff()
            defaults['line_ids'] = [
                Command.create(vals) for vals in self._prepare_lines(proof.revision_id)
            ]
        return defaults

    @api.model
    def _prepare_lines(self, revision):
        document = revision._get_document()
        labels = {zone.key: zone.name for zone in revision.template_id._get_zones()}
        fonts = self.env['gift.font'].with_context(active_test=False).search([])
        font_ids = {font.sha256: font.id for font in fonts}
        color_ids = {color.hex: color.id for color in self.env['gift.color'].search([])}
        return [
            {
                'zone_key': zone['key'],
                'label': labels.get(zone['key'], zone['label']),
                'text': document['values'].get(zone['key'], {}).get('text', ''),
                'font_id': font_ids.get(self._get_choice(document, zone, 'font', 'fonts')),
                'color_id': color_ids.get(self._get_choice(document, zone, 'color', 'colors')),
                'font_hashes': zone['fonts'],
                'colors': zone['colors'],
            }
            for surface in document['template']['surfaces']
            for zone in surface['zones']
            if zone.get('fonts') and zone['editable']
        ]

    @api.model
    def _get_choice(self, document, zone, name, choices):
        value = document['values'].get(zone['key'], {})
        return value.get(name) or next(iter(zone[choices]), False)

    # === PREVIEW === #

    @api.depends('line_ids.text', 'line_ids.font_id', 'line_ids.color_id')
    def _compute_preview(self):
        designs = self.env['gift.design']
        for wizard in self:
            wizard.preview, wizard.findings = False, False
            if not wizard.revision_id:
                continue
            try:
                design = designs._parse(wizard._get_content())
                result, findings = designs._layout(design)
            except UserError as error:
                wizard.findings = str(error)
                continue
            wizard.findings = wizard._build_findings_text(findings)
            wizard.preview = base64.b64encode(
                wizard.revision_id._render_design(design, result, 800),
            )

    def _build_findings_text(self, findings):
        designs = self._get_designs()
        return '\n'.join(designs._gift_finding_message(finding) for finding in findings)

    def _get_designs(self):
        labels = {line.zone_key: line.label for line in self.line_ids}
        return self.env['gift.design'].with_context(gift_zone_labels=labels)

    def _get_content(self):
        """Return the content document with the corrected texts.

        Template, photos and mock-ups stay those of the revision, whatever the catalogue says now.
        """
        self.ensure_one()
        document = self.revision_id._get_document()
        zones = {
            zone['key']: zone
            for surface in document['template']['surfaces']
            for zone in surface['zones']
            if zone.get('fonts') and zone['editable']
        }
        for line in self.line_ids.filtered(lambda line: line.zone_key in zones):
            before = document['values'].pop(line.zone_key, {})
            if (line.text or '').strip():
                value = line._get_value(zones[line.zone_key])
                document['values'][line.zone_key] = self._build_value(line, before, value)
        return document

    def _build_value(self, line, before, value):
        """Return the corrected entry; the shop writes the text of a date, number or option anew."""
        zones = self.revision_id.sudo().template_id._get_zones()
        zone = zones.filtered(lambda zone: zone.key == line.zone_key)[:1]
        if zone.zone_type not in ENTRY_TYPES or value['text'] == before.get('text'):
            return {**before, **value}
        kept = {name: before[name] for name in ('format', 'lang') if name in before}
        return zone._complete_entry({**kept, **value})

    # === APPLY === #

    def action_apply(self):
        """Freeze the corrected design and send it to the customer as a new version."""
        self.ensure_one()
        self.proof_id._check_staff()
        proof_sudo = self.proof_id.sudo()  # nobody has the right to write proofs
        revision = self._freeze()
        if revision == proof_sudo.revision_id:
            raise UserError(
                self.env._(
                    "Nothing was changed. Change a text, a font or a colour, or close this window.",
                )
            )
        new = proof_sudo._supersede_with(revision, answer=(self.answer or '').strip())
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.proof',
            'res_id': new.id,
            'view_mode': 'form',
        }

    def _freeze(self):
        designs = self._get_designs()
        design = designs._parse(self._get_content())
        _result, findings = designs._layout(design)
        blocking = [finding for finding in findings if finding.severity == 'error']
        if blocking:
            raise UserError(designs._gift_finding_message(blocking[0]))
        revision_sudo = self.revision_id.sudo()
        return self.env['gift.design.revision']._find_or_create(
            design,
            revision_sudo.product_id,
            revision_sudo.template_id,
            revision_sudo.asset_ids,
        )
