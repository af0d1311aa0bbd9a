from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.gift_personalization.models.gift_parcel import OCCASIONS
from odoo.addons.gift_personalization.models.working_days import WorkingDays

from .occasion_days import is_day, next_after

RELATIONS = [
    ('partner', "Partner"),
    ('child', "Child"),
    ('parent', "Mother or father"),
    ('grandparent', "Grandparent"),
    ('sibling', "Sister or brother"),
    ('family', "Family"),
    ('friend', "Friend"),
    ('work', "At work"),
    ('other', "Somebody else"),
]
LEADS = [
    ('7', "1 week before"),
    ('14', "2 weeks before"),
    ('21', "3 weeks before"),
    ('30', "1 month before"),
]
MOST_OCCASIONS = 200
SCHEDULED = {'month', 'day', 'lead', 'is_reminding'}


class GiftOccasion(models.Model):
    """A day that a customer gives something to somebody, each year.

    It holds a day and a month; of the people on it nothing but a name is asked.
    """

    _name = 'gift.occasion'
    _description = 'Occasion'
    _order = 'month, day, id'

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='cascade'
    )
    name = fields.Char(string="For whom", required=True, size=120)
    kind = fields.Selection(OCCASIONS, string="Occasion", required=True, default='birthday')
    relation = fields.Selection(RELATIONS)
    month = fields.Integer(required=True)
    day = fields.Integer(required=True)
    year = fields.Integer(string="Since", help="The year of the day itself; empty when unknown.")
    lead = fields.Selection(LEADS, string="Remind me", required=True, default='21')
    is_reminding = fields.Boolean(string="Reminder by mail", default=True)
    next_date = fields.Date(compute='_compute_next_date')
    remind_on = fields.Date(readonly=True, index='btree_not_null', help="Empty: no reminder.")
    line_id = fields.Many2one(
        'sale.order.line', string="Gift of last time", ondelete='set null', index='btree_not_null'
    )
    parcel_id = fields.Many2one(
        'gift.parcel',
        string="Taken from",
        ondelete='set null',
        index='btree_not_null',
        help="The recipient of an order that it was made from.",
    )

    # === CRUD === #

    @api.constrains('month', 'day', 'year')
    def _check_day(self):
        for occasion in self:
            if not is_day(occasion.month, occasion.day):
                raise ValidationError(
                    self.env._("There is no such day. Please choose another day or month.")
                )
            if occasion.year and not 1900 <= occasion.year <= 2200:
                raise ValidationError(self.env._("Please enter a year from 1900 on, or none."))

    @api.model_create_multi
    def create(self, vals_list):
        """Override to plan the first reminder."""
        occasions = super().create(vals_list)
        occasions._schedule()
        return occasions

    def write(self, vals):
        """Override to plan the reminder anew when the day or its lead changed."""
        result = super().write(vals)
        if SCHEDULED & vals.keys():
            self._schedule()
        return result

    # === DAYS === #

    @api.depends('month', 'day')
    def _compute_next_date(self):
        today = self._get_today()
        for occasion in self:
            is_there = is_day(occasion.month, occasion.day)
            occasion.next_date = is_there and next_after(today, occasion.month, occasion.day)

    @api.model
    def _get_today(self):
        """Return the date that it is in the shop."""
        return WorkingDays(self.env.company.sudo()).today()

    def _schedule(self, after=None):
        """Plan the next reminder: the first whose day is later than ``after`` (today)."""
        after = after or self._get_today()
        for occasion in self:
            lead = timedelta(days=int(occasion.lead))
            date = next_after(after + lead + timedelta(days=1), occasion.month, occasion.day)
            occasion.remind_on = date - lead if occasion.is_reminding else False

    def _get_date(self):
        """Return the date that the planned reminder is about."""
        self.ensure_one()
        return self.remind_on + timedelta(days=int(self.lead))

    def _get_count(self, date):
        """Return which time it is, such as 30 for the thirtieth birthday, or 0 when unknown."""
        self.ensure_one()
        return max(0, date.year - self.year) if self.year else 0

    # === WORDS === #

    def _get_label(self):
        """Return what is celebrated, such as “Birthday: Grandma”."""
        self.ensure_one()
        kinds = dict(self._fields['kind']._description_selection(self.env))
        return self.env._("%(occasion)s: %(name)s", occasion=kinds[self.kind], name=self.name)

    def _format_day(self):
        """Return day and month in the language of the page."""
        self.ensure_one()
        return self.env['ir.qweb.field.date'].value_to_html(self.next_date, {'format': 'd MMMM'})

    @api.depends('name', 'kind')
    def _compute_display_name(self):
        for occasion in self:
            occasion.display_name = occasion._get_label()
