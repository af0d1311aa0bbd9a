from odoo import models


class PurchaseOrder(models.Model):
    """Purchases whose supplier does not make the gift."""

    _inherit = 'purchase.order'

    def _gift_remind(self):
        """Override to offer somebody else where the supplier was reminded and does not answer."""
        before = self.gift_reminders
        result = super()._gift_remind()
        if before and self.gift_reminders > before:
            lines_sudo = self._gift_get_lines_to_answer().sudo()
            lines_sudo.gift_share_id._note_trouble('silent')
        return result

    def button_cancel(self):
        """Override of `purchase` to offer somebody else for gifts that are bought no more."""
        result = super().button_cancel()
        cancelled = self.filtered(lambda order: order.state == 'cancel')
        if not self.env.context.get('gift_taken_back'):
            cancelled.order_line.sudo().gift_share_id._note_trouble('declined')
        return result


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    def _gift_give_up(self, answer_line):
        """Override to offer somebody else for a gift that the supplier declines."""
        result = super()._gift_give_up(answer_line)
        self.sudo().gift_share_id._note_trouble('declined')
        return result

    def _gift_take_back(self, reason):
        """Expect no more of the line than what has arrived or is on its way (sudo).

        A request that was never confirmed loses the line.
        """
        self.ensure_one()
        self.gift_package_ids._withdraw(reason)
        order = self.order_id
        if order.state != 'purchase':
            self.move_dest_ids = False  # the delivery is shortened by itself
            self.unlink()
            if not order.order_line:
                order.with_context(gift_taken_back=True).button_cancel()
            return
        on_way = max(0, self.product_qty - self.qty_received - self._gift_get_shippable())
        self._gift_end(keep=on_way)
        order._gift_update_answer_state()
        order.message_post(body=self.env._("%s is made by somebody else.", self.name))
