from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

from odoo.addons.gift_base.tools import signed_token

from .gift_consent_purpose import ASKED as ONLY_ASKED
from .gift_consent_purpose import CUSTOMER

EMAIL = 'email'
CHANNELS = [(EMAIL, "Mail"), ('sms', "Text message"), ('phone', "Phone"), ('post', "Letter")]
ASKED, GIVEN, WITHDRAWN = 'asked', 'given', 'withdrawn'
STATES = [(ASKED, "Asked to confirm"), (GIVEN, "Given"), (WITHDRAWN, "Withdrawn")]
SOURCES = [
    ('signup', "New account"),
    ('checkout', "Checkout"),
    ('newsletter', "Newsletter form"),
    ('preferences', "Preference page"),
    ('occasions', "Page of occasions"),
    ('mail', "Link in a mail"),
    ('one_click', "Mail program (one click)"),
    ('mailing', "Odoo's mailing pages"),
    ('staff', "Entered by the staff"),
]


class GiftConsent(models.Model):
    """What somebody said about one kind of mails, and how the shop knows. The last word counts.

    Rows are only ever added. A person is a mail address: consent does not move to a new one.
    """

    _name = 'gift.consent'
    _inherit = ['gift.append.only.mixin']
    _description = 'Consent'
    _order = 'id desc'
    _rec_name = 'email'

    email = fields.Char(string="Mail address", required=True, readonly=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", readonly=True, index='btree_not_null', ondelete='set null'
    )
    purpose_id = fields.Many2one(
        'gift.consent.purpose', required=True, readonly=True, index=True, ondelete='restrict'
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True, default=EMAIL)
    state = fields.Selection(STATES, required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    wording = fields.Text(string="Words that were shown", readonly=True)
    version = fields.Integer(string="Version of the words", readonly=True)
    lang = fields.Char(string="Language", readonly=True)
    source = fields.Selection(SOURCES, required=True, readonly=True)
    page = fields.Char(readonly=True, help="The page on which it was said.")
    ip_hash = fields.Char(
        string="Hashed address",
        readonly=True,
        help="Keyed hash of the network address: the same address has the same hash, and nobody"
        " reads the address from it.",
    )
    user_id = fields.Many2one('res.users', string="Entered by", readonly=True, ondelete='set null')
    note = fields.Char(readonly=True)
    asked_id = fields.Many2one(
        'gift.consent',
        string="Confirms",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="The question that was confirmed by the link in a mail (double opt-in).",
    )

    _last_idx = models.Index('(email, purpose_id, channel, id)')
    _confirmed_once = models.UniqueIndex("(asked_id) WHERE state = 'given'")

    # === WRITING === #

    @api.model
    def _note(self, email, purposes, state, how, *, asked=None, channel=EMAIL):
        """Add what somebody said about some purposes; what was said before is not said again.

        :param purposes: gift.consent.purpose; shown in the language of this environment.
        :param dict how: ``source``, and where known ``page``, ``ip``, ``note``, ``user_id``.
        :param asked: the question that this answers, of one purpose.
        :return: the new rows (sudo).
        """
        address = email_normalize(email)
        if not address:
            return self.sudo()
        purposes = purposes.with_env(self.env).sudo()  # in the language that was shown
        last = self._get_last(address, purposes, channel)
        return self.sudo().create(  # visitors say it; nobody else writes these rows
            [
                self._prepare_values(address, purpose, state, how, asked, channel)
                for purpose in purposes
                if state == ASKED or not self._is_said(last.get(purpose.id), purpose, state)
            ]
        )

    @api.model
    def _is_said(self, last, purpose, state):
        """Return whether the last word says the same, by the wording of today."""
        if not last or last.state != state:
            return False
        return state == WITHDRAWN or last.version == purpose.version

    @api.model
    def _prepare_values(self, address, purpose, state, how, asked, channel):
        is_answer = bool(asked) and state == GIVEN
        shown = asked if is_answer else purpose
        is_agreed = state != WITHDRAWN
        return {
            'email': address,
            'partner_id': self._find_partner(address).id,
            'purpose_id': purpose.id,
            'channel': channel,
            'state': state,
            'wording': shown.wording if is_agreed else False,
            'version': shown.version,
            'lang': asked.lang if is_answer else self.env.lang or 'en_US',
            'asked_id': asked.id if asked else False,
            'source': how['source'],
            'page': (how.get('page') or '')[:200],
            'note': how.get('note'),
            'user_id': how.get('user_id'),
            'ip_hash': signed_token(self.env, 'consent-ip', how['ip']) if how.get('ip') else False,
        }

    @api.model
    def _find_partner(self, address):
        """Return the customer with that address, if there is just one."""
        found = self.env['res.partner'].sudo().search([('email_normalized', '=', address)], limit=2)
        return found if len(found) == 1 else found.browse()

    # === READING === #

    @api.model
    def _get_last(self, address, purposes, channel=EMAIL):
        """Return the last word (sudo) of an address by purpose: ``{id of purpose: row}``."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (purpose_id) purpose_id, id FROM gift_consent"
                " WHERE email = %s AND channel = %s AND purpose_id = ANY(%s) AND state != %s"
                " ORDER BY purpose_id, id DESC",
                address,
                channel,
                purposes.ids,
                ASKED,
            )
        )
        return {purpose: self.sudo().browse(row) for purpose, row in rows}

    @api.model
    def _get_elsewhere(self, address):
        """Return what an address agreed to by another way than mail (sudo), as it holds now."""
        rows_sudo = self.sudo().search(  # the caller has checked whose address it is
            [('email', '=', address), ('channel', '!=', EMAIL), ('state', '!=', ASKED)]
        )
        last = {}
        for row in rows_sudo:  # the newest first
            last.setdefault((row.purpose_id, row.channel), row)
        return self.sudo().union(*(row for row in last.values() if row.state == GIVEN))

    @api.model
    def _get_allowed(self, purpose, addresses, channel=EMAIL):
        """Return those of the normalised addresses to which the shop may write for a purpose.

        The one place that decides it; ask at the moment of sending. A few queries, however many.

        :param str purpose: code of a gift.consent.purpose.
        """
        wanted = {address for address in addresses if address}
        if not wanted:
            return set()
        purpose_sudo = self.env['gift.consent.purpose']._get(purpose)
        said = self._get_states(purpose_sudo, wanted, channel)
        allowed = {address for address, state in said.items() if state == GIVEN}
        silent = wanted - said.keys()
        if silent and channel == EMAIL and purpose_sudo.rule != ONLY_ASKED:
            is_bought = purpose_sudo.rule == CUSTOMER
            allowed |= self._get_customers(silent) if is_bought else silent
        return allowed - self._get_blocked(allowed) if channel == EMAIL else allowed

    @api.model
    def _get_states(self, purpose, addresses, channel):
        self.flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT DISTINCT ON (email) email, state FROM gift_consent"
                    " WHERE email = ANY(%s) AND purpose_id = %s AND channel = %s AND state != %s"
                    " ORDER BY email, id DESC",
                    list(addresses),
                    purpose.id,
                    channel,
                    ASKED,
                )
            )
        )

    @api.model
    def _get_customers(self, addresses):
        """Return the addresses of who has ordered before."""
        self.env['sale.order'].flush_model(['state', 'partner_id'])
        self.env['res.partner'].flush_model(['email_normalized'])
        return {
            address
            for (address,) in self.env.execute_query(
                SQL(
                    "SELECT DISTINCT partner.email_normalized FROM res_partner partner"
                    "  JOIN sale_order ON sale_order.partner_id = partner.id"
                    " WHERE partner.email_normalized = ANY(%s) AND sale_order.state = 'sale'",
                    list(addresses),
                )
            )
        }

    @api.model
    def _get_blocked(self, addresses):
        """Return the addresses that Odoo keeps on its list of those who get no mailings."""
        if not addresses:
            return set()
        blocked_sudo = self.env['mail.blacklist'].sudo().search([('email', 'in', list(addresses))])
        return set(blocked_sudo.mapped('email'))
