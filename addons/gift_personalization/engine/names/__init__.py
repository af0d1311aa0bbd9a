"""Lists of names: files and pasted text to rows, and back. No Odoo, no clock, no network."""
