from itertools import groupby

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MOST_JOBS = 500


class GiftBatchPlan(models.TransientModel):
    """Proposals of batches: ready jobs by print method and blank, those due first in front."""

    _name = 'gift.batch.plan'
    _description = 'Proposed batches'

    date_until = fields.Date(string="Due until", help="Empty: all jobs that are ready.")
    max_jobs = fields.Integer(string="Jobs in a batch at most", default=30, required=True)
    max_sheets = fields.Integer(
        string="Sheets in a batch at most", help="0: as many as its jobs need."
    )
    line_ids = fields.One2many('gift.batch.plan.line', 'plan_id', readonly=True)
    job_count = fields.Integer(compute='_compute_job_count')

    @api.depends('line_ids')
    def _compute_job_count(self):
        for plan in self:
            plan.job_count = sum(plan.line_ids.mapped('job_count'))

    @api.constrains('max_jobs')
    def _check_max_jobs(self):
        for plan in self:
            if not 1 <= plan.max_jobs <= MOST_JOBS:
                raise UserError(
                    self.env._("A batch can hold from 1 to %s jobs. Change the number.", MOST_JOBS)
                )

    @api.model
    def action_open(self):
        """Open the proposals; also the action of the menu."""
        self.env['gift.batch']._check_operator()
        plan = self.create({})
        plan._propose()
        return plan._prepare_action()

    def action_propose(self):
        """Button: propose again, with what was entered."""
        self.ensure_one()
        self._propose()
        return self._prepare_action()

    def _prepare_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Proposed batches"),
            'res_model': self._name,
            'res_id': self.id,
            'view_mode': 'form',
            'target': 'new',
        }

    # === PROPOSALS === #

    def _propose(self):
        self.ensure_one()
        jobs = self.env['gift.job'].search(self._get_jobs_domain(), order='date_due, id')
        lines = [
            Command.create({'job_ids': [Command.set(group.ids)]})
            for kind in self._group(jobs)
            for group in self._split(kind)
        ]
        self.line_ids = [Command.clear(), *lines]

    def _get_jobs_domain(self):
        domain = self.env['gift.job']._get_batchable_domain()
        if self.date_until:
            domain &= fields.Domain('date_due', '<=', self.date_until)
        return domain

    def _group(self, jobs):
        """Return recordsets of one company, method and blank; the one due first in front."""

        def kind(job):
            return job.company_id.id, job.batch_key

        groups = groupby(jobs.sorted(lambda job: (*kind(job), job._get_due_key())), key=kind)
        found = [jobs.browse([job.id for job in group]) for _kind, group in groups]
        return sorted(found, key=lambda group: group[0]._get_due_key())

    def _split(self, jobs):
        """Yield the jobs of one kind in groups that one batch may hold."""
        while jobs:
            count = jobs._count_on_sheets(self.max_jobs, self.max_sheets)
            yield jobs[:count]
            jobs = jobs[count:]

    # === BUTTONS === #

    def action_create_all(self):
        """Button: create every proposed batch and show them."""
        self.ensure_one()
        batches = self.env['gift.batch']
        for line in self.line_ids:
            batches |= line._create_batch()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Batches"),
            'res_model': 'gift.batch',
            'view_mode': 'list,form',
            'domain': [('id', 'in', batches.ids)],
        }


class GiftBatchPlanLine(models.TransientModel):
    _name = 'gift.batch.plan.line'
    _description = 'Proposed batch'

    plan_id = fields.Many2one('gift.batch.plan', required=True, index=True, ondelete='cascade')
    job_ids = fields.Many2many('gift.job', string="Jobs in it")
    method_label = fields.Char(string="Print method", compute='_compute_facts')
    blank_id = fields.Many2one('gift.blank', compute='_compute_facts')
    job_count = fields.Integer(string="Jobs", compute='_compute_facts')
    piece_count = fields.Float(string="Pieces", digits='Product Unit', compute='_compute_facts')
    date_due = fields.Date(string="First due", compute='_compute_facts')
    date_last = fields.Date(string="Last due", compute='_compute_facts')

    @api.depends('job_ids')
    def _compute_facts(self):
        names = self.env['gift.print.method']._get_names_by_code()
        for line in self:
            jobs = line.job_ids
            dates = [date for date in jobs.mapped('date_due') if date]
            codes = (jobs[:1].method_codes or '').split('+')
            line.method_label = " + ".join(names.get(code, code) for code in codes)
            line.blank_id = jobs[:1].blank_id
            line.job_count = len(jobs)
            line.piece_count = sum(jobs.mapped('quantity'))
            line.date_due = min(dates, default=False)
            line.date_last = max(dates, default=False)

    def action_create_batch(self):
        """Button: create this batch and open it."""
        self.ensure_one()
        return self._create_batch()._prepare_open_action()

    def _create_batch(self):
        self.env['gift.batch']._check_operator()
        jobs = self.env['gift.job'].search([('id', 'in', self.job_ids.ids)])  # those one may see
        # the group and the jobs were checked; nobody may write batches directly
        return self.env['gift.batch'].sudo()._create_from_jobs(jobs.sudo())
