"""Figures of payments."""

from odoo.tools import LazyTranslate

from .kpi import Kpi

_lt = LazyTranslate(__name__)

_PAYMENT = 'gift.report.payment'
_TXS = _lt("Payment transactions, on the shop's day, at that day's rate.")
_DISPUTES = _lt("Disputes, on the shop's day.")
_PAYOUTS = _lt("Entries of payouts, on the day of the payout.")

PAYMENTS = (
    Kpi(
        'payment.captured',
        _lt("Charged"),
        'money',
        _PAYMENT,
        'captured:sum',
        _lt("Amounts that were charged."),
        _TXS,
        _lt("With taxes and delivery. A charge in parts counts by its parts."),
    ),
    Kpi(
        'payment.captured_count',
        _lt("Charges"),
        'count',
        _PAYMENT,
        'captured_count:sum',
        _lt("Number of charges."),
        _TXS,
        _lt("An order may be paid in several."),
    ),
    Kpi(
        'payment.refunded',
        _lt("Paid back"),
        'money',
        _PAYMENT,
        'refunded:sum',
        _lt("Amounts that were paid back by the provider."),
        _TXS,
        _lt("On the day it was paid back, not the day of the charge. Paid back by hand is not"
            " in it."),
    ),
    Kpi(
        'payment.kept',
        _lt("Charged less paid back"),
        'money',
        _PAYMENT,
        'kept:sum',
        _lt("Charged − paid back."),
        _TXS,
        _lt("Before fees and disputes."),
    ),
    Kpi(
        'payment.reserved',
        _lt("Reserved, not charged yet"),
        'money',
        _PAYMENT,
        'reserved:sum',
        _lt("Amounts that are reserved now, less what was charged of them."),
        _TXS,
        _lt("As of now, on the day of the reservation: it lapses when it is not charged in"
            " time."),
    ),
    Kpi(
        'payment.disputed',
        _lt("Disputed"),
        'money',
        _PAYMENT,
        'disputed:sum',
        _lt("Amounts of disputes, whatever their outcome."),
        _DISPUTES,
        _lt("By the day on which we heard of it."),
    ),
    Kpi(
        'payment.dispute_count',
        _lt("Disputes"),
        'count',
        _PAYMENT,
        'dispute_count:sum',
        _lt("Number of disputes."),
        _DISPUTES,
        _lt("Questions of the bank are in it."),
    ),
    Kpi(
        'payment.dispute_lost',
        _lt("Disputes lost"),
        'money',
        _PAYMENT,
        'dispute_lost:sum',
        _lt("Amounts of disputes that were lost."),
        _DISPUTES,
        _lt("By the day on which we heard of it. They are not among what was paid back."),
    ),
    Kpi(
        'payment.settled',
        _lt("Charged in payouts"),
        'money',
        _PAYMENT,
        'settled:sum',
        _lt("Charges that are in payouts."),
        _PAYOUTS,
        _lt("By day of the payout: later than charged."),
        for_managers=True,
    ),
    Kpi(
        'payment.fee',
        _lt("Fees"),
        'money',
        _PAYMENT,
        'fee:sum',
        _lt("Fees of the provider in payouts."),
        _PAYOUTS,
        _lt("Known with the payout, not with the charge."),
        for_managers=True,
    ),
    Kpi(
        'payment.fee_rate',
        _lt("Fees (share)"),
        'share',
        _PAYMENT,
        'fee_rate:avg',
        _lt("Fees ÷ charged in payouts."),
        _PAYOUTS,
        _lt("Both of the same payouts. Fees of disputes are in it."),
        for_managers=True,
    ),
    Kpi(
        'payment.paid_out',
        _lt("Paid out"),
        'money',
        _PAYMENT,
        'paid_out:sum',
        _lt("Amounts that have arrived at the bank."),
        _lt("Payouts."),
        _lt("Payouts on their way are not in it; they have no payment method."),
        for_managers=True,
    ),
)  # fmt: skip
