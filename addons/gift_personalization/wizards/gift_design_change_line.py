from odoo import api, fields, models
from odoo.exceptions import UserError


class GiftDesignChangeLine(models.TransientModel):
    """One text of the design that is corrected."""

    _name = 'gift.design.change.line'
    _description = 'Corrected text'
    _order = 'id'

    wizard_id = fields.Many2one('gift.design.change', required=True, ondelete='cascade')
    zone_key = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Zone", readonly=True)
    text = fields.Text()
    font_id = fields.Many2one('gift.font', string="Font", domain="[('id', 'in', allowed_font_ids)]")
    allowed_font_ids = fields.Many2many('gift.font', compute='_compute_allowed_font_ids')
    color_id = fields.Many2one(
        'gift.color',
        string="Colour",
        domain="[('hex', 'in', colors)]",
        help="Empty where the print method has one colour only.",
    )
    font_hashes = fields.Json(readonly=True)
    colors = fields.Json(readonly=True)

    @api.depends('font_hashes')
    def _compute_allowed_font_ids(self):
        for line in self:
            line.allowed_font_ids = self.env['gift.font'].search(
                [
                    ('sha256', 'in', line.font_hashes or []),
                ]
            )

    def _get_value(self, zone):
        """Return the entry of the zone for the content document.

        :param dict zone: the zone in the document; the browser is not asked what it offers.
        :raise UserError: when the colour or the font is not offered for this zone.
        """
        self.ensure_one()
        value = {'text': self.text}
        if self.color_id:
            value['color'] = self._check_offered(self.color_id.hex, zone['colors'])
        if self.font_id:
            value['font'] = self._check_offered(self.font_id.sha256, zone['fonts'])
        return value

    def _check_offered(self, choice, offered):
        if choice not in offered:
            raise UserError(
                self.env._(
                    "%(zone)s: this font or colour is not offered here. Please choose another one.",
                    zone=self.label,
                )
            )
        return choice
