"""Without Odoo and clock: files of suppliers (price lists, invoices), and who makes a gift."""
