"""Facts about Stripe that are the same for every shop."""

# Names of values that no log may show, as regular expressions, as Odoo's filter of logs
# reads them. The first are secrets, the others tell who the customer is.
SECRET_KEYS = {'client_secret', 'secret'}
PERSONAL_KEYS = {
    r'address\[city\]',
    r'address\[line1\]',
    r'address\[postal_code\]',
    'billing_details',
    'email',
    'name',
    'phone',
    'receipt_email',
    r'shipping\[address\]\[city\]',
    r'shipping\[address\]\[line1\]',
    r'shipping\[address\]\[line2\]',
    r'shipping\[address\]\[postal_code\]',
    r'shipping\[name\]',
}

MAX_EVENT_BYTES = 1024 * 1024
CLOCK_TOLERANCE_S = 600

# The process, never a database, may send Stripe's calls to a fake on the same machine.
FAKE_BASE_VARIABLE = 'GIFT_STRIPE_FAKE_BASE'
LOOPBACK = {'127.0.0.1', 'localhost', '::1'}
TEST_SECRET_PREFIXES = ('sk_test_', 'rk_test_')
TEST_PUBLIC_PREFIX = 'pk_test_'
STRIPE_SCRIPT = 'https://js.stripe.com/v3/'

# === THE SECOND ENDPOINT === #

# The version of Stripe's API that the SDK of requirements/ speaks; Odoo's own module stays with its
# older one. Both are sent with each request and pinned at each endpoint.
SDK_API_VERSION = '2026-10-28.endive'
EVENTS_URL = '/gift/stripe/events'
EVENT_TYPES = [
    'charge.dispute.closed',
    'charge.dispute.created',
    'charge.dispute.funds_reinstated',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.updated',
    'charge.refunded',
    'payment_intent.amount_capturable_updated',
    'payment_intent.canceled',
    'payment_intent.payment_failed',
    'payment_intent.processing',
    'payment_intent.succeeded',
    'payout.failed',
    'payout.paid',
    'refund.failed',
    'refund.updated',
]
