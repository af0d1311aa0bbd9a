"""Files of suppliers without Odoo and clock: price lists to what they change, invoices to facts."""
