from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .guarded import guarded


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    gift_job_ids = fields.One2many(
        'gift.job',
        'order_id',
        string="Production jobs",
        readonly=True,
        copy=False,
        groups='gift_base.group_production',
    )
    gift_job_count = fields.Integer(compute='_compute_gift_job_count')

    @api.depends('gift_job_ids')
    def _compute_gift_job_count(self):
        for order in self:
            order.gift_job_count = len(order.sudo().gift_job_ids)

    def action_confirm(self):
        """Override of `sale` to start production of personalised lines."""
        result = super().action_confirm()
        self._gift_start_production()
        return result

    def _action_cancel(self):
        """Override of `sale` to cancel production with the order."""
        result = super()._action_cancel()
        self.sudo().gift_job_ids._cancel(self.env._("The order was cancelled."))
        return result

    def _gift_start_production(self):
        """Make sure that every personalised line has a job and a proof. Idempotent.

        Never raises: the customer has paid. What fails becomes an activity for the staff.
        """
        for order_sudo in self.sudo().filtered(lambda order: order.state == 'sale'):
            with guarded(order_sudo, self.env._("Production could not be started")):
                order_sudo.order_line._gift_ensure_jobs()

    def _gift_lock_rows(self):
        """Lock the orders until the end of the transaction; waits for a holder."""
        if self.ids:
            self.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM sale_order WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    tuple(self.ids),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_produced(self):
        produced = self.filtered(lambda order: order.sudo().gift_job_ids)
        if produced:
            raise UserError(
                self.env._(
                    "%(order)s has production jobs, whose log is kept. Leave it cancelled instead"
                    " of deleting it.",
                    order=produced[0].name,
                )
            )

    def action_gift_view_jobs(self):
        """Button: open the production jobs of the order."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_personalization.gift_job_action'
        )
        jobs = self.sudo().gift_job_ids
        action.update({'domain': [('order_id', '=', self.id)], 'context': {}})
        if len(jobs) == 1:
            action.update({'views': [(False, 'form')], 'res_id': jobs.id})
        return action


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    gift_job_ids = fields.One2many(
        'gift.job',
        'sale_line_id',
        domain=[('original_id', '=', False)],
        copy=False,
        readonly=True,
        groups='gift_base.group_production',
        help="The first job; reprints are kept apart.",
    )
    gift_job_id = fields.Many2one(
        'gift.job', string="Production job", compute='_compute_gift_job_id'
    )
    gift_job_stage = fields.Char(string="Production", compute='_compute_gift_job_id')

    @api.depends('gift_job_ids.stage')
    def _compute_gift_job_id(self):
        for line in self:
            job_sudo = line.sudo().gift_job_ids  # sellers may see how far it is
            line.gift_job_id = job_sudo
            line.gift_job_stage = job_sudo._get_stage_label() if job_sudo else False

    # === JOBS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale` to produce personalised lines that join a confirmed order."""
        lines = super().create(vals_list)
        lines.filtered('gift_revision_id').order_id._gift_start_production()
        return lines

    def write(self, vals):
        """Override of `sale` to follow quantity and design of lines of a confirmed order."""
        result = super().write(vals)
        if {'product_uom_qty', 'gift_revision_id'} & set(vals):
            self.filtered('gift_revision_id').order_id._gift_start_production()
        return result

    def _gift_needs_job(self):
        self.ensure_one()
        return bool(self.gift_revision_id) and not self.display_type and self.product_uom_qty > 0

    def _gift_ensure_jobs(self):
        """Create, reopen or cancel the jobs of lines of confirmed orders. Idempotent.

        The order's row is locked, so that two simultaneous confirmations make one job.
        """
        lines_sudo = self.sudo().filtered(
            lambda line: line.state == 'sale' and line.gift_revision_id
        )
        lines_sudo.order_id._gift_lock_rows()
        for line in lines_sudo:
            # A line that fails must not take the jobs of the other lines with it.
            summary = self.env._("Production of %s could not be started", line.product_id.name)
            with guarded(line.order_id, summary):
                line._gift_ensure_job()

    def _gift_ensure_job(self):
        self.ensure_one()
        job = self.gift_job_ids
        if not self._gift_needs_job():
            job._cancel(self.env._("The quantity of the order line is zero."))
        elif not job or job.stage == 'cancelled':
            self._gift_start_job()

    def _gift_start_job(self):
        self.ensure_one()
        job = self.gift_job_ids
        if job:
            job._reopen()
        else:
            revision = self.gift_revision_id
            job = self.env['gift.job'].create(
                {
                    'sale_line_id': self.id,
                    'revision_id': revision.id,
                    'revision_hash': revision.hash,
                }
            )
        with guarded(job, self.env._("The proof could not be made")):
            self.env['gift.proof']._create_for_job(job)
            job._sync_with_proof()

    # === PROCUREMENT === #

    def _gift_is_held(self):
        """Return whether the goods of the line wait for the approval of its design."""
        self.ensure_one()
        line_sudo = self.sudo()  # sellers and stock users have no rights on designs
        revision = line_sudo.gift_revision_id
        return bool(revision) and line_sudo.gift_job_ids.approved_hash != revision.hash

    def _action_launch_stock_rule(self, **kwargs):
        """Override of `sale_stock` to order goods of gifts only after their approval.

        The pieces are kept for the order before any delivery reserves some.
        """
        self.order_id._gift_commit_stock()
        held = self.filtered(lambda line: line._gift_is_held())
        return super(SaleOrderLine, self - held)._action_launch_stock_rule(**kwargs)

    def _gift_release_procurement(self):
        """Order the goods of lines whose design was approved, also when the order is locked.

        Odoo skips locked orders in silence, so the lock is taken off for the moment.
        """
        for line in self.with_context(tracking_disable=True):
            order, was_locked = line.order_id, line.order_id.locked
            if was_locked:
                order.locked = False
            line._action_launch_stock_rule()
            if was_locked:
                order.locked = True

    # === DELIVERY === #

    def _gift_get_open_deliveries(self):
        """Return the deliveries to the customer that still have goods of these lines."""
        moves = self.move_ids.filtered(
            lambda move: (
                move.state not in ('done', 'cancel') and move.location_dest_id._is_outgoing()
            ),
        )
        return moves.picking_id

    def _gift_is_waiting_for_stock(self):
        """Return whether goods of the line still have to leave through a delivery."""
        self.ensure_one()
        return self.product_id.type == 'consu' and self._gift_get_missing_qty() > 0

    def _gift_get_missing_qty(self):
        """Return the ordered quantity that was not delivered yet, in the line's unit."""
        self.ensure_one()
        missing = self.product_uom_qty - self.qty_delivered
        return 0 if self.product_uom_id.compare(missing, 0) <= 0 else missing
