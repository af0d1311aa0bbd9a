import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .gift_batch import OPEN_STATES


class GiftJob(models.Model):
    """What a job has to do with batches."""

    _inherit = 'gift.job'

    batch_id = fields.Many2one(
        'gift.batch', string="Batch", readonly=True, copy=False, index='btree_not_null'
    )
    method_codes = fields.Char(
        compute='_compute_batch_key',
        store=True,
        help="Codes of the print methods of what is printed, once the print files are written.",
    )
    blank_id = fields.Many2one(
        'gift.blank', string="Blank", compute='_compute_blank_id', store=True
    )
    batch_key = fields.Char(compute='_compute_batch_key', store=True, index='btree_not_null')

    @api.depends(
        'product_id.product_tmpl_id.gift_blank_id',
        'product_id.product_template_attribute_value_ids.product_attribute_value_id.gift_blank_id',
    )
    def _compute_blank_id(self):
        for job in self:
            product_sudo = job.product_id.sudo()
            job.blank_id = product_sudo._gift_get_blank() if product_sudo else False

    @api.depends('files_hash', 'revision_hash', 'blank_id')
    def _compute_batch_key(self):
        for job in self:
            is_written = job.files_hash and job.files_hash == job.revision_hash
            codes = job._get_method_codes() if is_written else []
            job.method_codes = '+'.join(codes) or False
            job.batch_key = f'{job.method_codes}/{job.blank_id.id or 0}' if codes else False

    def _get_method_codes(self):
        """Return the codes of the print methods of the surfaces that have print files."""
        self.ensure_one()
        content = json.loads(self.sudo().revision_id.content)
        written = set(self.current_file_ids.mapped('surface_key'))
        surfaces = content['template']['surfaces']
        return sorted({s['method']['key'] for s in surfaces if s['key'] in written})

    # === JOINING === #

    @api.model
    def _get_batchable_domain(self):
        """Return the domain of the jobs that can be put into a batch."""
        free = fields.Domain('batch_id', '=', False)
        free |= fields.Domain('batch_id.state', 'not in', OPEN_STATES)
        return fields.Domain('stage', '=', 'ready') & fields.Domain('batch_key', '!=', False) & free

    def _check_can_join(self, batch=None):
        """Refuse jobs that cannot be put into one batch. Locked by the caller, in sudo.

        :param batch: the one that they join; a new one when not given.
        :raise UserError: with the job and the reason.
        """
        if not self:
            raise UserError(self.env._("Choose the jobs of the batch first."))
        for job in self:
            problem = job._get_joining_problem()
            if problem:
                raise UserError(
                    self.env._(
                        "%(job)s cannot be put into a batch: %(problem)s.",
                        job=job.name,
                        problem=problem,
                    )
                )
        kinds = set(self.mapped('batch_key')) | ({batch.batch_key} if batch else set())
        companies = self.company_id | (batch.company_id if batch else self.company_id)
        if len(kinds) != 1 or len(companies) != 1:
            raise UserError(
                self.env._(
                    "These jobs are not of one kind. A batch holds jobs of one print method on one"
                    " blank; let the shop propose batches, or choose other jobs."
                )
            )

    def _get_joining_problem(self):
        self.ensure_one()
        if self.batch_id.state in OPEN_STATES:
            return self.env._("it is in %s already", self.batch_id.name)
        if self.stage != 'ready':
            return self.env._("it is “%s”, not ready to be made", self._get_stage_label())
        return self._get_file_problem()

    def _get_due_key(self):
        """Return what jobs are sorted by: those without a date come last."""
        self.ensure_one()
        return (not self.date_due, self.date_due or fields.Date.today(), self.id)

    # === STAGES === #

    def _update_stage(self, allowed, target, note='', **kwargs):
        """Override to let the batch follow: a job that goes back leaves it."""
        changed = super()._update_stage(allowed, target, note, **kwargs)
        for batch_sudo in changed.sudo().batch_id.filtered(lambda b: b.state != 'cancelled'):
            jobs = changed & batch_sudo.job_ids
            if target in ('to_proof', 'waiting', 'ready', 'replaced', 'cancelled'):
                label = jobs[:1]._get_stage_label(target)
                batch_sudo._take_out(jobs, self.env._("The job went to “%s”.", label))
            else:
                batch_sudo._follow_jobs()
        return changed

    # === BUTTONS === #

    def action_create_batch(self):
        """Button: put the selected jobs into a new batch and open it."""
        self._check_operator()
        batch = self.env['gift.batch'].sudo()._create_from_jobs(self.sudo())  # checked above
        return batch._prepare_open_action()

    def action_leave_batch(self):
        """Button: take the job out of its batch."""
        self._check_operator()
        jobs_sudo = self.sudo()  # checked above; nobody may write jobs directly
        jobs_sudo._gift_lock()
        for batch_sudo in jobs_sudo.batch_id.filtered(lambda b: b.state in OPEN_STATES):
            batch_sudo._take_out(jobs_sudo & batch_sudo.job_ids, self.env._("Taken out by hand."))
        return True
