from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

FIRST_HOURS, SOLVE_HOURS = 8.0, 24.0


class GiftTicketTeam(models.Model):
    """Who answers customers, in which hours and how quickly."""

    _name = 'gift.ticket.team'
    _inherit = ['mail.alias.mixin', 'mail.thread']
    _description = 'Support team'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', default=lambda self: self.env.company)
    member_ids = fields.Many2many('res.users', string="Members", domain="[('share', '=', False)]")
    calendar_id = fields.Many2one(
        'resource.calendar',
        string="Hours",
        help="Times to answer count in these hours; empty: those of the company.",
    )
    first_hours = fields.Float(
        string="First answer within (hours)",
        default=FIRST_HOURS,
        required=True,
        help="Working hours. Urgent tickets have half of them.",
    )
    solve_hours = fields.Float(string="Solved within (hours)", default=SOLVE_HOURS, required=True)

    _hours_above_zero = models.Constraint(
        'CHECK(first_hours > 0 AND solve_hours > 0)', "Enter more than 0 hours."
    )

    def _alias_get_creation_values(self):
        """Override of `mail`: mails to the team's address become tickets."""
        values = super()._alias_get_creation_values()
        values['alias_model_id'] = self.env['ir.model']._get_id('gift.ticket')
        if self.id:
            values['alias_defaults'] = {'team_id': self.id}
        return values

    @api.model
    def _find_free_alias(self, name):
        """Return a name for the address of a team, ``False`` where it is taken already."""
        taken = self.env['mail.alias'].sudo().search_count([('alias_name', '=', name)], limit=1)
        return not taken and name

    def _get_calendar(self):
        """Return the working hours (sudo) of the team; empty where it always works."""
        self.ensure_one()
        team_sudo = self.sudo()  # visitors cause tickets, hours are no secret
        company = team_sudo.company_id or self.env.company
        return team_sudo.calendar_id or company.sudo().resource_calendar_id

    def _plan(self, moment, hours):
        """Return the moment (naive UTC) that is some working hours later.

        :raise ValidationError: when the team never works.
        """
        calendar = self._get_calendar()
        if not calendar:
            return moment + timedelta(hours=hours)
        zone = ZoneInfo('UTC')
        planned = calendar.plan_hours(hours, moment.replace(tzinfo=zone), compute_leaves=True)
        if not planned:
            raise ValidationError(
                self.env._("“%s” has no working hours. Choose other hours for it.", self.name)
            )
        return planned.astimezone(zone).replace(tzinfo=None)

    def _count_hours(self, start, end):
        """Return the working hours between two moments (naive UTC), negative backwards."""
        if end < start:
            return -self._count_hours(end, start)
        calendar = self._get_calendar()
        if not calendar:
            return (end - start).total_seconds() / 3600
        zone = ZoneInfo('UTC')
        return calendar.get_work_hours_count(start.replace(tzinfo=zone), end.replace(tzinfo=zone))

    def _is_open(self, moment=None):
        """Return whether somebody of the team works now."""
        moment = moment or fields.Datetime.now()
        return self._count_hours(moment, moment + timedelta(minutes=1)) > 0
