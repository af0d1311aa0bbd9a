"""The figures of many products by warehouse, in a number of queries that does not grow."""

from collections import Counter, defaultdict
from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.gift_personalization.models.working_days import WorkingDays

from ..engine.shortage import Figures

OPEN_STATES = ('waiting', 'confirmed', 'assigned', 'partially_available')
OPEN_PURCHASES = ('draft', 'sent', 'to approve')


class StockFigures:
    """Reads ``{(product id, warehouse id): Figures}`` of a company.

    :param product_ids: ids of products that are stored.
    :param order: sale.order whose own needs do not count, may be empty.
    """

    def __init__(self, company, product_ids, order=None):
        self.env = company.sudo().env  # numbers alone leave this class
        self.company = company
        self.product_ids = list(product_ids)
        self.order_id = order.id if order else 0
        self.today = WorkingDays(company.sudo()).today()
        self.pairs = defaultdict(Figures)
        if self.product_ids:
            self.env.flush_all()
            self._read_quants()
            self._read_moves()
            self._read_purchases()
            self._read_needs()

    def get(self, product_id, warehouse_id=None):
        """Return the figures of a product, of all warehouses together without one."""
        if warehouse_id:
            return self.pairs.get((product_id, warehouse_id)) or Figures()
        total = Figures()
        for (known_id, _warehouse_id), figures in self.pairs.items():
            if known_id == product_id:
                for name in ('on_hand', 'reserved', 'held', 'waiting'):
                    setattr(total, name, getattr(total, name) + getattr(figures, name))
                for name in ('outgoing', 'incoming', 'asked'):
                    getattr(total, name).extend(getattr(figures, name))
        return total

    def _run(self, query, **values):
        return self.env.execute_query(
            SQL(
                query,
                company=self.company.id,
                products=self.product_ids,
                order=self.order_id,
                **values,
            )
        )

    # === STOCK === #

    def _read_quants(self):
        for product_id, warehouse_id, quantity, reserved in self._run(
            """
            SELECT quant.product_id, place.warehouse_id,
                   COALESCE(SUM(quant.quantity), 0), COALESCE(SUM(quant.reserved_quantity), 0)
              FROM stock_quant quant
              JOIN stock_location place ON place.id = quant.location_id
             WHERE quant.product_id = ANY(%(products)s) AND place.usage = 'internal'
               AND place.warehouse_id IS NOT NULL AND place.company_id = %(company)s
          GROUP BY quant.product_id, place.warehouse_id
            """
        ):
            figures = self.pairs[product_id, warehouse_id]
            figures.on_hand, figures.reserved = quantity, reserved

    def _read_moves(self):
        rows = self._run(
            """
            SELECT move.product_id, source.warehouse_id, target.warehouse_id, move.date,
                   move.product_qty, line.order_id = %(order)s,
                   (SELECT COALESCE(SUM(taken.quantity_product_uom), 0)
                      FROM stock_move_line taken WHERE taken.move_id = move.id)
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
         LEFT JOIN sale_order_line line ON line.id = move.sale_line_id
             WHERE move.product_id = ANY(%(products)s) AND move.state = ANY(%(states)s)
               AND move.company_id = %(company)s
               AND source.warehouse_id IS DISTINCT FROM target.warehouse_id
            """,
            states=list(OPEN_STATES),
        )
        for product_id, source_id, target_id, moment, quantity, is_own, reserved in rows:
            day = self._to_day(moment)
            if is_own and source_id:
                self.pairs[product_id, source_id].reserved -= reserved
            elif source_id:
                self.pairs[product_id, source_id].outgoing.append((day, quantity))
            if target_id:
                self.pairs[product_id, target_id].incoming.append((day, quantity))

    def _read_purchases(self):
        """Count what was asked of suppliers and is not confirmed, which has no receipt yet."""
        rows = self._run(
            """
            SELECT line.product_id, kind.warehouse_id, line.date_planned, line.product_uom_qty
              FROM purchase_order_line line
              JOIN purchase_order purchase ON purchase.id = line.order_id
              JOIN stock_picking_type kind ON kind.id = purchase.picking_type_id
             WHERE line.product_id = ANY(%(products)s) AND purchase.state = ANY(%(states)s)
               AND purchase.company_id = %(company)s AND kind.code = 'incoming'
               AND kind.warehouse_id IS NOT NULL
            """,
            states=list(OPEN_PURCHASES),
        )
        for product_id, warehouse_id, moment, quantity in rows:
            self.pairs[product_id, warehouse_id].asked.append((self._to_day(moment), quantity))

    def _to_day(self, moment):
        return (moment.date() - self.today).days if moment else 0

    # === WHAT WAS SOLD === #

    def _read_needs(self):
        """Count what is held, and what was sold without a delivery so far.

        Goods of a gift are only moved when its design is approved; until then nothing but its hold,
        or its order line where nothing is held, says that they are gone.
        """
        lines = self._read_lines()
        holds = self._read_holds()
        for key in lines.keys() | holds.keys():
            (_order_id, product_id, warehouse_id) = key
            is_open, is_waiting = holds.get(key, (0.0, 0.0))
            figures = self.pairs[product_id, warehouse_id]
            figures.held += max(is_open, lines[key])
            figures.waiting += max(is_waiting, lines[key])

    def _read_lines(self):
        """Return ``{(order, product, warehouse): quantity}`` of sold lines without a delivery."""
        rows = self._run(
            """
            SELECT line.order_id, line.product_id, sale.warehouse_id, line.product_uom_id,
                   SUM(line.product_uom_qty)
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
             WHERE line.product_id = ANY(%(products)s) AND sale.state = 'sale'
               AND sale.company_id = %(company)s AND sale.id != %(order)s
               AND line.product_uom_qty > COALESCE(line.qty_delivered, 0)
               AND sale.warehouse_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM stock_move move WHERE move.sale_line_id = line.id)
          GROUP BY line.order_id, line.product_id, sale.warehouse_id, line.product_uom_id
            """
        )
        found = Counter()
        units = self.env['uom.uom'].browse({row[3] for row in rows})
        products = self.env['product.product'].browse({row[1] for row in rows})
        units, products = ({record.id: record for record in known} for known in (units, products))
        for order_id, product_id, warehouse_id, unit_id, quantity in rows:
            unit = products[product_id].uom_id
            found[order_id, product_id, warehouse_id] += units[unit_id]._compute_quantity(
                quantity, unit, round=False
            )
        return found

    def _read_holds(self):
        """Return ``{(order, product, warehouse): (not reserved, without a delivery)}``."""
        domain = Domain('product_id', 'in', self.product_ids)
        domain &= Domain('company_id', '=', self.company.id)
        if self.order_id:
            domain &= Domain('order_id', '!=', self.order_id)
        holds = self.env['gift.stock.hold'].search(domain)
        moved = self._read_moved(holds.order_id.ids)
        now, found = fields.Datetime.now(), {}
        for hold in holds.filtered(lambda hold: not hold.until or hold.until > now):
            warehouse = hold.warehouse_id or hold.order_id.warehouse_id
            key = (hold.order_id.id, hold.product_id.id)
            waiting = max(0.0, hold.quantity - moved[key])
            found[(*key, warehouse.id)] = (hold.open_quantity, waiting)
        return found

    def _read_moved(self, order_ids):
        """Return ``{(order, product): quantity}`` that has a delivery."""
        rows = self._run(
            """
            SELECT line.order_id, move.product_id, SUM(move.product_qty)
              FROM stock_move move
              JOIN sale_order_line line ON line.id = move.sale_line_id
              JOIN stock_location target ON target.id = move.location_dest_id
             WHERE line.order_id = ANY(%(orders)s) AND move.product_id = ANY(%(products)s)
               AND move.state != 'cancel' AND target.usage = 'customer'
          GROUP BY line.order_id, move.product_id
            """,
            orders=list(order_ids),
        )
        return Counter({(order, product): quantity for order, product, quantity in rows})

    # === USE === #

    def read_use(self, days):
        """Return ``{(product id, warehouse id): quantity}`` that left for good within ``days``.

        What came back from customers was not used; what was counted away or scrapped neither.
        """
        rows = self._run(
            """
            SELECT move.product_id, COALESCE(source.warehouse_id, target.warehouse_id),
                   SUM(CASE WHEN source.warehouse_id IS NULL THEN -1 ELSE 1 END
                       * move.quantity
                       * COALESCE(move.product_qty / NULLIF(move.product_uom_qty, 0), 1))
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
             WHERE move.product_id = ANY(%(products)s) AND move.state = 'done'
               AND move.company_id = %(company)s
               AND move.date >= %(begin)s
               AND (source.warehouse_id IS NOT NULL
                    AND target.usage IN ('customer', 'production')
                    OR target.warehouse_id IS NOT NULL AND source.usage = 'customer')
          GROUP BY 1, 2
            """,
            begin=fields.Datetime.now() - timedelta(days=days),
        )
        return Counter({(row[0], row[1]): max(0.0, row[2]) for row in rows})
