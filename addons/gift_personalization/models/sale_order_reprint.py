from odoo import fields, models


class SaleOrder(models.Model):
    """Reprints and the promised date."""

    _inherit = 'sale.order'

    def _gift_plan_reprint(self, job):
        """Book the pieces of a reprint and promise when they arrive, where that is later."""
        self.ensure_one()
        self._gift_lock_rows()
        self.invalidate_recordset(['commitment_date', 'gift_planned_promise'])
        line = job.sale_line_id
        quantity = line.product_uom_id._compute_quantity(
            job.reprint_quantity, line.product_id.uom_id, round=False
        )
        facts = line.product_id._gift_prepare_facts(job.revision_id.template_id, quantity)
        methods = line._gift_get_used_methods()[line]
        planner = self.env['gift.promise']._open_planner(self.company_id, methods)
        plan = planner.plan(facts, methods, line._gift_get_carrier())
        if plan:
            planner.book(line, plan, job)
            arrival = self._gift_to_moment(planner, plan.arrival[1])
            if self._gift_move_promise(arrival, 'reprint', even_by_hand=True):
                job._gift_send_promise_mail()


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    gift_reprint_job_ids = fields.One2many(
        'gift.job',
        'sale_line_id',
        string="Reprints",
        domain=[('original_id', '!=', False)],
        copy=False,
        readonly=True,
        groups='gift_base.group_production',
    )

    def _gift_order_replacement(self, job):
        """Order the goods of a job that replaces shipped pieces."""
        self.ensure_one()
        if self.product_id.type == 'consu':
            self._gift_procure_again(job.reprint_quantity, gift_job_id=job.id)
            job.replacement_move_ids._gift_confirm_deliveries()

    def _gift_procure_again(self, quantity, **values):
        """Order goods once more: their own delivery, for which nothing is charged.

        The move is linked to neither the line nor the order's reference, so that delivered and
        invoiced quantities stay and Odoo adds no line for it.
        """
        self.ensure_one()
        prepared = self._prepare_procurement_values()
        prepared.pop('sale_line_id')
        prepared.pop('reference_ids')
        quantity, uom = self.product_uom_id._adjust_uom_quantities(quantity, self.product_id.uom_id)
        goods = self._create_procurements(quantity, uom, {**prepared, **values})
        self.env['stock.rule'].run(goods)

    def _gift_get_timeline(self):
        """Override to tell that a gift is made again."""
        steps = super()._gift_get_timeline()
        jobs_sudo = self.sudo().gift_reprint_job_ids  # the page has checked the order
        active = jobs_sudo.filtered(lambda job: job.stage not in ('cancelled', 'replaced'))
        newest = active.sorted('id')[-1:]
        return newest._add_reprint_steps(steps) if newest and steps else steps
