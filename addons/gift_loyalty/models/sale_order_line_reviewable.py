from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.gift_base.tools import check_signed_token, signed_token

ARRIVAL_DAYS = 10
OLDEST_DAYS = 120


class SaleOrderLine(models.Model):
    """Which bought products may be reviewed: those that have arrived, each once for a buyer."""

    _inherit = 'sale.order.line'

    # === LINK === #

    def _gift_get_review_url(self):
        """Return the signed page on which the product is reviewed. Opening it changes nothing."""
        self.ensure_one()
        return f'/gift/review/{self.id}/{signed_token(self.env, "review", str(self.id))}'

    @api.model
    def _gift_find_by_review_token(self, line_id, token):
        """Return the line (sudo) of a signed link, or an empty recordset."""
        lines_sudo = self.sudo()  # the signature is checked first
        if not check_signed_token(self.env, 'review', str(line_id), token):
            return lines_sudo.browse()
        return lines_sudo.search([('id', '=', line_id), ('state', '=', 'sale')])

    # === READING === #

    def _gift_get_review(self):
        """Return the review (sudo) that the buyer of the line has written about the product."""
        self.ensure_one()
        reviews_sudo = self.env['gift.review'].sudo()  # the line was checked by the caller
        key = reviews_sudo._get_buyer_key(self.sudo().order_id.partner_id)
        return reviews_sudo.search(
            [('product_tmpl_id', '=', self.product_id.product_tmpl_id.id), ('buyer_key', '=', key)]
        )

    def _gift_get_reviews(self):
        """Return ``[(line, review), …]`` (sudo); the review may be empty."""
        products = self.product_id.product_tmpl_id
        reviews_sudo = self.env['gift.review'].sudo()  # the lines were checked by the caller
        keys = {line: reviews_sudo._get_buyer_key(line.order_id.partner_id) for line in self}
        known = reviews_sudo.search(
            [
                ('product_tmpl_id', 'in', products.ids),
                ('buyer_key', 'in', list(set(keys.values()))),
                ('state', '!=', 'withdrawn'),
            ]
        )
        found = {(review.product_tmpl_id, review.buyer_key): review for review in known}
        return [
            (line, found.get((line.product_id.product_tmpl_id, keys[line]), reviews_sudo.browse()))
            for line in self
        ]

    def _gift_can_earn(self):
        """Return whether the buyer of the line gets points for a review: who has an account."""
        self.ensure_one()
        return bool(self.sudo().order_id.partner_id.user_ids)

    def _gift_get_arrivals(self):
        """Return ``{line: when its last parcel arrived}`` of the lines that have arrived whole.

        What nobody has said anything about counts as arrived some days after it left (setting).
        """
        rows = self._gift_select_arrivals(SQL("line.id = ANY(%s)", self.ids))
        return {self.browse(line_id): arrival for line_id, arrival in rows}

    def _gift_check_reviewable(self):
        """:raise UserError: when the product of the line has not arrived, or is no product."""
        self.ensure_one()
        if not self._gift_get_arrivals():
            raise UserError(
                self.env._(
                    "“%s” has not arrived yet. You can review it when it has.", self.name_short
                )
            )

    @api.model
    def _gift_find_reviewable(self, after, until, limit=None):
        """Return the lines whose buyers can be asked for a review. Call it in sudo.

        One line for each product and buyer: arrived whole within the period, nothing of it was
        sent back, no complaint about the order is open, and there is no review of theirs yet.

        :param after: moment (naive UTC) after which they arrived.
        :param until: moment until which they arrived.
        """
        rows = self._gift_select_arrivals(
            SQL(
                "picking.date_done > %s AND product.is_published AND NOT EXISTS ("
                "SELECT FROM gift_order_request request WHERE request.order_id = line.order_id"
                "   AND request.state = 'open')",
                after - timedelta(days=OLDEST_DAYS),
            )
        )
        chosen = self.browse(line_id for line_id, arrival in rows if after < arrival <= until)
        known = self.env['gift.review'].search(
            [('product_tmpl_id', 'in', chosen.product_id.product_tmpl_id.ids)]
        )
        seen = {(review.product_tmpl_id.id, review.buyer_key) for review in known}
        found = []
        for line in chosen:
            key = known._get_buyer_key(line.order_id.partner_id)
            pair = (line.product_id.product_tmpl_id.id, key)
            if pair not in seen:
                found.append(line.id)
            seen.add(pair)
        return self.browse(found[:limit])

    @api.model
    def _gift_select_arrivals(self, condition):
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT line.id,
                       MAX(COALESCE(picking.gift_delivered_date, picking.date_done + %(wait)s))
                  FROM sale_order_line line
                  JOIN product_product variant ON variant.id = line.product_id
                  JOIN product_template product ON product.id = variant.product_tmpl_id
                  JOIN stock_move move ON move.sale_line_id = line.id AND move.state = 'done'
                  JOIN stock_picking picking ON picking.id = move.picking_id
                   AND picking.state = 'done'
                  JOIN stock_picking_type kind ON kind.id = picking.picking_type_id
                   AND kind.code = 'outgoing'
                 WHERE line.state = 'sale' AND line.qty_delivered > 0
                   AND line.product_uom_qty > 0
                   AND product.type != 'service' AND product.gift_extra IS NULL
                   AND %(condition)s
                   AND NOT EXISTS (
                       SELECT FROM stock_move open WHERE open.sale_line_id = line.id
                          AND open.state NOT IN ('done', 'cancel'))
              GROUP BY line.id
                HAVING MAX(COALESCE(picking.gift_delivered_date, picking.date_done + %(wait)s))
                       <= now() AT TIME ZONE 'UTC'
              ORDER BY line.id
                """,
                condition=condition,
                wait=timedelta(days=self._gift_get_arrival_days()),
            )
        )

    @api.model
    def _gift_get_arrival_days(self):
        """Return after how many days a parcel that left counts as arrived."""
        parameters_sudo = self.env['ir.config_parameter'].sudo()
        days = parameters_sudo.get_param('gift_loyalty.review_arrival_days', ARRIVAL_DAYS)
        return max(int(days), 0)
