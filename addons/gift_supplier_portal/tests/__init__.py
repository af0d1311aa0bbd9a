from . import (
    test_access,
    test_supplier_access,
    test_supplier_answer,
    test_supplier_artwork,
    test_supplier_code,
    test_supplier_connector,
    test_supplier_lock,
    test_supplier_score,
    test_supplier_shipment,
    test_supplier_stock,
)
