from . import (
    test_access,
    test_dashboard,
    test_report_customer,
    test_report_file,
    test_report_history,
    test_report_kpi,
    test_report_refresh,
    test_report_sale,
    test_report_schedule,
    test_report_stock,
)
