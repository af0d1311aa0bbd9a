from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.gift_base.tools import check_signed_token, signed_token

from .gift_parcel import ADDRESS_FIELDS
from .guarded import guarded

LINK_DAYS = 14
FALLBACKS = [
    ('giver', "Tell me, I will see to it"),
    ('own', "Send it to my own address"),
]


class GiftParcel(models.Model):
    """The recipient enters the address through a link; the parcel waits until it is there.

    The link holds nothing but the parcel's number, its version and a signature. Its page shows
    neither the gift, nor a price, nor an address that was entered before.
    """

    _inherit = 'gift.parcel'

    asks_address = fields.Boolean(
        string="Recipient enters the address", readonly=True, help="Through a link."
    )
    email = fields.Char(
        string="Recipient's e-mail",
        help="For the link, and where the giver wants it for the news that it is on its way.",
    )
    address_hidden = fields.Boolean(
        string="Address kept from the giver",
        help="Only the shop sees what the recipient has entered.",
    )
    link_fallback = fields.Selection(
        FALLBACKS, string="When the link has expired", default='giver', required=True
    )
    link_version = fields.Integer(default=1, readonly=True, copy=False)
    link_until = fields.Datetime(string="Link works until", readonly=True, copy=False)
    address_date = fields.Datetime(string="Address entered on", readonly=True, copy=False)

    # === LINK === #

    def _get_link(self):
        """Return the address of the page on which the recipient enters where to send it."""
        self.ensure_one()
        token = signed_token(self.env, 'parcel', self._get_link_content())
        return f'{self.order_id.get_base_url()}/gift/address/{self.id}/{token}'

    def _get_link_content(self):
        return f'{self.id}-{self.link_version}'

    @api.model
    def _find_by_link(self, parcel_id, token):
        """Return the parcel (sudo) of a link that may be opened, or an empty recordset.

        A link works from the confirmation of the order until it expires, is replaced by a newer
        one, or the goods have left.
        """
        if parcel_id >= 2**31:  # no id of a record
            return self.sudo().browse()
        parcel_sudo = self.sudo().browse(parcel_id).exists()  # the signature is checked below
        if not parcel_sudo or not check_signed_token(
            self.env, 'parcel', parcel_sudo._get_link_content(), token
        ):
            return parcel_sudo.browse()
        return parcel_sudo.filtered(lambda parcel: parcel._is_link_open())

    def _is_link_open(self):
        self.ensure_one()
        return bool(
            self.asks_address
            and self.order_id.state == 'sale'
            and self.link_until
            and self.link_until > fields.Datetime.now()
            and not self.address_date
        )

    def _is_waiting(self):
        """Return whether the parcel waits for the address from its recipient."""
        self.ensure_one()
        return self.asks_address and not self.address_date and self.order_id.state == 'sale'

    def _is_address_shown(self):
        """Return whether the giver may see the address."""
        self.ensure_one()
        return not (self.asks_address and self.address_hidden)

    def _send_link(self):
        """Make the link work (again) from now on; a link of before ends. Call it in sudo."""
        for parcel in self.filtered(lambda parcel: parcel._is_waiting()):
            parcel.order_id._gift_lock_rows()
            parcel.write(
                {
                    'link_version': parcel.link_version + 1,
                    'link_until': fields.Datetime.now() + timedelta(days=LINK_DAYS),
                }
            )
            if parcel.email:
                parcel._send_once(f'link-{parcel.link_version}', 'mail_template_parcel_link')

    def _send_once(self, kind, template):
        """Put a mail about the parcel into the queue, unless it has been sent before."""
        self.ensure_one()
        if self.env['gift.notice']._claim(self, kind):
            template_sudo = self.env.ref(f'gift_personalization.{template}').sudo()
            author = self.with_user(self.env.ref('base.user_root')).sudo()
            template_sudo.with_env(author.env).send_mail(self.id)
            self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    # === ANSWER === #

    def _set_recipient_address(self, values):
        """Store what the recipient has entered, once, and let the goods go there.

        :param dict values: checked values of the address; its country is the order's business.
        :return: the sentence that says why not, or an empty string.
        """
        self.ensure_one()
        self.order_id._gift_lock_rows()
        self.invalidate_recordset(['address_date', 'link_until'])
        if not self._is_link_open():
            return self.env._("The address was entered already, or the link has expired.")
        with self.env.cr.savepoint() as point:
            self.write({**values, 'country_id': self.country_id.id})
            problem = self._get_problem()
            if problem:
                point.rollback()
                self.invalidate_recordset()
                return self.env._(
                    "We cannot send this parcel to that address. Please enter another one in"
                    " %(country)s.",
                    country=self.country_id.name,
                )
            self.address_date = fields.Datetime.now()
        self._release()
        self._send_once('address', 'mail_template_parcel_address')
        return ''

    def _release(self):
        """Order the goods whose delivery waited for the address. Never raises."""
        order_sudo = self.order_id
        with guarded(order_sudo, self.env._("The delivery to a recipient could not be made")):
            self._get_goods()._gift_release_procurement()

    # === EXPIRY === #

    @api.model
    def _cron_links(self):
        """Do what the giver has chosen for links that expired without an address."""
        due = self.search(
            [
                ('asks_address', '=', True),
                ('address_date', '=', False),
                ('link_until', '<', fields.Datetime.now()),
                ('order_id.state', '=', 'sale'),
            ],
            order='id',
        )
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(due))
        for parcel in due:
            with guarded(parcel.order_id, self.env._("An expired link could not be dealt with")):
                parcel._fall_back()
            if not cron._commit_progress(1):
                break

    def _fall_back(self):
        """Send the parcel to the giver's own address, or tell him; once per link.

        Since it was looked up, the giver may have sent the link again, or cancelled the order.
        """
        self.ensure_one()
        self.order_id._gift_lock_rows()
        self.invalidate_recordset(['address_date', 'link_until'])
        if not self._is_waiting() or self._is_link_open():
            return
        if self.link_fallback == 'own':
            own = self.order_id.partner_shipping_id
            values = {
                name: own[name].id if name.endswith('_id') else own[name] for name in ADDRESS_FIELDS
            }
            self.write({**values, 'name': self.name, 'address_date': fields.Datetime.now()})
            self._release()
        self._send_once(f'expired-{self.link_version}', 'mail_template_parcel_expired')


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def action_confirm(self):
        """Override of `sale` to ask recipients for their addresses once it is paid."""
        result = super().action_confirm()
        for order_sudo in self.sudo().filtered(lambda order: order.gift_is_divided):
            with guarded(order_sudo, self.env._("A recipient could not be asked for the address")):
                order_sudo.gift_parcel_ids.filtered(lambda p: not p.link_until)._send_link()
        return result
