"""Who may do what: the classes stand in modules by area and run from here."""

from .access_supplier import (  # noqa: F401
    TestSupplierPagesAccess,
    TestSupplierRecordsAccess,
)
