from . import (
    test_access,
    test_cron_retry,
    test_health,
    test_json_guard,
    test_rate_limit,
    test_sealing,
    test_signed_token,
    test_translations,
)
