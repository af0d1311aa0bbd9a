from odoo import fields, models

from ..const import LINK_DAYS, STOCK_DAYS
from .gift_stock_digest import DEFAULT_HOUR, HOUR


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_supplier_link_days = fields.Integer(
        string="Links of suppliers (days)",
        config_parameter='gift_supplier_portal.link_days',
        default=LINK_DAYS,
    )
    gift_supplier_stock_days = fields.Integer(
        string="Stock of suppliers (days)",
        config_parameter='gift_supplier_portal.stock_days',
        default=STOCK_DAYS,
    )
    gift_stock_digest_hour = fields.Integer(
        string="Hour of the stock digest", config_parameter=HOUR, default=DEFAULT_HOUR
    )
    gift_supplier_stock_waits = fields.Boolean(
        string="Stock waits for the buyer", config_parameter='gift_supplier_portal.stock_waits'
    )
    gift_supplier_price_tolerance = fields.Float(
        string="Price changes without a decision (%)",
        config_parameter='gift_supplier_portal.price_tolerance',
    )
    gift_bill_tolerance_quantity = fields.Float(
        string="Invoices: more by (%)", config_parameter='gift_supplier_portal.bill_quantity'
    )
    gift_bill_tolerance_price = fields.Float(
        string="Invoices: other price by (%)", config_parameter='gift_supplier_portal.bill_price'
    )
    gift_bill_tolerance_amount = fields.Float(
        string="Invoices: at most (per line)", config_parameter='gift_supplier_portal.bill_amount'
    )
    gift_bill_post_matched = fields.Boolean(
        string="Post matched bills", config_parameter='gift_supplier_portal.post_matched'
    )
