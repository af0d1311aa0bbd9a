from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .gift_job import CLOSED
from .gift_job_scan import CODE_PATTERN, REFERENCE_PATTERN, REPEAT_SECONDS, SCAN_STEPS

# state: stage from which a scan moves its jobs
STEPS = {'open': 'ready', 'in_production': 'in_production', 'made': 'made'}
AFTER = {'open': 'in_production', 'in_production': 'made', 'made': 'done'}


class GiftBatch(models.Model):
    """Scanning a batch: the rule of the scan page, for all of its jobs at once."""

    _inherit = 'gift.batch'

    @api.model
    def _find_by_code(self, code):
        """Return the visible batch with that barcode, or an empty recordset."""
        text = code.strip().upper() if isinstance(code, str) else ''
        return self.search([('name', '=', text)]) if CODE_PATTERN.fullmatch(text) else self.browse()

    def _answer_scan(self, reference, move):
        """Answer the scan page, see ``gift.job.action_scan``."""
        self.ensure_one()
        if not move or self.state not in STEPS:
            status = 'refused' if move else 'shown'
            return self._prepare_scan_answer(status, self._get_scan_hint())
        is_reference = isinstance(reference, str) and REFERENCE_PATTERN.fullmatch(reference)
        return self._scan(reference if is_reference else None)

    def _scan(self, reference):
        """Move the jobs that stand where the batch stands one stage forward; name the others."""
        batch_sudo = self.sudo()  # the caller has checked the group and that it is visible
        batch_sudo.job_ids._gift_lock()
        batch_sudo._gift_lock()
        if batch_sudo._is_repeated_scan(reference):
            message = self.env._("%(batch)s was scanned just now. It is “%(state)s”.")
            return self._prepare_scan_answer('repeat', batch_sudo._fill(message))
        if batch_sudo.state not in STEPS:
            return self._prepare_scan_answer('refused', batch_sudo._get_scan_hint())
        before = batch_sudo.state
        moved, problems = batch_sudo._move_jobs(STEPS[before])
        if not moved and problems:
            batch_sudo._log_event('problem', " ".join(problems), scan_ref=reference)
            return self._prepare_scan_answer('refused', problems[0], problems)
        batch_sudo._finish_step(before, moved, reference)
        message = self.env._("%(batch)s is now “%(state)s”: %(count)s jobs were moved.")
        answer = batch_sudo._fill(message, count=len(moved))
        return self._prepare_scan_answer('moved', answer, problems)

    def _fill(self, message, **values):
        return message % {'batch': self.name, 'state': self._get_state_label(), **values}

    def _finish_step(self, before, moved, reference):
        """Log the scan; move the batch on when jobs that were left behind keep it from following.

        A batch is done only when all of its jobs are packed.
        """
        note = self.env._("Moved by its barcode: %s.", ", ".join(moved.mapped('name')))
        target = AFTER[before]
        if self.state == before and target != 'done':
            self._update_batch_state(target, note, kind='scan', scan_ref=reference)
        else:
            self._log_event('scan', note, scan_ref=reference)

    def _move_jobs(self, source):
        """Move each job that stands in ``source``.

        :return: the jobs that moved, and a sentence for each that could not.
        """
        moved, problems = self.env['gift.job'], []
        for job in self.job_ids.sorted('id'):
            if job.stage != source:
                problems += job._get_batch_remark(source)
                continue
            try:
                with self.env.cr.savepoint():
                    job._move_one_stage(None)
                moved |= job
            except UserError as error:
                job.invalidate_recordset()
                problems.append(str(error))
        return moved, problems

    def _is_repeated_scan(self, reference):
        events = self.env['gift.batch.event'].sudo()
        if reference and events.search_count([('scan_ref', '=', reference)]):
            return True
        last = events.search([('batch_id', '=', self.id), ('kind', '=', 'scan')], limit=1)
        return bool(last) and fields.Datetime.now() - last.date < timedelta(seconds=REPEAT_SECONDS)

    # === ANSWERS === #

    def _get_scan_hint(self):
        self.ensure_one()
        hints = {
            'done': self.env._("%(batch)s is done. Scan its jobs one by one to ship them."),
            'cancelled': self.env._("%(batch)s is cancelled. Do not make it."),
        }
        default = self.env._(
            "%(batch)s is “%(state)s”. A scan moves all of its jobs one stage forward."
        )
        return self._fill(hints.get(self.state, default))

    def _prepare_scan_answer(self, status, message, problems=()):
        self.ensure_one()
        batch_sudo = self.sudo()
        return {
            'status': status,
            'message': message,
            'job': False,
            'batch': {
                'id': self.id,
                'name': self.name,
                'method': batch_sudo.method_label,
                'blank': batch_sudo.blank_id.name or '',
                'jobs': batch_sudo.job_count,
                'pieces': batch_sudo.piece_count,
                'due': fields.Date.to_string(batch_sudo.date_due),
                'late': batch_sudo.is_late,
                'state_label': self._get_state_label(),
                'problems': list(problems),
                'can_move': self.state in STEPS,
            },
        }


class GiftJob(models.Model):
    _inherit = 'gift.job'

    @api.model
    def action_scan(self, code, reference=None, move=True):
        """Override to answer the barcode of a batch, too; ``batch`` of the answer tells of it."""
        self._check_operator()
        batch = self.env['gift.batch']._find_by_code(code)
        if batch:
            return batch._answer_scan(reference, move)
        return super().action_scan(code, reference, move)

    def _get_batch_remark(self, source):
        """Return what to say of a job that does not stand where its batch stands."""
        stages = list(SCAN_STEPS)
        behind = self.stage not in stages or stages.index(self.stage) < stages.index(source)
        if not behind or self.stage in CLOSED:
            return []
        return [
            self.env._(
                "%(job)s was left behind: it is “%(stage)s”.",
                job=self.name,
                stage=self._get_stage_label(),
            )
        ]
