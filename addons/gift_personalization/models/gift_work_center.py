from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import gift_promise_source  # noqa: F401  (the mixin is known before its heirs)

WEEKDAYS = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')


class GiftWorkCenter(models.Model):
    """A machine or table that limits how many pieces a day its print methods can make.

    A method without a work centre has no limit. Days on which the company does not work count as
    closed, whatever is entered here.
    """

    _name = 'gift.work.center'
    _inherit = ['gift.promise.source']
    _description = 'Work centre'
    _order = 'sequence, name'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, index=True
    )
    method_ids = fields.Many2many(
        'gift.print.method',
        'gift_work_center_method_rel',
        'work_center_id',
        'method_id',
        string="Print methods",
        help="Methods that share the pieces of this work centre.",
    )
    monday = fields.Integer(default=40)
    tuesday = fields.Integer(default=40)
    wednesday = fields.Integer(default=40)
    thursday = fields.Integer(default=40)
    friday = fields.Integer(default=40)
    saturday = fields.Integer(default=0)
    sunday = fields.Integer(default=0)
    closure_ids = fields.One2many(
        'gift.work.center.closure', 'work_center_id', string="Closed or reduced days"
    )

    @api.constrains(*WEEKDAYS)
    def _check_pieces(self):
        if any(center[day] < 0 for center in self for day in WEEKDAYS):
            raise ValidationError(self.env._("The pieces of a day cannot be negative."))

    @api.constrains('method_ids', 'company_id', 'active')
    def _check_methods(self):
        """A method belongs to one work centre of a company, so that its pieces count once."""
        for center in self.filtered('active'):
            others = self.search(
                [
                    ('id', '!=', center.id),
                    ('company_id', '=', center.company_id.id),
                    ('method_ids', 'in', center.method_ids.ids),
                ],
                limit=1,
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "“%(method)s” belongs to the work centre “%(other)s” already. Take it out"
                        " there first.",
                        method=(others.method_ids & center.method_ids)[0].name,
                        other=others.name,
                    )
                )

    def _get_usual_pieces(self, day):
        """Return the pieces of that weekday, without closures."""
        self.ensure_one()
        return self[WEEKDAYS[day.weekday()]]

    @api.model
    def _find_by_method(self, methods, company):
        """Return ``{gift.print.method: gift.work.center}`` of the methods that have a limit."""
        centers = self.search([('company_id', '=', company.id), ('method_ids', 'in', methods.ids)])
        return {method: center for center in centers for method in center.method_ids & methods}
