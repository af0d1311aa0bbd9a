"""What a price list would change: each row against the products and prices that are known."""

from collections import defaultdict
from dataclasses import dataclass, replace

DEFAULT_DELAY = 1  # days, as Odoo has it for a new price


@dataclass(frozen=True)
class Product:
    """A product that is bought from the supplier, or was.

    :param bool is_bought: whether it still is
    """

    id: int
    reference: str
    is_bought: bool = True


@dataclass(frozen=True)
class Price:
    """A price of the supplier; days are ISO dates, '' for none.

    :param int id: of the record that holds it, which can hold the price of several products
    """

    id: int
    product_id: int
    code: str
    min_quantity: float
    price: float
    currency: str
    delay: int
    start: str = ""
    end: str = ""

    def is_valid(self, day):
        """Return whether the price holds on a day."""
        return self.start <= day and (not self.end or day <= self.end)


@dataclass(frozen=True)
class Checked:
    """A row and what it would change.

    :param str price_effect: ``new``, ``changed``, ``same`` or ``none`` (nothing said)
    :param str stock_effect: ``changed``, ``same`` or ``none``
    :param old: the :class:`Price` that it would end, or ``None``
    """

    row: object
    product_id: int = 0
    min_quantity: float = 0.0
    currency: str = ""
    price: float = 0.0
    delay: int = DEFAULT_DELAY
    start: str = ""
    old: Price | None = None
    old_stock: float | None = None
    price_effect: str = "none"
    stock_effect: str = "none"
    issues: tuple = ()


def fold(text):
    """Return an item number as it is compared."""
    return "".join(text.split()).casefold()


class Catalogue:
    """What is known of a supplier's products."""

    def __init__(self, products, prices, stocks, currency, today):
        """Take over what is known.

        :param products: :class:`Product` of the supplier
        :param prices: their :class:`Price`, the most wanted first, ended ones too
        :param dict stocks: ``{product id: (quantity, ISO date or '')}``
        :param str currency: of products without a price
        :param str today: ISO date
        """
        self.products = {product.id: product for product in products}
        self.stocks, self.currency, self.today = stocks, currency, today
        self.references, self.codes = {}, defaultdict(set)
        self.prices = defaultdict(list)
        for product in products:
            if product.reference:
                self.references.setdefault(fold(product.reference), set()).add(product.id)
        for price in prices:
            self.prices[price.product_id].append(price)
            if price.code:
                self.codes[fold(price.code)].add(price.product_id)
        self.stripped = defaultdict(set)  # spreadsheets take zeros off the front of numbers
        for code, ids in self.codes.items():
            self.stripped[code.lstrip("0")] |= ids

    def find(self, row):
        """Return ``(product, issue)`` for the numbers of a row."""
        return self.look_up(row.code, row.reference)

    def look_up(self, number, reference=""):
        """Return ``(product, issue)`` for the supplier's item number and our reference."""
        by_reference = self.references.get(fold(reference), set())
        code = fold(number)
        by_code = self.codes.get(code) or (self.stripped.get(code, set()) if code else set())
        written = number or reference
        if not written:
            return None, ("code", "no_product", "")
        if reference and not by_reference:
            return None, ("reference", "unknown", reference)
        if not by_reference and not by_code:
            return None, ("code", "unknown", number)
        found = by_reference & by_code if by_reference and by_code else by_reference or by_code
        if not found:
            return None, ("code", "mismatch", number)
        if len(found) > 1:
            return None, ("code", "ambiguous", written)
        product = self.products[next(iter(found))]
        if not product.is_bought:
            return None, ("code" if number else "reference", "discontinued", written)
        return product, None

    def get_currency(self, product_id):
        """Return the currency in which a product is bought."""
        return next((price.currency for price in self.prices[product_id]), self.currency)

    def get_valid(self, product_id, day, currency):
        """Return the prices of a product that hold on a day, the most wanted first."""
        prices = self.prices[product_id]
        return [price for price in prices if price.currency == currency and price.is_valid(day)]


def check(rows, catalogue):
    """Return a :class:`Checked` for each row, in their order."""
    checked = [_check(row, catalogue) for row in rows]
    places = defaultdict(list)
    for entry in checked:
        if entry.product_id:
            places[entry.product_id, entry.min_quantity].append(entry.row.number)
    stocks = {}
    for entry in checked:
        if entry.product_id and entry.row.stock is not None:
            said = (entry.row.stock, entry.row.available_from)
            stocks.setdefault(entry.product_id, (said, entry.row.number))
    return [_mark_twins(entry, places, stocks) for entry in checked]


def _mark_twins(entry, places, stocks):
    """Return a row as wrong that says something else about a product than another row."""
    if not entry.product_id:
        return entry
    others = places[entry.product_id, entry.min_quantity]
    issue = None
    if len(others) > 1:
        other = next(number for number in others if number != entry.row.number)
        issue = ("code", "duplicate", str(other))
    elif entry.row.stock is not None:
        said, number = stocks[entry.product_id]
        if said != (entry.row.stock, entry.row.available_from):
            issue = ("stock", "stock_twice", str(number))
    return _refuse(entry, issue) if issue else entry


def _refuse(entry, *issues):
    return replace(entry, issues=(*entry.issues, *issues), price_effect="none", stock_effect="none")


def _check(row, catalogue):
    product, issue = catalogue.find(row)
    entry = Checked(row, issues=(*row.issues, *([issue] if issue else [])))
    if not product:
        return entry
    currency = catalogue.get_currency(product.id)
    start = max(row.date_start or "", catalogue.today)
    valid = catalogue.get_valid(product.id, start, currency)
    entry = replace(entry, product_id=product.id, currency=currency, start=start)
    if row.currency and row.currency != currency:
        entry = _refuse(entry, ("currency", "currency", f"{row.currency} {currency}"))
    quantities = {price.min_quantity for price in valid}
    if row.min_quantity is None and row.price is not None and len(quantities) > 1:
        return _refuse(entry, ("min_quantity", "min_quantity", ""))
    usual = min(quantities, default=0.0)
    wanted = usual if row.min_quantity is None else row.min_quantity
    old = next((price for price in valid if abs(price.min_quantity - wanted) < 1e-6), None)
    entry = replace(entry, min_quantity=wanted, old=old)
    if entry.issues:
        return entry
    return _weigh(entry, catalogue)


def _weigh(entry, catalogue):
    """Return a row without errors with its effects."""
    row, old = entry.row, entry.old
    price = row.price if row.price is not None or not old else old.price
    delay = row.delay if row.delay is not None else old.delay if old else DEFAULT_DELAY
    effect = "none"
    if price is not None and (row.price is not None or row.delay is not None):
        is_same = old and abs(old.price - price) < 1e-6 and old.delay == delay
        effect = "same" if is_same else "changed" if old else "new"
    known = catalogue.stocks.get(entry.product_id)
    stock_effect = "none"
    if row.stock is not None:
        said = (row.stock, row.available_from or "")
        stock_effect = "same" if said == known else "changed"
    return replace(
        entry, price=price or 0.0, delay=delay, price_effect=effect, stock_effect=stock_effect,
        old_stock=known[0] if known else None,
    )  # fmt: skip
