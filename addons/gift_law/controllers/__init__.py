from . import terms, withdrawal
