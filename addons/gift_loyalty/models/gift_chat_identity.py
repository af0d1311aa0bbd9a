import secrets
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL, consteq, email_normalize, hmac

CODE_MINUTES, CODE_TRIES, PROVED_MINUTES = 15, 5, 60
WINDOW_S = 3600
CODES = {'caller': 10, 'address': 5, 'order': 10}  # asked for within the window
TRIES_PER_CALLER = 30
RECENT = 5  # orders that a customer can choose from
STATES = ('sale', 'cancel')


class GiftChat(models.Model):
    """Whose order it is: the customer's who is logged in, or of who gets mail at its address.

    A visitor names order and address. Whether the two belong together is looked up by a job that
    mails a code, so that neither words nor time of the answer tell whether there is such an order.
    """

    _inherit = 'gift.chat'

    typed_order = fields.Char(readonly=True)
    typed_email = fields.Char(readonly=True)
    order_id = fields.Many2one('sale.order', readonly=True, index='btree_not_null')
    line_id = fields.Many2one('sale.order.line', string="Gift", readonly=True)
    proved_at = fields.Datetime(readonly=True)
    is_code_wanted = fields.Boolean(readonly=True, index='btree_not_null')
    code_order_id = fields.Many2one('sale.order', readonly=True)
    code_hash = fields.Char(readonly=True, groups='base.group_system')
    code_until = fields.Datetime(readonly=True)
    code_tries = fields.Integer(readonly=True)

    # === THE ORDER === #

    def _begin_order(self):
        self.write({'order_id': False, 'line_id': False, 'proved_at': False})
        return 'order', ''

    def _offer_order(self):
        """Return what can be chosen instead of typing: own orders, and that one has no number."""
        orders = self._find_own_orders(limit=RECENT)
        choices = [{'label': self._name_order(order), 'value': order.name} for order in orders]
        if self.topic == 'trouble':
            label = self.env._("I do not have the number")
            choices.append({'label': label, 'value': label})
        return choices

    def _name_order(self, order):
        day = fields.Datetime.context_timestamp(order, order.date_order).date()
        return f"{order.name} · {self.env['gift.promise']._format_day(day)}"

    def _find_own_orders(self, name='', limit=None):
        """Return orders (sudo) of who is logged in, as the portal lists them; newest first."""
        orders_sudo = self.env['sale.order'].sudo()  # the domain says whose
        if self.env.user._is_public():
            return orders_sudo
        buyer = self.env.user.partner_id.commercial_partner_id
        domain = [('partner_id', 'child_of', buyer.id), ('state', 'in', STATES)]
        if name:
            domain.append(('name', '=ilike', self._escape(name)))
        return orders_sudo.search(domain, limit=limit, order='date_order desc, id desc')

    def _escape(self, text):
        for letter in '\\%_':
            text = text.replace(letter, f'\\{letter}')
        return text

    def _hear_order(self, _step, text):
        name = text.split('\n')[-1].strip().lstrip('#').strip()[:40]
        if self.topic == 'trouble' and name == self.env._("I do not have the number"):
            return 'words', ''
        own = self._find_own_orders(name, limit=1) if name else None
        if own:
            self._prove(own)
            return self._go_on()
        if not name:
            return 'order', self.env._("Please type the number of your order.")
        self.typed_order = name
        return 'email', ''

    def _go_on(self):
        if self.topic == 'status':
            return 'status', ''
        return ('line' if len(self._get_lines()) > 1 else 'words'), ''

    # === THE ADDRESS === #

    def _hear_email(self, _step, text):
        address = email_normalize(text.split('\n')[-1].strip())
        if not address or len(address) > 254:
            return 'email', self.env._("This is not a mail address. Please type it again.")
        self.typed_email = address
        try:
            self._count_code()
        except UserError as error:
            return 'more', str(error)
        self._want_code()
        return 'code', ''

    def _count_code(self):
        """:raise UserError: when codes were asked for too often; whether they exist or not."""
        callers = {
            'caller': self._get_caller(),
            'address': self.typed_email,
            'order': (self.typed_order or '').casefold(),
        }
        for what, caller in callers.items():
            self._count(f'chat-{what}', caller, CODES[what])

    def _count(self, scope, caller, limit):
        self.env['gift.rate.limit']._gift_count(scope, caller, limit=limit, seconds=WINDOW_S)

    def _get_caller(self):
        return (request and request.httprequest.remote_addr) or 'background'

    def _want_code(self):
        self.write({'is_code_wanted': True, 'code_hash': False, 'code_tries': 0})
        self.env.ref('gift_loyalty.ir_cron_chat_codes')._trigger()

    # === THE CODE === #

    def _cron_send_codes(self):
        """Job: mail codes where order and address belong together.

        Each in a transaction of its own that begins with the lock of its row: the visitor may type
        meanwhile. A row that is just being written is taken by the next run, which begins at once.
        """
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=self._count_waiting())
        while chat := self._lock_waiting():
            chat._send_code()
            cron._commit_progress(1, remaining=self._count_waiting())
        if self._count_waiting():
            self.env.ref('gift_loyalty.ir_cron_chat_codes')._trigger()

    def _count_waiting(self):
        return self.search_count([('is_code_wanted', '=', True)])

    def _lock_waiting(self):
        """Return a chat that waits for a code and is not being written, or nothing."""
        self.env.cr.execute(
            SQL(
                "SELECT id FROM gift_chat WHERE is_code_wanted"
                " ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"
            )
        )
        chat = self.browse(row[0] for row in self.env.cr.fetchall())
        chat.invalidate_recordset()
        return chat

    def _send_code(self):
        self.ensure_one()
        order = self._find_pair()
        code = f'{secrets.randbelow(10**6):06}'
        self.write(
            {
                'is_code_wanted': False,
                'code_order_id': order.id,
                'code_hash': order and self._hash(code),
                'code_until': fields.Datetime.now() + timedelta(minutes=CODE_MINUTES),
                'code_tries': 0,
            }
        )
        if order:
            template = self.env.ref('gift_loyalty.mail_template_chat_code')
            template.with_context(gift_code=code).send_mail(self.id, force_send=False)
            self.env.ref('mail.ir_cron_mail_scheduler_action')._trigger()

    def _find_pair(self):
        """Return the order of that number if its customer has that address, else nothing."""
        domain = [('name', '=ilike', self._escape(self.typed_order or '')), ('state', 'in', STATES)]
        return (
            self.env['sale.order']
            .search(domain)
            .filtered(lambda order: order.partner_id.email_normalized == self.typed_email)[:1]
        )

    def _hash(self, code):
        return hmac(self.env(su=True), 'gift-chat-code', f'{self.id}-{code}')

    def _offer_code(self):
        return [{'label': label, 'value': label} for label in (self.env._("I got no code"),)]

    def _hear_code(self, _step, text):
        typed = ''.join(letter for letter in text.split('\n')[-1] if not letter.isspace())
        if typed == ''.join(self.env._("I got no code").split()):
            return 'more', self.env._(
                "A code only comes if the address is the one the order was placed with. Please look"
                " into the folder for spam as well, or try again with another address."
            )
        try:
            self._count('chat-try', self._get_caller(), TRIES_PER_CALLER)
        except UserError as error:
            return 'more', str(error)
        return self._try_code(typed)

    def _try_code(self, typed):
        self.code_tries += 1
        if self._is_code(typed):
            self._prove(self.code_order_id)
            self.code_hash = False
            return self._go_on()
        if self.code_tries < CODE_TRIES:
            return 'code', self.env._("This is not the code of our last mail. Please try again.")
        self.code_hash = False
        return 'more', self.env._("That was wrong too often. Please ask for a new code.")

    def _is_code(self, typed):
        is_valid = self.code_hash and self.code_until > fields.Datetime.now()
        matches = consteq(self.code_hash or self._hash(''), self._hash(typed))
        return bool(is_valid and matches and self.code_order_id)

    def _prove(self, order):
        self.write({'order_id': order.id, 'line_id': False, 'proved_at': fields.Datetime.now()})

    def _get_order(self):
        """Return the order (sudo) that was proved a short time ago, or nothing."""
        since = fields.Datetime.now() - timedelta(minutes=PROVED_MINUTES)
        is_proved = self.proved_at and self.proved_at >= since
        return self.order_id if is_proved else self.env['sale.order'].sudo()
