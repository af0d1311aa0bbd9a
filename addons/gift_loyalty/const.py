"""Numbers that several files need."""

CONFIRM_HOURS = 48  # a link that confirms a mail address
QUESTIONS_PER_ADDRESS = 3  # in a day: somebody else may have entered it
QUESTIONS_PER_CALLER = 20
QUESTIONS_WINDOW_S = 3600
DAY_S = 86400
SAVES_PER_CALLER = 120
SAVES_WINDOW_S = 600

# Codes are money: who guesses gets this many tries from one address, whichever page is asked.
CODES_PER_CALLER = 30
CODES_WINDOW_S = 600
MAX_CODE = 100  # characters
