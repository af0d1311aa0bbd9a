from . import (
    test_access,
    test_bonus,
    test_card,
    test_consent,
    test_expiry,
    test_hold,
    test_order_points,
    test_points_lock,
    test_points_machine,
    test_portal,
    test_refund,
)
