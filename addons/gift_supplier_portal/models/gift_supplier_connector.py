import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.gift_base.sealing import seal, unseal

from .. import network

LOCAL = 'gift_supplier_portal.allow_local'
SCOPE = 'supplier-webhook'
TOKEN_PREFIX, SECRET_PREFIX = 'gst_', 'gsk_'
OLD_SECRET_HOURS = 24


class GiftSupplierConnector(models.Model):
    """How a supplier's machine hears of orders, and by which token it answers.

    It acts as one contact of the supplier, with that contact's rights.
    """

    _name = 'gift.supplier.connector'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = 'Connector of a supplier'
    _rec_name = 'supplier_id'
    _order = 'supplier_id'

    contact_id = fields.Many2one(
        'gift.supplier.contact', string="Acts as", required=True, ondelete='restrict', index=True,
        help="The machine may do what this contact may, and its name stands at what it does.",
    )  # fmt: skip
    supplier_id = fields.Many2one(related='contact_id.supplier_id', store=True, string="Supplier")
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [('webhook', "Webhook"), ('csv', "CSV file by mail, once a day")],
        required=True, default='webhook',
    )  # fmt: skip
    url = fields.Char(string="Address", help="Called with each event; it begins with https://.")
    is_off = fields.Boolean(
        string="Off", readonly=True, copy=False, tracking=True, default=True,
        help="Events wait until it is on again.",
    )  # fmt: skip
    secret_sealed = fields.Char(readonly=True, copy=False, groups='base.group_system')
    old_secret_sealed = fields.Char(readonly=True, copy=False, groups='base.group_system')
    old_secret_until = fields.Datetime(
        string="Old secret signs until", readonly=True, copy=False
    )  # fmt: skip
    token_hash = fields.Char(readonly=True, copy=False, groups='base.group_system')
    token_hint = fields.Char(string="Token ends with", readonly=True, copy=False)
    last_number = fields.Integer(string="Last event", readonly=True, copy=False)
    event_ids = fields.One2many('gift.supplier.event', 'connector_id', string="Events")
    waiting_count = fields.Integer(compute='_compute_waiting_count')

    _supplier_uniq = models.UniqueIndex('(supplier_id)', "This supplier has a connector already.")
    _token_hash_uniq = models.UniqueIndex('(token_hash) WHERE token_hash IS NOT NULL')

    def _compute_waiting_count(self):
        groups = self.env['gift.supplier.event']._read_group(
            [('connector_id', 'in', self.ids), ('state', '!=', 'sent')],
            ['connector_id'],
            ['__count'],
        )
        counts = {connector.id: count for connector, count in groups}
        for connector in self:
            connector.waiting_count = counts.get(connector.id, 0)

    # === CHECKS === #

    @api.model
    def _is_local_allowed(self):
        """Return whether inner addresses and plain HTTP may be called, for tests alone."""
        return self.env['ir.config_parameter'].sudo().get_param(LOCAL) == 'True'

    @api.constrains('kind', 'url')
    def _check_url(self):
        messages = {
            'scheme': self.env._("The address must begin with https://."),
            'user': self.env._("The address must have neither a name, a password nor a “#”."),
            'host': self.env._("This is no address that can be called."),
            'private': self.env._("This address lies inside a network and is not called."),
        }
        for connector in self.filtered(lambda connector: connector.kind == 'webhook'):
            try:
                network.split_url(connector.url or '', is_local=self._is_local_allowed())
            except network.AddressError as error:
                raise ValidationError(messages[str(error)]) from error

    @api.constrains('contact_id')
    def _check_contact(self):
        for connector in self:
            if connector.event_ids.order_id.partner_id.commercial_partner_id - (
                connector.supplier_id
            ):
                raise ValidationError(
                    self.env._("This contact belongs to another supplier than the events.")
                )

    # === SECRETS === #

    def _rotate_secret(self):
        """Make a new secret and return it; the one before signs as well for a day."""
        self.ensure_one()
        connector_sudo = self.sudo()  # checked by the button
        secret = SECRET_PREFIX + secrets.token_urlsafe(32)
        old = connector_sudo.secret_sealed
        connector_sudo.write(
            {
                'secret_sealed': seal(self.env, SCOPE, secret),
                'old_secret_sealed': old,
                'old_secret_until': old
                and fields.Datetime.now() + timedelta(hours=OLD_SECRET_HOURS),
            }
        )
        return secret

    def _get_secrets(self):
        """Return the secrets that sign now, the newest first."""
        self.ensure_one()
        sealed = [self.secret_sealed]
        if self.old_secret_until and self.old_secret_until > fields.Datetime.now():
            sealed.append(self.old_secret_sealed)
        return [unseal(self.env, SCOPE, entry) for entry in sealed if entry]

    def _build_signature(self, body, timestamp):
        """Return the header by which the receiver knows that a message is ours and new.

        :param bytes body: exactly what is sent.
        :param int timestamp: seconds since 1970, signed together with the body.
        """
        message = f'{timestamp}.'.encode() + body
        parts = [f't={timestamp}']
        for secret in self._get_secrets():
            digest = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
            parts.append(f'v1={digest}')
        return ','.join(parts)

    def _make_token(self):
        """Make a new token in place of the one before. Return it: only its hash is stored."""
        self.ensure_one()
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        connector_sudo = self.sudo()  # checked by the button
        connector_sudo.write({'token_hash': self._hash_token(token), 'token_hint': token[-4:]})
        return token

    @api.model
    def _hash_token(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _find_by_token(self, token):
        """Return the connector (sudo) of a token, or an empty recordset."""
        connectors_sudo = self.sudo()  # the token is the right to it
        if not isinstance(token, str) or not token.startswith(TOKEN_PREFIX) or len(token) > 100:
            return connectors_sudo
        return connectors_sudo.search([('token_hash', '=', self._hash_token(token))])

    # === ON AND OFF === #

    def _turn_off(self, reason):
        """Send nothing more until somebody turns it on again, and tell the buyers."""
        self.ensure_one()
        if self.is_off:
            return
        self.is_off = True
        self.activity_schedule(
            'mail.mail_activity_data_warning',
            summary=self.env._("The connector is off"),
            note=reason,
            user_id=self._get_buyer().id,
        )

    def _get_buyer(self):
        """Return who is told of the connector's problems."""
        self.ensure_one()
        order = self.event_ids.sorted('number')[-1:].order_id
        buyer = order.user_id or self.supplier_id.buyer_id or self.create_uid
        return buyer if buyer._is_internal() else self.env.ref('base.user_admin')

    # === BUTTONS === #

    def action_new_secret(self):
        """Button: make a new secret for signatures and show it once."""
        self.check_access('write')
        return self._show_once(self._rotate_secret())

    def action_new_token(self):
        """Button: make a new token for the API and show it once; the one before ends."""
        self.check_access('write')
        return self._show_once(self._make_token())

    def action_revoke_token(self):
        """Button: let no token open the API any more."""
        self.check_access('write')
        self.sudo().write({'token_hash': False, 'token_hint': False})  # checked above

    def action_turn_off(self):
        """Button: hold events back."""
        self.check_access('write')
        self.is_off = True

    def action_turn_on(self):
        """Button: send what has waited, and what comes."""
        self.check_access('write')
        if self.kind == 'webhook' and not self.sudo().secret_sealed:  # checked above
            raise UserError(self.env._("Make a secret first: messages are signed with it."))
        self.is_off = False
        self.env['gift.supplier.event']._trigger_sending()

    def _show_once(self, secret):
        # The value travels to the form of this browser alone; nothing stores it.
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Copy it now"),
            'res_model': 'gift.supplier.secret',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_secret': secret},
        }
