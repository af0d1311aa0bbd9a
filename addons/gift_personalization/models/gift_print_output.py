from odoo import api, fields, models
from odoo.exceptions import ValidationError

OUTLINE_KINDS = ('svg', 'dxf', 'worksheet')
KIND_FORMATS = {
    'pdf': 'pdf',
    'png': 'png',
    'underbase': 'png',
    'engraving': 'png',
    'svg': 'svg',
    'dxf': 'dxf',
    'worksheet': 'pdf',
}
KINDS = [
    ('pdf', "PDF with trim and bleed box"),
    ('png', "Transparent PNG, 300 dpi"),
    ('underbase', "White underbase (PNG)"),
    ('engraving', "Engraved photos (PNG, 1 bit)"),
    ('svg', "Outlines (SVG)"),
    ('dxf', "Outlines (DXF)"),
    ('worksheet', "Embroidery work sheet (PDF)"),
]
MAX_MM = 20
# What each kind of file can be told; the others do not read it.
KIND_OPTIONS = {
    'pdf': ('has_white', 'has_varnish', 'cut', 'cut_offset_mm', 'choke_mm'),
    'png': (),
    'underbase': ('choke_mm',),
    'engraving': (),
    'svg': ('line_style', 'by_color'),
    'dxf': ('by_color',),
    'worksheet': (),
}


class GiftPrintOutput(models.Model):
    """A file that a print method makes of every surface.

    Outputs belong to the workshop: they are no part of the approved design, and changing them
    changes no hash.
    """

    _name = 'gift.print.output'
    _description = 'File of a print method'
    _order = 'method_id, sequence, id'

    method_id = fields.Many2one('gift.print.method', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, string="File", required=True, default='pdf')
    has_white = fields.Boolean(
        string="White", help="Spot colour “White” under everything that is printed."
    )
    has_varnish = fields.Boolean(
        string="Varnish", help="Spot colour “Varnish” over everything that is printed."
    )
    cut = fields.Selection(
        [('trim', "At the edge of the surface"), ('contour', "Round the artwork")],
        string="Cut line",
        help="Spot colour “CutContour”, a hairline that cutters follow.",
    )
    cut_offset_mm = fields.Float(
        string="Cut distance (mm)", help="From the artwork to a cut line round it."
    )
    choke_mm = fields.Float(
        string="Choke (mm)",
        digits=(16, 3),
        help="How far white stays inside of the printed edge, so that none of it shows.",
    )
    line_style = fields.Selection(
        [('cut', "Hairlines to follow"), ('engrave', "Areas to fill")],
        string="Lines",
        default='cut',
        required=True,
    )
    by_color = fields.Boolean(
        string="Layer per colour", help="For foils: each colour is a layer of its own."
    )

    options_text = fields.Char(compute='_compute_options_text')

    _method_kind_uniq = models.Constraint(
        'UNIQUE(method_id, kind)', "A print method makes each kind of file once."
    )

    @api.depends('kind')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for output in self:
            output.display_name = labels.get(output.kind)

    @api.depends(
        lambda self: ('kind', *{name for names in KIND_OPTIONS.values() for name in names})
    )
    def _compute_options_text(self):
        for output in self:
            parts = [output._build_option_text(name) for name in KIND_OPTIONS[output.kind]]
            output.options_text = ", ".join(filter(None, parts))

    def _build_option_text(self, name):
        field, value = self._fields[name], self[name]
        if not value:
            return ''
        if field.type == 'boolean':
            return field._description_string(self.env)
        if field.type == 'selection':
            return dict(field._description_selection(self.env))[value]
        return f'{field._description_string(self.env)} {value:g}'

    @api.constrains('choke_mm', 'cut_offset_mm')
    def _check_millimetres(self):
        for output in self:
            if not (0 <= output.choke_mm <= MAX_MM and 0 <= output.cut_offset_mm <= MAX_MM):
                raise ValidationError(
                    self.env._(
                        "Choke and cut distance of “%(name)s” must lie between 0 and %(most)s mm.",
                        name=output.method_id.name,
                        most=MAX_MM,
                    )
                )

    @api.constrains('kind', 'method_id')
    def _check_photo_outlines(self):
        outlines = self.filtered(lambda output: output.kind in OUTLINE_KINDS)
        surfaces = self.env['gift.surface'].search([('method_id', 'in', outlines.method_id.ids)])
        surfaces._check_photo_outlines()

    def _get_options(self):
        """Return what the writer of this kind of file reads (JSON types, lengths in µm)."""
        self.ensure_one()
        options = {'kind': self.kind}
        for name in KIND_OPTIONS[self.kind]:
            if name.endswith('_mm'):
                options[f'{name[:-3]}_um'] = round(self[name] * 1000)
            else:
                options[name] = self[name] or ('' if name == 'cut' else False)
        return options
