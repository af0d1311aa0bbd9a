from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_SIDE_MM = 3000
MAX_MEGAPIXELS = 200
LEAST_GAP_MM = 0.5
DPI = 300


class GiftSheetSize(models.Model):
    """A sheet, film or plate on which the pieces of a batch are printed together."""

    _name = 'gift.sheet.size'
    _description = 'Sheet size'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    width_mm = fields.Float(string="Width (mm)", required=True)
    height_mm = fields.Float(string="Height (mm)", required=True)
    margin_mm = fields.Float(
        string="Margin (mm)", default=10.0, help="Nothing is printed nearer to the edge than this."
    )
    gap_mm = fields.Float(
        string="Gap (mm)",
        default=4.0,
        help="Least distance between two pieces. From 2 mm on there is room for the job's code.",
    )
    can_turn = fields.Boolean(
        string="Turn pieces",
        default=True,
        help="Pieces may be turned by a quarter, so that more of them fit.",
    )
    cut_lines = fields.Selection(
        [('rectangle', "At the edge of the surface"), ('contour', "Round the artwork")],
        string="Cut lines",
        help="In PDF, SVG and DXF; a method whose own PDF has a cut line keeps that one.",
    )
    cut_offset_mm = fields.Float(string="Cut distance (mm)", default=2.0)
    has_labels = fields.Boolean(
        string="Codes", default=True, help="The code of the job stands beside each piece."
    )
    method_ids = fields.Many2many('gift.print.method', string="Print methods")

    @api.constrains('width_mm', 'height_mm', 'margin_mm', 'gap_mm', 'cut_offset_mm')
    def _check_lengths(self):
        for size in self:
            sides = (size.width_mm, size.height_mm)
            room = min(sides) - 2 * size.margin_mm
            pixels = size.width_mm * size.height_mm * (DPI / 25.4) ** 2
            if not (
                room > 0
                and max(sides) <= MAX_SIDE_MM
                and pixels <= MAX_MEGAPIXELS * 1_000_000
                and size.margin_mm >= 0
                and LEAST_GAP_MM <= size.gap_mm <= room
                and 0 <= size.cut_offset_mm <= 20
            ):
                raise ValidationError(
                    self.env._(
                        "The sheet “%(name)s” cannot be used: its sides may be up to %(most)s mm"
                        " (and its area up to %(area)s m²), its margins must leave room, the gap"
                        " is at least %(gap)s mm and the cut distance at most 20 mm.",
                        name=size.name,
                        most=MAX_SIDE_MM,
                        area=round(MAX_MEGAPIXELS * 1e6 * (25.4 / DPI / 1000) ** 2, 1),
                        gap=LEAST_GAP_MM,
                    )
                )

    @api.model
    def _get_for_method(self, code):
        """Return the first size on which a method prints, or an empty recordset."""
        return self.sudo().search([('method_ids.code', '=', code)], limit=1)

    def _build_engine_sheet(self):
        from ..engine.nesting import Sheet

        self.ensure_one()
        lengths = (self.width_mm, self.height_mm, self.margin_mm, self.gap_mm)
        return Sheet(*(round(length * 1000) for length in lengths), self.can_turn)
