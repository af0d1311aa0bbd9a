"""What stands on the dashboards: each page answers one person's questions, from top to bottom."""

from dashboard_more import LOYALTY, PAYMENTS, QUALITY
from dashboard_sales import MARGIN, MORNING, SALES
from dashboard_work import CUSTOMERS, PRODUCTION, STOCK_PAGE, SUPPLIERS

PAGES = (
    MORNING, SALES, MARGIN, STOCK_PAGE, SUPPLIERS, CUSTOMERS, PRODUCTION, QUALITY,
    LOYALTY, PAYMENTS,
)  # fmt: skip
