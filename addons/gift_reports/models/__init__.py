from . import (
    abstract_table,
    gift_flow_step,
    gift_report_customer,
    gift_report_kpi,
    gift_report_prediction,
    gift_report_refresh,
    gift_report_sale,
    gift_report_stock,
    res_partner,
)
