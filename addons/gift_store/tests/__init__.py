from . import (
    test_access,
    test_demo_shop,
    test_entry_points,
    test_foreign_fields,
    test_free_delivery,
    test_pages,
)
