"""Who may do what: the classes stand in modules by area and run from here."""

from .access_api import TestSupplierApiAccess  # noqa: F401
from .access_connector import TestSupplierConnectorAccess  # noqa: F401
from .access_defect import TestSupplierDefectAccess, TestSupplierDefectPage  # noqa: F401
from .access_feed import (  # noqa: F401
    TestSupplierFeedPagesAccess,
    TestSupplierFeedRecordsAccess,
)
from .access_invoice import (  # noqa: F401
    TestSupplierInvoicePagesAccess,
    TestSupplierInvoiceRecordsAccess,
)
from .access_routes import TestSupplierRoutes  # noqa: F401
from .access_routing import TestRoutingAccess, TestRoutingPages  # noqa: F401
from .access_score import TestSupplierScoreAccess, TestSupplierScorePage  # noqa: F401
from .access_stock import TestStockAlertAccess  # noqa: F401
from .access_supplier import (  # noqa: F401
    TestSupplierPagesAccess,
    TestSupplierRecordsAccess,
)
