"""Stripe's published test cards, and what happens to each."""

import re
from dataclasses import dataclass

from .errors import card_refused, invalid


@dataclass(frozen=True)
class Card:
    """What a test card does when it is charged."""

    brand: str = "visa"
    code: str = ""  # the code of the refusal, if it is refused
    decline_code: str = ""
    authentication: str = ""  # "always", or "unless_set_up" for payments without the customer
    dispute: str = ""  # the reason of the dispute that follows a payment
    risk: str = "normal"
    funds: str = "pending"  # "available" skips the waiting days
    refund: str = "succeeded"
    token: str = ""


CARDS = {
    "4242424242424242": Card(token="pm_card_visa"),
    "5555555555554444": Card("mastercard", token="pm_card_mastercard"),
    "378282246310005": Card("amex", token="pm_card_amex"),
    "6011111111111117": Card("discover", token="pm_card_discover"),
    "4000000000000077": Card(funds="available", token="pm_card_bypassPending"),
    "4000000000000002": Card(
        code="card_declined", decline_code="generic_decline", token="pm_card_chargeDeclined"
    ),
    "4000000000009995": Card(
        code="card_declined", decline_code="insufficient_funds",
        token="pm_card_chargeDeclinedInsufficientFunds",
    ),
    "4000000000009987": Card(
        code="card_declined", decline_code="lost_card", token="pm_card_chargeDeclinedLostCard"
    ),
    "4000000000009979": Card(
        code="card_declined", decline_code="stolen_card", token="pm_card_chargeDeclinedStolenCard"
    ),
    "4100000000000019": Card(
        code="card_declined", decline_code="fraudulent", risk="highest", token="pm_card_radarBlock"
    ),
    "4000000000000069": Card(code="expired_card", token="pm_card_chargeDeclinedExpiredCard"),
    "4000000000000127": Card(code="incorrect_cvc", token="pm_card_chargeDeclinedIncorrectCvc"),
    "4000000000000119": Card(
        code="processing_error", token="pm_card_chargeDeclinedProcessingError"
    ),
    "4000000000000341": Card(
        code="card_declined", decline_code="generic_decline", token="pm_card_chargeCustomerFail"
    ),
    "4000002500003155": Card(
        authentication="unless_set_up", token="pm_card_authenticationRequiredOnSetup"
    ),
    "4000002760003184": Card(authentication="always", token="pm_card_authenticationRequired"),
    "4000008400001629": Card(
        code="card_declined", decline_code="generic_decline", authentication="always",
        token="pm_card_authenticationRequiredChargeDeclined",
    ),
    "4000000000000259": Card(dispute="fraudulent", token="pm_card_createDispute"),
    "4000000000002685": Card(
        dispute="product_not_received", token="pm_card_createDisputeProductNotReceived"
    ),
    "4000000000009235": Card(risk="elevated", token="pm_card_riskLevelElevated"),
    "4000000000005126": Card(refund="failed", token="pm_card_refundFail"),
}  # fmt: skip
BY_TOKEN = {card.token: number for number, card in CARDS.items()}
MESSAGES = {
    "card_declined": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": (
        "An error occurred while processing your card. Try again in a little bit."
    ),
    "authentication_required": (
        "Your card was declined. This transaction requires authentication."
    ),
    "incorrect_number": "Your card number is incorrect.",
    "invalid_expiry_month": "Your card's expiration month is invalid.",
    "invalid_expiry_year": "Your card's expiration year is invalid.",
    "invalid_cvc": "Your card's security code is invalid.",
}
ADVICE = {"lost_card": "do_not_try_again", "stolen_card": "do_not_try_again"}


def luhn(number):
    """Tell whether the last digit of a card number is right."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def refusal(code, param=None, **more):
    """Return the refusal of a card before it is charged."""
    return card_refused(MESSAGES[code], code, param, **more)


def check(number, month, year, cvc, today):
    """Return the clean number of a card that may be tried; ``today`` is (year, month)."""
    number = re.sub(r"[\s-]", "", number or "")
    if not re.fullmatch(r"[0-9]{12,19}", number) or not luhn(number):
        raise refusal("incorrect_number", "number")
    if number not in CARDS:
        raise refusal(
            "card_declined", decline_code="test_mode_live_card", advice_code="try_again_later"
        )
    _check_expiry(month, year, today)
    digits = 4 if CARDS[number].brand == "amex" else 3
    if cvc is not None and not re.fullmatch(rf"[0-9]{{{digits}}}", cvc):
        raise refusal("invalid_cvc", "cvc")
    return number


def _check_expiry(month, year, today):
    """Refuse a card that has expired, or whose expiry makes no sense."""
    if month is None or year is None:
        raise invalid("Missing required param: exp_month and exp_year.", "parameter_missing")
    if not 1 <= month <= 12:
        raise refusal("invalid_expiry_month", "exp_month")
    year = year + 2000 if 0 <= year < 100 else year
    if (year, month) < today or year > today[0] + 50:
        raise refusal("invalid_expiry_year" if year != today[0] else "invalid_expiry_month",
                      "exp_year" if year != today[0] else "exp_month")  # fmt: skip


def failure(card):
    """Return (code, decline code, message) of a card that is refused, or three Nones."""
    if not card.code:
        return None, None, None
    message = MESSAGES.get(card.decline_code) or MESSAGES[card.code]
    return card.code, card.decline_code or card.code, message
