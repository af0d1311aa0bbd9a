"""Price lists of suppliers: cells to values, rows to what they change. No Odoo, no clock."""
