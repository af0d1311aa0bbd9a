"""What is free of a product, handed out piece by piece."""

from collections import Counter


class FreeStock:
    """Pieces of a product in a company that no delivery has reserved, by warehouse.

    A shop that sells from any warehouse has none: what it takes is missing in every warehouse.
    """

    def __init__(self, product, company):
        self._product = product.with_context(allowed_company_ids=company.ids)
        self._taken = Counter()

    def take(self, warehouse, wanted):
        """Take up to ``wanted`` pieces (float) from a warehouse; return how many there were."""
        free = self._product.with_context(warehouse_id=warehouse.id or False).free_qty
        taken = self._taken[warehouse.id] + self._taken[False] if warehouse else self._taken.total()
        got = max(0.0, min(wanted, free - taken))
        self._taken[warehouse.id or False] += got
        return got
