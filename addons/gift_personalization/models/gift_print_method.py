from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..engine.errors import EngineError
from ..engine.file_names import DEFAULT_PATTERN, PLACEHOLDERS, check_pattern


class GiftPrintMethod(models.Model):
    """How a design gets onto the product, with the limits of the machine."""

    _name = 'gift.print.method'
    _inherit = ['gift.catalogue.mixin']
    _description = 'Print method'
    _order = 'sequence, name'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    colors = fields.Selection(
        [('full', "Full colour"), ('single', "One colour")],
        required=True,
        default='full',
    )
    mirror = fields.Boolean(help="The print file is mirrored, as transfer printing needs it.")
    bleed_mm = fields.Float(string="Bleed (mm)", default=0.0)
    min_dpi = fields.Integer(
        string="Lowest resolution (dpi)",
        default=100,
        required=True,
        help="A photo below this resolution at its placed size is refused.",
    )
    warn_dpi = fields.Integer(
        string="Good resolution (dpi)",
        default=180,
        required=True,
        help="Below this resolution the customer is warned.",
    )
    min_letter_mm = fields.Float(
        string="Smallest letter (mm)",
        default=1.5,
        required=True,
        help="Height of a capital letter that the machine can still make.",
    )
    min_stroke_mm = fields.Float(
        string="Thinnest line (mm)",
        digits=(16, 2),
        help="Thinnest part of a letter that the machine can still make, measured on its outline."
        " 0: not checked.",
    )
    min_gap_mm = fields.Float(
        string="Narrowest gap (mm)",
        digits=(16, 2),
        help="Narrowest space inside and between letters that does not close up. 0: not checked.",
    )
    no_emoji = fields.Boolean(
        string="No emoji",
        help="Emoji have colours and shades that this method cannot make, such as embroidery."
        " Methods of one colour never make them.",
    )
    output_ids = fields.One2many(
        'gift.print.output',
        'method_id',
        string="Print files",
        copy=True,
        default=lambda self: self._default_outputs(),
    )
    file_name = fields.Char(
        string="File names",
        required=True,
        default=DEFAULT_PATTERN,
        help="Text with {order}, {line}, {job}, {product}, {template}, {surface}, {quantity},"
        " {method}, {hash8}, {kind} and {ext}. It must hold {surface}, {job} (or {order} and"
        " {line}) and end with .{ext}.",
    )
    # Part of the hashed design since the first release. What is written is up to `output_ids`.
    file_format = fields.Selection([('pdf', "PDF"), ('png', "PNG")], required=True, default='pdf')
    color_ids = fields.Many2many('gift.color', string="Colours")

    _code_uniq = models.Constraint(
        'UNIQUE(code)', "There is already a print method with that code."
    )

    def _default_outputs(self):
        return [Command.create({'kind': 'pdf'}), Command.create({'kind': 'png', 'sequence': 20})]

    @api.constrains(
        'min_dpi', 'warn_dpi', 'bleed_mm', 'min_letter_mm', 'min_stroke_mm', 'min_gap_mm'
    )
    def _check_limits(self):
        for method in self:
            if not 0 < method.min_dpi <= method.warn_dpi:
                raise ValidationError(
                    self.env._(
                        "The good resolution of “%(name)s” cannot be below its lowest resolution.",
                        name=method.name,
                    )
                )
            lengths = ('bleed_mm', 'min_letter_mm', 'min_stroke_mm', 'min_gap_mm')
            if min(method[name] for name in lengths) < 0:
                raise ValidationError(
                    self.env._(
                        "Bleed, smallest letter, line and gap of “%(name)s” cannot be negative.",
                        name=method.name,
                    )
                )

    def _get_spec(self):
        """Return the ``method`` part of the content document."""
        self.ensure_one()
        return {
            'key': self.code,
            'colors': self.colors,
            'mirror': self.mirror,
            'min_dpi': self.min_dpi,
            'warn_dpi': self.warn_dpi,
            'min_letter_um': round(self.min_letter_mm * 1000),
            'format': self.file_format,
            'min_stroke_um': round(self.min_stroke_mm * 1000),
            'min_gap_um': round(self.min_gap_mm * 1000),
            'no_emoji': self.no_emoji,
        }

    # === PRINT FILES === #

    @api.constrains('output_ids')
    def _check_outputs(self):
        for method in self:
            if not method.output_ids:
                raise ValidationError(
                    self.env._("“%(name)s” must make at least one print file.", name=method.name)
                )

    @api.constrains('file_name')
    def _check_file_name(self):
        for method in self:
            try:
                check_pattern(method.file_name)
            except EngineError as error:
                raise ValidationError(method._build_file_name_message(error)) from error

    def _build_file_name_message(self, error):
        reasons = {
            'braces': self.env._("a brace is missing or too many"),
            'placeholder': self.env._(
                "the only placeholders are %s",
                ", ".join(f'{{{name}}}' for name in PLACEHOLDERS),
            ),
            'folder': self.env._("a file name cannot hold slashes"),
            'ending': self.env._("it must end with .{ext}"),
            'unique': self.env._("it needs {surface}, and {job} or both {order} and {line}"),
        }
        return self.env._(
            "The file names of “%(name)s” cannot be built: %(reason)s.",
            name=self.name,
            reason=reasons[error.params['reason']],
        )

    @api.model
    def _get_by_code(self, code):
        """Return the method of a frozen design, archived ones too.

        :raise UserError: when its code was changed or it was deleted.
        """
        method = self.sudo().with_context(active_test=False).search([('code', '=', code)], limit=1)
        if not method:
            raise UserError(
                self.env._(
                    "The print method with the code “%(code)s” is gone, so nobody knows which files"
                    " to write. Give the right print method this code again.",
                    code=code,
                )
            )
        return method

    @api.model
    def _get_names_by_code(self):
        """Return the names of all methods by their codes, archived ones too."""
        methods = self.sudo().with_context(active_test=False).search([])
        return dict(zip(methods.mapped('code'), methods.mapped('name'), strict=True))
