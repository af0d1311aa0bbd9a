"""The SQL of the sales figures: what was sold, and what was paid back.

One statement writes the rows of the orders in a scope. It is plain SQL, as a million order lines
are read; each step below is a named part of the statement.
"""

from odoo.tools import SQL

# What a line is, in this order: money that was paid before, an amount off, a gift card that is
# sold (a debt of the shop until it is spent), delivery, goods.
LINES = """
    SELECT line.id, line.order_id, line.product_id, line.gift_parcel_id,
           line.gift_revision_id IS NOT NULL AS is_personalised,
           ROUND((line.product_uom_qty
                  * COALESCE(unit.factor / NULLIF(base.factor, 0), 1))::numeric, 6) AS quantity,
           line.product_uom_qty AS ordered,
           reward.program_id,
           CASE WHEN program.program_type IN ('gift_card', 'ewallet') THEN 'payment'
                WHEN reward.reward_type = 'shipping' THEN 'delivery_off'
                WHEN line.price_subtotal < 0 OR reward.reward_type = 'discount' THEN 'off'
                WHEN line.product_id IN (
                    SELECT rel.product_product_id
                      FROM loyalty_rule_product_product_rel rel
                      JOIN loyalty_rule rule ON rule.id = rel.loyalty_rule_id
                      JOIN loyalty_program sold ON sold.id = rule.program_id
                     WHERE sold.program_type IN ('gift_card', 'ewallet')) THEN 'card'
                WHEN line.is_delivery THEN 'delivery'
                ELSE 'goods' END AS subject,
           ROUND((line.price_subtotal / sale.rate)::numeric, sale.digits) AS net,
           ROUND((CASE WHEN COALESCE(line.discount, 0) = 0 THEN line.price_subtotal
                       WHEN line.discount < 100
                       THEN line.price_subtotal / (1 - line.discount / 100)
                       ELSE line.price_unit * line.product_uom_qty
                            / (1 + COALESCE(included.percent, 0) / 100)
                  END / sale.rate)::numeric, sale.digits) AS gross,
           ROUND((COALESCE(line.purchase_price, 0) * line.product_uom_qty / sale.rate)::numeric,
                 sale.digits) AS cost
      FROM sale_order_line line
      JOIN sale ON sale.id = line.order_id
      LEFT JOIN product_product product ON product.id = line.product_id
      LEFT JOIN product_template template ON template.id = product.product_tmpl_id
      LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
      LEFT JOIN uom_uom base ON base.id = template.uom_id
      LEFT JOIN loyalty_reward reward ON reward.id = line.reward_id
      LEFT JOIN loyalty_program program ON program.id = reward.program_id
      LEFT JOIN LATERAL (
          SELECT SUM(tax.amount) AS percent
            FROM account_tax_sale_order_line_rel rel
            JOIN account_tax tax ON tax.id = rel.account_tax_id
           WHERE rel.sale_order_line_id = line.id AND line.discount >= 100
             AND tax.amount_type = 'percent'
             AND COALESCE(tax.price_include_override, sale.price_include) = 'tax_included'
      ) included ON TRUE
     WHERE line.display_type IS NULL AND NOT COALESCE(line.is_downpayment, FALSE)
"""

# The orders that count, with what all of their rows have in common.
ORDERS = """
    SELECT sale.id, sale.company_id, zone.currency_id, zone.digits,
           COALESCE(NULLIF(sale.currency_rate, 0), 1) AS rate,
           (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS placed_day,
           partner.commercial_partner_id AS partner_id, address.country_id,
           CASE WHEN sale.website_id IS NULL THEN 'office' ELSE 'website' END AS channel,
           sale.website_id, sale.source_id, sale.medium_id, sale.campaign_id,
           company.account_price_include AS price_include
      FROM sale_order sale
      JOIN zone ON zone.company_id = sale.company_id
      JOIN res_company company ON company.id = sale.company_id
      JOIN res_partner partner ON partner.id = sale.partner_id
      LEFT JOIN res_partner address ON address.id = sale.partner_shipping_id
     WHERE sale.state = 'sale' AND %(scope)s
"""

# An amount off the order is shared out among its goods (free delivery: among its delivery) by
# their value. The shares are differences of rounded running sums, so they add up to the cent.
SHARED = """
    SELECT line.*, line.pool_net > 0 AS is_shared,
           CASE WHEN line.pool_net > 0
                THEN ROUND(line.off * line.run / line.pool_net, sale.digits)
                     - ROUND(line.off * (line.run - line.net) / line.pool_net, sale.digits)
                ELSE 0 END AS share
      FROM (
        SELECT line.*, COALESCE(off.amount, 0) AS off,
               SUM(line.net) OVER (PARTITION BY line.order_id, line.subject) AS pool_net,
               SUM(line.net) OVER (
                   PARTITION BY line.order_id, line.subject ORDER BY line.id) AS run
          FROM line
          LEFT JOIN off ON off.order_id = line.order_id AND off.subject = line.subject
         WHERE line.subject IN ('goods', 'delivery')
      ) line
      JOIN sale ON sale.id = line.order_id
"""

# A credit note counts as a refund unless the pieces were taken off the order as well: then the
# sale is smaller already. Lines of credit notes that name no order line belong to the request
# they answer, or to the invoice they reverse.
REFUNDS = """
    SELECT entry.id, COALESCE(line.order_id, request.order_id, reversed.order_id) AS order_id,
           line.id AS line_id, entry.product_id, line.gift_parcel_id,
           COALESCE(line.is_personalised, FALSE) AS is_personalised,
           COALESCE(line.subject, 'goods') AS subject,
           COALESCE(move.invoice_date, move.date) AS day,
           CASE WHEN line.id IS NULL OR COALESCE(book.credited, 0) <= 0 THEN entry.balance
                ELSE entry.balance * (book.credited - GREATEST(0, LEAST(
                    book.credited, book.invoiced - line.ordered))) / book.credited
           END AS amount
      FROM account_move_line entry
      JOIN account_move move ON move.id = entry.move_id
      LEFT JOIN LATERAL (
          SELECT MIN(rel.order_line_id) AS line_id
            FROM sale_order_line_invoice_rel rel WHERE rel.invoice_line_id = entry.id
      ) link ON TRUE
      LEFT JOIN line ON line.id = link.line_id
      LEFT JOIN gift_order_request request ON request.credit_note_id = move.id
      LEFT JOIN LATERAL (
          SELECT MIN(other.order_id) AS order_id
            FROM account_move_line sold
            JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = sold.id
            JOIN sale_order_line other ON other.id = rel.order_line_id
           WHERE sold.move_id = move.reversed_entry_id
             AND link.line_id IS NULL AND request.id IS NULL
      ) reversed ON TRUE
      LEFT JOIN LATERAL (
          SELECT SUM(other.quantity) FILTER (WHERE booked.move_type = 'out_invoice') AS invoiced,
                 SUM(other.quantity) FILTER (WHERE booked.move_type = 'out_refund') AS credited
            FROM sale_order_line_invoice_rel rel
            JOIN account_move_line other ON other.id = rel.invoice_line_id
            JOIN account_move booked ON booked.id = other.move_id AND booked.state = 'posted'
           WHERE rel.order_line_id = line.id
      ) book ON TRUE
     WHERE move.move_type = 'out_refund' AND move.state = 'posted'
       AND entry.display_type = 'product'
       AND (link.line_id IS NOT NULL OR request.id IS NULL
            OR request.kind NOT IN ('cancel', 'delivery'))
       AND %(refund_scope)s
"""

COLUMNS = """
    kind, subject, day, placed_day, order_id, placed_order_id, line_id, move_line_id, company_id,
    currency_id, partner_id, product_id, product_tmpl_id, categ_id, is_personalised, occasion,
    country_id, channel, website_id, source_id, medium_id, campaign_id, program_id,
    quantity, gross_amount, discount_amount, net_amount, goods_amount, personalised_amount,
    refund_amount, revenue, cost_amount, margin_amount
"""

STATEMENT = """
WITH zone AS MATERIALIZED (%(zones)s),
sale AS MATERIALIZED ({orders}),
line AS MATERIALIZED ({lines}),
off AS (
    SELECT order_id, CASE subject WHEN 'off' THEN 'goods' ELSE 'delivery' END AS subject,
           SUM(net) AS amount
      FROM line WHERE subject IN ('off', 'delivery_off') GROUP BY 1, 2
),
shared AS ({shared}),
pool AS (SELECT DISTINCT order_id, subject FROM shared WHERE is_shared),
best AS (
    SELECT DISTINCT ON (order_id) order_id, program_id
      FROM (SELECT order_id, program_id, SUM(net) AS taken, COUNT(*) AS pieces
              FROM line WHERE program_id IS NOT NULL AND subject <> 'payment' GROUP BY 1, 2) used
     ORDER BY order_id, taken, program_id
),
refund AS ({refunds}),
fact AS (
    SELECT 'sale' AS kind, subject, NULL::date AS day, order_id, id AS line_id,
           NULL::int AS move_line_id, product_id, gift_parcel_id, is_personalised,
           quantity, gross, net + share AS net, 0::numeric AS refund, cost
      FROM shared
     UNION ALL
    SELECT 'sale', 'other', NULL, line.order_id, line.id, NULL, line.product_id, NULL, FALSE,
           0, 0, line.net, 0, 0
      FROM line
     WHERE line.subject IN ('off', 'delivery_off') AND NOT EXISTS (
           SELECT 1 FROM pool WHERE pool.order_id = line.order_id AND pool.subject =
               CASE line.subject WHEN 'off' THEN 'goods' ELSE 'delivery' END)
     UNION ALL
    SELECT 'refund', CASE WHEN refund.subject IN ('goods', 'delivery') THEN refund.subject
                          ELSE 'other' END,
           refund.day, refund.order_id, refund.line_id, refund.id, refund.product_id,
           refund.gift_parcel_id, refund.is_personalised, 0, 0, 0,
           ROUND(refund.amount::numeric, sale.digits), 0
      FROM refund JOIN sale ON sale.id = refund.order_id
     WHERE refund.subject NOT IN ('payment', 'card')
       AND ROUND(refund.amount::numeric, sale.digits) <> 0
)
INSERT INTO gift_report_sale ({columns})
SELECT fact.kind, fact.subject, COALESCE(fact.day, sale.placed_day), sale.placed_day, sale.id,
       CASE fact.kind WHEN 'sale' THEN sale.id END, fact.line_id, fact.move_line_id,
       sale.company_id, sale.currency_id, sale.partner_id, fact.product_id,
       product.product_tmpl_id, template.categ_id, fact.is_personalised, parcel.occasion,
       CASE WHEN parcel.id IS NULL THEN sale.country_id ELSE parcel.country_id END, sale.channel,
       sale.website_id, sale.source_id, sale.medium_id, sale.campaign_id, best.program_id,
       fact.quantity, fact.gross, fact.gross - fact.net, fact.net,
       CASE fact.subject WHEN 'goods' THEN fact.net ELSE 0 END,
       CASE WHEN fact.is_personalised THEN fact.net ELSE 0 END,
       fact.refund, fact.net - fact.refund, fact.cost, fact.net - fact.refund - fact.cost
  FROM fact
  JOIN sale ON sale.id = fact.order_id
  LEFT JOIN product_product product ON product.id = fact.product_id
  LEFT JOIN product_template template ON template.id = product.product_tmpl_id
  LEFT JOIN gift_parcel parcel ON parcel.id = fact.gift_parcel_id
  LEFT JOIN best ON best.order_id = sale.id
"""

CHANGED = """
    SELECT id FROM sale_order WHERE write_date >= %(since)s
     UNION
    SELECT order_id FROM sale_order_line WHERE write_date >= %(since)s
     UNION
    SELECT order_id FROM gift_parcel WHERE write_date >= %(since)s
     UNION
    SELECT order_id FROM gift_order_request WHERE write_date >= %(since)s
     UNION
    SELECT line.order_id
      FROM account_move move
      JOIN account_move_line entry
           ON entry.move_id IN (move.id, move.reversed_entry_id)
      JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = entry.id
      JOIN sale_order_line line ON line.id = rel.order_line_id
     WHERE move.write_date >= %(since)s AND move.move_type IN ('out_invoice', 'out_refund')
     UNION
    SELECT fact.order_id
      FROM gift_report_sale fact
      JOIN account_move_line entry ON entry.id = fact.move_line_id
      JOIN account_move move ON move.id = entry.move_id
     WHERE move.write_date >= %(since)s
"""


def build_facts(zones, scope):
    """Return the statement that writes the rows of the orders in a scope.

    :param SQL zones: a table of ``(company_id, currency_id, digits, zone)``.
    :param SQL scope: a condition on ``sale`` (``sale_order``).
    """
    statement = STATEMENT.format(
        orders=ORDERS, lines=LINES, shared=SHARED, refunds=REFUNDS, columns=COLUMNS
    )
    refund_scope = SQL(
        "COALESCE(line.order_id, request.order_id, reversed.order_id) IN (SELECT id FROM sale)"
    )
    return SQL(statement, zones=zones, scope=scope, refund_scope=refund_scope)


def build_changed_orders(since):
    """Return the statement that finds the orders of which something was written since a moment."""
    return SQL(CHANGED, since=since)
