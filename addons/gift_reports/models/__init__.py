from . import (
    abstract_table,
    gift_report_kpi,
    gift_report_refresh,
    gift_report_sale,
    gift_report_stock,
)
