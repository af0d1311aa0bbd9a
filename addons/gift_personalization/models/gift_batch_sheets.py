import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .gift_batch import OPEN_STATES
from .gift_job_files import BACKOFF_MINUTES

_logger = logging.getLogger(__name__)

BATCHES_PER_RUN = 20


class GiftBatch(models.Model):
    """Gang sheets of a batch: written in the background, from approved designs, see ADR 3.

    ``sheet_next_try`` is the queue. An attempt is counted and committed before it starts.
    """

    _inherit = 'gift.batch'

    sheet_ids = fields.One2many('gift.sheet', 'batch_id', string="Sheets", readonly=True)
    sheet_next_try = fields.Datetime(readonly=True, index='btree_not_null')
    sheet_attempts = fields.Integer(readonly=True)
    sheet_error = fields.Char(string="Problem with the sheets", readonly=True)
    sheet_state = fields.Selection(
        [
            ('none', "No sheets"),
            ('pending', "Being laid"),
            ('problem', "Problem"),
            ('done', "Laid"),
        ],
        string="Gang sheets",
        compute='_compute_sheet_state',
    )
    use_percent = fields.Float(
        string="Area used (%)", digits=(16, 1), compute='_compute_sheet_state'
    )

    @api.depends('sheet_ids.revoked_date', 'sheet_next_try', 'sheet_error')
    def _compute_sheet_state(self):
        for batch in self:
            current = batch._get_current_sheets()
            one_kind = current.filtered(lambda s, first=current[:1]: s.kind == first.kind)
            uses = one_kind.mapped('use_percent')
            batch.use_percent = sum(uses) / len(uses) if uses else 0.0
            if batch.sheet_error:
                batch.sheet_state = 'problem'
            elif batch.sheet_next_try:
                batch.sheet_state = 'pending'
            else:
                batch.sheet_state = 'done' if current else 'none'

    def _get_current_sheets(self):
        return self.sheet_ids.filtered(lambda sheet: not sheet.revoked_date)

    # === QUEUE === #

    def _gift_on_jobs_changed(self):
        """Override to revoke the sheets; what is not begun is laid anew."""
        super()._gift_on_jobs_changed()
        names = set(self.job_ids.mapped('name'))
        current = self._get_current_sheets()
        stale = current.filtered(
            lambda sheet: any(piece['job'] not in names for piece in sheet._get_pieces())
        )
        if self.state == 'open':
            current._revoke(self.env._("The jobs of the batch have changed."))
            self._request_sheets()
        else:
            stale._revoke(self.env._("A job on it has left the batch."))

    def _request_sheets(self):
        """Put the batch into the queue and start the scheduled action at once (sudo)."""
        self.ensure_one()
        has_sizes = bool(self.job_ids) and any(
            self.env['gift.sheet.size']._get_for_method(code)
            for code in (self.method_codes or '').split('+')
        )
        self.write(
            {
                'sheet_next_try': fields.Datetime.now() if has_sizes else False,
                'sheet_attempts': 0,
                'sheet_error': False,
            }
        )
        if has_sizes:
            self._get_sheet_cron()._trigger()

    def _get_sheet_cron(self):
        return self.env.ref('gift_personalization.ir_cron_write_gift_sheets').sudo()

    @api.model
    def _cron_write_sheets(self):
        """Scheduled action: lay the sheets of the queued batches, one transaction each."""
        domain = [
            ('sheet_next_try', '<=', fields.Datetime.now()),
            ('state', 'in', OPEN_STATES),
        ]
        batches = self.search(domain, order='sheet_next_try, id', limit=BATCHES_PER_RUN)
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(batches))
        for batch in batches:
            if batch._begin_sheet_attempt():
                cron._commit_progress()
                batch._attempt_sheets()
            if not cron._commit_progress(1):
                break

    def _begin_sheet_attempt(self):
        """Count the attempt and say when the next one is due, should this one never end."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._gift_lock()
                attempts = self.sheet_attempts + 1
                minutes = BACKOFF_MINUTES[min(attempts, len(BACKOFF_MINUTES)) - 1]
                next_try = fields.Datetime.now() + timedelta(minutes=minutes)
                self.write({'sheet_attempts': attempts, 'sheet_next_try': next_try})
                self._get_sheet_cron()._trigger(at=next_try)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self._get_sheet_cron()._trigger()
            return False
        return True

    def _attempt_sheets(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._write_sheets()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            _logger.info("%s was changed meanwhile, its sheets are laid later.", self.name)
            self._get_sheet_cron()._trigger(at=fields.Datetime.now() + timedelta(seconds=10))
        except UserError as error:
            # Trying again would end the same way: somebody has to change something first.
            self._note_sheet_problem(str(error), sheet_next_try=False)
        except Exception as error:
            _logger.exception("%s: gang sheets could not be written.", self.name)
            self._note_sheet_problem(f"{type(error).__name__}: {error}")

    def _note_sheet_problem(self, message, **vals):
        self.write({'sheet_error': message, **vals})
        self._log_event('problem', message)

    def action_write_sheets_again(self):
        """Button: lay the sheets anew, for example after a sheet size was changed."""
        self._check_operator()
        for batch_sudo in self.sudo():  # checked above; nobody may write batches directly
            batch_sudo.job_ids._gift_lock()
            batch_sudo._gift_lock()
            if batch_sudo.state not in OPEN_STATES:
                raise UserError(
                    self.env._("%s is not open any more: nothing of it is printed.", self.name)
                )
            current = batch_sudo._get_current_sheets()
            current._revoke(self.env._("The sheets are laid anew."))
            batch_sudo._request_sheets()
        return True
