from . import cart_mails, terms, withdrawal
