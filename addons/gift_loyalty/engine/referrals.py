"""Signs that somebody has invited himself: for a person who looks at it, never a verdict.

Two people of one household share an address and a line to the internet, so no sign refuses
anything by itself.
"""

import re
import unicodedata

DOTLESS = ('gmail.com', 'googlemail.com')


def plain_mail(address):
    """Return an address without what makes no other mailbox: case, tags, Gmail's dots."""
    name, _at, domain = (address or '').strip().casefold().partition('@')
    name = name.partition('+')[0]
    if domain in DOTLESS:
        name, domain = name.replace('.', ''), DOTLESS[0]
    return f'{name}@{domain}' if name and domain else ''


def plain_address(*parts):
    """Return a postal address without case, accents, spaces and punctuation; '' when incomplete."""
    if not all((part or '').strip() for part in parts):
        return ''
    text = unicodedata.normalize('NFKD', ' '.join(parts)).casefold()
    text = re.sub(r'(?<=stra)(ss|ß)e\b|(?<=str)\.', '', text).replace('stra', 'str')
    return ''.join(letter for letter in text if letter.isalnum())


def signs(giver, friend):
    """Return the names of what two people have in common.

    :param dict giver: sets by name of the sign, as ``{'mail': {…}, 'address': {…}}``.
    :param dict friend: the same of the invited one.
    """
    return [name for name in sorted(giver) if giver[name] & friend.get(name, set()) - {'', None}]
