import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import LINK_DAYS

TOKEN_LENGTH = 43  # of secrets.token_urlsafe(32): 256 random bits
KEPT_DAYS = 90  # after a link has ended


class GiftSupplierAccess(models.Model):
    """A link of one contact, to one order or to all of the supplier's.

    Only the hash of its secret is stored. Opening it changes nothing; what changes something asks
    for a code as well, see ``gift.supplier.code``.
    """

    _name = 'gift.supplier.access'
    _description = 'Link of a supplier'
    _order = 'id desc'

    contact_id = fields.Many2one(
        'gift.supplier.contact', required=True, readonly=True, ondelete='cascade', index=True
    )
    order_id = fields.Many2one(
        'purchase.order', string="Order", readonly=True, ondelete='cascade', index=True,
        help="Empty: everything the contact may see.",
    )  # fmt: skip
    token_hash = fields.Char(required=True, readonly=True, groups='base.group_system')
    date_end = fields.Date(string="Works until", required=True, readonly=True)
    revoked_date = fields.Datetime(string="Taken back on", readonly=True)
    is_working = fields.Boolean(string="Works", compute='_compute_is_working')

    _token_hash_uniq = models.Constraint('UNIQUE(token_hash)', "A link has a secret of its own.")

    @api.depends('date_end', 'revoked_date')
    def _compute_is_working(self):
        today = fields.Date.today()
        for access in self:
            access.is_working = not access.revoked_date and access.date_end >= today

    # === MAKING === #

    @api.model
    def _hash_token(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _get_days(self):
        """Return how long a new link works."""
        parameters_sudo = self.env['ir.config_parameter'].sudo()
        return int(parameters_sudo.get_param('gift_supplier_portal.link_days') or LINK_DAYS)

    @api.model
    def _create_for(self, contact, order=None):
        """Make a link for a contact.

        :param order: purchase.order that it opens; everything when not given.
        :return: ``(access, token)`` in sudo; the token cannot be had again.
        """
        token = secrets.token_urlsafe(32)
        access_sudo = self.sudo().create(
            {
                'contact_id': contact.id,
                'order_id': order.id if order else False,
                'token_hash': self._hash_token(token),
                'date_end': fields.Date.today() + timedelta(days=self._get_days()),
            }
        )
        return access_sudo, token

    @api.model
    def _send_link(self, contact, order=None, *, template='mail_template_link', page='', **context):
        """Mail a new link to a contact; its secret stands in that mail alone.

        :param str template: xml id (of this addon) of a mail.template on links.
        :param str page: where the link leads, below ``/supplier/<token>/``; else to the order.
        :param context: further values for the template, in its ``ctx``.
        """
        access_sudo, token = self._create_for(contact, order)
        path = f'/supplier/{token}/{page}' if page else access_sudo._get_path(token)
        access_sudo._send_mail(template, gift_path=path, **context)
        return access_sudo

    def _send_mail(self, template, **context):
        """Queue a mail to the contact that leaves no copy behind, and start the queue at once."""
        self.ensure_one()
        author = self.env.ref('base.user_root')
        template_sudo = self.env.ref(f'gift_supplier_portal.{template}').with_user(author).sudo()
        template_sudo.with_context(**context).send_mail(self.id, force_send=False)
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    def _get_path(self, token):
        """Return the path that the link of ``token`` opens."""
        self.ensure_one()
        path = f'/supplier/{token}'
        return f'{path}/order/{self.order_id.id}' if self.order_id else path

    # === USE === #

    @api.model
    def _find_by_token(self, token):
        """Return the link (sudo) of a token that works, or an empty recordset."""
        accesses_sudo = self.sudo()  # the token is the right to it
        if not isinstance(token, str) or len(token) != TOKEN_LENGTH:
            return accesses_sudo
        access_sudo = accesses_sudo.search([('token_hash', '=', self._hash_token(token))])
        return access_sudo.filtered('is_working')

    def _revoke(self):
        """Take links back; they open nothing from now on."""
        working_sudo = self.sudo().filtered(lambda access: not access.revoked_date)
        working_sudo.write({'revoked_date': fields.Datetime.now()})

    @api.autovacuum
    def _gc_ended(self):
        """Delete links that ended long ago."""
        before = fields.Date.today() - timedelta(days=KEPT_DAYS)
        ended = Domain('date_end', '<', before) | Domain('revoked_date', '<', before)
        self.sudo().search(ended).unlink()
