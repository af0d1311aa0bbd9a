"""Figures of suppliers."""

from odoo.tools import LazyTranslate

from .kpi import Kpi

_lt = LazyTranslate(__name__)

_SUPPLIER = 'gift.supplier.score'
_PROMISES = _lt("Lines of purchase orders, in the month of the first promise.")


def _supplier(name, unit, field, label, formula, trap, how='sum'):
    return Kpi(
        f'supplier.{name}', label, unit, _SUPPLIER, f'{field}:{how}', formula, _PROMISES, trap, True
    )


SUPPLIERS = (
    _supplier(
        'due_count', 'count', 'due_count', _lt("Lines due"),
        _lt("Lines that were promised for the month."),
        _lt("What never arrived is due all the same."),
    ),
    _supplier(
        'on_time_count', 'count', 'on_time_count', _lt("Lines on time"),
        _lt("Lines of which nothing that came in the end came after the first promise."),
        _lt("A line may be on time and still not in full."),
    ),
    _supplier(
        'on_time_rate', 'share', 'on_time_rate', _lt("On time"),
        _lt("Lines on time ÷ lines due."),
        _lt("By the first promise: a new date does not mend it."), 'avg',
    ),
    _supplier(
        'in_full_count', 'count', 'in_full_count', _lt("Lines in full"),
        _lt("Lines that have arrived with all pieces."),
        _lt("In time or not."),
    ),
    _supplier(
        'in_full_rate', 'share', 'in_full_rate', _lt("In full"),
        _lt("Lines in full ÷ lines due."),
        _lt("In time or not."), 'avg',
    ),
    _supplier(
        'otif_count', 'count', 'otif_count', _lt("Lines on time in full"),
        _lt("Lines of which everything had arrived by the first promise."),
        _lt("By the first promise: a new date does not mend it."),
    ),
    _supplier(
        'otif_rate', 'share', 'otif_rate', _lt("On time in full"),
        _lt("Lines on time in full ÷ lines due."),
        _lt("A share of lines, not of pieces or of money."), 'avg',
    ),
    _supplier(
        'received_quantity', 'pieces', 'received_quantity', _lt("Units received"),
        _lt("Pieces that have arrived of the lines due."),
        _lt("In the month of the promise, whenever they came."),
    ),
    _supplier(
        'defect_quantity', 'pieces', 'defect_quantity', _lt("Units faulty"),
        _lt("Pieces reported as faulty or missing."),
        _lt("Not those that were not the supplier's fault."),
    ),
    _supplier(
        'defect_rate', 'share', 'defect_rate', _lt("Faulty"),
        _lt("Units faulty ÷ units received."),
        _lt("Of the same lines, whenever the fault was found."), 'avg',
    ),
    _supplier(
        'lead_mean', 'days', 'lead_mean', _lt("Lead time (working days)"),
        _lt("Mean working days from our order to the receipt of the last piece."),
        _lt("Not known with fewer than 5 lines that have arrived in full."), 'avg',
    ),
    _supplier(
        'response_mean', 'hours', 'response_mean', _lt("Response (hours)"),
        _lt("Mean hours from our order to the answer to its last line."),
        _lt("Orders without an answer are not in it."), 'avg',
    ),
    _supplier(
        'response_rate', 'share', 'response_rate', _lt("Answered in time"),
        _lt("Orders answered in time ÷ orders that were or should have been answered."),
        _lt("An order that was not answered is not in time."), 'avg',
    ),
    _supplier(
        'reprint_rate', 'share', 'reprint_rate', _lt("Made again"),
        _lt("Gifts made again for the supplier's fault ÷ pieces received for gifts."),
        _lt("Not the shop's own reprints: see production."), 'avg',
    ),
    _supplier(
        'price_variance', 'share', 'price_variance', _lt("Price variance"),
        _lt("Price paid ÷ price asked − 1."),
        _lt("What was billed, or agreed where no bill has come."), 'avg',
    ),
)  # fmt: skip
