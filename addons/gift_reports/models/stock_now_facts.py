"""The SQL of what is in stock now: how much, since when, for how long, and how well it sells."""

from odoo.tools import SQL

# Pieces held for orders that no delivery has reserved or brought yet, as `gift.stock.hold` has it.
HELD = """
    SELECT hold.company_id, hold.product_id,
           SUM(GREATEST(0, hold.quantity - COALESCE(covered.quantity, 0))) AS quantity
      FROM gift_stock_hold hold
      LEFT JOIN LATERAL (
          SELECT SUM(taken.quantity_product_uom) AS quantity
            FROM sale_order_line line
            JOIN stock_move move ON move.sale_line_id = line.id
            JOIN stock_move_line taken ON taken.move_id = move.id
                 AND taken.product_id = hold.product_id
            JOIN stock_location source ON source.id = taken.location_id
            JOIN stock_location target ON target.id = taken.location_dest_id
           WHERE line.order_id = hold.order_id AND hold.until IS NULL
             AND (move.state = 'done' AND target.usage = 'customer'
                  OR move.state IN ('assigned', 'partially_available')
                  AND (source.usage = 'internal' OR target.usage = 'customer'))
      ) covered ON TRUE
     WHERE hold.until IS NULL OR hold.until > %(now)s
     GROUP BY 1, 2
"""

# First in, first out: what is there are the pieces that came last.
MOVES = """
    SELECT move.company_id, move.product_id, move.id, move.is_in,
           (move.date AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS day, zone.today,
           move.quantity * COALESCE(unit.factor / NULLIF(base.factor, 0), 1) AS pieces,
           CASE WHEN 'customer' IN (source.usage, target.usage) THEN 1 ELSE 0 END AS is_sold
      FROM stock_move move
      JOIN today zone ON zone.company_id = move.company_id
      JOIN product_product product ON product.id = move.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      JOIN stock_location source ON source.id = move.location_id
      JOIN stock_location target ON target.id = move.location_dest_id
      LEFT JOIN uom_uom unit ON unit.id = move.product_uom
      LEFT JOIN uom_uom base ON base.id = template.uom_id
     WHERE move.state = 'done' AND (move.is_in OR move.is_out) AND template.is_storable
"""

AGES = """
    SELECT company_id, product_id,
           SUM(here) FILTER (WHERE age <= 30) AS to_30,
           SUM(here) FILTER (WHERE age BETWEEN 31 AND 90) AS to_90,
           SUM(here) FILTER (WHERE age BETWEEN 91 AND 180) AS to_180
      FROM (SELECT came.company_id, came.product_id, came.today - came.day AS age,
                   GREATEST(0, LEAST(came.pieces, there.quantity - came.newer)) AS here
              FROM (SELECT moved.*, SUM(pieces) OVER (
                           PARTITION BY company_id, product_id ORDER BY day DESC, id DESC) - pieces
                           AS newer
                      FROM moved WHERE is_in) came
              JOIN there USING (company_id, product_id)) lot
     GROUP BY 1, 2
"""

# A product is A while those that sell better make less than 80 % of the revenue, B to 95 %.
# Equal ones are in one class.
CLASSES = """
    SELECT company_id, product_id, amount, last_day,
           CASE WHEN amount <= 0 THEN 'c' WHEN before < 0.80 * whole THEN 'a'
                WHEN before < 0.95 * whole THEN 'b' ELSE 'c' END AS class
      FROM (SELECT sold.*, SUM(GREATEST(amount, 0)) OVER (PARTITION BY company_id) AS whole,
                   SUM(GREATEST(amount, 0)) OVER (
                       PARTITION BY company_id ORDER BY amount DESC)
                       - SUM(GREATEST(amount, 0)) OVER (PARTITION BY company_id, amount) AS before
              FROM (SELECT fact.company_id, fact.product_id,
                           COALESCE(SUM(fact.revenue) FILTER (
                               WHERE fact.day > zone.today - 365), 0) AS amount,
                           MAX(fact.day) FILTER (WHERE fact.kind = 'sale') AS last_day
                      FROM gift_report_sale fact
                      JOIN today zone ON zone.company_id = fact.company_id
                      JOIN product_template template ON template.id = fact.product_tmpl_id
                     WHERE fact.subject = 'goods' AND template.is_storable
                     GROUP BY 1, 2) sold) ranked
"""

STATEMENT = """
WITH today AS MATERIALIZED (
    SELECT zone.*, (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS today
      FROM (%(zones)s) zone
),
there AS MATERIALIZED (
    SELECT quant.company_id, quant.product_id, SUM(quant.quantity) AS quantity,
           SUM(quant.reserved_quantity) AS reserved
      FROM stock_quant quant
      JOIN stock_location location ON location.id = quant.location_id
      JOIN res_company company ON company.id = quant.company_id
     WHERE location.usage IN ('internal', 'transit')
       AND (quant.owner_id IS NULL OR quant.owner_id = company.partner_id)
     GROUP BY 1, 2
),
held AS ({held}),
moved AS MATERIALIZED ({moves}),
age AS ({ages}),
used AS (
    SELECT company_id, product_id, MIN(day) FILTER (WHERE is_in) AS first_day,
           SUM(CASE WHEN is_in THEN -pieces ELSE pieces END) FILTER (
               WHERE is_sold = 1 AND day > today - 90) AS pieces
      FROM moved GROUP BY 1, 2
),
class AS ({classes}),
worth AS (
    SELECT DISTINCT ON (company_id, product_id) company_id, product_id, closing_value
      FROM gift_report_stock ORDER BY company_id, product_id, month DESC
),
told AS (
    SELECT stock.product_id, SUM(stock.quantity) AS quantity
      FROM gift_supplier_stock stock
     WHERE stock.told_at >= %(oldest)s
       AND (stock.available_from IS NULL OR stock.available_from <= %(now)s::date)
     GROUP BY 1
),
known AS (
    SELECT company_id, product_id FROM there
     UNION SELECT company_id, product_id FROM moved
     UNION SELECT company_id, product_id FROM held
)
INSERT INTO gift_report_stock_now (
    company_id, currency_id, product_id, product_tmpl_id, categ_id, abc_class, last_sold_day,
    first_day, on_hand, kept, free, value, age_30, age_90, age_180, age_old, used_90, daily_use,
    revenue_year, supplier_qty)
SELECT known.company_id, today.currency_id, product.id, template.id, template.categ_id,
       COALESCE(class.class, 'c'), class.last_day, used.first_day,
       part.on_hand, part.kept, part.on_hand - part.kept, COALESCE(worth.closing_value, 0),
       COALESCE(age.to_30, 0), COALESCE(age.to_90, 0), COALESCE(age.to_180, 0),
       GREATEST(0, part.on_hand) - COALESCE(age.to_30, 0) - COALESCE(age.to_90, 0)
           - COALESCE(age.to_180, 0),
       COALESCE(used.pieces, 0),
       GREATEST(0, COALESCE(used.pieces, 0))
           / GREATEST(1, LEAST(90, today.today - used.first_day + 1)),
       COALESCE(class.amount, 0), COALESCE(told.quantity, 0)
  FROM known
  JOIN today USING (company_id)
  LEFT JOIN there USING (company_id, product_id)
  LEFT JOIN held USING (company_id, product_id)
  LEFT JOIN age USING (company_id, product_id)
  LEFT JOIN used USING (company_id, product_id)
  LEFT JOIN class USING (company_id, product_id)
  LEFT JOIN worth USING (company_id, product_id)
  LEFT JOIN told ON told.product_id = known.product_id
  JOIN product_product product ON product.id = known.product_id
  JOIN product_template template ON template.id = product.product_tmpl_id
 CROSS JOIN LATERAL (
       SELECT COALESCE(there.quantity, 0) AS on_hand,
              COALESCE(there.reserved, 0) + COALESCE(held.quantity, 0) AS kept) part
 WHERE template.is_storable
"""


def build_stock_now(zones, now, oldest):
    """Return the statement that writes a row for each stored product of each company.

    :param datetime oldest: what suppliers have told before does not count.
    """
    statement = STATEMENT.format(held=HELD, moves=MOVES, ages=AGES, classes=CLASSES)
    return SQL(statement, zones=zones, now=now, oldest=oldest)
