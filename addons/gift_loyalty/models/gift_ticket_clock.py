from datetime import timedelta

from odoo import api, fields, models

WARN_HOURS = 2.0
CLOCKS = [('fine', "In time"), ('soon', "Soon due"), ('late', "Late")]


class GiftTicket(models.Model):
    """Until when a ticket is to be answered and solved, in the team's working hours.

    While the customer has to answer, the clock stands still: the hours that were left begin again
    with the answer.
    """

    _inherit = 'gift.ticket'

    first_due = fields.Datetime(string="First answer until", readonly=True, copy=False)
    first_date = fields.Datetime(string="First answered on", readonly=True, copy=False)
    solve_due = fields.Datetime(string="Solved until", readonly=True, copy=False, index=True)
    solved_date = fields.Datetime(string="Solved on", readonly=True, copy=False)
    hours_left = fields.Float(
        string="Working hours left", readonly=True, copy=False, help="While the clock stands."
    )
    is_paused = fields.Boolean(readonly=True, copy=False)
    clock = fields.Selection(CLOCKS, readonly=True, default='fine', index=True, copy=False)
    first_was_late = fields.Boolean(string="First answer was late", readonly=True, copy=False)
    solved_late = fields.Boolean(readonly=True, copy=False)

    def write(self, vals):
        """Override to plan the deadlines anew with another team or priority."""
        if not {'team_id', 'priority'} & vals.keys():
            return super().write(vals)
        self._gift_lock()
        before = [(ticket, ticket._get_plan(), ticket._get_left()) for ticket in self]
        result = super().write(vals)
        for ticket, plan, left in before:
            if ticket._get_plan() != plan:
                ticket.sudo()._shift_clock(plan, left)  # deadlines are kept by methods alone
        return result

    def _get_plan(self):
        """Return the team of the ticket, and in how many of its hours it answers and solves."""
        return self.team_id, *self._get_hours()

    def _get_hours(self):
        """Return the working hours that the team has for it: to answer, and to solve."""
        factor = 0.5 if self.priority == '2' else 1.0
        return self.team_id.first_hours * factor, self.team_id.solve_hours * factor

    def _get_left(self):
        """Return how many of these hours are left."""
        now, team = fields.Datetime.now(), self.team_id
        solve = self.hours_left if self.is_paused else team._count_hours(now, self.solve_due)
        return team._count_hours(now, self.first_due), solve

    def _start_clock(self):
        self.ensure_one()
        now, team = fields.Datetime.now(), self.team_id
        first, solve = self._get_hours()
        self.write({'first_due': team._plan(now, first), 'solve_due': team._plan(now, solve)})

    def _shift_clock(self, plan, left):
        """Give the ticket the hours of its new team or priority; those that passed stay passed.

        :param plan: of the old one, as :meth:`_get_plan` tells.
        :param left: which of its hours were left, as :meth:`_get_left` tells.
        """
        self.ensure_one()
        first, solve = (
            rest + new - old
            for rest, new, old in zip(left, self._get_hours(), plan[1:], strict=True)
        )
        now, team = fields.Datetime.now(), self.team_id
        vals = {} if self.first_date else {'first_due': team._plan(now, first)}
        if self.is_paused:
            vals['hours_left'] = solve
        else:
            vals['solve_due'] = team._plan(now, solve)
        self.write(vals)
        self._update_clock()

    def _move_clock(self, before, after):
        """Stop, pause or go on with the clock when the stage has changed."""
        self.ensure_one()
        now = fields.Datetime.now()
        if after in ('waiting', 'solved', 'spam', 'merged') and not self.is_paused:
            self.write(
                {'is_paused': True, 'hours_left': self.team_id._count_hours(now, self.solve_due)}
            )
        if after in ('new', 'open') and self.is_paused:
            due = self.team_id._plan(now, max(self.hours_left, 0.0))
            self.write({'is_paused': False, 'solve_due': due, 'solved_date': False})
        if after == 'solved':
            late = self.hours_left < 0
            self.write({'solved_date': now, 'solved_late': late})
            self._ask_how_it_was()
        if after in ('waiting', 'solved') and not self.first_date:
            self._note_first_answer()
        self._update_clock()

    def _note_first_answer(self):
        """Note that the customer has got an answer, the first time."""
        for ticket in self.filtered(lambda ticket: not ticket.first_date):
            now = fields.Datetime.now()
            ticket.write({'first_date': now, 'first_was_late': now > ticket.first_due})
            ticket._update_clock()

    def _get_next_due(self):
        """Return the deadline that comes next, or ``False`` while none runs."""
        self.ensure_one()
        if self.is_paused:
            return False
        return min(self.first_due, self.solve_due) if not self.first_date else self.solve_due

    def _update_clock(self):
        """Say how near the next deadline is; staff are told when it is near and when it is over."""
        now = fields.Datetime.now()
        for ticket in self:
            due = ticket._get_next_due()
            clock = 'fine'
            if due and due <= now:
                clock = 'late'
            elif due and ticket.team_id._plan(now, WARN_HOURS) >= due:
                clock = 'soon'
            if ticket.clock != clock:
                ticket.clock = clock
                ticket._tell_clock()

    def _tell_clock(self):
        self.ensure_one()
        self.activity_ids.filtered('automated').unlink()
        if self.clock == 'fine':
            return
        summary = (
            self.env._("This ticket is late")
            if self.clock == 'late'
            else self.env._("This ticket is due soon")
        )
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            'mail.mail_activity_data_warning',
            summary=summary,
            user_id=self._get_responsible().id,
            automated=True,
        )

    def _get_responsible(self):
        """Return who is told: who works on it, somebody of the team, somebody of the staff."""
        members = self.team_id.sudo().member_ids.filtered('active')
        staff = (
            self.env.ref('gift_base.group_staff')
            .sudo()
            .all_user_ids.filtered(
                lambda user: user.active and user._is_internal() and not user._is_superuser()
            )
        )
        user = self.user_id or members[:1] or staff.sorted('id')[:1]
        return user or self.env.ref('base.user_admin')

    @api.model
    def _cron_clock(self):
        """Look at the tickets whose clocks run."""
        near = fields.Datetime.now() + timedelta(days=7)
        running = self.search(
            [
                ('is_paused', '=', False),
                '|',
                ('solve_due', '<', near),
                '&',
                ('first_date', '=', False),
                ('first_due', '<', near),
            ],
            order='id',
        )
        for ticket in running:
            ticket._update_clock()
            self.env['ir.cron']._commit_progress(1)
