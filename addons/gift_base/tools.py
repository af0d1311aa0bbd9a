"""Links that cannot be guessed, made from the database secret."""

from odoo.tools import consteq, hmac

TOKEN_LENGTH = 32  # hexadecimal digits: 128 bits


def signed_token(env, scope, value):
    """Return the token (32 hex digits) that opens ``value`` for the purpose ``scope``."""
    return hmac(env(su=True), f'gift-{scope}', value)[:TOKEN_LENGTH]


def check_signed_token(env, scope, value, token):
    """Return whether ``token`` was made by :func:`signed_token`; compares in constant time."""
    if not isinstance(token, str) or not token.isascii():  # cannot be compared
        return False
    return consteq(signed_token(env, scope, value), token)


def one_click_headers(url):
    """Return the headers with which mail programs offer to stop such mails (RFC 8058).

    :param str url: absolute; a POST to it stops them without another question.
    """
    return {'List-Unsubscribe': f'<{url}>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'}
