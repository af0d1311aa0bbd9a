"""Numbers that several files of this addon share."""

UPLOAD_LIMIT_BYTES = 25 * 1024 * 1024
REQUEST_LIMIT_BYTES = 26 * 1024 * 1024  # the form around the file
COMPLAINT_LIMIT_BYTES = 102 * 1024 * 1024  # four photos and the form around them
JSON_LIMIT_BYTES = 256 * 1024
UPLOADS_PER_CALLER = 60
UPLOAD_WINDOW_S = 600
SAVES_PER_CALLER = 600
SAVE_WINDOW_S = 600

# Price to which an extra price is added to see what the taxes make of the difference.
PRICE_PROBE = 1000.0

# Links to designs: how many wrong ones a caller may try, and how long new ones may work.
WRONG_LINKS_PER_CALLER = 60
WRONG_LINKS_WINDOW_S = 600
LINK_DAYS = (7, 30, 365)
GUEST_LINK_DAYS = (7, 30)
# A list of names: 1,000 rows with their recipients, and some room for the form around them.
NAMES_REQUEST_LIMIT_BYTES = 6 * 1024 * 1024
NAME_UPLOADS_PER_CALLER = 60
NAME_LISTS_PER_CALLER = 30
