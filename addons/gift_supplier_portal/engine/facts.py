"""What an electronic invoice says."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class InvoiceLine:
    """One line.

    :param Decimal price: of one piece, without tax, before ``adjustment``
    :param Decimal adjustment: allowances (below zero) and charges of the line
    :param Decimal amount: of the line, without tax
    :param bool is_extra: stands for an allowance or charge of the whole document
    """

    name: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    adjustment: Decimal = Decimal()
    rate: Decimal | None = None
    seller_code: str = ''
    buyer_code: str = ''
    barcode: str = ''
    is_extra: bool = False

    @property
    def net_price(self):
        """Return what one piece costs after allowances and charges of the line."""
        return self.amount / self.quantity if self.adjustment and self.quantity else self.price


@dataclass(frozen=True)
class Invoice:
    """An invoice or a credit note; all amounts are above zero in both.

    :param str kind: ``invoice`` or ``credit``
    :param str source: ``ubl`` or ``cii``
    :param str date: ``YYYY-MM-DD``, unchecked
    :param tuple seller_ids: tax numbers and numbers in registers
    :param tuple taxes: ``(base, percent, amount)`` each
    """

    kind: str
    source: str
    type_code: str
    number: str
    date: str
    currency: str
    order: str
    seller_name: str
    seller_ids: tuple
    lines: tuple
    taxes: tuple
    net: Decimal
    tax: Decimal
    total: Decimal
