from . import (
    gift_report_refresh,
    gift_report_sale,
    gift_report_table,
)
