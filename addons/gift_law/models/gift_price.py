from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

DAYS = 30  # article 6a of Directive 98/6/EC

# What a price is the price of: `product_id` is 0 for the price that lists show of a template.
Key = namedtuple('Key', 'template_id product_id')


def key_of(record):
    """Return the key of a template or a variant."""
    if record._name == 'product.template':
        return Key(record.id, 0)
    return Key(record.product_tmpl_id.id, record.id)


class GiftPrice(models.Model):
    """What the shop charged from when on. The row of a price stays in force until the next one.

    A row whose price is reduced carries the lowest price of the days before the reduction, worked
    out once, when the reduction began.
    """

    _name = 'gift.price'
    _inherit = ['gift.append.only.mixin']
    _description = 'Price that was charged'
    _order = 'date_start desc, id desc'
    _rec_name = 'product_tmpl_id'

    website_id = fields.Many2one('website', required=True, readonly=True, ondelete='cascade')
    pricelist_id = fields.Many2one('product.pricelist', readonly=True, ondelete='cascade')
    product_tmpl_id = fields.Many2one(
        'product.template', string="Product", required=True, readonly=True, ondelete='cascade'
    )
    product_id = fields.Many2one(
        'product.product',
        string="Variant",
        readonly=True,
        ondelete='cascade',
        help="Empty: the price that lists show of the product.",
    )
    number = fields.Integer(required=True, readonly=True, help="Counts the prices of one product.")
    date_start = fields.Datetime(string="Charged from", required=True, readonly=True)
    is_offered = fields.Boolean(
        string="Offered", readonly=True, help="Off: from then on it was not for sale."
    )
    currency_id = fields.Many2one('res.currency', required=True, readonly=True)
    price = fields.Float(readonly=True, digits=(16, 6), help="Before taxes of the customer.")
    is_reduced = fields.Boolean(
        string="Reduced", readonly=True, help="A higher price was shown struck through."
    )
    reduced_from = fields.Datetime(string="Reduced from", readonly=True)
    has_lowest = fields.Boolean(readonly=True, help="It was for sale before it was reduced.")
    lowest_price = fields.Float(
        string="Lowest of 30 days before",
        readonly=True,
        digits=(16, 6),
        help="The lowest price of the 30 days before the reduction began.",
    )

    _once = models.UniqueIndex(
        '(website_id, product_tmpl_id, COALESCE(pricelist_id, 0), COALESCE(product_id, 0), number)'
    )
    _by_pricelist = models.Index('(pricelist_id) WHERE pricelist_id IS NOT NULL')
    _by_product = models.Index('(product_id) WHERE product_id IS NOT NULL')

    # === READING === #

    @api.model
    def _get_lowest(self, website, pricelist, currency, records):
        """Return what has to stand beside a reduction that is shown now.

        :param records: templates or variants that are shown at a reduced price.
        :return: the lowest price of the 30 days before the reduction, by id of the record; those
            that were not sold before it are left out. Before taxes, in the currency.
        :rtype: dict
        """
        keys = [key_of(record) for record in records]
        latest = self._fetch_latest(self._get_scope(website, pricelist, keys))
        # A reduction that nobody wrote down yet begins now.
        late = [key for key in keys if key not in latest or not latest[key].is_reduced]
        found = self._find_lowest(website, pricelist, currency, late, fields.Datetime.now())
        for key, row in latest.items():
            if row.is_reduced and row.has_lowest and row.currency_id == currency.id:
                found[key] = row.lowest_price
        prices = {record.id: found.get(key_of(record)) for record in records}
        return {res_id: price for res_id, price in prices.items() if price}

    def _find_lowest(self, website, pricelist, currency, keys, at):
        """Return the lowest price of the 30 days before a moment, by key.

        Where a price list is new, what it was sold for without a price list counts.
        """
        found = {}
        for source in (pricelist, pricelist.browse()):
            missing = [key for key in keys if key not in found]
            if missing:
                scope = self._get_scope(website, source, missing)
                found.update(self._fetch_lowest(scope, currency, at))
        return {key: found[key] for key in keys if key in found}

    def _get_scope(self, website, pricelist, keys):
        """Return the condition for the rows of some keys in one price list."""
        return SQL(
            "website_id = %s AND COALESCE(pricelist_id, 0) = %s"
            " AND product_tmpl_id = ANY(%s) AND COALESCE(product_id, 0) = ANY(%s)",
            website.id,
            pricelist.id or 0,
            sorted({key.template_id for key in keys}),
            sorted({key.product_id for key in keys}),
        )

    def _fetch_latest(self, scope):
        """Return the row in force (named tuple) by key."""
        self.flush_model()
        names = (
            'product_tmpl_id', 'product_id', 'number', 'date_start', 'is_offered', 'currency_id',
            'price', 'is_reduced', 'reduced_from', 'has_lowest', 'lowest_price',
        )  # fmt: skip
        Row = namedtuple('Row', names)
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT ON (product_tmpl_id, COALESCE(product_id, 0)) %s FROM gift_price"
                " WHERE %s ORDER BY product_tmpl_id, COALESCE(product_id, 0), number DESC",
                SQL(", ").join(map(SQL.identifier, names)),
                scope,
            )
        )
        rows = [Row(*values) for values in self.env.cr.fetchall()]
        return {Key(row.product_tmpl_id, row.product_id or 0): row for row in rows}

    def _fetch_lowest(self, scope, currency, at):
        """Return the lowest price that was in force in the days before a moment, by key."""
        self.env.cr.execute(
            SQL(
                """
                SELECT product_tmpl_id, COALESCE(product_id, 0), MIN(price)
                  FROM (SELECT *, LEAD(date_start, 1, %(at)s) OVER (
                                  PARTITION BY product_tmpl_id, COALESCE(product_id, 0)
                                      ORDER BY number) AS date_end
                          FROM gift_price WHERE %(scope)s AND date_start < %(at)s) AS charged
                 WHERE is_offered AND currency_id = %(currency)s AND price > 0
                   AND date_end > date_start AND date_end > %(since)s
                 GROUP BY 1, 2
                """,
                at=at,
                since=at - timedelta(days=DAYS),
                scope=scope,
                currency=currency.id,
            )
        )
        return {
            Key(template, product): price for template, product, price in self.env.cr.fetchall()
        }
