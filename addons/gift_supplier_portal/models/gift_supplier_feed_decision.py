from odoo import models
from odoo.fields import Domain

REASONS_TOLD = 20  # of a mail; the page shows every row
NAMES_TOLD = 5


class GiftSupplierFeed(models.Model):
    """What a buyer decides about a list, and the mail by which its supplier hears of it."""

    _inherit = 'gift.supplier.feed'

    # === TELLING === #

    def _tell_decision(self):
        """Mail who has sent the list, or whoever may send one now, what a buyer has decided.

        What was taken over or gave way by itself is no decision: the page showed it at once.
        """
        self.ensure_one()
        decided = Domain('feed_id', '=', self.id) & Domain('decided_by_id', '!=', False)
        groups = self.env['gift.supplier.feed.line']._read_group(decided, ['state'], ['__count'])
        counts = dict(groups)
        if not counts:
            return
        reasons = self._get_refusals(decided)
        for contact in self._get_told_contacts():
            self.env['gift.supplier.access']._send_link(
                contact,
                template='mail_template_feed_decision',
                page=f'feed/{self.id}',
                gift_list=self.name,
                gift_taken=counts.get('applied', 0),
                gift_refused=counts.get('refused', 0),
                gift_reasons=reasons,
            )

    def _get_told_contacts(self):
        self.ensure_one()
        sender = self.contact_id.filtered(lambda contact: contact._may('feed'))
        if sender:
            return sender
        contacts = self.contact_id.search([('supplier_id', '=', self.supplier_id.id)])
        return contacts.filtered(lambda contact: contact._may('feed'))

    def _get_refusals(self, decided):
        """Return ``[(reason, rows in words, how many more rows), …]``."""
        refused = decided & Domain('state', '=', 'refused')
        lines = self.env['gift.supplier.feed.line']
        groups = lines._read_group(
            refused, ['note'], ['__count', 'id:min'], order='id:min', limit=REASONS_TOLD
        )
        reasons = []
        for note, count, _first in groups:
            named = lines.search(refused & Domain('note', '=', note), limit=NAMES_TOLD)
            names = ', '.join(line._get_label() for line in named)
            reasons.append((note or '', names, count - len(named)))
        return reasons

    # === BUTTONS === #

    def action_approve(self):
        """Button: take all prices that wait over."""
        self._get_waiting().action_approve()

    def action_refuse(self):
        """Button: refuse all prices that wait, with a reason."""
        self.env['gift.supplier.feed.line']._check_buyer()
        self.check_access('read')
        return self.env['gift.supplier.feed.refusal']._open(feeds=self)

    def _get_waiting(self):
        self.check_access('read')
        lines = self.env['gift.supplier.feed.line']
        return lines.search([('feed_id', 'in', self.ids), ('state', '=', 'waiting')])
