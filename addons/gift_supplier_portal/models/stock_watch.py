"""Which products of a company are looked at, by which rules, and what these say."""

from collections import defaultdict
from dataclasses import dataclass

from odoo import fields
from odoo.tools import SQL

from ..engine.shortage import OUT, Figures, Shortage, assess
from .stock_figures import StockFigures

SHORTEST_USE_DAYS = 7  # a product that is new is not judged by its first two days


@dataclass(frozen=True)
class Goods:
    """A product that is kept in stock."""

    id: int
    template_id: int
    categories: frozenset
    age_days: int
    is_counted: bool


@dataclass(frozen=True)
class Finding:
    """Too little of a product in a warehouse."""

    rule: object
    shortage: Shortage
    figures: Figures
    use: float
    lead_days: int


class StockWatch:
    """Finds what there is too little of in a company.

    :param rules: gift.stock.rule of the company.
    :param products: product.product to look at alone; all without it.
    """

    def __init__(self, company, rules, products=None):
        self.env = company.env
        self.company = company
        self.rules = sorted(rules, key=lambda rule: rule._get_rank(), reverse=True)
        self.engine_rules = {rule: rule._prepare_engine_rule() for rule in rules}
        self.ranks = {rule: rule._get_rank() for rule in rules}
        self.warehouses = self.env['stock.warehouse'].search([('company_id', '=', company.id)])
        self.goods = self._read_goods(products)
        self.figures = StockFigures(company, self.goods)
        self.leads = self._read_leads()
        self.uses = {days: self.figures.read_use(days) for days in set(rules.mapped('usage_days'))}

    def find(self):
        """Return ``{(product id, warehouse id): Finding}``."""
        found = {}
        for key in self._get_pairs():
            finding = self._judge(*key)
            if finding:
                found[key] = finding
        return found

    # === WHAT IS LOOKED AT === #

    def _read_goods(self, products):
        """Return ``{product id: Goods}`` of what is bought for the shelf.

        Left out are what is not counted, is archived, consists of parts (kits), or is bought or
        made for an order (dropshipping, made to order).
        """
        self.env.flush_all()
        today = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
            SELECT product.id, template.id, category.parent_path, product.create_date,
                   template.allow_out_of_stock_order
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN product_category category ON category.id = template.categ_id
             WHERE product.active AND template.active AND template.type = 'consu'
               AND template.is_storable
               AND (template.company_id IS NULL OR template.company_id = %(company)s)
               AND (%(all)s OR product.id = ANY(%(products)s))
            """,
                company=self.company.id,
                all=products is None,
                products=products.ids if products is not None else [],
            )
        )
        goods = {
            row[0]: Goods(
                id=row[0],
                template_id=row[1],
                categories=frozenset(int(part) for part in (row[2] or '').split('/') if part),
                age_days=(today - row[3]).days if row[3] else 366,
                is_counted=not row[4],
            )
            for row in rows
        }
        left_out = self.env['product.product']._gift_find_not_stocked(self.company)
        return {key: value for key, value in goods.items() if key not in left_out}

    def _get_pairs(self):
        """Return the ``(product id, warehouse id)`` to look at.

        A warehouse in which a product never was is none of its own; a product that never was
        anywhere counts in the first one, where the shop sells no more than is there or a rule
        names it.
        """
        pairs, kept = [], defaultdict(set)
        own_ids = set(self.warehouses.ids)
        for product_id, warehouse_id in self.figures.pairs:
            if warehouse_id in own_ids:
                kept[product_id].add(warehouse_id)
        named = {rule.warehouse_id.id for rule in self.rules if rule.warehouse_id}
        for goods in self.goods.values():
            places = set(kept[goods.id])
            places |= {place for place in named if self._is_named(goods, place)}
            if not places and self.warehouses and self._is_expected(goods):
                places = {self.warehouses[0].id}
            pairs += [(goods.id, place) for place in sorted(places)]
        return pairs

    def _is_named(self, goods, warehouse_id):
        rules = self._get_rules(goods, warehouse_id)
        return any(rule.warehouse_id and rule.scope == 'product' for rule in rules)

    def _is_expected(self, goods):
        rules = self._get_rules(goods, self.warehouses[0].id)
        return bool(rules) and (goods.is_counted or rules[0].scope != 'all')

    def _get_rules(self, goods, warehouse_id):
        """Return the nearest rules of a product: all that are equally near."""
        nearest = None
        found = []
        for rule in self.rules:
            if rule.warehouse_id and rule.warehouse_id.id != warehouse_id:
                continue
            if not self._applies(rule, goods):
                continue
            nearest = nearest or self.ranks[rule]
            if self.ranks[rule] != nearest:
                break
            found.append(rule)
        return found

    def _applies(self, rule, goods):
        if rule.scope == 'category':
            return rule.categ_id.id in goods.categories
        if rule.scope == 'product':
            if rule.product_id:
                return rule.product_id.id == goods.id
            return rule.product_tmpl_id.id == goods.template_id
        return True

    # === WHAT RULES SAY === #

    def _judge(self, product_id, warehouse_id):
        goods = self.goods[product_id]
        figures = self.figures.pairs.get((product_id, warehouse_id)) or Figures()
        lead_days = self.leads.get(product_id, 0)
        worst = None
        for rule in self._get_rules(goods, warehouse_id):
            days = max(SHORTEST_USE_DAYS, min(rule.usage_days, goods.age_days))
            days = min(days, rule.usage_days)
            use = self.uses[rule.usage_days][product_id, warehouse_id] / days
            shortage = assess(self.engine_rules[rule], figures, use, lead_days)
            if shortage and (worst is None or _is_worse(shortage, worst.shortage)):
                worst = Finding(rule, shortage, figures, use, lead_days)
        return worst

    def _read_leads(self):
        """Return ``{product id: days}`` until an order to the first supplier arrives."""
        if not self.goods:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
            SELECT DISTINCT ON (product.id) product.id, info.delay
              FROM product_product product
              JOIN product_supplierinfo info ON info.product_tmpl_id = product.product_tmpl_id
             WHERE product.id = ANY(%(products)s)
               AND (info.product_id IS NULL OR info.product_id = product.id)
               AND (info.company_id IS NULL OR info.company_id = %(company)s)
               AND (info.date_end IS NULL OR info.date_end >= %(today)s)
               AND (info.date_start IS NULL OR info.date_start <= %(today)s)
          ORDER BY product.id, info.sequence, info.min_qty DESC, info.price, info.id
            """,
                products=list(self.goods),
                company=self.company.id,
                today=self.figures.today,
            )
        )
        before = round(self.company.days_to_purchase)
        return {product_id: (delay or 0) + before for product_id, delay in rows}


def _is_worse(shortage, other):
    """Return whether a shortage asks for more than another: out of stock, not covered, more."""
    return (shortage.level == OUT, not shortage.is_covered, shortage.missing) > (
        other.level == OUT,
        not other.is_covered,
        other.missing,
    )
