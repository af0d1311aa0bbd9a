from odoo import api, fields, models
from odoo.tools import email_normalize

from odoo.addons.gift_base.tools import check_signed_token, signed_token

RATINGS = [('3', "Good"), ('2', "So-so"), ('1', "Not good")]
MAX_COMMENT = 1000


class GiftTicket(models.Model):
    """How the customer found our help, asked once when it is solved."""

    _inherit = 'gift.ticket'

    rating = fields.Selection(RATINGS, string="Customer says", readonly=True, copy=False)
    rating_comment = fields.Text(string="Customer's words", readonly=True, copy=False)
    rating_date = fields.Datetime(readonly=True, copy=False)

    def _get_rating_url(self, rating=''):
        """Return the signed page of the question. Opening it changes nothing."""
        self.ensure_one()
        token = signed_token(self.env, 'ticket-rating', str(self.id))
        return f'/gift/ticket/rate/{self.id}/{token}' + (f'?rating={rating}' if rating else '')

    @api.model
    def _find_by_rating_token(self, ticket_id, token):
        """Return the ticket (sudo) of a signed link, or an empty recordset."""
        tickets_sudo = self.sudo()  # the signature is checked first
        if not check_signed_token(self.env, 'ticket-rating', str(ticket_id), token):
            return tickets_sudo.browse()
        return tickets_sudo.search([('id', '=', ticket_id)])

    def _rate(self, rating, comment):
        """Store what the customer says; a later answer replaces it. Call it in sudo."""
        self.ensure_one()
        self._gift_lock()
        words = (comment if isinstance(comment, str) else '').replace('\0', '').strip()
        self.write(
            {
                'rating': rating,
                'rating_comment': words[:MAX_COMMENT],
                'rating_date': fields.Datetime.now(),
            }
        )

    def _ask_how_it_was(self):
        """Ask the customer, once for each ticket."""
        for ticket in self.filtered(lambda ticket: ticket.partner_id.email_normalized):
            ticket._send_automatic('solved')

    def _get_conversation(self):
        """Return what customer and staff have said to each other, oldest first; no notes."""
        self.ensure_one()
        comment = self.env.ref('mail.mt_comment')
        return self.message_ids.filtered(
            lambda message: (
                message.subtype_id == comment
                and message.message_type in ('comment', 'email')
                and not message.is_internal
            )
        ).sorted('id')

    def _is_from_shop(self, message):
        """Return whether the staff have written a message."""
        return any(user._is_internal() for user in message.author_id.user_ids)

    def _is_from_customer(self, message):
        """Return whether the customer has written a message; others may answer a mail as well."""
        self.ensure_one()
        if message.author_id:
            return message.author_id == self.partner_id or (
                message.author_id.email_normalized == self.email_normalized
            )
        return email_normalize(message.email_from) == self.email_normalized
