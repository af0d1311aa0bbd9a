from . import test_access, test_supplier_access, test_supplier_code
