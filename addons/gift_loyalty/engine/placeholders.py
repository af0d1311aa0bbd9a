"""Words in double braces in a text that somebody edits: filled in, never run."""

import re

PATTERN = re.compile(r'\{\{\s*([^{}]*?)\s*\}\}')


def find(text):
    """Return the names in double braces, in order, each once."""
    return list(dict.fromkeys(PATTERN.findall(text or '')))


def fill(text, values):
    """Return the text with each name replaced by its value; unknown ones become empty.

    :param dict values: texts that are right for where they stand (escaped, in a page).
    """
    return PATTERN.sub(lambda found: str(values.get(found[1], '')), text or '')
