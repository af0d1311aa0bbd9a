"""The SQL of the stock figures: what came in, was sold and lay in stock, by product and month."""

from odoo.tools import SQL

# All that has changed a product's stock or its value. A new price (order 1) comes after the moves
# of the same moment.
EVENTS = """
    SELECT move.company_id, move.product_id, move.date AS at, 0 AS rank, move.id,
           CASE WHEN move.is_in THEN 1 ELSE -1 END * move.quantity
               * COALESCE(unit.factor / NULLIF(base.factor, 0), 1) AS pieces,
           CASE WHEN move.is_in THEN 1 ELSE -1 END * COALESCE(move.value, 0) AS value,
           CASE WHEN 'customer' IN (source.usage, target.usage) THEN 'sold'
                WHEN 'supplier' IN (source.usage, target.usage) THEN 'received'
                ELSE 'other' END AS why,
           NULL::numeric AS price
      FROM stock_move move
      JOIN wanted USING (product_id)
      JOIN stock_location source ON source.id = move.location_id
      JOIN stock_location target ON target.id = move.location_dest_id
      JOIN product_product product ON product.id = move.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      LEFT JOIN uom_uom unit ON unit.id = move.product_uom
      LEFT JOIN uom_uom base ON base.id = template.uom_id
     WHERE move.state = 'done' AND (move.is_in OR move.is_out)
     UNION ALL
    SELECT told.company_id, told.product_id, told.date, 1, told.id, 0, 0, NULL, told.value
      FROM product_value told
      JOIN wanted USING (product_id)
     WHERE told.move_id IS NULL AND told.lot_id IS NULL
"""

STATEMENT = """
WITH zone AS MATERIALIZED (%(zones)s),
wanted AS MATERIALIZED (
    SELECT product.id AS product_id
      FROM product_product product
      JOIN product_template template ON template.id = product.product_tmpl_id
     WHERE template.is_storable AND %(scope)s
),
event AS MATERIALIZED ({events}),
counted AS (
    SELECT event.*, (event.at AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS day,
           SUM(pieces) OVER run AS stock, COUNT(price) OVER run AS part,
           COALESCE(category.property_cost_method ->> event.company_id::text,
                    company.cost_method) = 'standard' AS is_standard,
           (product.standard_price ->> event.company_id::text)::numeric AS price_now
      FROM event
      JOIN zone ON zone.company_id = event.company_id
      JOIN res_company company ON company.id = event.company_id
      JOIN product_product product ON product.id = event.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      LEFT JOIN product_category category ON category.id = template.categ_id
    WINDOW run AS (PARTITION BY event.company_id, event.product_id
                   ORDER BY event.at, event.rank, event.id)
),
valued AS (
    SELECT counted.*,
           CASE WHEN is_standard
                THEN stock * COALESCE(MAX(price) OVER price_part, price_now, 0)
                ELSE FIRST_VALUE(CASE WHEN price IS NULL THEN value ELSE stock * price END)
                         OVER price_part
                     + SUM(value) OVER price_part
                     - FIRST_VALUE(value) OVER price_part
           END AS worth
      FROM counted
    WINDOW price_part AS (PARTITION BY company_id, product_id, part ORDER BY at, rank, id)
),
day_end AS (
    SELECT DISTINCT ON (company_id, product_id, day) company_id, product_id, day, stock, worth
      FROM valued ORDER BY company_id, product_id, day, at DESC, rank DESC, id DESC
),
span AS (
    SELECT day_end.*, LEAD(day, 1, 'infinity'::date) OVER (
               PARTITION BY company_id, product_id ORDER BY day) AS next_day
      FROM day_end
),
life AS (
    SELECT event.company_id, event.product_id,
           date_trunc('month', MIN(event.at) FILTER (WHERE pieces > 0)
               AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS first_month,
           (MIN(event.at) FILTER (WHERE pieces > 0)
               AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS first_day
      FROM event JOIN zone ON zone.company_id = event.company_id
     GROUP BY event.company_id, event.product_id, zone.zone
),
month AS (
    SELECT life.company_id, life.product_id, life.first_day, begin.month::date AS month,
           LEAST((begin.month + interval '1 month')::date, today.day + 1) AS month_end
      FROM life
      JOIN zone ON zone.company_id = life.company_id
      JOIN LATERAL (SELECT (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS day) today
           ON TRUE
      JOIN LATERAL generate_series(life.first_month, today.day, interval '1 month')
           AS begin(month) ON TRUE
     WHERE life.first_month IS NOT NULL
),
lain AS (
    SELECT month.company_id, month.product_id, month.month,
           SUM(span.worth * inside.days) AS value_days,
           SUM(span.stock * inside.days) AS piece_days,
           SUM(CASE WHEN span.stock <= 0 THEN GREATEST(0, inside.days - GREATEST(
                   0, month.first_day - GREATEST(span.day, month.month))) ELSE 0 END) AS days_out,
           MAX(CASE WHEN span.next_day >= month.month_end THEN span.stock END) AS closing,
           MAX(CASE WHEN span.next_day >= month.month_end THEN span.worth END) AS closing_worth
      FROM month
      JOIN span ON span.company_id = month.company_id AND span.product_id = month.product_id
           AND span.day < month.month_end AND span.next_day > month.month
      JOIN LATERAL (SELECT LEAST(span.next_day, month.month_end)
                           - GREATEST(span.day, month.month) AS days) inside ON TRUE
     GROUP BY 1, 2, 3
),
flow AS (
    SELECT company_id, product_id, date_trunc('month', day)::date AS month,
           SUM(pieces) FILTER (WHERE why = 'received') AS received,
           -SUM(pieces) FILTER (WHERE why = 'sold') AS sold,
           SUM(pieces) FILTER (WHERE why = 'other') AS other,
           -SUM(value) FILTER (WHERE why = 'sold') AS cogs
      FROM counted GROUP BY 1, 2, 3
),
margin AS (
    SELECT company_id, product_id, date_trunc('month', day)::date AS month,
           SUM(margin_amount) AS amount
      FROM gift_report_sale WHERE subject = 'goods' AND product_id IS NOT NULL GROUP BY 1, 2, 3
)
INSERT INTO gift_report_stock (
    company_id, currency_id, product_id, product_tmpl_id, categ_id, month, month_number, span,
    days, days_out, received_qty, sold_qty, other_qty, closing_qty, cogs, closing_value,
    value_days, piece_days, margin_amount)
SELECT month.company_id, zone.currency_id, month.product_id, template.id, template.categ_id,
       month.month, number.month,
       number.month * 100 + (month.month_end - month.month),
       month.month_end - GREATEST(month.month, month.first_day),
       COALESCE(lain.days_out, 0), COALESCE(flow.received, 0), COALESCE(flow.sold, 0),
       COALESCE(flow.other, 0), COALESCE(lain.closing, 0),
       ROUND(COALESCE(flow.cogs, 0)::numeric, zone.digits),
       ROUND(COALESCE(lain.closing_worth, 0)::numeric, zone.digits),
       ROUND(COALESCE(lain.value_days, 0)::numeric, zone.digits), COALESCE(lain.piece_days, 0),
       COALESCE(margin.amount, 0)
  FROM month
  JOIN zone ON zone.company_id = month.company_id
  JOIN product_product product ON product.id = month.product_id
  JOIN product_template template ON template.id = product.product_tmpl_id
  JOIN LATERAL (SELECT (EXTRACT(YEAR FROM month.month) * 12
                        + EXTRACT(MONTH FROM month.month))::int AS month) number ON TRUE
  LEFT JOIN lain ON lain.company_id = month.company_id
       AND lain.product_id = month.product_id AND lain.month = month.month
  LEFT JOIN flow ON flow.company_id = month.company_id
       AND flow.product_id = month.product_id AND flow.month = month.month
  LEFT JOIN margin ON margin.company_id = month.company_id
       AND margin.product_id = month.product_id AND margin.month = month.month
"""

CHANGED = """
    SELECT product_id FROM stock_move WHERE write_date >= %(since)s AND state = 'done'
     UNION SELECT product_id FROM product_value WHERE write_date >= %(since)s
     UNION SELECT id FROM product_product WHERE write_date >= %(since)s
     UNION SELECT product.id FROM product_product product
             JOIN product_template template ON template.id = product.product_tmpl_id
            WHERE template.write_date >= %(since)s
     UNION SELECT line.product_id FROM sale_order_line line
             JOIN sale_order sale ON sale.id = line.order_id
            WHERE line.write_date >= %(since)s OR sale.write_date >= %(since)s
     UNION SELECT entry.product_id FROM account_move_line entry
             JOIN account_move move ON move.id = entry.move_id
            WHERE move.write_date >= %(since)s AND entry.display_type = 'product'
"""


def build_stock_facts(zones, scope, now):
    """Return the statement that writes the months of the products in a scope, up to today.

    :param SQL zones: a table of ``(company_id, currency_id, digits, zone)``.
    :param SQL scope: a condition on ``product`` (``product_product``).
    :param datetime now: UTC; the current month ends with the shop's day of that moment.
    """
    return SQL(STATEMENT.format(events=EVENTS), zones=zones, scope=scope, now=now)


def build_changed_products(since):
    """Return the statement that finds the products of which something changed since a moment."""
    return SQL(CHANGED, since=since)
