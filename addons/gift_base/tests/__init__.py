from . import test_access, test_health, test_rate_limit, test_signed_token
