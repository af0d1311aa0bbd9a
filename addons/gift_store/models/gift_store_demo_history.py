import base64
import csv
import io
import math
import random
from datetime import timedelta

from odoo import api, fields, models

CUSTOMERS, DAYS, CLOSED_DAYS = 720, 730, 30
ARTICLES = (
    ("MUG", "Mug with a name", 16.9),
    ("BOARD", "Engraved board", 39.0),
    ("CANDLE", "Candle with a message", 19.5),
    ("FRAME", "Frame with a photo", 29.0),
    ("CUSHION", "Cushion with a name", 27.5),
    ("PENDANT", "Engraved pendant", 45.0),
    ("TOTE", "Bag with initials", 14.9),
)
COUNTRIES = ("Germany", "Germany", "Germany", "Austria", "France", "Poland")
HEADINGS = (
    'Invoice', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'Price', 'Customer',
    'Country',
)  # fmt: skip


class GiftStoreDemo(models.AbstractModel):
    """Two years of sales of the shop's predecessor, so that figures of customers have a past."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_history(self):
        """Import the sales of the former shop, then bring all tables of figures up to date."""
        if not self._get('history'):
            content = self._build_history(fields.Date.context_today(self)).encode()
            history = self._ensure(
                'history',
                'gift.report.history',
                {'name': "former-shop.csv", 'file': base64.b64encode(content)},
            )
            history.action_check()
            history.action_import()
            history._import()
        self.env['gift.report.refresh']._refresh_all(rebuild=True)

    @api.model
    def _build_history(self, today):
        """Return the export as CSV: the same on the same day.

        Customers come more and more, buy at different rates and silently stop, as real ones do.
        """
        chance = random.Random(1927)
        closed = today - timedelta(days=CLOSED_DAYS)
        orders = []
        for number in range(1, CUSTOMERS + 1):
            day = -DAYS + int(DAYS * math.sqrt(chance.random()))
            rate = chance.gammavariate(0.8, 0.016) + 1e-4  # orders a day
            leaves = chance.betavariate(0.8, 2.4)  # the chance to stop after an order
            most = chance.choice((1, 1, 2, 2, 3, 5, 8))  # pieces of an article
            name, country = f'customer{number}@former.example', chance.choice(COUNTRIES)
            while day < 0:
                orders.append((closed + timedelta(days=day), name, country, most))
                if chance.random() < leaves:
                    break
                day += 1 + int(chance.expovariate(rate))
        return self._write_history(sorted(orders), chance)

    @api.model
    def _write_history(self, orders, chance):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(HEADINGS)
        for number, (day, name, country, most) in enumerate(orders, 100001):
            for code, title, price in chance.sample(ARTICLES, chance.choice((1, 1, 2, 3))):
                pieces = chance.randint(1, most)
                row = (number, code, title, pieces, f'{day} 10:00', f'{price:.2f}', name, country)
                writer.writerow(row)
        return text.getvalue()
