from odoo import fields, models
from odoo.exceptions import UserError


class GiftSupplierAnswerLine(models.Model):
    """How an accepted proposal reaches the purchase line and its receipts."""

    _inherit = 'gift.supplier.answer.line'

    def _apply(self, product=None):
        """Write what was agreed to the purchase lines; called once, under the order's lock.

        One step for all lines, then the next, so that a long order is read and written at once.
        """
        for answer in self:
            answer._apply_values(product)
        for answer in self.filtered(lambda answer: answer.kind == 'change'):
            deliveries = [(part.quantity, part.date) for part in answer.delivery_ids]
            answer.purchase_line_id._gift_set_deliveries(deliveries)
        for answer in self.filtered(lambda answer: answer.kind in ('accept', 'change')):
            if not answer.purchase_line_id.gift_promised_date:
                answer.purchase_line_id.gift_promised_date = answer.date

    def _apply_values(self, product):
        self.ensure_one()
        line = self.purchase_line_id
        if self.kind == 'substitute':
            self._apply_substitute(product)
        elif self.kind == 'decline':
            line._gift_give_up(self)
        elif self.kind == 'change':
            changes = {}
            if self.quantity != line.product_qty:
                changes['product_qty'] = self.quantity
            if self.price != line.price_unit:
                changes['price_unit'] = self.price
            if changes:
                line.write(changes)

    def _apply_substitute(self, product):
        """Buy another product instead: the line ends, a new one begins."""
        if not product:
            raise UserError(
                self.env._(
                    "Choose the product that is bought instead of %s.",
                    self.purchase_line_id.product_id.display_name,
                )  # fmt: skip
            )
        line = self.purchase_line_id
        quantity = self.quantity - line.qty_received
        new_line = line.copy(
            {
                'order_id': line.order_id.id,
                'product_id': product.id,
                'name': product.display_name,
                'product_qty': quantity,
                'price_unit': self.price,
                'date_planned': line._gift_to_moment(self.date),
                'gift_promised_date': self.date,
                'move_dest_ids': False,
            }
        )
        line._gift_end()
        record = self.copy({'purchase_line_id': new_line.id, 'kind': 'accept', 'state': 'accepted'})
        record.write({'quantity': quantity, 'asked_quantity': quantity})


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    gift_requested_quantity = fields.Float(
        string="Ordered at first", readonly=True, copy=False, digits='Product Unit'
    )
    gift_requested_date = fields.Date(string="Asked for", readonly=True, copy=False)
    gift_requested_price = fields.Float(
        string="Price at first", readonly=True, copy=False, digits='Product Price'
    )
    gift_promised_date = fields.Date(
        string="First promised", readonly=True, copy=False,
        help="The supplier's first promise. It never changes; being on time is measured by it.",
    )  # fmt: skip

    def _gift_keep_request(self):
        """Keep what was ordered when the order was confirmed; later changes do not touch it."""
        for line in self.filtered(lambda line: not line.gift_requested_date):
            asked = line._gift_get_asked()
            line.write({f'gift_requested_{name}': value for name, value in asked.items()})

    def _gift_give_up(self, answer_line):
        """Take a declined line off the order and tell the buyer to get it elsewhere.

        Its artwork is taken back: nobody is asked for files of what he does not make.
        """
        self.ensure_one()
        self._gift_end()
        self.gift_package_ids._withdraw(self.env._("The line was declined."))
        self.order_id.activity_schedule(
            'mail.mail_activity_data_warning',
            user_id=(self.order_id.user_id or self.env.user).id,
            summary=self.env._("Get it elsewhere: %s", self.product_id.display_name),
            note=self.env._(
                "%(supplier)s does not deliver %(count)g × %(product)s: %(reason)s",
                supplier=self.order_id.partner_id.name,
                count=answer_line.asked_quantity,
                product=self.product_id.display_name,
                reason=answer_line.reason,
            ),
        )

    def _gift_end(self, keep=0):
        """Expect nothing more of the line. A customer's delivery goes on waiting, for stock.

        :param keep: pieces that are on their way and still arrive, in the line's unit.
        """
        self.ensure_one()
        kept = self.env['stock.move']
        if keep:
            kept = self._gift_take_moves(self._gift_get_open_moves(), keep)
        ended = self._gift_get_open_moves() - kept
        ended.write({'propagate_cancel': False})
        ended._action_cancel()
        self.product_qty = self.qty_received + keep

    def _gift_get_open_moves(self):
        """Return the moves by which the line is still to arrive."""
        return self.move_ids.filtered(
            lambda move: move.state not in ('done', 'cancel') and not move._is_purchase_return()
        )

    def _gift_set_deliveries(self, deliveries):
        """Plan the receipts of the line by the agreed parts; it is complete with the last one.

        :param list deliveries: ``[(quantity, date), …]`` in the line's unit, by date.
        """
        self.ensure_one()
        self.date_planned = self._gift_to_moment(deliveries[-1][1])
        planned = self.move_ids.browse()
        for number, (quantity, date) in enumerate(deliveries):
            left = self._gift_get_open_moves() - planned
            is_last = number == len(deliveries) - 1
            part = left if is_last else self._gift_take_moves(left, quantity)
            planned |= part
            moment = self._gift_to_moment(date)
            part.write({'date': moment, 'date_deadline': moment})
            if number and part:
                self._gift_give_own_receipt(part, moment)

    def _gift_take_moves(self, moves, quantity):
        """Return moves of exactly ``quantity`` (line's unit), one of them split where needed."""
        taken = moves.browse()
        for move in moves:
            wanted = self.product_uom_id._compute_quantity(quantity, move.product_uom)
            if move.product_uom.compare(wanted, 0) <= 0:
                break
            if move.product_uom.compare(wanted, move.product_uom_qty) < 0:
                rest = moves.create(move._split(move.product_uom_qty - wanted))
                rest._action_confirm(merge=False)
            taken |= move
            quantity -= move.product_uom._compute_quantity(
                move.product_uom_qty, self.product_uom_id
            )
        return taken

    def _gift_give_own_receipt(self, moves, moment):
        """Put a later part into a receipt of its own, so that the first one can be finished."""
        picking = moves.picking_id[:1]
        if not picking or not (picking.move_ids - moves):
            return
        receipt = picking.copy({'move_ids': [], 'move_line_ids': [], 'scheduled_date': moment})
        moves.write({'picking_id': receipt.id})
        moves.move_line_ids.write({'picking_id': receipt.id})
        receipt.action_confirm()
