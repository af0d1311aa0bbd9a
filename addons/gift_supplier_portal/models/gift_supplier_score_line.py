from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.gift_personalization.models.working_days import WorkingDays

from .gift_supplier_score_query import LINES

MONTHS = 24  # how far back suppliers are measured
LEAD_MONTHS = 12  # how long before its promise a line may have been confirmed


class GiftSupplierScoreLine(models.Model):
    """How a supplier has kept the first promise of one line; read from the records themselves.

    A line counts from the day after its first promise (in the company's time zone), or after the
    day we asked for when the supplier never answered. Nothing of it is stored, so that nothing has
    to be corrected when a receipt, a return or a bill comes later.
    """

    _name = 'gift.supplier.score.line'
    _description = 'Kept promise of a supplier'
    _auto = False
    _order = 'due_date desc, id desc'
    _rec_name = 'purchase_line_id'
    _depends = {
        'purchase.order': [
            'state', 'partner_id', 'company_id', 'currency_id', 'currency_rate', 'date_approve',
            'gift_answer_state', 'gift_cancelled_date',
        ],
        'purchase.order.line': [
            'order_id', 'product_id', 'product_qty', 'price_unit', 'discount', 'display_type',
            'is_downpayment', 'gift_promised_date', 'gift_requested_date', 'gift_sale_line_id',
            'gift_requested_quantity', 'gift_requested_price', 'gift_defect_id',
        ],
        'gift.supplier.answer.line': [
            'purchase_line_id', 'state', 'kind', 'quantity', 'asked_quantity',
        ],
        'gift.supplier.defect': [
            'purchase_line_id', 'quantity', 'answer', 'decision', 'is_reprint',
        ],
        'stock.move': [
            'purchase_line_id', 'state', 'date', 'quantity', 'to_refund', 'origin_returned_move_id',
        ],
        'account.move': ['state', 'move_type', 'invoice_currency_rate'],
        'account.move.line': ['purchase_line_id', 'quantity', 'price_unit', 'discount'],
        'res.partner': ['commercial_partner_id', 'gift_answer_hours'],
    }  # fmt: skip

    purchase_line_id = fields.Many2one('purchase.order.line', string="Line", readonly=True)
    order_id = fields.Many2one('purchase.order', string="Order", readonly=True)
    supplier_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    month = fields.Date(readonly=True)
    due_date = fields.Date(string="First promise", readonly=True)
    is_promised = fields.Boolean(
        string="Promised", readonly=True, help="Not ticked: never answered, the day we asked for."
    )
    wanted_quantity = fields.Float(string="Agreed", readonly=True, digits='Product Unit')
    due_quantity = fields.Float(string="Received by then", readonly=True, digits='Product Unit')
    received_quantity = fields.Float(string="Received", readonly=True, digits='Product Unit')
    last_date = fields.Date(string="Last receipt", readonly=True)
    complete_date = fields.Date(string="Complete on", readonly=True)
    is_on_time = fields.Boolean(string="On time", readonly=True)
    is_in_full = fields.Boolean(string="In full", readonly=True)
    is_otif = fields.Boolean(string="On time in full", readonly=True)
    defect_quantity = fields.Float(string="Faulty", readonly=True, digits='Product Unit')
    reprint_quantity = fields.Float(string="Made again", readonly=True, digits='Product Unit')
    lead_days = fields.Integer(string="Lead time (working days)", readonly=True)
    asked_amount = fields.Monetary(string="At the price asked", readonly=True)
    paid_amount = fields.Monetary(string="At the price agreed or billed", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s SELECT * FROM measured", self._build_lines())

    def _build_lines(self):
        """Return the ``WITH`` part of a query; its last table ``measured`` has a row for a line.

        The context may narrow it: ``gift_score_months`` back, ``gift_score_suppliers`` (ids).
        """
        months = self.env.context.get('gift_score_months') or MONTHS
        suppliers = self.env.context.get('gift_score_suppliers')
        now = fields.Datetime.now()
        since = fields.Date.today().replace(day=1) - relativedelta(months=months)
        owner = SQL("partner.commercial_partner_id")
        return SQL(
            LINES,
            now=now,
            since=since,
            whose=SQL("%s = ANY(%s)", owner, list(suppliers)) if suppliers else SQL("TRUE"),
            inter_company=self.env.ref('stock.stock_location_inter_company').id,
            **self._prepare_days(since - relativedelta(months=LEAD_MONTHS)),
        )

    def _prepare_days(self, since):
        """Return every day of each company with its number of working days since the first one."""
        companies, days, numbers = [], [], []
        for company_sudo in self.env['res.company'].sudo().search([]):
            calendar = WorkingDays(company_sudo)
            calendar.load(since, calendar.today())
            working = set(calendar.between(since, calendar.today()))
            number = 0
            for offset in range((calendar.today() - since).days + 1):
                day = since + relativedelta(days=offset)
                number += day in working
                companies.append(company_sudo.id)
                days.append(day)
                numbers.append(number)
        return {'day_companies': companies, 'days': days, 'day_numbers': numbers}
