"""The query behind the scorecard: one row for a line whose first promise has passed.

Formulas: `docs/adr/0064-supplier-scorecard.md`. All days are days of the company's time zone.
"""

LINES = """
WITH zone AS (
    SELECT company.id, company.currency_id, COALESCE(calendar.tz, 'UTC') AS name,
           (%(now)s::timestamp AT TIME ZONE 'UTC'
            AT TIME ZONE COALESCE(calendar.tz, 'UTC'))::date AS today
      FROM res_company company
      LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
), working AS MATERIALIZED (
    SELECT * FROM unnest(%(day_companies)s::int[], %(days)s::date[], %(day_numbers)s::int[])
               AS working(company_id, day, number)
), due AS MATERIALIZED (
    SELECT line.id, line.order_id, line.product_id, line.product_qty, line.price_unit,
           line.discount, line.gift_sale_line_id, line.gift_requested_price,
           line.gift_requested_quantity, uom.factor, po.state, po.gift_cancelled_date,
           po.company_id, po.date_approve, COALESCE(po.currency_rate, 1) AS currency_rate,
           po.gift_answer_state IS NOT NULL AS is_answered_here,
           partner.commercial_partner_id AS supplier_id,
           zone.currency_id, zone.name AS zone,
           COALESCE(line.gift_promised_date, line.gift_requested_date) AS due_date,
           line.gift_promised_date IS NOT NULL AS is_promised
      FROM purchase_order_line line
      JOIN purchase_order po ON po.id = line.order_id
      JOIN res_partner partner ON partner.id = po.partner_id
      JOIN zone ON zone.id = po.company_id
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      JOIN uom_uom uom ON uom.id = line.product_uom_id
     WHERE line.display_type IS NULL
       AND line.is_downpayment IS NOT TRUE
       AND line.gift_defect_id IS NULL
       AND template.type = 'consu'
       AND po.state IN ('purchase', 'cancel')
       AND COALESCE(line.gift_promised_date, line.gift_requested_date) >= %(since)s
       AND COALESCE(line.gift_promised_date, line.gift_requested_date) < zone.today
       AND %(whose)s
), agreed AS (
    SELECT line_id,
           (ARRAY_AGG(quantity ORDER BY id) FILTER (WHERE is_promise))[1] AS first_quantity,
           (ARRAY_AGG(quantity ORDER BY id DESC))[1] AS last_quantity,
           (ARRAY_AGG(is_promise ORDER BY id DESC))[1] AS is_kept,
           SUM(GREATEST(0, quantity - next_asked)) FILTER (WHERE is_promise) AS taken_back
      FROM (
        SELECT answer.id, answer.purchase_line_id AS line_id, answer.quantity,
               answer.kind IN ('accept', 'change') AS is_promise,
               LEAD(answer.asked_quantity) OVER (
                   PARTITION BY answer.purchase_line_id ORDER BY answer.id) AS next_asked
          FROM gift_supplier_answer_line answer
          JOIN due ON due.id = answer.purchase_line_id
         WHERE answer.state = 'accepted'
      ) answer
     GROUP BY line_id
), counted AS MATERIALIZED (
    SELECT * FROM (
        SELECT due.*,
               COALESCE(agreed.is_kept, TRUE) AS is_kept,
               COALESCE(agreed.first_quantity, due.gift_requested_quantity)
               - COALESCE(agreed.taken_back, 0)
               - CASE WHEN COALESCE(agreed.is_kept, TRUE) THEN GREATEST(0,
                     COALESCE(agreed.last_quantity, due.gift_requested_quantity)
                     - due.product_qty) ELSE 0 END AS wanted
          FROM due LEFT JOIN agreed ON agreed.line_id = due.id
    ) line
     WHERE wanted > 0.000001
       AND (is_kept OR is_promised)
       AND (state = 'purchase' OR NOT is_kept OR gift_cancelled_date > due_date)
), receipt AS (
    SELECT line_id, SUM(quantity) AS received, MAX(day) FILTER (WHERE quantity > 0) AS last_date,
           COALESCE(SUM(quantity) FILTER (WHERE day <= due_date), 0) AS in_time,
           MIN(day) FILTER (WHERE running >= wanted - 0.000001) AS complete_date
      FROM (
        SELECT daily.*, SUM(quantity) OVER (PARTITION BY line_id ORDER BY day) AS running
          FROM (
            SELECT counted.id AS line_id, counted.due_date, counted.wanted,
                   (move.date AT TIME ZONE 'UTC' AT TIME ZONE counted.zone)::date AS day,
                   SUM(move.quantity * uom.factor / counted.factor * CASE
                       WHEN target.usage = 'supplier' OR (
                            origin.id IS NOT NULL AND target.id = %(inter_company)s)
                       THEN CASE WHEN origin.id IS NULL OR move.to_refund THEN -1 ELSE 0 END
                       WHEN origin.id IS NULL THEN 1
                       WHEN origin_target.usage = 'customer' THEN 0
                       WHEN origin_target.usage = 'supplier' AND move.to_refund IS NOT TRUE THEN 0
                       ELSE 1 END) AS quantity
              FROM counted
              JOIN stock_move move ON move.purchase_line_id = counted.id
               AND move.state = 'done' AND move.product_id = counted.product_id
              JOIN uom_uom uom ON uom.id = move.product_uom
              JOIN stock_location target ON target.id = move.location_dest_id
              LEFT JOIN stock_move origin ON origin.id = move.origin_returned_move_id
              LEFT JOIN stock_location origin_target ON origin_target.id = origin.location_dest_id
             GROUP BY 1, 2, 3, 4
          ) daily
      ) running
     GROUP BY line_id
), billed AS (
    SELECT counted.id AS line_id,
           SUM(item.quantity * uom.factor / counted.factor) AS quantity,
           SUM(item.quantity * item.price_unit * (1 - COALESCE(item.discount, 0) / 100)
               * CASE WHEN bill.currency_id = po.currency_id THEN 1
                      ELSE counted.currency_rate / NULLIF(bill.invoice_currency_rate, 0) END)
           AS amount
      FROM counted
      JOIN purchase_order po ON po.id = counted.order_id
      JOIN account_move_line item ON item.purchase_line_id = counted.id
      JOIN account_move bill ON bill.id = item.move_id
       AND bill.state = 'posted' AND bill.move_type = 'in_invoice'
      JOIN uom_uom uom ON uom.id = item.product_uom_id
     WHERE item.display_type = 'product'
     GROUP BY 1
), answered AS (
    SELECT asked.order_id,
           BOOL_AND(first_date IS NOT NULL) AS is_answered,
           BOOL_OR(first_date IS NULL AND %(now)s::timestamp > sent + hours) AS is_unanswered,
           MAX(EXTRACT(EPOCH FROM GREATEST(first_date - sent, interval '0')) / 3600) AS hours,
           BOOL_AND(first_date IS NOT NULL AND first_date <= sent + hours) AS is_in_time
      FROM (
        SELECT line.order_id, GREATEST(line.create_date, po.date_approve) AS sent,
               make_interval(hours => COALESCE(NULLIF(supplier.gift_answer_hours, 0), 24)) AS hours,
               (SELECT MIN(answer.create_date) FROM gift_supplier_answer_line answer
                 WHERE answer.purchase_line_id = line.id) AS first_date
          FROM purchase_order_line line
          JOIN purchase_order po ON po.id = line.order_id
          JOIN res_partner partner ON partner.id = po.partner_id
          JOIN res_partner supplier ON supplier.id = partner.commercial_partner_id
         WHERE line.display_type IS NULL AND line.gift_defect_id IS NULL
           AND line.order_id IN (SELECT order_id FROM counted WHERE is_answered_here)
      ) asked
     GROUP BY 1
), faulty AS (
    SELECT defect.purchase_line_id AS line_id, SUM(defect.quantity) AS quantity,
           SUM(defect.quantity) FILTER (WHERE defect.is_reprint) AS reprinted
      FROM gift_supplier_defect defect
      JOIN counted ON counted.id = defect.purchase_line_id
     WHERE COALESCE(defect.decision, defect.answer, '') NOT IN ('withdrawn', 'disputed')
     GROUP BY 1
), measured AS (
    SELECT counted.id, counted.id AS purchase_line_id, counted.order_id, counted.supplier_id,
           counted.company_id, counted.currency_id, counted.product_id,
           date_trunc('month', counted.due_date)::date AS month,
           counted.due_date, counted.is_promised,
           counted.wanted AS wanted_quantity,
           COALESCE(receipt.in_time, 0) AS due_quantity,
           COALESCE(receipt.received, 0) AS received_quantity,
           receipt.last_date, receipt.complete_date,
           COALESCE(receipt.in_time > 0 AND
               receipt.in_time >= LEAST(wanted, product_qty) - 0.000001, FALSE) AS is_on_time,
           receipt.complete_date IS NOT NULL AS is_in_full,
           COALESCE(receipt.in_time >= wanted - 0.000001, FALSE) AS is_otif,
           until.number - since.number AS lead_days,
           price.asked * price.quantity / counted.currency_rate AS asked_amount,
           price.paid * price.quantity / counted.currency_rate AS paid_amount,
           COALESCE(faulty.quantity, 0) AS defect_quantity,
           COALESCE(faulty.reprinted, 0) AS reprint_quantity,
           answered.is_answered, answered.is_unanswered, answered.hours, answered.is_in_time,
           ROW_NUMBER() OVER (
               PARTITION BY counted.order_id ORDER BY counted.due_date, counted.id) = 1
           AS is_first_of_order,
           counted.gift_sale_line_id IS NOT NULL AS is_personalised
      FROM counted
      LEFT JOIN receipt ON receipt.line_id = counted.id
      LEFT JOIN billed ON billed.line_id = counted.id
      LEFT JOIN faulty ON faulty.line_id = counted.id
      LEFT JOIN answered ON answered.order_id = counted.order_id AND counted.is_answered_here
      LEFT JOIN working since ON since.company_id = counted.company_id
       AND since.day = (counted.date_approve AT TIME ZONE 'UTC' AT TIME ZONE counted.zone)::date
      LEFT JOIN working until ON until.company_id = counted.company_id
       AND until.day = receipt.complete_date
      CROSS JOIN LATERAL (
        SELECT NULLIF(counted.gift_requested_price, 0) AS asked,
               CASE WHEN billed.quantity > 0
                    THEN billed.amount / billed.quantity
                         / COALESCE(NULLIF(1 - COALESCE(counted.discount, 0) / 100, 0), 1)
                    ELSE counted.price_unit END AS paid,
               CASE WHEN billed.quantity > 0 THEN billed.quantity ELSE counted.wanted END
               AS quantity
      ) price
)
"""
