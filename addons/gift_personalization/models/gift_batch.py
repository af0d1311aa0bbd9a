from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OPEN_STATES = ('open', 'in_production', 'made')
STATES = [
    ('open', "Planned"),
    ('in_production', "In production"),
    ('made', "Made"),
    ('done', "Done"),
    ('cancelled', "Cancelled"),
]
TRANSITIONS = {
    'in_production': ('open',),
    'made': ('open', 'in_production'),
    'done': OPEN_STATES,
    'cancelled': OPEN_STATES,
}
# How far a batch is by the stage that all of its jobs have reached.
STATE_BY_STAGE = {
    'ready': 'open',
    'in_production': 'in_production',
    'made': 'made',
    'packed': 'done',
    'shipped': 'done',
}
RANKS = {state: rank for rank, (state, _label) in enumerate(STATES)}


class GiftBatch(models.Model):
    """Jobs of one print method and blank that are made together. Its name is a barcode.

    Nobody has the right to write batches: they change in the methods below, called in sudo after
    the caller has checked who may do it. Locks are taken in one order: jobs, then the batch.
    """

    _name = 'gift.batch'
    _inherit = ['gift.state.mixin']
    _description = 'Batch'
    _order = 'id desc'
    _state_transitions = TRANSITIONS

    name = fields.Char(string="Batch", required=True, readonly=True, copy=False)
    state = fields.Selection(
        STATES, required=True, default='open', readonly=True, copy=False, index=True
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    batch_key = fields.Char(readonly=True, help="Print methods and blank that its jobs share.")
    method_codes = fields.Char(readonly=True)
    method_label = fields.Char(string="Print method", compute='_compute_method_label')
    blank_id = fields.Many2one('gift.blank', readonly=True, ondelete='restrict')
    job_ids = fields.One2many('gift.job', 'batch_id', string="Jobs", readonly=True)
    job_count = fields.Integer(string="Jobs in it", compute='_compute_jobs')
    piece_count = fields.Float(string="Pieces", digits='Product Unit', compute='_compute_jobs')
    date_due = fields.Date(string="First due", compute='_compute_jobs')
    is_late = fields.Boolean(string="Late", compute='_compute_jobs')
    date_changed = fields.Datetime(
        readonly=True,
        default=fields.Datetime.now,
        help="Written by whoever changes what is in the batch, so that two cannot at once.",
    )
    event_ids = fields.One2many('gift.batch.event', 'batch_id', string="Log", readonly=True)

    _name_uniq = models.Constraint('UNIQUE(name)', "The barcode of a batch is unique.")

    # === COMPUTE METHODS === #

    @api.depends('method_codes')
    def _compute_method_label(self):
        names = self.env['gift.print.method']._get_names_by_code()
        for batch in self:
            codes = (batch.method_codes or '').split('+')
            batch.method_label = " + ".join(names.get(code, code) for code in codes)

    @api.depends('job_ids.quantity', 'job_ids.date_due', 'job_ids.stage')
    def _compute_jobs(self):
        for batch in self:
            jobs = batch.job_ids
            batch.job_count = len(jobs)
            batch.piece_count = sum(jobs.mapped('quantity'))
            batch.date_due = min(filter(None, jobs.mapped('date_due')), default=False)
            batch.is_late = batch.state in OPEN_STATES and any(jobs.mapped('is_late'))

    # === CREATION === #

    @api.model
    def _create_from_jobs(self, jobs):
        """Put ready jobs of one kind into a new batch. Call it in sudo, rights checked.

        Of two simultaneous callers the second waits for the jobs and finds them taken.

        :raise UserError: when a job cannot be made now, or they do not belong together.
        """
        jobs._gift_lock()
        jobs._check_can_join()
        first = jobs[0]
        batch = self.create(
            {
                'name': self.env['ir.sequence'].next_by_code('gift.batch'),
                'company_id': first.company_id.id,
                'batch_key': first.batch_key,
                'method_codes': first.method_codes,
                'blank_id': first.blank_id.id,
            }
        )
        batch._take_in(jobs)
        return batch

    def _take_in(self, jobs):
        self.ensure_one()
        jobs.write({'batch_id': self.id})
        self.date_changed = fields.Datetime.now()
        self._log_event('job', self.env._("Put in: %s.", ", ".join(jobs.mapped('name'))))
        self._gift_on_jobs_changed()

    def _add_jobs(self, jobs):
        """Put further ready jobs of the same kind into a batch that is not begun (sudo).

        :raise UserError: when the batch is begun, or a job does not fit.
        """
        self.ensure_one()
        (jobs | self.job_ids)._gift_lock()
        self._gift_lock()
        if self.state != 'open':
            raise UserError(
                self.env._("%s is being made already. Put the jobs into another batch.", self.name)
            )
        jobs._check_can_join(self)
        self._take_in(jobs)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A batch cannot be deleted. Cancel it instead."))

    # === LEAVING === #

    def _take_out(self, jobs, note):
        """Let jobs leave the batch; an empty one is cancelled. Call it in sudo, jobs locked."""
        self.ensure_one()
        jobs &= self.job_ids
        if not jobs:
            return
        self._gift_lock()
        jobs.write({'batch_id': False})
        self.date_changed = fields.Datetime.now()
        self._log_event('job', f'{", ".join(jobs.mapped("name"))}: {note}')
        self._gift_on_jobs_changed()
        if not self.job_ids and self.state in OPEN_STATES:
            self._update_batch_state('cancelled', self.env._("No job is left in the batch."))
        else:
            self._follow_jobs()

    def _gift_on_jobs_changed(self):
        """Hook: jobs were put in or taken out. Returns nothing."""
        self.ensure_one()

    def action_cancel(self):
        """Button: the batch is given up; its jobs can be put into other batches."""
        self._check_operator()
        for batch_sudo in self.sudo():  # checked above; nobody may write batches directly
            batch_sudo.job_ids._gift_lock()
            batch_sudo._gift_lock()
            if batch_sudo.state not in OPEN_STATES:
                raise UserError(batch_sudo._gift_get_refused_message('cancelled'))
            jobs = batch_sudo.job_ids
            if jobs:
                batch_sudo._take_out(jobs, self.env._("The batch was cancelled."))
            else:
                batch_sudo._update_batch_state('cancelled')
        return True

    # === STATE === #

    def _update_batch_state(self, target, note='', **vals):
        """Move the batches to ``target`` and log it (sudo).

        :param vals: further values of the log entry, such as ``scan_ref``.
        """
        sources = {batch.id: batch.state for batch in self}
        changed = self._gift_update_state(target, date_changed=fields.Datetime.now())
        for batch in changed:
            moves = {'from_state': sources[batch.id], 'to_state': target}
            batch._log_event(note=note, **{'kind': 'state', **moves, **vals})
        return changed

    def _follow_jobs(self):
        """Move the batches on when all of their jobs have come further (sudo)."""
        for batch in self.filtered(lambda b: b.state in OPEN_STATES and b.job_ids):
            states = [STATE_BY_STAGE.get(stage, 'open') for stage in batch.job_ids.mapped('stage')]
            least = min(states, key=RANKS.get)
            if RANKS[least] > RANKS[batch.state]:
                batch._update_batch_state(least)

    def _log_event(self, kind, note='', **vals):
        self.ensure_one()
        values = {'batch_id': self.id, 'kind': kind, 'note': note, 'user_id': self.env.uid}
        # nobody may add entries by hand
        return self.env['gift.batch.event'].sudo().create({**values, **vals})

    def _get_state_label(self, state=None):
        labels = dict(self._fields['state']._description_selection(self.env))
        return labels[state or self.state]

    # === BUTTONS === #

    def _check_operator(self):
        """Refuse users outside the production team and batches that they cannot see.

        :raise AccessError: with a whole sentence.
        """
        if not self.env.user.has_group('gift_base.group_production'):
            raise AccessError(self.env._("Only the gift shop's production team may do this."))
        self.check_access('read')

    def action_print_tickets(self):
        """Button: one PDF with the sheet of the batch and the tickets of its jobs."""
        return self._prepare_batch_download('tickets.pdf')

    def action_download_files(self):
        """Button: one archive with the files of the batch.

        :raise UserError: when a job has no files that may be printed.
        """
        self._check_operator()
        self.sudo().job_ids._check_files_usable()  # checked above
        return self._prepare_batch_download('files.zip')

    def _prepare_open_action(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.batch',
            'res_id': self.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
        }

    def _prepare_batch_download(self, name):
        self.ensure_one()
        self._check_operator()
        url = f'/gift/batch/{self.id}/{name}'
        return {'type': 'ir.actions.act_url', 'url': url, 'target': 'new'}
