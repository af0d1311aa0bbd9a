from . import consent, portal, sign_up
