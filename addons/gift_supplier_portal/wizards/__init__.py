from . import (
    gift_reroute,
    gift_stock_snooze,
    gift_supplier_decision,
    gift_supplier_defect_decision,
    gift_supplier_defect_report,
    gift_supplier_feed_refusal,
    gift_supplier_invoice_decision,
    gift_supplier_receipt,
    gift_supplier_secret,
)
