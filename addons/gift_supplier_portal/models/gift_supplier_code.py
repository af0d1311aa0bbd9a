import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq, hmac

from ..const import (
    CODE_DIGITS,
    CODE_MINUTES,
    CODE_TRIES,
    CODES_PER_CONTACT,
    CODES_WINDOW_S,
    UNLOCKED_MINUTES,
)


class GiftSupplierCode(models.Model):
    """A code that was mailed to a contact, for what changes something through a link.

    It is used once, for some minutes, with few tries; the newest alone counts. The code itself is
    not stored. Nobody has rights on these rows.
    """

    _name = 'gift.supplier.code'
    _inherit = ['gift.state.mixin']
    _description = 'One-time code of a supplier'
    _order = 'id desc'
    _state_transitions = {'used': ('open',), 'void': ('open',)}

    access_id = fields.Many2one(
        'gift.supplier.access', required=True, readonly=True, ondelete='cascade', index=True
    )
    digest = fields.Char(readonly=True, groups='base.group_system')
    expires_date = fields.Datetime(required=True, readonly=True)
    tries = fields.Integer(readonly=True)
    state = fields.Selection(
        [('open', "Open"), ('used', "Used"), ('void', "Void")],
        required=True, default='open', readonly=True,
    )  # fmt: skip
    used_date = fields.Datetime(readonly=True)

    # === SENDING === #

    @api.model
    def _send(self, access):
        """Mail a new code to the contact of a link; older ones are void.

        :param access: gift.supplier.access in sudo that works.
        :raise UserError: when too many were asked for.
        """
        self.env['gift.rate.limit']._gift_count(
            'supplier-code', f'contact-{access.contact_id.id}',
            limit=CODES_PER_CONTACT, seconds=CODES_WINDOW_S,
        )  # fmt: skip
        codes_sudo = self.sudo()
        older = codes_sudo.search([('access_id', '=', access.id), ('state', '=', 'open')])
        older._gift_update_state('void')
        expires = fields.Datetime.now() + timedelta(minutes=CODE_MINUTES)
        code_sudo = codes_sudo.create({'access_id': access.id, 'expires_date': expires})
        digits = f'{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}'
        code_sudo.digest = code_sudo._digest(digits)
        access._send_mail('mail_template_code', gift_code=digits, gift_minutes=CODE_MINUTES)
        return code_sudo

    def _digest(self, digits):
        """Return what is stored of the code; it needs the database secret to be guessed."""
        self.ensure_one()
        return hmac(self.env(su=True), 'gift-supplier-code', (self.id, digits))

    # === ENTERING === #

    @api.model
    def _enter(self, access, entered):
        """Count a try of a code and return the code (sudo) when it is right, or nothing.

        Every wrong answer is the same. The row is locked, so that parallel tries are counted.

        :param str entered: untrusted text.
        """
        codes_sudo = self.sudo()
        code_sudo = codes_sudo.search(
            [('access_id', '=', access.id), ('state', '=', 'open')], limit=1
        )
        code_sudo._gift_lock()
        if not code_sudo or code_sudo.expires_date < fields.Datetime.now():
            return codes_sudo
        code_sudo.tries += 1
        digits = ''.join(letter for letter in str(entered) if letter in '0123456789')
        if consteq(code_sudo._digest(digits), code_sudo.digest):
            code_sudo._gift_update_state('used', used_date=fields.Datetime.now())
            return code_sudo
        if code_sudo.tries >= CODE_TRIES:
            code_sudo._gift_update_state('void')
        return codes_sudo

    @api.model
    def _is_unlocked(self, access, code_id):
        """Return whether the code that a browser has entered still opens the link's pages.

        :param code_id: what the session of the browser remembers.
        """
        code_sudo = self.sudo().browse(code_id or []).exists()
        since = fields.Datetime.now() - timedelta(minutes=UNLOCKED_MINUTES)
        return bool(
            code_sudo
            and code_sudo.access_id == access
            and code_sudo.state == 'used'
            and code_sudo.used_date > since
        )

    @api.autovacuum
    def _gc_old(self):
        """Delete codes that open nothing any more."""
        before = fields.Datetime.now() - timedelta(days=1)
        self.sudo().search([('expires_date', '<', before)]).unlink()
