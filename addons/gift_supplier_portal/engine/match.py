"""Invoices against orders: two-way (ordered) and three-way (received), with a tolerance.

A difference is tolerated when it is within its percentage, and worth no more than the amount
where one is set. Either way counts: too cheap is a difference as well.
"""

import re
import unicodedata
from dataclasses import dataclass

EPSILON = 1e-6
RESULTS = ('over', 'price', 'not_ordered', 'waiting', 'matched')  # the first that holds is shown


@dataclass(frozen=True)
class Tolerance:
    """How much an invoice may differ without a decision; percent, and money of the order."""

    quantity: float = 0.0
    price: float = 0.0
    amount: float = 0.0

    def allows(self, difference, base, percent, worth):
        """Return whether a difference is tolerated.

        :param worth: what the difference costs
        """
        if abs(difference) <= EPSILON:
            return True
        if abs(difference) > abs(base) * percent / 100 + EPSILON:
            return False
        return not self.amount or abs(worth) <= self.amount + EPSILON


@dataclass(frozen=True)
class Ordered:
    """What is known about a line of an order, without the invoice that is looked at.

    :param bool needs_receipt: three-way, only what was received is paid
    """

    quantity: float
    received: float
    invoiced: float
    price: float
    needs_receipt: bool


def match_line(ordered, billed, price, tolerance, *, is_credit=False):
    """Return the results that hold for a line, worst first; ``('matched',)`` when all is well.

    :param ordered: :class:`Ordered`, ``None`` for what was not ordered
    :param billed: pieces on all lines of the invoice for this line of the order
    """
    if ordered is None:
        return ('not_ordered',)
    found = set()
    if not tolerance.allows(
        price - ordered.price, ordered.price, tolerance.price, (price - ordered.price) * billed
    ):
        found.add('price')
    if is_credit:
        if billed > ordered.invoiced + EPSILON:
            found.add('over')
    else:
        found |= _match_quantity(ordered, billed, tolerance)
    return tuple(name for name in RESULTS if name in found) or ('matched',)


def _match_quantity(ordered, billed, tolerance):
    for name, limit in (('over', ordered.quantity), ('waiting', ordered.received)):
        if name == 'waiting' and not ordered.needs_receipt:
            continue
        excess = ordered.invoiced + billed - limit
        if excess > EPSILON and not tolerance.allows(
            excess, limit, tolerance.quantity, excess * ordered.price
        ):
            return {name}
    return set()


def normalise_number(number):
    """Return a number of an invoice as it is compared.

    Case, blanks and signs do not count, except that two digits stay apart: 2026/1-1 is not
    2026/11.
    """
    text = unicodedata.normalize('NFKC', number).upper()
    text = re.sub(r'[\W_]+', '-', text).strip('-')
    return re.sub(r'(?<!\d)-|-(?!\d)', '', text)


def normalise_word(word):
    """Return a name, code or tax number as it is compared: letters and digits alone."""
    return re.sub(r'[\W_]+', '', unicodedata.normalize('NFKC', word or '')).upper()


def assign_lines(lines, candidates):
    """Return for each line of an invoice the candidate of the order that it stands for.

    Codes come before names, and what fits more than one candidate equally is left to a person.

    :param lines: objects with ``buyer_code``, ``seller_code``, ``barcode``, ``name``, ``is_extra``
    :param dict candidates: ``{key: {'buyer': codes, 'seller': codes, 'barcode': codes, 'name':
        names}}``, each a collection of words
    :return: list of keys, ``None`` where nothing fits
    """
    known = {
        key: {
            kind: {normalise_word(word) for word in words} - {''} for kind, words in kinds.items()
        }
        for key, kinds in candidates.items()
    }
    return [None if line.is_extra else _assign(line, known) for line in lines]


def _assign(line, known):
    wanted = (
        (line.buyer_code, ('buyer',)),
        (line.seller_code, ('seller', 'buyer')),
        (line.barcode, ('barcode',)),
        (line.name, ('name',)),
    )
    for word, kinds in wanted:
        word = normalise_word(word)
        found = [
            key
            for key, words in known.items()
            if word and any(word in words.get(kind, ()) for kind in kinds)
        ]
        if len(found) == 1:
            return found[0]
    return None
