from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .guarded import guarded

STAGES = [
    ('to_proof', "To proof"),
    ('waiting', "Waiting"),
    ('ready', "Ready"),
    ('in_production', "In production"),
    ('made', "Made"),
    ('packed', "Packed"),
    ('shipped', "Shipped"),
    ('replaced', "Made again"),
    ('cancelled', "Cancelled"),
]
# target: stages that lead to it. Back to “ready” is “make it again”, back to “to proof” a reopened
# proof or order.
TRANSITIONS = {
    'to_proof': ('waiting', 'ready', 'cancelled'),
    'waiting': ('to_proof', 'ready'),
    'ready': ('to_proof', 'waiting', 'in_production', 'made', 'packed'),
    'in_production': ('ready',),
    'made': ('in_production',),
    'packed': ('made',),
    'shipped': ('packed',),
    'replaced': ('in_production', 'made', 'packed'),
    'cancelled': ('to_proof', 'waiting', 'ready', 'in_production', 'made', 'packed', 'replaced'),
}
ON_THE_FLOOR = ('in_production', 'made', 'packed')
CLOSED = ('shipped', 'replaced', 'cancelled')
HIDDEN = ('replaced', 'cancelled')


class GiftJob(models.Model):
    """Production of one order line. Its name is the barcode on its ticket.

    Nobody has the right to write jobs: stages change only in :meth:`_update_stage`, called in sudo
    after the caller has checked who may do it.
    """

    _name = 'gift.job'
    _inherit = ['gift.state.mixin', 'mail.thread', 'mail.activity.mixin']
    _description = 'Production job'
    _order = 'date_due, id'
    _state_field = 'stage'
    _state_transitions = TRANSITIONS
    _mail_post_access = 'read'

    name = fields.Char(string="Job", required=True, readonly=True, copy=False)
    sale_line_id = fields.Many2one(
        'sale.order.line',
        string="Order line",
        required=True,
        readonly=True,
        ondelete='restrict',
    )
    order_id = fields.Many2one(related='sale_line_id.order_id', store=True, index=True)
    order_name = fields.Char(related='order_id.name', string="Order number")
    company_id = fields.Many2one(related='sale_line_id.company_id', store=True, index=True)
    product_id = fields.Many2one(related='sale_line_id.product_id', store=True)
    quantity = fields.Float(related='sale_line_id.product_uom_qty', digits='Product Unit')
    recipient = fields.Char(compute='_compute_recipient', store=True)
    customer_name = fields.Char(string="Customer", compute='_compute_customer_name', store=True)
    date_due = fields.Date(string="Due", compute='_compute_date_due', store=True, index=True)
    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')
    stage = fields.Selection(
        STAGES,
        required=True,
        default='to_proof',
        readonly=True,
        copy=False,
        index=True,
        group_expand='_expand_stages',
    )
    date_stage = fields.Datetime(
        string="In this stage since", readonly=True, default=fields.Datetime.now
    )
    revision_id = fields.Many2one(
        'gift.design.revision',
        string="Design",
        required=True,
        readonly=True,
        ondelete='restrict',
    )
    revision_hash = fields.Char(string="Design hash", required=True, readonly=True)
    approved_hash = fields.Char(readonly=True, help="Hash that the customer has approved.")
    text_summary = fields.Text(string="Texts", compute='_compute_text_summary', store=True)
    preview_url = fields.Char(compute='_compute_preview_url')
    event_ids = fields.One2many('gift.job.event', 'job_id', string="Log", readonly=True)

    _name_uniq = models.Constraint('UNIQUE(name)', "The barcode of a job is unique.")

    # === COMPUTE METHODS === #

    @api.depends('order_id.partner_id.name')
    def _compute_customer_name(self):
        for job in self:
            job.customer_name = job.order_id.partner_id.name

    @api.depends('sale_line_id.gift_recipient', 'sale_line_id.gift_parcel_id.name')
    def _compute_recipient(self):
        for job in self:
            line = job.sale_line_id
            job.recipient = line.gift_recipient or line.gift_parcel_id.name

    @api.depends('order_id.commitment_date', 'order_id.date_order', 'sale_line_id.customer_lead')
    def _compute_date_due(self):
        for job in self:
            job.date_due = job.order_id.commitment_date or job.sale_line_id._expected_date()

    @api.depends('date_due', 'stage')
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for job in self:
            job.is_late = bool(job.date_due) and job.date_due < today and job.stage not in CLOSED

    def _search_is_late(self, operator, value):
        if operator not in ('in', '='):
            return NotImplemented
        values = value if operator == 'in' else [value]
        late = fields.Domain('date_due', '<', fields.Date.context_today(self))
        late &= fields.Domain('stage', 'not in', CLOSED)
        domains = [late if wanted else ~late for wanted in set(map(bool, values))]
        return fields.Domain.OR(domains)

    @api.depends('revision_id')
    def _compute_text_summary(self):
        for job in self:
            lines = job.revision_id.sudo()._get_text_summary() if job.revision_id else []
            job.text_summary = "\n".join(f"{label}: {text}" for label, text in lines)

    @api.depends('revision_id')
    def _compute_preview_url(self):
        for job in self:
            revision_sudo = job.revision_id.sudo()  # the job's reader may see its picture
            job.preview_url = revision_sudo._get_preview_url() if revision_sudo else False

    @api.model
    def _expand_stages(self, stages, _domain):
        return [key for key, _label in STAGES if key not in HIDDEN or key in stages]

    # === CREATION === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault('name', self.env['ir.sequence'].next_by_code('gift.job'))
        jobs = super().create(vals_list)
        for job in jobs:
            job._log_event('stage', to_stage=job.stage)
        return jobs

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A production job cannot be deleted. Cancel its order instead."))

    # === STAGE GATE === #

    def _update_stage(self, allowed, target, note='', *, kind='stage', scan_ref=None, **vals):
        """Move the jobs that stand in one of ``allowed`` to ``target`` and log it.

        Safe under simultaneous callers: the rows are locked, a job that has moved meanwhile is left
        alone. Call it in sudo, after checking who may do it.

        :param allowed: stages from which the caller wants to move.
        :param str note: whole sentence for the log.
        :param vals: further values to write on the jobs that move.
        :return: the jobs that moved.
        :raise UserError: when the table of transitions does not know such a move.
        """
        self._gift_lock()
        sources = {job.id: job.stage for job in self}
        vals['date_stage'] = fields.Datetime.now()
        changed = self.filtered(lambda job: job.stage in allowed)._gift_update_state(target, **vals)
        for job in changed:
            job._log_event(
                kind,
                note=note,
                from_stage=sources[job.id],
                to_stage=target,
                scan_ref=scan_ref,
            )
        for job in changed:
            with guarded(job, self.env._("The customer could not be told about the new stage")):
                job._gift_send_stage_mail()
        return changed

    def _gift_send_stage_mail(self):
        """Hook: tell the customer about the stage that the job has reached. Returns nothing."""
        self.ensure_one()

    def _log_event(self, kind, note='', **vals):
        """Append an entry to the log of the job.

        :param str kind: kind of the event.
        :param vals: ``from_stage``, ``to_stage``, ``scan_ref``.
        """
        self.ensure_one()
        return (
            self.env['gift.job.event']
            .sudo()
            .create(
                {  # nobody may add entries by hand
                    'job_id': self.id,
                    'kind': kind,
                    'note': note,
                    'hash': self.revision_hash,
                    'user_id': self.env.uid,
                    **vals,
                }
            )
        )

    def _get_last_event(self, predicate=None):
        """Return the newest event of the job for which ``predicate(event)`` holds."""
        self.ensure_one()
        events = self.event_ids.filtered(predicate) if predicate else self.event_ids
        return events.sorted(lambda event: (event.date, event.id))[-1:]

    def _get_stage_label(self, stage=None):
        """Return the translated label of ``stage`` (of the job's own when not given)."""
        labels = dict(self._fields['stage']._description_selection(self.env))
        return labels[stage or self.stage]

    # === BUTTONS === #

    def _check_operator(self, group='gift_base.group_production'):
        """Refuse users outside the group and jobs that they cannot see.

        :raise AccessError: with a whole sentence.
        """
        if not self.env.user.has_group(group):
            raise AccessError(self.env._("Only the gift shop's production team may do this."))
        self.check_access('read')

    def action_start(self):
        """Button: the job is being made."""
        return self._move_by_hand('ready', 'in_production')

    def action_made(self):
        """Button: the job is made."""
        return self._move_by_hand('in_production', 'made')

    def action_packed(self):
        """Button: the job is packed."""
        return self._move_by_hand('made', 'packed')

    def _move_by_hand(self, source, target):
        self._check_operator()
        jobs_sudo = self.sudo()  # checked above; nobody may write jobs directly
        if target == 'in_production':
            jobs_sudo._check_files_usable()
        jobs_sudo._update_stage((source,), target)
        return True

    def action_make_again(self):
        """Button of the order desk: a misprint goes back to “ready”."""
        self._check_operator('gift_base.group_staff')
        self.sudo()._update_stage(ON_THE_FLOOR, 'ready', self.env._("To be made again."))
        return True

    def action_view_order(self):
        """Button: open the order."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'sale.order',
            'res_id': self.sudo().order_id.id,
            'view_mode': 'form',
        }
