from odoo import fields, models
from odoo.tools import SQL

KINDS = [
    ('zone', "Field"),
    ('font', "Font"),
    ('color', "Colour"),
    ('photo', "Photo"),
    ('clipart', "Drawing"),
]
# Equal lines of a month share a design and are counted together, so each design is read once.
STATEMENT = """
WITH zone AS MATERIALIZED (%(zones)s),
line AS MATERIALIZED (
    SELECT sale.company_id, zone.currency_id, line.product_id, line.gift_revision_id,
           date_trunc('month', sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date
               AS month,
           COUNT(*) AS lines
      FROM sale_order_line line
      JOIN sale_order sale ON sale.id = line.order_id
      JOIN zone ON zone.company_id = sale.company_id
     WHERE sale.state = 'sale' AND line.gift_revision_id IS NOT NULL AND line.product_uom_qty > 0
       AND %(scope)s
     GROUP BY 1, 2, 3, 4, 5
),
field AS MATERIALIZED (
    SELECT revision.id, place.body AS place,
           revision.content -> 'values' -> (place.body ->> 'key') AS entry
      FROM (SELECT id, content::jsonb AS content FROM gift_design_revision
             WHERE id IN (SELECT gift_revision_id FROM line)) revision
     CROSS JOIN LATERAL jsonb_array_elements(revision.content -> 'template' -> 'surfaces')
           AS surface(body)
     CROSS JOIN LATERAL jsonb_array_elements(surface.body -> 'zones') AS place(body)
     WHERE place.body ->> 'editable' IS DISTINCT FROM 'false'
),
choice AS (
    SELECT id, 'zone' AS kind, place ->> 'label' AS option,
           entry IS NOT NULL AND entry ->> 'text' IS DISTINCT FROM '' AS is_used
      FROM field
     UNION ALL
    SELECT id, 'font', font, entry ->> 'font' = font
      FROM field CROSS JOIN LATERAL jsonb_array_elements_text(place -> 'fonts') AS font
     UNION ALL
    SELECT id, 'color', lower(color), lower(entry ->> 'color') = lower(color)
      FROM field CROSS JOIN LATERAL jsonb_array_elements_text(place -> 'colors') AS color
     UNION ALL
    SELECT id, place ->> 'type', place ->> 'label', entry IS NOT NULL
      FROM field WHERE place ->> 'type' IN ('photo', 'clipart')
),
taken AS (
    SELECT id, kind, option, BOOL_OR(COALESCE(is_used, FALSE)) AS is_used
      FROM choice GROUP BY 1, 2, 3
)
INSERT INTO gift_report_option (
    company_id, currency_id, month, product_id, product_tmpl_id, kind, name, used_count,
    offered_count)
SELECT line.company_id, line.currency_id, line.month, line.product_id, product.product_tmpl_id,
       taken.kind, COALESCE(font.name, color.name, taken.option),
       SUM(CASE WHEN taken.is_used THEN line.lines ELSE 0 END), SUM(line.lines)
  FROM line
  JOIN taken ON taken.id = line.gift_revision_id
  JOIN product_product product ON product.id = line.product_id
  LEFT JOIN LATERAL (
      SELECT MIN(name) AS name FROM gift_font
       WHERE taken.kind = 'font' AND sha256 = taken.option
  ) font ON TRUE
  LEFT JOIN LATERAL (
      SELECT MIN(name ->> 'en_US') AS name FROM gift_color
       WHERE taken.kind = 'color' AND lower(hex) = taken.option
  ) color ON TRUE
 GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
CHANGED = """
    SELECT line.product_id
      FROM sale_order_line line
      JOIN sale_order sale ON sale.id = line.order_id
     WHERE line.gift_revision_id IS NOT NULL
       AND GREATEST(line.write_date, sale.write_date) >= %(since)s
     UNION
    SELECT fact.product_id
      FROM gift_report_option fact
      JOIN product_product product ON product.id = fact.product_id
     WHERE product.write_date >= %(since)s
"""


class GiftReportOption(models.Model):
    """Which options of products customers choose: a row for each option, product and month."""

    _name = 'gift.report.option'
    _inherit = ['gift.report.table']
    _description = 'Options customers choose'
    _order = 'month desc, kind, name, id'
    _rec_name = 'name'
    _report_ratios = {
        'take_rate': "SUM(%(used_count)s)::float / NULLIF(SUM(%(offered_count)s), 0)",
    }

    month = fields.Date(readonly=True, required=True, index=True)
    product_id = fields.Many2one(
        'product.product', string="Variant", readonly=True, index=True, ondelete='cascade'
    )
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True)
    kind = fields.Selection(KINDS, readonly=True, required=True)
    name = fields.Char(string="Option", readonly=True, required=True)
    used_count = fields.Integer("Lines that use it", readonly=True)
    offered_count = fields.Integer("Lines that offer it", readonly=True)
    take_rate = fields.Float("Take-rate", readonly=True, aggregator='avg')

    def _refresh(self, since=None):
        """Override of `gift.report.table` to write the rows of products that have changed."""
        changed = since and SQL(CHANGED, since=since)
        return self._refresh_parts(since, changed, 'product_id', self._build_options)

    def _build_options(self, zones, products, _now):
        scope = SQL("TRUE") if products is None else SQL("line.product_id = ANY(%s)", products)
        return SQL(STATEMENT, zones=zones, scope=scope)
