from . import (
    abstract_table,
    gift_flow_step,
    gift_report_customer,
    gift_report_history,
    gift_report_history_column,
    gift_report_history_order,
    gift_report_kpi,
    gift_report_prediction,
    gift_report_refresh,
    gift_report_sale,
    gift_report_stock,
    res_partner,
)
