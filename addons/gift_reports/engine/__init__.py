"""Pure Python of the reports: no Odoo, no clock, no network. Days are `datetime.date` objects that
the caller makes, in the time zone of the shop."""
