"""Numbers that several files of this addon share."""

LINK_DAYS = 30  # how long a link of a mail works, unless the settings say otherwise
CODE_MINUTES = 10
CODE_TRIES = 5
CODE_DIGITS = 6
UNLOCKED_MINUTES = 30  # how long a code that was entered opens the pages of this browser
CODES_PER_CONTACT, CODES_WINDOW_S = 5, 3600
LINKS_PER_ADDRESS, LINKS_PER_CALLER, LINKS_WINDOW_S = 3, 10, 3600
STOCK_DAYS = 14  # how long a supplier's word on stock counts, unless the settings say otherwise
INVITATIONS_PER_CONTACT, INVITATIONS_WINDOW_S = 10, 86400
COLLEAGUES_PER_SUPPLIER = 50
FEED_BYTES = 10 * 1024 * 1024
FEED_REQUEST_BYTES = FEED_BYTES + 1024 * 1024
FEEDS_PER_CONTACT, FEEDS_WINDOW_S = 30, 3600
