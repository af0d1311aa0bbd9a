import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .gift_job import CLOSED
from .guarded import notify_staff

_logger = logging.getLogger(__name__)

BACKOFF_MINUTES = (1, 5, 15, 60)  # after the first, second… failed attempt; the last one repeats
ATTEMPTS_BEFORE_ALARM = 3
JOBS_PER_RUN = 50


class GiftJob(models.Model):
    """Print files: written in the background, from an approved design, once per hash.

    ``file_next_try`` is the queue: a job with a date wants its files written from then on. An
    attempt is counted and committed before it starts, so that a killed worker loses nothing and a
    design that kills workers raises the alarm.
    """

    _inherit = 'gift.job'

    file_ids = fields.One2many('gift.print.file', 'job_id', string="All files", readonly=True)
    current_file_ids = fields.One2many(
        'gift.print.file',
        string="Print files",
        compute='_compute_current_file_ids',
    )
    files_hash = fields.Char(
        readonly=True, help="Hash of the design whose files are all written and good."
    )
    file_next_try = fields.Datetime(string="Next attempt", readonly=True, index='btree_not_null')
    file_attempts = fields.Integer(string="Attempts", readonly=True)
    file_error = fields.Char(string="Problem", readonly=True)
    file_state = fields.Selection(
        [
            ('none', "Not approved yet"),
            ('pending', "Being written"),
            ('problem', "Problem"),
            ('done', "Written"),
        ],
        string="Print file state",
        compute='_compute_file_state',
        store=True,
    )

    @api.depends('approved_hash', 'files_hash', 'revision_hash', 'file_error')
    def _compute_file_state(self):
        for job in self:
            if not job.approved_hash or job.approved_hash != job.revision_hash:
                job.file_state = 'none'
            elif job.files_hash == job.revision_hash:
                job.file_state = 'done'
            else:
                job.file_state = 'problem' if job.file_error else 'pending'

    @api.depends('file_ids.revision_hash', 'revision_hash')
    def _compute_current_file_ids(self):
        for job in self:
            newest = {}
            for file in job.file_ids.sorted('id'):
                if file.revision_hash == job.revision_hash:
                    newest[file.surface_key, file.kind] = file.id
            job.current_file_ids = job.file_ids.browse(newest.values())

    # === QUEUE === #

    def _prepare_no_files_values(self):
        return {
            'files_hash': False,
            'file_next_try': False,
            'file_attempts': 0,
            'file_error': False,
        }

    def _request_print_files(self):
        """Put the jobs into the queue and start the scheduled action at once. Call it in sudo."""
        self.write({**self._prepare_no_files_values(), 'file_next_try': fields.Datetime.now()})
        self._get_file_cron()._trigger()

    def _get_file_cron(self):
        return self.env.ref('gift_personalization.ir_cron_write_print_files').sudo()

    @api.model
    def _get_files_due_domain(self):
        return Domain('file_next_try', '<=', fields.Datetime.now()) & Domain(
            'stage', 'not in', CLOSED
        )

    @api.model
    def _cron_write_print_files(self):
        """Scheduled action: write the files of the queued jobs, one transaction each."""
        jobs = self.search(
            self._get_files_due_domain(),
            order='file_next_try, id',
            limit=JOBS_PER_RUN,
        )
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(jobs))
        for job in jobs:
            if job._begin_file_attempt():
                cron._commit_progress()
                job._attempt_print_files()
            if not cron._commit_progress(1):
                break

    def _begin_file_attempt(self):
        """Count the attempt and say when the next one is due, should this one never end.

        :return: whether the job still wants its files.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._gift_lock()
                attempts = self.file_attempts + 1
                minutes = BACKOFF_MINUTES[min(attempts, len(BACKOFF_MINUTES)) - 1]
                next_try = fields.Datetime.now() + timedelta(minutes=minutes)
                self.write({'file_attempts': attempts, 'file_next_try': next_try})
                self._get_file_cron()._trigger(at=next_try)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self._get_file_cron()._trigger()
            return False
        if attempts > ATTEMPTS_BEFORE_ALARM and not self.file_error:
            self._note_file_problem(
                self.env._("The worker that wrote the files was stopped several times.")
            )
        return True

    def _attempt_print_files(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._write_print_files()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            _logger.info(
                "%s: another transaction changed the job, its files are written later.", self.name
            )
            self._get_file_cron()._trigger(at=fields.Datetime.now() + timedelta(seconds=10))
        except UserError as error:
            self._note_file_problem(str(error))
        except Exception as error:
            _logger.exception("%s: print files could not be written.", self.name)
            self._note_file_problem(f"{type(error).__name__}: {error}")

    def _note_file_problem(self, message):
        """Keep the reason; after some attempts tell the order desk."""
        self.file_error = message
        self._log_event('problem', message)
        if self.file_attempts >= ATTEMPTS_BEFORE_ALARM:
            notify_staff(self, self.env._("Print files cannot be written"), message)

    # === WRITING === #

    def _write_print_files(self):
        """Write the missing files of the approved design; the job becomes ready when all are good.

        Idempotent by hash: files of this design that exist and are good are not written again.

        :raise UserError: when there is no approved proof of exactly this design.
        """
        self.ensure_one()
        job_sudo = self.sudo()  # scheduled action, or a button whose caller was checked
        job_sudo._gift_lock()
        job_sudo._check_approved()
        design, layout = job_sudo.revision_id._get_layout()
        for surface in design.to_dict()['template']['surfaces']:
            if layout.surfaces[surface['key']].items:
                job_sudo._write_surface_files(surface, layout.surfaces[surface['key']])
        job_sudo.invalidate_recordset(['file_ids', 'current_file_ids'])
        job_sudo._finish_print_files()

    def _check_approved(self):
        """Refuse a design other than the one that the customer has approved.

        :raise UserError: with what to do.
        """
        hashes = {self.approved_hash, self.revision_hash, self.sale_line_id.gift_revision_id.hash}
        if len(hashes) != 1 or not self._gift_get_approved_proof():
            raise UserError(
                self.env._(
                    "%(job)s has no approved proof of its current design."
                    " Files are written after the approval.",
                    job=self.name,
                )
            )

    def _write_surface_files(self, surface, display):
        """Write all files of the surface's print method that are missing, bad or out of date."""
        files = self.env['gift.print.file']
        method = self.env['gift.print.method']._get_by_code(surface['method']['key'])
        for output in self._get_wanted_outputs(method, display):
            options = files._dump_options(output._get_options())
            existing = self.current_file_ids.filtered(
                lambda f, key=surface['key'], kind=output.kind, options=options: (
                    (f.surface_key, f.kind, f.options or options) == (key, kind, options)
                ),
            )
            if not existing or not existing._is_within_limits():
                files._create_for_surface(self, surface, display, output)

    def _get_wanted_outputs(self, method, display):
        """Return the outputs that show something: a photo has no outlines, a text no dots."""
        from ..engine.print_outputs import has_content

        return method.output_ids.filtered(lambda output: has_content(display, output.kind))

    def _finish_print_files(self):
        bad = self.current_file_ids.filtered(lambda file: not file._is_within_limits())
        if bad:
            message = bad[0]._get_limit_message()
            self.write({'file_next_try': False, 'file_error': message})
            self._log_event('problem', message)
            notify_staff(
                self, self.env._("A print file differs from the approved picture"), message
            )
            return
        self.write({**self._prepare_no_files_values(), 'files_hash': self.revision_hash})
        note = self.env._("%s print files were written.", len(self.current_file_ids))
        self._log_event('file', note)
        self._update_stage(('to_proof', 'waiting'), 'ready')

    def action_write_files_again(self):
        """Button of the order desk: put the job into the queue once more."""
        self._check_operator('gift_base.group_staff')
        for job_sudo in self.sudo():
            job_sudo._gift_lock()
            job_sudo._check_approved()
            job_sudo._request_print_files()
        return True

    # === CHECKING === #

    def _get_file_problem(self):
        """Return why the files of the job must not be used, or an empty string (sudo).

        Reads the stored bytes again and compares their SHA-256.
        """
        self.ensure_one()
        if self.approved_hash != self.revision_hash:
            return self.env._("the customer has not approved this design")
        if self.files_hash != self.revision_hash:
            return self.env._("its print files are not written yet")
        broken = self.current_file_ids.filtered(lambda file: not file._is_intact())
        if broken:
            return self.env._("its print file %s was changed after it was written", broken[0].name)
        return ''

    def _check_files_usable(self):
        """Refuse jobs whose files are not exactly what was approved.

        :raise UserError: with the job and the reason.
        """
        for job in self:
            problem = job._get_file_problem()
            if problem:
                raise UserError(
                    self.env._(
                        "%(job)s cannot be made: %(problem)s.",
                        job=job.name,
                        problem=problem,
                    )
                )
