"""Keep the secrets of a payment out of the web server's access log."""

import logging
import re

SECRET_PARAMETER = re.compile(r'((?:client_secret|access_token)=)[^&\s"\']+')


class SecretParameters(logging.Filter):
    """Mask secrets in the addresses of requests: the return from Stripe carries one."""

    def filter(self, record):
        """Mask the message and its arguments; every record passes."""
        record.msg = mask(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(mask(value) for value in record.args)
        return True


def mask(value):
    """Return a text without the values of secret parameters; other values unchanged."""
    return SECRET_PARAMETER.sub(r'\1[REDACTED]', value) if isinstance(value, str) else value


def install():
    """Add the filter to the access log of the server, once."""
    logger = logging.getLogger('werkzeug')
    if not any(isinstance(known, SecretParameters) for known in logger.filters):
        logger.addFilter(SecretParameters())
