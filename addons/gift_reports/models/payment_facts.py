"""The SQL of the figures of payments: charged, paid back, disputed, paid out, and what it cost."""

from odoo.tools import SQL

# Charges in parts stand for the payment they are parts of.
TRANSACTIONS = """
    SELECT CASE WHEN tx.operation = 'refund' THEN 'refund' ELSE 'payment' END AS kind,
           tx.company_id, tx.last_state_change AS at, NULL::date AS day, tx.currency_id,
           tx.provider_id, tx.payment_method_id AS method_id, tx.id AS transaction_id,
           NULL::int AS payout_id, NULL::int AS dispute_id,
           CASE WHEN tx.state = 'done' AND tx.operation <> 'refund'
                THEN GREATEST(0, tx.amount - part.done) ELSE 0 END AS captured,
           (tx.state = 'done' AND tx.operation <> 'refund' AND tx.amount - part.done > 0)::int
               AS captured_count,
           CASE WHEN tx.state = 'done' AND tx.operation = 'refund' THEN ABS(tx.amount) ELSE 0 END
               AS refunded,
           CASE WHEN tx.state = 'authorized'
                THEN GREATEST(0, tx.amount - part.done - part.gone) ELSE 0 END AS reserved,
           0 AS disputed, 0 AS dispute_count, 0 AS dispute_lost, 0 AS settled, 0 AS fee,
           0 AS paid_out
      FROM payment_transaction tx
     CROSS JOIN LATERAL (
           SELECT COALESCE(SUM(child.amount) FILTER (WHERE child.state = 'done'), 0) AS done,
                  COALESCE(SUM(child.amount) FILTER (WHERE child.state = 'cancel'), 0) AS gone
             FROM payment_transaction child
            WHERE child.source_transaction_id = tx.id AND child.operation <> 'refund') part
     WHERE tx.state IN ('done', 'authorized') AND tx.operation <> 'validation'
       AND %(transactions)s
"""

DISPUTES = """
    SELECT 'dispute', dispute.company_id, dispute.create_date, NULL, dispute.currency_id,
           dispute.provider_id, tx.payment_method_id, dispute.transaction_id, NULL, dispute.id,
           0, 0, 0, 0, dispute.amount, 1,
           CASE WHEN dispute.state = 'lost' THEN dispute.amount ELSE 0 END, 0, 0, 0
      FROM gift_dispute dispute
      LEFT JOIN payment_transaction tx ON tx.id = dispute.transaction_id
     WHERE %(disputes)s
"""

# Fees of the account itself are entries of their own, with the fee as their amount.
ENTRIES = """
    SELECT 'settlement', payout.company_id, payout.create_date, payout.arrival_date,
           payout.currency_id, payout.provider_id, tx.payment_method_id, entry.transaction_id,
           payout.id, NULL, 0, 0, 0, 0, 0, 0, 0,
           CASE WHEN entry.kind IN ('charge', 'payment') THEN entry.amount ELSE 0 END,
           COALESCE(entry.fee, 0)
               - CASE WHEN entry.kind IN ('stripe_fee', 'tax_fee') THEN entry.amount ELSE 0 END, 0
      FROM gift_payout payout
      JOIN gift_payout_line entry ON entry.payout_id = payout.id
      LEFT JOIN payment_transaction tx ON tx.id = entry.transaction_id
     WHERE payout.state NOT IN ('canceled', 'failed') AND %(payouts)s
     UNION ALL
    SELECT 'payout', payout.company_id, payout.create_date, payout.arrival_date,
           payout.currency_id, payout.provider_id, NULL, NULL, payout.id, NULL,
           0, 0, 0, 0, 0, 0, 0, 0, 0, payout.amount
      FROM gift_payout payout
     WHERE payout.state = 'paid' AND %(payouts)s
"""

AMOUNTS = (
    'captured', 'refunded', 'reserved', 'disputed', 'dispute_lost', 'settled', 'fee', 'paid_out'
)  # fmt: skip

STATEMENT = """
WITH zone AS MATERIALIZED (%(zones)s),
raw AS ({transactions} UNION ALL {disputes} UNION ALL {entries}),
fact AS (
    SELECT raw.*, zone.currency_id AS own_currency_id, zone.digits,
           COALESCE(raw.day, (raw.at AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date) AS shop_day
      FROM raw JOIN zone ON zone.company_id = raw.company_id
),
money AS (
    SELECT fact.*,
           CASE WHEN fact.currency_id = fact.own_currency_id THEN 1
                ELSE COALESCE(own.rate, 1) / COALESCE(NULLIF(other.rate, 0), 1) END AS factor
      FROM fact
      LEFT JOIN LATERAL ({rate_own}) own ON fact.currency_id <> fact.own_currency_id
      LEFT JOIN LATERAL ({rate_other}) other ON fact.currency_id <> fact.own_currency_id
)
INSERT INTO gift_report_payment (
    kind, company_id, currency_id, day, provider_id, method_id, transaction_id, payout_id,
    dispute_id, captured_count, dispute_count, kept, {amounts})
SELECT kind, company_id, own_currency_id, shop_day, provider_id, method_id, transaction_id,
       payout_id, dispute_id, captured_count, dispute_count,
       ROUND((captured * factor)::numeric, digits) - ROUND((refunded * factor)::numeric, digits),
       {rounded}
  FROM money
 WHERE captured <> 0 OR refunded <> 0 OR reserved <> 0 OR dispute_count <> 0 OR settled <> 0
       OR fee <> 0 OR paid_out <> 0
"""
RATE = """
    SELECT rate.rate FROM res_currency_rate rate
      JOIN res_company company ON company.id = fact.company_id
     WHERE rate.currency_id = fact.{currency} AND rate.name <= fact.shop_day
       AND (rate.company_id IS NULL
            OR rate.company_id = split_part(company.parent_path, '/', 1)::int)
     ORDER BY rate.company_id, rate.name DESC LIMIT 1
"""

CHANGED_TRANSACTIONS = """
    SELECT id FROM payment_transaction WHERE write_date >= %(since)s
     UNION SELECT source_transaction_id FROM payment_transaction WHERE write_date >= %(since)s
"""
CHANGED_PAYOUTS = """
    SELECT id FROM gift_payout WHERE write_date >= %(since)s
     UNION SELECT payout_id FROM gift_payout_line WHERE write_date >= %(since)s
"""
CHANGED_DISPUTES = "SELECT id FROM gift_dispute WHERE write_date >= %(since)s"


def build_payments(zones, transactions=None, payouts=None, disputes=None):
    """Return the statement that writes the rows of records (lists of ids; all ``None``: all)."""
    statement = STATEMENT.format(
        transactions=TRANSACTIONS,
        disputes=DISPUTES,
        entries=ENTRIES,
        amounts=', '.join(AMOUNTS),
        rounded=', '.join(f'ROUND(({name} * factor)::numeric, digits)' for name in AMOUNTS),
        rate_own=RATE.format(currency='own_currency_id'),
        rate_other=RATE.format(currency='currency_id'),
    )
    is_all = transactions is None
    return SQL(
        statement,
        zones=zones,
        transactions=SQL("TRUE") if is_all else SQL("tx.id = ANY(%s)", transactions),
        payouts=SQL("TRUE") if is_all else SQL("payout.id = ANY(%s)", payouts),
        disputes=SQL("TRUE") if is_all else SQL("dispute.id = ANY(%s)", disputes),
    )
