"""Finding words that a shop does not want to print. Pure Python: no Odoo, no clock, no network."""
