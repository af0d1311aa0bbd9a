def migrate(cr, version):
    """An order line may have several jobs now: the first one and reprints."""
    cr.execute("ALTER TABLE gift_job DROP CONSTRAINT IF EXISTS gift_job_sale_line_uniq")
