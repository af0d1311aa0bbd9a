import io
import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
MANAGER = 'gift_base.group_manager'
MOST_ATTEMPTS = 3
MOST_BYTES = 15 * 1024**2  # what mail servers take
STATES = [('building', "Being made"), ('sent', "Sent"), ('failed', "Not sent")]
TRANSITIONS = {'sent': ('building',), 'failed': ('building',)}


class GiftReportRun(models.Model):
    """That a schedule's report was sent for a period: once, whoever tries and however often.

    The row is committed before the report is built. Building, the mails and the new state are one
    transaction: when the worker is killed, none of them is there and the next one begins again.
    """

    _name = 'gift.report.run'
    _inherit = ['gift.state.mixin']
    _description = 'Report that was sent'
    _order = 'id desc'
    _state_transitions = TRANSITIONS

    schedule_id = fields.Many2one(
        'gift.report.schedule', required=True, readonly=True, index=True, ondelete='cascade'
    )
    day = fields.Date("Due", required=True, readonly=True)
    is_trial = fields.Boolean("For a try", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default='building')
    attempts = fields.Integer(readonly=True)
    sent_at = fields.Datetime(readonly=True)
    mail_count = fields.Integer("Mails", readonly=True)
    problem = fields.Char(readonly=True)

    _day_uniq = models.UniqueIndex(
        '(schedule_id, day) WHERE is_trial IS NOT TRUE', "A period is sent once."
    )

    @api.depends('schedule_id', 'day')
    def _compute_display_name(self):
        for run in self:
            run.display_name = run.schedule_id.name

    def _work(self):
        """Send the report of a period unless that is done, or being done by somebody else."""
        self.ensure_one()
        if not self.try_lock_for_update():
            return
        schedule = self.schedule_id
        if self.state != 'building':
            schedule._finish()
            return
        problem = schedule._get_owner_problem()
        if problem:
            self._gift_update_state('failed', problem=problem)
            schedule._pause_for(problem)
            return
        if self.attempts > MOST_ATTEMPTS:
            self._fail(self.env._("The server stopped each time while the report was made."))
            return
        try:
            with self.env.cr.savepoint():
                self._deliver(schedule.owner_id, schedule._get_recipients())
        except psycopg2.OperationalError:
            raise  # of two at once, or a server that stops: the next run of the action tries again
        except UserError as error:
            self._fail(str(error))
        except Exception:
            _logger.exception("Report of schedule %s was not made", schedule.id)
            self._fail(self.env._("The report could not be made. The server's log says why."))
        else:
            schedule._finish()

    def _fail(self, problem):
        self._gift_update_state('failed', problem=problem)
        self.schedule_id._finish(problem)

    def _deliver(self, owner, users):
        """Build the report with the rights of the owner and hand a mail for each user to the queue.

        Who is no manager gets a file without what only managers see, whoever owns the schedule.
        """
        if not users:
            raise UserError(self.env._("Nobody receives this report. Choose users or a group."))
        mails = self.env['mail.mail']
        by_file = users.grouped(lambda user: (user.lang or 'en_US', user.has_group(MANAGER)))
        for (lang, with_cost), readers in by_file.items():
            name, data = self._build(owner, lang, with_cost)
            for user in readers:
                mails |= self._prepare_mail(user, lang, name, data)
        self._gift_update_state('sent', sent_at=fields.Datetime.now(), mail_count=len(mails))

    def _build(self, owner, lang, with_cost):
        """Return name and bytes of the file, with the owner's rights."""
        schedule = self.schedule_id
        choice = schedule.with_user(owner).with_context(lang=lang)
        request = choice._prepare_request(*schedule._get_period(self.day), with_cost)
        file = io.BytesIO()
        choice._write_file(request, schedule.file_format, file)
        if file.tell() > MOST_BYTES:
            raise UserError(
                self.env._("The file is too large for a mail. Choose a category or a channel.")
            )
        return choice._get_file_name(request, schedule.file_format), file.getvalue()

    def _prepare_mail(self, user, lang, name, data):
        """Return the mail of a user, which waits in the queue with the file."""
        template = self.env.ref('gift_reports.mail_template_report').sudo()
        template = template.with_context(lang=lang, gift_user=user)
        mail = self.env['mail.mail'].sudo().browse(template.send_mail(self.id))
        # Of the message: the file goes when the mail that was sent is deleted.
        mail.attachment_ids = self.env['ir.attachment'].sudo().create(
            {
                'name': name,
                'raw': data,
                'res_model': 'mail.message',
                'res_id': mail.mail_message_id.id,
            }
        )  # fmt: skip
        return mail

    def _get_period_text(self):
        """Return the days of the report, for the mail."""
        builder = self.env['gift.report.builder']
        first, last = self.schedule_id._get_period(self.day)
        return builder._get_days_text(first, last)

    def _get_report_name(self):
        """Return the name of the report in the language of the mail."""
        return dict(self.schedule_id._fields['report']._description_selection(self.env))[
            self.schedule_id.report
        ]
