from odoo import api, models
from odoo.tools import SQL

from ..engine.xlsx.model import Column, Table
from ..kpis import KPIS
from ..reports import SALE, Section

FETCH = 2000
KEYS = ('sale.quantity', 'sale.gross_amount', 'sale.discount_amount', 'sale.net_amount',
        'sale.refund_amount', 'sale.revenue', 'sale.cost_amount', 'sale.margin_amount')  # fmt: skip
LINES = Section('lines', 'Order lines', '', KEYS)


class GiftReportLines(models.AbstractModel):
    """The order lines of a period, read row by row while the workbook is written."""

    _name = 'gift.report.lines'
    _description = 'Order lines of a report'

    @api.model
    def _build_table(self, request):
        """Return the :class:`Table` of the lines that the user may see."""
        builder = self.env['gift.report.builder']
        kpis = builder._get_section_kpis(request, LINES)
        currency = request.company.currency_id.name
        figures = [
            Column(
                self.env._(kpi.name),
                'money' if kpi.unit == 'money' else 'number',
                currency=currency if kpi.unit == 'money' else '',
                total='sum',
            )
            for kpi in kpis
        ]
        names = (self.env._("Order"), self.env._("Sale or refund"), self.env._("Article number"),
                 self.env._("Product"), self.env._("Customer"), self.env._("Channel"))  # fmt: skip
        columns = (Column(self.env._("Day"), 'date'), *map(Column, names), *figures)
        return Table(self.env._("Order lines"), columns, self._stream(request, kpis), frozen=2)

    @api.model
    def _build_query(self, request, kpis):
        """Return the statement; record rules and rights on fields are those of the user."""
        facts = self.env[SALE]
        domain = self.env['gift.report.builder']._get_domain(request, LINES)
        for kpi in kpis:
            facts._check_field_access(facts._fields[kpi.field], 'read')
        found = facts._search(domain)
        figures = [SQL("fact.%s", SQL.identifier(KPIS[kpi.key].field)) for kpi in kpis]
        return SQL(
            """SELECT fact.day, sale.name, fact.kind, product.default_code,
                      COALESCE(template.name ->> %(lang)s, template.name ->> 'en_US'),
                      partner.complete_name, fact.channel, %(figures)s
                 FROM gift_report_sale fact
                 JOIN sale_order sale ON sale.id = fact.order_id
                 LEFT JOIN product_product product ON product.id = fact.product_id
                 LEFT JOIN product_template template ON template.id = product.product_tmpl_id
                 LEFT JOIN res_partner partner ON partner.id = fact.partner_id
                WHERE fact.id IN %(found)s
                ORDER BY fact.day, fact.id""",
            lang=self.env.lang or 'en_US',
            figures=SQL(", ").join(figures),
            found=found.subselect(),
        )

    @api.model
    def _stream(self, request, kpis):
        """Yield the rows from a cursor of the server: never more than a few thousand are held."""
        facts = self.env[SALE]
        kinds, channels = (
            dict(facts._fields[name]._description_selection(self.env))
            for name in ('kind', 'channel')
        )
        query = self._build_query(request, kpis)
        cr = self.env.cr
        cr.execute(SQL("DECLARE gift_report_lines NO SCROLL CURSOR FOR %s", query))
        try:
            while True:
                cr.execute(SQL("FETCH %s FROM gift_report_lines", FETCH))
                rows = cr.fetchall()
                for day, order, kind, code, product, partner, channel, *figures in rows:
                    yield (day, order, kinds[kind], code, product, partner, channels[channel],
                           *figures)  # fmt: skip
                if len(rows) < FETCH:
                    break
        finally:
            cr.execute(SQL("CLOSE gift_report_lines"))
