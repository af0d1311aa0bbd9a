def migrate(cr, version):
    """Say of every written file which kind it is: until now the format said it all."""
    cr.execute("ALTER TABLE gift_print_file ADD COLUMN IF NOT EXISTS kind varchar")
    cr.execute("UPDATE gift_print_file SET kind = file_format WHERE kind IS NULL")
