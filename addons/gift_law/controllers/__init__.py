from . import cart_mails, configurator, terms, withdrawal
