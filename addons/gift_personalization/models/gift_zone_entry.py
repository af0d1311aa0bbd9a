from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from .gift_zone import ENTRY_TYPES

MAX_NUMBER = 10**9
MAX_DECIMALS = 4
MAX_DIGITS = 12


class GiftZone(models.Model):
    """Zones that hold more than typed text: monogram, date, number and choice."""

    _inherit = 'gift.zone'

    # === MONOGRAM === #
    monogram_order = fields.Selection(
        [
            ('typed', "As typed, from left to right"),
            ('surname_last', "Given, middle, surname: the surname goes to the middle"),
        ],
        string="Letters",
        required=True,
        default='typed',
    )
    monogram_side = fields.Integer(
        string="Outer letters (%)", default=65, help="Of three letters, compared with the middle."
    )
    frame = fields.Selection(
        [('none', "None"), ('ellipse', "Circle"), ('rect', "Rectangle"), ('diamond', "Diamond")],
        required=True,
        default='none',
    )
    frame_mm = fields.Float(string="Line of the frame (mm)", default=0.5)

    # === DATE === #
    date_format_ids = fields.Many2many(
        'gift.date.format',
        string="Date formats",
        help="The first one is the default. Empty: all formats of the shop.",
    )
    date_min = fields.Date(string="Earliest day")
    date_max = fields.Date(string="Latest day")

    # === NUMBER === #
    number_min = fields.Float(string="Smallest number", digits=(16, MAX_DECIMALS))
    number_max = fields.Float(string="Largest number", digits=(16, MAX_DECIMALS), default=999)
    number_decimals = fields.Integer(string="Decimals", default=0)
    number_digits = fields.Integer(
        string="Digits", default=0, help="Shorter numbers get zeros in front: 3 makes 007."
    )
    number_grouping = fields.Boolean(string="Separate thousands")

    # === CHOICE === #
    option_ids = fields.One2many('gift.zone.option', 'zone_id', string="Options", copy=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Override to give a new choice its first options: without any it cannot be filled."""
        for vals in vals_list:
            if vals.get('zone_type') == 'choice' and not vals.get('option_ids'):
                names = (self.env._("First choice"), self.env._("Second choice"))
                vals['option_ids'] = [Command.create({'name': name}) for name in names]
        return super().create(vals_list)

    # === CONSTRAINTS === #

    @api.constrains('zone_type', 'editable')
    def _check_editable(self):
        for zone in self:
            if zone.zone_type in ENTRY_TYPES and not zone.editable:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is chosen by the customer. Use a text for what is the same on"
                        " every piece.",
                        name=zone.name,
                    )
                )

    @api.constrains('monogram_side', 'frame_mm')
    def _check_monogram(self):
        for zone in self:
            if not (20 <= zone.monogram_side <= 100 and 0 <= zone.frame_mm <= 5):
                raise ValidationError(
                    self.env._(
                        "The outer letters of “%(name)s” can have 20 to 100 %% of the middle one's"
                        " size, and the line of the frame can be 0 to 5 mm wide.",
                        name=zone.name,
                    )
                )

    @api.constrains('date_min', 'date_max')
    def _check_dates(self):
        for zone in self:
            if zone.date_min and zone.date_max and zone.date_min > zone.date_max:
                raise ValidationError(
                    self.env._(
                        "The earliest day of “%(name)s” lies after its latest day.", name=zone.name
                    )
                )

    @api.constrains(
        'number_min', 'number_max', 'number_decimals', 'number_digits', 'number_grouping'
    )
    def _check_numbers(self):
        for zone in self:
            if not -MAX_NUMBER <= zone.number_min <= zone.number_max <= MAX_NUMBER:
                raise ValidationError(
                    self.env._(
                        "The smallest number of “%(name)s” must not lie above its largest one.",
                        name=zone.name,
                    )
                )
            if not 0 <= zone.number_decimals <= MAX_DECIMALS:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” can have 0 to %(most)s decimals.",
                        name=zone.name,
                        most=MAX_DECIMALS,
                    )
                )
            if not 0 <= zone.number_digits <= (0 if zone.number_grouping else MAX_DIGITS):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” can have up to %(most)s digits, and either zeros in front or"
                        " separated thousands.",
                        name=zone.name,
                        most=MAX_DIGITS,
                    )
                )

    @api.constrains('zone_type', 'option_ids')
    def _check_options(self):
        for zone in self:
            if zone.zone_type == 'choice' and not zone.option_ids:
                raise ValidationError(
                    self.env._("“%(name)s” needs at least one option.", name=zone.name)
                )

    # === SPECIFICATION === #

    def _get_date_formats(self):
        """Return the formats the customer may choose from, the first one being the default."""
        self.ensure_one()
        return self.date_format_ids or self.env['gift.date.format'].search([])

    def _get_text_spec(self, fallbacks):
        """Override of `gift.zone` to add what the type of the zone knows."""
        spec = super()._get_text_spec(fallbacks)
        if self.zone_type in ENTRY_TYPES:
            # Texts are made by the shop here: nothing that is typed needs a limit.
            spec |= {'charset': 'any', 'allowed': '', 'max_chars': 0, 'default': ''}
        return spec | getattr(self, f'_get_{self.zone_type}_options', dict)()

    def _get_monogram_options(self):
        return {
            'order': self.monogram_order,
            'side_permille': self.monogram_side * 10,
            'frame': self.frame,
            'frame_um': round(self.frame_mm * 1000) if self.frame != 'none' else 0,
        }

    def _get_date_options(self):
        return {
            'formats': self._get_date_formats().mapped('key'),
            'date_min': fields.Date.to_string(self.date_min) or '',
            'date_max': fields.Date.to_string(self.date_max) or '',
        }

    def _get_number_options(self):
        return {
            'number_min': f'{self.number_min:.{self.number_decimals}f}',
            'number_max': f'{self.number_max:.{self.number_decimals}f}',
        }

    def _get_choice_options(self):
        return {'options': self.option_ids.mapped('key')}
