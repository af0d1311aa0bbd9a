from odoo import fields, models

from odoo.addons.gift_personalization.models.gift_reprint_cause import FAULTS

from .job_facts import build_changed_lines, build_job_facts

MAKERS = [('own', "Our workshop"), ('supplier', "A supplier"), ('both', "Both")]


class GiftReportJob(models.Model):
    """How a personalised order line was made: a row for each line, and for each reprint of it."""

    _name = 'gift.report.job'
    _inherit = ['gift.report.table']
    _description = 'Production figures'
    _order = 'placed_day desc, id desc'
    _report_ratios = {
        'rounds_mean': "SUM(%(proof_rounds)s)::float / NULLIF(SUM(%(proof_count)s), 0)",
        'approval_mean': "SUM(%(approval_hours)s)::float / NULLIF(SUM(%(approval_count)s), 0)",
        'lead_mean': "SUM(%(lead_hours)s)::float / NULLIF(SUM(%(lead_count)s), 0)",
        'kept_rate': "SUM(%(kept_count)s)::float / NULLIF(SUM(%(due_count)s), 0)",
        'reprint_rate': "SUM(%(reprint_quantity)s)::float / NULLIF(SUM(%(shipped_quantity)s), 0)",
    }

    kind = fields.Selection(
        [('made', "Made"), ('again', "Made again")], readonly=True, required=True
    )
    job_id = fields.Many2one('gift.job', readonly=True, index=True, ondelete='cascade')
    line_id = fields.Many2one(
        'sale.order.line', string="Order line", readonly=True, index=True, ondelete='cascade'
    )
    order_id = fields.Many2one('sale.order', readonly=True, index=True, ondelete='cascade')
    product_id = fields.Many2one(
        'product.product', string="Variant", readonly=True, ondelete='cascade'
    )
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    method_id = fields.Many2one(
        'gift.print.method',
        string="Print method",
        readonly=True,
        help="Of the first surface that carries something; of a reprint, as noted with it.",
    )
    maker = fields.Selection(MAKERS, string="Who makes it", readonly=True)
    supplier_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    placed_day = fields.Date(string="Day of the order", readonly=True, required=True)
    left_day = fields.Date(string="Left on", readonly=True)
    promised_day = fields.Date(string="First promise", readonly=True)
    day = fields.Date(
        string="Day", readonly=True, required=True, help="Of a reprint, else of the order."
    )
    cause_id = fields.Many2one('gift.reprint.cause', string="Cause of the reprint", readonly=True)
    fault = fields.Selection(FAULTS, string="Whose fault", readonly=True)

    job_count = fields.Integer("Personalised lines made", readonly=True)
    quantity = fields.Float("Personalised pieces", readonly=True, digits='Product Unit')
    proof_rounds = fields.Integer("Proofs sent", readonly=True)
    proof_count = fields.Integer("Lines with a proof", readonly=True, aggregator=None)
    approval_hours = fields.Float("Hours with the customer", readonly=True, aggregator=None)
    approval_count = fields.Integer("Approved on a proof", readonly=True, aggregator=None)
    lead_hours = fields.Float("Hours from order to packed", readonly=True, aggregator=None)
    lead_count = fields.Integer("Lines packed", readonly=True, aggregator=None)
    due_count = fields.Integer("Promises due", readonly=True)
    kept_count = fields.Integer("Promises kept", readonly=True)
    shipped_quantity = fields.Float(
        "Personalised pieces shipped", readonly=True, digits='Product Unit'
    )
    reprint_quantity = fields.Float("Pieces made again", readonly=True, digits='Product Unit')
    rounds_mean = fields.Float("Proofs per line", readonly=True, aggregator='avg')
    approval_mean = fields.Float("Customer's time to approve", readonly=True, aggregator='avg')
    lead_mean = fields.Float("Time from order to packed", readonly=True, aggregator='avg')
    kept_rate = fields.Float("Promise kept (share)", readonly=True, aggregator='avg')
    reprint_rate = fields.Float("Made again (share)", readonly=True, aggregator='avg')
    delta_e = fields.Float(
        "Colour difference (ΔE)", readonly=True, aggregator='avg', digits=(16, 3)
    )
    delta_e_group = fields.Selection(
        [
            ('to_1', "ΔE up to 1"),
            ('to_2', "ΔE 1 to 2"),
            ('to_5', "ΔE 2 to 5"),
            ('to_10', "ΔE 5 to 10"),
            ('more', "ΔE above 10"),
        ],
        string="Colour difference, grouped",
        readonly=True,
    )
    edge_shift_mm = fields.Float("Edge shift", readonly=True, aggregator='avg', digits=(16, 4))
    edge_group = fields.Selection(
        [
            ('to_005', "Shift up to 0.05 mm"),
            ('to_01', "Shift 0.05 to 0.1 mm"),
            ('to_02', "Shift 0.1 to 0.2 mm"),
            ('more', "Shift above 0.2 mm"),
        ],
        string="Edge shift, grouped",
        readonly=True,
    )
    ssim = fields.Float("Likeness (SSIM)", readonly=True, aggregator='avg', digits=(16, 5))
    ssim_group = fields.Selection(
        [
            ('from_999', "SSIM from 0.999"),
            ('from_99', "SSIM 0.99 to 0.999"),
            ('from_98', "SSIM 0.98 to 0.99"),
            ('less', "SSIM below 0.98"),
        ],
        string="Likeness, grouped",
        readonly=True,
    )

    _day_idx = models.Index('(company_id, placed_day)')

    def _refresh(self, since=None):
        """Override of `gift.report.table` to write the rows of lines that have changed."""
        now = fields.Datetime.now()
        changed = since and build_changed_lines(since, now)
        return self._refresh_parts(since, changed, 'line_id', build_job_facts, now)

    def action_open_job(self):
        """Open the job that a row stands for."""
        self.ensure_one()
        return self.job_id.get_formview_action()
