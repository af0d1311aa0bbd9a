from datetime import UTC, datetime, time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..periods import PRESET_OF, find_due, find_period
from ..reports import SPECS

STAFF, MANAGER = 'gift_base.group_staff', 'gift_base.group_manager'
EVERY = [('daily', "Every day"), ('weekly', "Every week"), ('monthly', "Every month")]
WEEK_DAYS = [
    ('1', "Monday"),
    ('2', "Tuesday"),
    ('3', "Wednesday"),
    ('4', "Thursday"),
    ('5', "Friday"),
    ('6', "Saturday"),
    ('7', "Sunday"),
]
STATES = [('running', "Running"), ('paused', "Paused")]
TRANSITIONS = {'running': ('paused',), 'paused': ('running',)}
KEPT = {'owner_id', 'state', 'next_run', 'problem'}  # written by the shop itself


class GiftReportSchedule(models.Model):
    """A report that is sent as a mail each day, week or month, with the rights of its owner.

    Who changes what is sent becomes its owner: nobody sends with the rights of another.
    """

    _name = 'gift.report.schedule'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'gift.report.request', 'gift.state.mixin']
    _description = 'Report by mail'
    _order = 'next_run, id'
    _state_transitions = TRANSITIONS

    name = fields.Char(required=True, translate=False)
    owner_id = fields.Many2one(
        'res.users', required=True, readonly=True, default=lambda self: self.env.user, copy=False
    )
    state = fields.Selection(STATES, required=True, readonly=True, default='running', copy=False)
    every = fields.Selection(EVERY, string="Sent", required=True, default='monthly')
    hour = fields.Integer(default=7, help="Of the shop's day, 0 to 23.")
    week_day = fields.Selection(WEEK_DAYS, string="On", required=True, default='1')
    month_day = fields.Integer("On day", default=1, help="The last day where a month is shorter.")
    to_managers = fields.Boolean("Managers of the gift shop")
    to_staff = fields.Boolean("Staff of the gift shop", help="Managers are staff as well.")
    user_ids = fields.Many2many(
        'res.users',
        string="Users",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    recipient_count = fields.Integer("Recipients", compute='_compute_recipient_count')
    next_run = fields.Datetime(
        "Sent next", compute='_compute_next_run', store=True, copy=False, index=True
    )
    problem = fields.Char(readonly=True, copy=False)
    run_ids = fields.One2many('gift.report.run', 'schedule_id', readonly=True)

    _hour_valid = models.Constraint('CHECK(hour BETWEEN 0 AND 23)', "The hour is 0 to 23.")
    _month_day_valid = models.Constraint(
        'CHECK(month_day BETWEEN 1 AND 31)', "The day of the month is 1 to 31."
    )

    @api.depends('every', 'hour', 'week_day', 'month_day', 'company_id')
    def _compute_next_run(self):
        for schedule in self:
            schedule.next_run = schedule._to_moment(schedule._find_due()[1])

    @api.depends('to_managers', 'to_staff', 'user_ids', 'report', 'company_id')
    def _compute_recipient_count(self):
        for schedule in self:
            schedule.recipient_count = len(schedule._get_recipients())

    @api.constrains('user_ids')
    def _check_users(self):
        if any(user.share for user in self.user_ids):
            raise ValidationError(self.env._("Reports go to users of the back office only."))

    @api.constrains('company_id', 'owner_id')
    def _check_company(self):
        if any(row.company_id not in row.owner_id.company_ids for row in self):
            raise ValidationError(self.env._("The owner does not work for this company."))

    # === OWNER === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: who creates a schedule owns it."""
        if not self.env.su:
            vals_list = [{**vals, 'owner_id': self.env.uid} for vals in vals_list]
            for vals in vals_list:
                vals.pop('state', None), vals.pop('problem', None)
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: who changes a schedule owns it from then on."""
        if self.env.su:
            return super().write(vals)
        if KEPT & vals.keys():
            raise AccessError(self.env._("Owner and state follow what is done with the schedule."))
        done = super().write(vals)
        if any(name in self._get_own_fields() for name in vals):
            taken = self.filtered(lambda schedule: schedule.owner_id != self.env.user)
            taken.sudo().write({'owner_id': self.env.uid})  # the user may write, as just shown
        return done

    @api.model
    def _get_own_fields(self):
        """Return the fields that say what is sent to whom and when."""
        return ('name', 'report', 'company_id', 'categ_id', 'channel', 'file_format', 'every',
                'hour', 'week_day', 'month_day', 'to_managers', 'to_staff',
                'user_ids')  # fmt: skip

    def _get_owner_problem(self):
        """Return why the owner cannot send any more, '' when he can."""
        owner_sudo = self.sudo().owner_id
        if not owner_sudo.active:
            return self.env._("%(name)s is no longer active.", name=owner_sudo.name)
        group = MANAGER if SPECS[self.report].is_for_managers else STAFF
        if not owner_sudo.has_group(group) or self.company_id not in owner_sudo.company_ids:
            return self.env._("%(name)s may no longer see this report.", name=owner_sudo.name)
        return ''

    # === WHEN AND TO WHOM === #

    def _find_due(self):
        """Return the dates on which it was due last and is due next."""
        day = int(self.week_day or 1) if self.every == 'weekly' else self.month_day or 1
        return find_due(self.every or 'monthly', self.hour, min(max(day, 1), 31),
                        self._get_shop_now())  # fmt: skip

    def _to_moment(self, day):
        """Return the moment (UTC) at which it is due on a day of the shop."""
        local = datetime.combine(day, time(min(max(self.hour, 0), 23)), self._get_zone())
        return local.astimezone(UTC).replace(tzinfo=None)

    def _get_period(self, day):
        """Return the first and last day of the report that is due on a day."""
        if not self.has_period:
            return day, day
        return find_period(PRESET_OF[self.every], day)

    def _get_recipients(self):
        """Return the users who get it: of the back office, of the company, with an address."""
        users_sudo = self.sudo().user_ids  # names of groups are known to administrators only
        for is_chosen, group in ((self.to_managers, MANAGER), (self.to_staff, STAFF)):
            if is_chosen:
                users_sudo |= self.env.ref(group).sudo().all_user_ids
        for_managers = SPECS[self.report or 'sales'].is_for_managers
        return users_sudo.filtered(
            lambda user: (
                user.active
                and not user.share
                and user.email
                and self.company_id in user.company_ids
                and (not for_managers or user.has_group(MANAGER))
            )
        )

    # === BUTTONS === #

    def action_pause(self):
        """Send nothing until it is resumed."""
        self.check_access('write')
        self.sudo()._gift_update_state('paused')

    def action_resume(self):
        """Send again, from now on and with the rights of who resumes it."""
        self.check_access('write')
        for schedule in self.sudo():
            schedule.owner_id = self.env.uid
            problem = schedule._get_owner_problem()
            if problem:
                raise UserError(problem)
            moment = schedule._to_moment(schedule._find_due()[1])
            schedule._gift_update_state('running', problem=False, next_run=moment)
            schedule.activity_unlink(['mail.mail_activity_data_todo'])

    def action_send_now(self):
        """Send the last period to the user alone, with his own rights, for a try."""
        self.ensure_one()
        self.check_access('write')
        if not self.env.user.email:
            raise UserError(self.env._("Your user has no mail address. Add one, then try again."))
        run_sudo = (
            self.env['gift.report.run']
            .sudo()
            .create(  # nobody else writes runs
                {'schedule_id': self.id, 'day': self._find_due()[0], 'is_trial': True}
            )
        )
        run_sudo._deliver(self.env.user, self.env.user)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("The report is on its way to %(mail)s.",
                                      mail=self.env.user.email),
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }  # fmt: skip

    # === SENDING === #

    @api.model
    def _cron_send(self):
        """Send what is due; what was missed while the server was off is sent once."""
        due = self.search([('state', '=', 'running'), ('next_run', '<=', fields.Datetime.now())])
        for done, schedule in enumerate(due, 1):
            run = schedule._claim()
            # What was begun is known to everybody before anything is built.
            self.env['ir.cron']._commit_progress(remaining=len(due) - done + 1)
            run._work()
            self.env['ir.cron']._commit_progress(1, remaining=len(due) - done)

    def _claim(self):
        """Return the run of the period that is due, written before anything is sent.

        Of two callers the second one is turned away by the database, as both write to the row of
        the schedule first.
        """
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE gift_report_schedule SET next_run = next_run WHERE id = %s", self.id)
        )
        day = self._find_due()[0]
        runs = self.env['gift.report.run']
        run = runs.search(
            [('schedule_id', '=', self.id), ('day', '=', day), ('is_trial', '=', False)]
        ) or runs.create({'schedule_id': self.id, 'day': day})
        run.attempts += 1
        return run

    def _finish(self, problem=False):
        """Go on to the next period, and tell the owner what went wrong."""
        self.write(
            {'problem': problem, 'next_run': self._to_moment(self._find_due()[1])}
        )  # fmt: skip
        if problem:
            self._tell(self.owner_id, problem)

    def _pause_for(self, problem):
        """Stop sending, as the owner cannot any more, and tell him or else a manager."""
        self._gift_update_state('paused', problem=problem)
        owner = self.owner_id
        if not owner.active:
            managers = self.env.ref(MANAGER).all_user_ids
            owner = managers.filtered(
                lambda user: user.active and self.company_id in user.company_ids
            ).sorted('id')[:1]
        if owner:
            self._tell(owner, problem)

    def _tell(self, user, problem):
        self.activity_schedule(
            'mail.mail_activity_data_todo',
            summary=self.with_context(lang=user.lang).env._("A report was not sent"),
            note=problem,
            user_id=user.id,
        )
