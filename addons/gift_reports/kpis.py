"""The dictionary of figures: what each one means, and the one place from which it is read.

Dashboards, pivot tables, spreadsheets, mails and the manual show figures of this list only, under
the names given here. A figure is an aggregate of a field of a read model; the field's help, the
cover of a spreadsheet and `docs/manual/figures.md` are this text.
"""

from .kpi import UNITS, Kpi  # noqa: F401  (used with the dictionary)
from .kpis_customers import CUSTOMERS
from .kpis_loyalty import LOYALTY, MARKETING
from .kpis_money import PAYMENTS
from .kpis_production import PRODUCTION
from .kpis_sales import SALES
from .kpis_stock import STOCK
from .kpis_stock_now import STOCK_NOW
from .kpis_suppliers import SUPPLIERS

KPIS = {
    kpi.key: kpi
    for kpi in (
        *SALES, *STOCK, *CUSTOMERS,
        *PRODUCTION, *STOCK_NOW, *LOYALTY, *MARKETING, *PAYMENTS, *SUPPLIERS,
    )
}  # fmt: skip
