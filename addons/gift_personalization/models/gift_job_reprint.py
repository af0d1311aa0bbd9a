from odoo import api, fields, models
from odoo.exceptions import UserError

from .gift_job import CLOSED, ON_THE_FLOOR
from .guarded import guarded

REPRINTABLE = (*ON_THE_FLOOR, 'shipped')
COPIED = (
    'surface_key', 'kind', 'options', 'file_format', 'file_size', 'sha256', 'revision_hash', 'dpi',
    'mirrored', 'width_mm', 'height_mm', 'edge_shift_mm', 'delta_e', 'ssim', 'overlap',
)  # fmt: skip


class GiftJob(models.Model):
    """A job that makes pieces of an order line again, because they went wrong.

    Before the delivery it is made in place of the spoiled pieces and the delivery waits for it.
    After the delivery the replacement leaves with a delivery of its own.
    """

    _inherit = 'gift.job'

    original_id = fields.Many2one(
        'gift.job',
        string="First made as",
        readonly=True,
        index='btree_not_null',
        ondelete='restrict',
    )
    reprint_of_id = fields.Many2one(
        'gift.job', string="Made again for", readonly=True, ondelete='restrict'
    )
    reprint_quantity = fields.Float(digits='Product Unit', readonly=True)
    is_replacement = fields.Boolean(
        string="Own delivery", readonly=True, help="The first one had left the house already."
    )
    reprint_ids = fields.One2many('gift.reprint', 'job_id', string="Reprints", readonly=True)
    replacement_move_ids = fields.One2many(
        'stock.move', 'gift_job_id', readonly=True, groups='stock.group_stock_user'
    )
    quantity = fields.Float(
        related=None, compute='_compute_quantity', digits='Product Unit', compute_sudo=True
    )

    _original_uniq = models.UniqueIndex(
        '(sale_line_id) WHERE original_id IS NULL', "An order line has one first job."
    )

    @api.depends('sale_line_id.product_uom_qty', 'reprint_quantity', 'original_id')
    def _compute_quantity(self):
        for job in self:
            ordered = job.sale_line_id.product_uom_qty
            job.quantity = job.reprint_quantity if job.original_id else ordered

    # === STARTING === #

    def action_reprint(self):
        """Button of the job and the scan page: ask what went wrong.

        :raise UserError: when nothing was made yet.
        """
        self.ensure_one()
        self._check_operator()
        job_sudo = self.sudo()  # checked above
        job_sudo._check_reprintable()
        return self._prepare_reprint_action(quantity=job_sudo._gift_get_good_quantity())

    def _prepare_reprint_action(self, **defaults):
        """Return the window that asks what went wrong, with what is known already."""
        context = {f'default_{name}': value for name, value in defaults.items()}
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Reprint"),
            'res_model': 'gift.reprint.wizard',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_job_id': self.id, **context},
        }

    def _check_reprintable(self):
        if self.stage not in REPRINTABLE:
            raise UserError(
                self.env._(
                    "%(job)s is “%(stage)s”: only a gift that is being made, or was made, can be"
                    " made again.",
                    job=self.name,
                    stage=self._get_stage_label(),
                )
            )

    def _reprint(self, cause, quantity, *, reference, note='', photo=False):
        """Make pieces of the job again. Idempotent by ``reference``; call it in sudo.

        :param str reference: made by the window in which it was asked for.
        :return: the new job.
        :raise UserError: when the job was not made, or has fewer pieces.
        """
        self.ensure_one()
        self._gift_lock()
        known = self.env['gift.reprint']._find_by_reference(reference)
        if known:
            return known.new_job_id
        self._check_reprintable()
        self._check_reprint_quantity(quantity)
        job = self.create(self._prepare_reprint_job(quantity))
        values = {'cause_id': cause.id, 'fault': cause.fault, 'reference': reference}
        values.update(note=note, photo=photo, quantity=quantity)
        self.env['gift.reprint'].create({**values, **self._prepare_reprint(job)})
        self._log_reprint(job, cause, quantity)
        if not job.is_replacement and not self._gift_get_good_quantity():
            self._update_stage(ON_THE_FLOOR, 'replaced')
        job._start_reprint(self, cause)
        return job

    def _check_reprint_quantity(self, quantity):
        left = self._gift_get_good_quantity()
        uom = self.sale_line_id.product_uom_id
        if uom.compare(quantity, 0) <= 0 or uom.compare(quantity, left) > 0:
            raise UserError(
                self.env._(
                    "%(job)s has %(left)g pieces that can be made again. Please enter a quantity"
                    " between 1 and that.",
                    job=self.name,
                    left=left,
                )
            )

    def _gift_get_good_quantity(self):
        """Return the pieces of the job that are not made again."""
        self.ensure_one()
        again = self.reprint_ids.filtered(lambda entry: entry.new_job_id.stage != 'cancelled')
        return self.quantity - sum(again.mapped('quantity'))

    def _prepare_reprint_job(self, quantity):
        return {
            'sale_line_id': self.sale_line_id.id,
            'revision_id': self.revision_id.id,
            'revision_hash': self.revision_hash,
            'approved_hash': self.approved_hash,
            'original_id': (self.original_id or self).id,
            'reprint_of_id': self.id,
            'reprint_quantity': quantity,
            'is_replacement': self.stage == 'shipped',
        }

    def _prepare_reprint(self, job):
        methods = self.sale_line_id._gift_get_used_methods()[self.sale_line_id]
        return {
            'job_id': self.id,
            'new_job_id': job.id,
            'method_id': methods[:1].id,
            'was_shipped': job.is_replacement,
        }

    def _log_reprint(self, job, cause, quantity):
        note = self.env._(
            "%(quantity)g pieces are made again as %(job)s: %(cause)s.",
            quantity=quantity,
            job=job.name,
            cause=cause.name,
        )
        self._log_event('problem', note)
        job._log_event('problem', self.env._("Made again for %s.", self.name))
        self.order_id._gift_post_note(f"{self.name}: {note}", self.env.user.partner_id)

    def _start_reprint(self, spoiled, cause):
        """Bring a new job to “ready”; get its blanks; plan it. What fails, staff are told."""
        self._reuse_print_files(spoiled)
        with guarded(self, self.env._("The blank could not be ordered or scrapped")):
            if self.is_replacement:
                self.sale_line_id._gift_order_replacement(self)
            elif cause.is_blank_spoiled:
                self._scrap_blanks()
        with guarded(self.order_id, self.env._("The promised date could not be planned")):
            self.order_id._gift_plan_reprint(self)

    # === FILES === #

    def _reuse_print_files(self, source):
        """Take over the files of the same design after their bytes were checked again.

        Where one is missing or was changed, all are written again.
        """
        files = source.current_file_ids
        if source._get_file_problem() or not files or not files._is_all_good():
            self._request_print_files()
            return
        for file in files:
            values = {name: file[name] for name in COPIED}
            data = file.with_context(bin_size=False).data
            file.with_context(image_no_postprocess=True).create(
                {
                    **values,
                    'job_id': self.id,
                    'name': file.name.replace(source.name, self.name),
                    'data': data,
                }
            )
        self.invalidate_recordset(['file_ids', 'current_file_ids'])
        self._finish_print_files()

    # === STOCK === #

    def _scrap_blanks(self):
        """Take the spoiled blanks out of the stock."""
        line = self.sale_line_id
        product = line.product_id
        if product.type != 'consu':
            return
        warehouse = line.warehouse_id or line.order_id.warehouse_id
        scrap = self.env['stock.scrap'].create(
            {
                'product_id': product.id,
                'product_uom_id': line.product_uom_id.id,
                'scrap_qty': self.reprint_quantity,
                'location_id': warehouse.lot_stock_id.id,
                'origin': f'{self.reprint_of_id.name} → {self.name}',
                'company_id': self.company_id.id,
            }
        )
        scrap.do_scrap()

    # === WHO SHIPS WITH WHOM === #

    def _gift_get_own_jobs(self):
        """Return the jobs that leave with the line's first delivery: first ones and reprints."""
        lines = self.sale_line_id
        return (lines.gift_job_ids | lines.gift_reprint_job_ids).filtered(
            lambda job: not job.is_replacement and job.stage not in ('replaced', 'cancelled')
        )

    def _gift_is_open(self):
        self.ensure_one()
        return self.stage not in CLOSED
