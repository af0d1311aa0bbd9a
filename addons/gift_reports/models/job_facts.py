"""The SQL of the figures of production: how each personalised order line was made."""

from odoo.tools import SQL

from odoo.addons.gift_personalization.models.gift_print_file import FIGURES

# The lines that count, by their first job.
JOBS = """
    SELECT job.id, job.sale_line_id AS line_id, job.stage, job.revision_id, job.revision_hash,
           sale.id AS order_id, sale.company_id, zone.currency_id, zone.zone, sale.date_order,
           (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS placed_day,
           (sale.gift_first_promise AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date
               AS promised_day,
           (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date AS today,
           line.product_id, template.id AS product_tmpl_id, template.categ_id,
           line.product_uom_qty * COALESCE(unit.factor / NULLIF(base.factor, 0), 1) AS quantity
      FROM gift_job job
      JOIN sale_order_line line ON line.id = job.sale_line_id
      JOIN sale_order sale ON sale.id = line.order_id
      JOIN zone ON zone.company_id = sale.company_id
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
      LEFT JOIN uom_uom base ON base.id = template.uom_id
     WHERE job.original_id IS NULL AND job.stage <> 'cancelled' AND %(scope)s
"""

# A line is packed or has left when all of its jobs are, but those that were made again and
# the replacements that leave by themselves.
STOOD = """
    SELECT job.id,
           COUNT(*) FILTER (WHERE part.stage <> 'replaced') > 0
               AND BOOL_AND(part.stage IN ('packed', 'shipped', 'replaced')) AS is_packed,
           COUNT(*) FILTER (WHERE part.stage <> 'replaced') > 0
               AND BOOL_AND(part.stage IN ('shipped', 'replaced')) AS has_left,
           MAX(done.packed) AS packed, MAX(done.shipped) AS shipped
      FROM job
      JOIN gift_job part ON part.sale_line_id = job.line_id AND part.stage <> 'cancelled'
           AND NOT COALESCE(part.is_replacement, FALSE)
      LEFT JOIN LATERAL (
          SELECT MAX(event.date) FILTER (WHERE event.to_stage = 'packed') AS packed,
                 MAX(event.date) FILTER (WHERE event.to_stage = 'shipped') AS shipped
            FROM gift_job_event event WHERE event.job_id = part.id
      ) done ON TRUE
     GROUP BY job.id
"""

# A proof waits for the customer from its sending to the approval or the request for a change.
PROOFS = """
    SELECT job.id, COUNT(*) AS rounds,
           COALESCE(SUM(EXTRACT(EPOCH FROM LEAST(
               CASE WHEN proof.approved_date >= proof.sent_date THEN proof.approved_date END,
               CASE WHEN proof.change_date >= proof.sent_date THEN proof.change_date END
           ) - proof.sent_date) / 3600), 0) AS hours,
           BOOL_OR(proof.state = 'approved') AS is_approved
      FROM job
      JOIN gift_proof proof ON proof.sale_line_id = job.line_id AND proof.sent_date IS NOT NULL
           AND proof.approval_kind IS DISTINCT FROM 'order'
     GROUP BY job.id
"""

MAKERS = """
    SELECT job.id,
           CASE WHEN share.is_own AND share.is_outside THEN 'both'
                WHEN share.is_outside OR (share.is_own IS NULL AND bought.supplier_id IS NOT NULL)
                THEN 'supplier' ELSE 'own' END AS maker,
           COALESCE(share.supplier_id,
                    CASE WHEN share.is_own IS NULL THEN bought.supplier_id END) AS supplier_id
      FROM job
      LEFT JOIN LATERAL (
          SELECT BOOL_OR(way = 'own') AS is_own, BOOL_OR(way <> 'own') AS is_outside,
                 MIN(supplier_id) AS supplier_id
            FROM gift_line_share WHERE sale_line_id = job.line_id AND state <> 'ended'
      ) share ON TRUE
      LEFT JOIN LATERAL (
          SELECT MIN(partner.commercial_partner_id) AS supplier_id
            FROM purchase_order_line part
            JOIN purchase_order purchase ON purchase.id = part.order_id
            JOIN res_partner partner ON partner.id = purchase.partner_id
           WHERE part.gift_sale_line_id = job.line_id AND part.gift_revision_hash IS NOT NULL
             AND purchase.state = 'purchase'
      ) bought ON TRUE
"""

# The worst figure of the current files of each line.
PARITY = """
    SELECT id, MAX(edge_shift_mm) AS edge_shift_mm,
           MAX(delta_e) FILTER (WHERE kind = ANY(%(color_kinds)s)) AS delta_e,
           MIN(ssim) FILTER (WHERE kind = ANY(%(ssim_kinds)s)) AS ssim
      FROM (SELECT DISTINCT ON (job.id, file.surface_key, file.kind)
                   job.id, file.kind, file.edge_shift_mm, file.delta_e, file.ssim
              FROM job
              JOIN gift_print_file file ON file.job_id = job.id
                   AND file.revision_hash = job.revision_hash
             ORDER BY job.id, file.surface_key, file.kind, file.id DESC) newest
     GROUP BY id
"""

# The first surface that carries something says by which method a gift is printed.
METHODS = """
    SELECT DISTINCT ON (revision.id) revision.id AS revision_id, method.id AS method_id
      FROM (SELECT id, content::jsonb AS content FROM gift_design_revision
             WHERE id IN (SELECT revision_id FROM job)) revision
     CROSS JOIN LATERAL jsonb_array_elements(revision.content -> 'template' -> 'surfaces')
           WITH ORDINALITY AS surface(body, place)
      JOIN gift_print_method method ON method.code = surface.body -> 'method' ->> 'key'
     WHERE EXISTS (
           SELECT 1 FROM jsonb_array_elements(surface.body -> 'zones') AS zone(body)
            WHERE revision.content -> 'values' -> (zone.body ->> 'key') IS NOT NULL)
     ORDER BY revision.id, surface.place, method.id
"""

COLUMNS = """
    kind, company_id, currency_id, job_id, line_id, order_id, product_id, product_tmpl_id,
    categ_id, method_id, maker, supplier_id, placed_day, left_day, promised_day, day, cause_id,
    fault, job_count, quantity, proof_rounds, proof_count, approval_hours, approval_count,
    lead_hours, lead_count, due_count, kept_count, shipped_quantity, reprint_quantity,
    delta_e, delta_e_group, edge_shift_mm, edge_group, ssim, ssim_group
"""

STATEMENT = """
WITH zone AS MATERIALIZED (%(zones)s),
job AS MATERIALIZED ({jobs}),
stood AS ({stood}),
proof AS ({proofs}),
maker AS ({makers}),
parity AS ({parity}),
method AS ({methods}),
fact AS (
    SELECT job.*, method.method_id, maker.maker, maker.supplier_id, stood.is_packed,
           stood.packed, stood.has_left, proof.rounds, proof.hours, proof.is_approved,
           parity.delta_e, parity.edge_shift_mm, parity.ssim,
           CASE WHEN stood.has_left
                THEN (stood.shipped AT TIME ZONE 'UTC' AT TIME ZONE job.zone)::date END AS left_day
      FROM job
      LEFT JOIN stood ON stood.id = job.id
      LEFT JOIN proof ON proof.id = job.id
      LEFT JOIN maker ON maker.id = job.id
      LEFT JOIN parity ON parity.id = job.id
      LEFT JOIN method ON method.revision_id = job.revision_id
)
INSERT INTO gift_report_job ({columns})
SELECT 'made', company_id, currency_id, id, line_id, order_id, product_id, product_tmpl_id,
       categ_id, method_id, maker, supplier_id, placed_day, left_day, promised_day, placed_day,
       NULL::int, NULL, 1, quantity, COALESCE(rounds, 0), (rounds > 0)::int,
       CASE WHEN is_approved THEN hours ELSE 0 END, COALESCE(is_approved, FALSE)::int,
       CASE WHEN is_packed AND packed IS NOT NULL
            THEN EXTRACT(EPOCH FROM packed - date_order) / 3600 ELSE 0 END,
       (is_packed AND packed IS NOT NULL)::int,
       (promised_day IS NOT NULL AND (left_day IS NOT NULL OR promised_day < today))::int,
       COALESCE(left_day <= promised_day, FALSE)::int,
       CASE WHEN left_day IS NOT NULL THEN quantity ELSE 0 END, 0,
       delta_e,
       CASE WHEN delta_e IS NULL THEN NULL WHEN delta_e <= 1 THEN 'to_1'
            WHEN delta_e <= 2 THEN 'to_2' WHEN delta_e <= 5 THEN 'to_5'
            WHEN delta_e <= 10 THEN 'to_10' ELSE 'more' END,
       edge_shift_mm,
       CASE WHEN edge_shift_mm IS NULL THEN NULL WHEN edge_shift_mm <= 0.05 THEN 'to_005'
            WHEN edge_shift_mm <= 0.1 THEN 'to_01' WHEN edge_shift_mm <= 0.2 THEN 'to_02'
            ELSE 'more' END,
       ssim,
       CASE WHEN ssim IS NULL THEN NULL WHEN ssim >= 0.999 THEN 'from_999'
            WHEN ssim >= 0.99 THEN 'from_99' WHEN ssim >= 0.98 THEN 'from_98' ELSE 'less' END
  FROM fact
 UNION ALL
SELECT 'again', fact.company_id, fact.currency_id, fact.id, fact.line_id, fact.order_id,
       fact.product_id, fact.product_tmpl_id, fact.categ_id,
       COALESCE(reprint.method_id, fact.method_id), fact.maker, fact.supplier_id, fact.placed_day,
       fact.left_day, fact.promised_day,
       (reprint.date AT TIME ZONE 'UTC' AT TIME ZONE fact.zone)::date, reprint.cause_id,
       reprint.fault, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, reprint.quantity,
       NULL, NULL, NULL, NULL, NULL, NULL
  FROM fact
  JOIN gift_job part ON part.sale_line_id = fact.line_id
  JOIN gift_reprint reprint ON reprint.job_id = part.id
"""

CHANGED = """
    SELECT sale_line_id FROM gift_job WHERE write_date >= %(since)s
     UNION SELECT job.sale_line_id FROM gift_job_event event
             JOIN gift_job job ON job.id = event.job_id WHERE event.create_date >= %(since)s
     UNION SELECT job.sale_line_id FROM gift_reprint reprint
             JOIN gift_job job ON job.id = reprint.job_id WHERE reprint.create_date >= %(since)s
     UNION SELECT job.sale_line_id FROM gift_print_file file
             JOIN gift_job job ON job.id = file.job_id WHERE file.create_date >= %(since)s
     UNION SELECT sale_line_id FROM gift_proof WHERE write_date >= %(since)s
     UNION SELECT sale_line_id FROM gift_line_share WHERE write_date >= %(since)s
     UNION SELECT id FROM sale_order_line
            WHERE write_date >= %(since)s AND gift_revision_id IS NOT NULL
     UNION SELECT line.id FROM sale_order_line line JOIN sale_order sale ON sale.id = line.order_id
            WHERE sale.write_date >= %(since)s AND line.gift_revision_id IS NOT NULL
     UNION SELECT part.gift_sale_line_id FROM purchase_order_line part
             JOIN purchase_order purchase ON purchase.id = part.order_id
            WHERE GREATEST(part.write_date, purchase.write_date) >= %(since)s
     UNION SELECT fact.line_id FROM gift_report_job fact
             JOIN product_template template ON template.id = fact.product_tmpl_id
            WHERE template.write_date >= %(since)s
     UNION SELECT line_id FROM gift_report_job
            WHERE kind = 'made' AND due_count = 0 AND promised_day <= %(now)s::date
"""


def build_job_facts(zones, lines, now):
    """Return the statement that writes the rows of order lines (ids), or of all of them."""
    statement = STATEMENT.format(
        jobs=JOBS, stood=STOOD, proofs=PROOFS, makers=MAKERS, parity=PARITY, methods=METHODS,
        columns=COLUMNS,
    )  # fmt: skip
    return SQL(
        statement,
        zones=zones,
        scope=SQL("TRUE") if lines is None else SQL("job.sale_line_id = ANY(%s)", lines),
        now=now,
        color_kinds=[kind for kind, names in FIGURES.items() if 'delta_e' in names],
        ssim_kinds=[kind for kind, names in FIGURES.items() if 'ssim' in names],
    )


def build_changed_lines(since, now):
    """Return the query of the lines that changed, or whose promise has passed meanwhile."""
    return SQL(CHANGED, since=since, now=now)
