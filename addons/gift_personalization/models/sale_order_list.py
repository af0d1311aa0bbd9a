from collections import Counter

from odoo import models

SHOWN = 4


class SaleOrder(models.Model):
    """What the list of a customer's orders tells of gifts: pictures, how far, until when."""

    _inherit = 'sale.order'

    def _gift_get_list_entry(self):
        """Return what the list shows of the order, or an empty dict without gifts. In sudo.

        Read for one order after the other of the same recordset, it asks the database once.

        :return: ``{'lines', 'more', 'now': [(words, count)], 'promise', 'recipients', 'parcels',
            'again'}``.
        """
        self.ensure_one()
        every = self.order_line._prefetch_ids  # of all orders in the list
        lines = self._gift_get_lines().filtered('product_uom_qty').with_prefetch(every)
        if not lines:
            return {}
        promise = self._gift_get_promise() if self.state == 'sale' else {}
        sent = self.picking_ids._gift_get_sent()
        return {
            'lines': lines[:SHOWN].with_prefetch(every),
            'more': len(lines) - SHOWN,
            'now': self._gift_get_list_words(lines),
            'promise': False if self._gift_is_all_sent(lines) else promise.get('date'),
            'recipients': len(self._gift_get_parts()) if self.gift_is_divided else 0,
            'parcels': len(sent),
            'again': self._gift_get_again_url(lines),
        }

    def _gift_get_list_words(self, lines):
        """Return ``[(how far, gifts), …]``; what waits for the customer comes first."""
        waiting = self.env._("Waiting for your approval")
        words = Counter(line._gift_get_now(line._gift_get_timeline()) for line in lines)
        words.pop('', None)
        return sorted(words.items(), key=lambda found: (found[0] != waiting, -found[1]))

    def _gift_is_all_sent(self, lines):
        return all(line._gift_has_left() for line in lines)

    def _gift_get_again_url(self, lines):
        """Return where the gifts are ordered again: one is compared at once, several are chosen."""
        if len(lines) == 1:
            return f'/my/gifts/again/{lines.id}'
        return self.get_portal_url(anchor='gift_lines')
