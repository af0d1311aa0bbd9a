from . import (
    test_access,
    test_capture,
    test_dispute,
    test_doctor,
    test_events,
    test_fake_guards,
    test_logs,
    test_payout,
    test_refund,
    test_refund_mail,
    test_return,
    test_webhook,
)
