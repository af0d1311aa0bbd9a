from . import consent, occasions, portal, sign_up
