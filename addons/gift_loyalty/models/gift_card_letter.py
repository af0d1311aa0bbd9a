from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, single_email_re

MOST_CHARS = {'recipient': 80, 'giver': 80, 'message': 500, 'email': 254}
LATEST = timedelta(days=366)
MORNING = time(8)
WORDS = ('recipient', 'giver', 'message')
BY_STAFF = {*WORDS, 'email'}


class GiftCardLetter(models.Model):
    """With which words, to whom and when the gift cards of a line go out, and whether they have."""

    _name = 'gift.card.letter'
    _description = 'Letter with a gift card'
    _order = 'id desc'
    _rec_name = 'recipient'

    line_id = fields.Many2one('sale.order.line', required=True, readonly=True, ondelete='cascade')
    order_id = fields.Many2one(related='line_id.order_id', store=True, index=True)
    company_id = fields.Many2one(related='line_id.company_id', store=True)
    recipient = fields.Char(help="Empty: whoever has bought it.")
    email = fields.Char(string="E-mail", help="Empty: whoever has bought it gets the gift card.")
    giver = fields.Char(string="From")
    message = fields.Text()
    send_on = fields.Date(string="To be sent on", help="Empty: as soon as the order is paid.")
    send_at = fields.Datetime(string="Goes out", readonly=True, index='btree_not_null')
    state = fields.Selection(
        [
            ('cart', "In the cart"),
            ('waiting', "To be sent"),
            ('sent', "Sent"),
            ('void', "Void"),
        ],
        default='cart',
        required=True,
        readonly=True,
        index=True,
    )
    sent_date = fields.Datetime(string="Sent at", readonly=True)
    sent_to = fields.Char(readonly=True)
    times = fields.Integer(string="Times sent", readonly=True)

    _one_per_line = models.Constraint('UNIQUE(line_id)', "A line has one letter.")

    # === WHAT THE GIVER CHOOSES === #

    @api.model
    def _clean(self, sent, *, zone):
        """Return the values of a form as they are stored.

        :param dict sent: untrusted texts; ``send_on`` is an ISO date or empty.
        :param zone: time zone of the shop.
        :raise UserError: a sentence that says what is wrong.
        """
        values = {name: self._clean_text(name, sent.get(name)) for name in MOST_CHARS}
        if values['email'] and not self._is_address(values['email']):
            raise UserError(
                self.env._(
                    "“%s” is no e-mail address. Please write it like name@example.com.",
                    values['email'],
                )
            )
        values['send_on'] = self._read_day(sent.get('send_on'), zone)
        self._check_words(values)
        return values

    def _clean_text(self, name, sent):
        text = sent if isinstance(sent, str) else ''
        lines = text.replace('\r\n', '\n').split('\n') if name == 'message' else [text]
        kept = (''.join(filter(str.isprintable, line)).strip() for line in lines)
        text = '\n'.join(kept).strip()
        if len(text) > MOST_CHARS[name]:
            raise UserError(
                self.env._(
                    "Your text has %(now)s characters; %(most)s are possible. Please shorten it.",
                    now=len(text),
                    most=MOST_CHARS[name],
                )
            )
        return text or False

    def _is_address(self, text):
        return bool(single_email_re.match(text) and email_normalize(text))

    def _read_day(self, sent, zone):
        if not sent:
            return False
        today = datetime.now(zone).date()
        try:
            day = fields.Date.to_date(sent)
        except ValueError:
            day = None
        if not day or not today <= day <= today + LATEST:
            raise UserError(
                self.env._("Please choose a day from today on, within a year, or leave it empty.")
            )
        return day

    @api.model
    def _check_words(self, values):
        """Refuse words that the shop does not print, without telling which ones.

        :raise UserError: what to do instead.
        """
        matcher = self.env['gift.moderation.word']._get_matcher()
        for name in WORDS:
            if values.get(name) and matcher.find(values[name]):
                raise UserError(
                    self.env._("We do not send these words. Please choose other words.")
                )

    @api.model
    def _for_line(self, line):
        """Return the letter (sudo) of a line that sells gift cards; make it when there is none."""
        letters_sudo = self.sudo()  # the caller has checked the line
        found = letters_sudo.search([('line_id', '=', line.id)])
        return found or letters_sudo.create({'line_id': line.id})

    def _choose(self, values):
        """Store what the giver has chosen, until the gift card has gone out. Call it in sudo.

        :param dict values: of :meth:`_clean`.
        :raise UserError: it has gone out meanwhile.
        """
        self.ensure_one()
        self._claim()
        if self.state not in ('cart', 'waiting'):
            raise UserError(
                self.env._("This gift card was sent already, so nothing can be changed any more.")
            )
        self.write(values)
        if self.state == 'waiting':
            self._schedule()

    def _claim(self):
        """Write the row first, so that simultaneous callers come one after the other."""
        self.flush_recordset()
        self.env.cr.execute(
            'UPDATE gift_card_letter SET write_date = write_date WHERE id = %s', [self.id]
        )
        self.invalidate_recordset()

    def write(self, vals):
        """Override to let users change words and address only; the rest follows the order."""
        if not self.env.su and not set(vals) <= BY_STAFF:
            raise UserError(self.env._("Only the words and the address of a letter are changed."))
        if not self.env.su:
            self._check_words(vals)
        return super().write(vals)

    # === WHEN === #

    def _get_zone(self):
        """Return the time zone of the shop."""
        return ZoneInfo(self.company_id.resource_calendar_id.tz or 'UTC')

    def _schedule(self):
        """Note when it goes out: in the morning of the chosen day, where the shop is."""
        for letter in self:
            moment = fields.Datetime.now()
            if letter.send_on:
                local = datetime.combine(letter.send_on, MORNING, tzinfo=letter._get_zone())
                moment = local.astimezone(ZoneInfo('UTC')).replace(tzinfo=None)
            letter.write({'state': 'waiting', 'send_at': moment})
            self.env.ref('gift_loyalty.ir_cron_send_gift_cards').sudo()._trigger(at=moment)

    # === WHO === #

    def _get_email(self):
        """Return where it goes: to the recipient, else to who has bought it."""
        self.ensure_one()
        return self.email or self.order_id.partner_id.email or ''

    def _get_recipient(self):
        """Return for whom it is, or an empty text where the buyer keeps it."""
        self.ensure_one()
        return self.recipient or self.email or ''

    def _get_giver(self):
        """Return who gives it, or an empty text where the buyer keeps it."""
        self.ensure_one()
        return self.giver or (self.email and self.order_id.partner_id.name) or ''

    def _get_cards(self):
        """Return the gift cards that are worth something (sudo)."""
        self.ensure_one()
        cards_sudo = self.sudo().line_id.gift_card_ids
        return cards_sudo.filtered(lambda card: card.active and card.points > 0).sorted('id')

    # === BUTTONS === #

    def action_send_again(self):
        """Button of the staff: send a gift card again, to the address that stands here now."""
        self.check_access('write')
        for letter_sudo in self.sudo():  # the right to write was checked
            letter_sudo._send_again()
