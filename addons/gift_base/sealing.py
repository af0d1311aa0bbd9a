"""Secrets that must be read again, such as a key shared with a partner: stored encrypted."""

import base64
import os

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from odoo import tools
from odoo.exceptions import UserError

VARIABLE = 'GIFT_SECRET_KEY'


def seal(env, scope, text):
    """Return ``text`` encrypted for the purpose ``scope`` (AES-128-CBC with HMAC, Fernet).

    The key comes from ``gift_secret_key`` in Odoo's configuration or the environment variable
    ``GIFT_SECRET_KEY``; without one from the database's secret, which protects single rows but not
    a stolen copy of the database.
    """
    return _get_cipher(env, scope).encrypt(text.encode()).decode()


def unseal(env, scope, sealed):
    """Return what :func:`seal` has encrypted, also before a key of its own was configured.

    :raise UserError: when the key is another one now.
    """
    try:
        return _get_cipher(env, scope).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UserError(
            env._("A stored secret cannot be read: the server's key has changed. Make a new one.")
        ) from error


def _get_cipher(env, scope):
    configured = tools.config.get('gift_secret_key') or os.environ.get(VARIABLE)
    names = [configured, ''] if configured else ['']  # the first one encrypts, all decrypt
    keys = [tools.hmac(env(su=True), f'gift-seal-{scope}', name) for name in names]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(bytes.fromhex(key))) for key in keys])
