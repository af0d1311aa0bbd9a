"""Numbers that nobody wants to see on a gift: bank cards and bank accounts."""

import re

CARD = re.compile(r'(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)')
IBAN = re.compile(r'\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,4})?\b')


def find_numbers(text):
    """Yield (start, end) of bank card and account numbers whose check digits are right."""
    for match in CARD.finditer(text):
        if is_card(match.group()):
            yield match.span()
    for match in IBAN.finditer(text):
        if is_iban(match.group()):
            yield match.span()


def is_card(text):
    """Return whether the digits are those of a bank card (ISO/IEC 7812-1, Luhn)."""
    digits = [int(char) for char in text if char.isdigit()]
    if not 13 <= len(digits) <= 19 or digits[0] not in (2, 3, 4, 5, 6) or len(set(digits)) < 2:
        return False
    total = sum(digits[-1::-2])
    for digit in digits[-2::-2]:
        total += sum(divmod(digit * 2, 10))
    return total % 10 == 0


def is_iban(text):
    """Return whether the text is a bank account number (ISO 13616, modulo 97)."""
    compact = text.replace(' ', '').upper()
    if not 15 <= len(compact) <= 34 or not compact.isascii():
        return False
    turned = compact[4:] + compact[:4]
    return int(''.join(str(int(char, 36)) for char in turned)) % 97 == 1
