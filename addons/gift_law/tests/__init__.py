from . import (
    test_access,
    test_cart_recovery,
    test_html_text,
    test_notice,
    test_terms,
    test_withdrawal,
    test_withdrawal_lock,
    test_withdrawal_money,
    test_withdrawal_pages,
)
