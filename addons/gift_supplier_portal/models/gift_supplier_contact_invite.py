import re

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..const import COLLEAGUES_PER_SUPPLIER, INVITATIONS_PER_CONTACT, INVITATIONS_WINDOW_S

GIVEN = ('may_orders', 'may_invoices', 'may_feed')  # administrators are made by our buyers
# A name stands in a mail of ours: nothing in it may lead anywhere.
NAME = re.compile(r"[^\W\d_][^\d<>/@:_]{0,79}")


class GiftSupplierContact(models.Model):
    """Administrators of a supplier bring colleagues in."""

    _inherit = 'gift.supplier.contact'

    def _invite(self, name, address, rights):
        """Make a colleague a contact and mail a link; who is one already gets a link alone.

        The page answers the same in both cases, and for people of other companies, who are left
        as they are: the colleague is a person of the inviter's own supplier.

        :param str name: of the colleague, untrusted.
        :param str address: mail address, untrusted.
        :param dict rights: of ``GIVEN``, which the colleague gets.
        :raise UserError: with what is wrong, or when there were too many.
        """
        self.ensure_one()
        name, address = ' '.join(name.split()), email_normalize(address)
        if not NAME.fullmatch(name):
            raise UserError(self.env._("Please enter the name of your colleague, in letters."))
        if not address:
            raise UserError(self.env._("Please enter the mail address of your colleague."))
        if not any(rights.get(right) for right in GIVEN):
            raise UserError(self.env._("Please choose what your colleague may do."))
        self.env['gift.rate.limit']._gift_count(
            'supplier-invite', str(self.id), limit=INVITATIONS_PER_CONTACT,
            seconds=INVITATIONS_WINDOW_S,
        )  # fmt: skip
        contact_sudo = self._find_colleague(address)
        if not contact_sudo or not contact_sudo.active:
            contact_sudo = self._add_colleague(contact_sudo, name, address, rights)
        if contact_sudo._get_roles():
            self.env['gift.supplier.access']._send_link(
                contact_sudo, template='mail_template_invite', gift_inviter=self.partner_id.name
            )

    def _find_colleague(self, address):
        """Return the contact (sudo) of the same supplier with that address, archived or not."""
        contacts_sudo = self.sudo().with_context(active_test=False)  # of the inviter's supplier
        domain = [
            ('supplier_id', '=', self.supplier_id.id),
            ('partner_id.email_normalized', '=', address),
        ]
        return contacts_sudo.search(domain, order='active desc, id', limit=1)

    def _add_colleague(self, contact_sudo, name, address, rights):
        values = {right: bool(rights.get(right)) for right in GIVEN}
        supplier_sudo = self.sudo().supplier_id  # of the inviter, who was checked by the page
        count = self.sudo().search_count([('supplier_id', '=', supplier_sudo.id)])
        if count >= COLLEAGUES_PER_SUPPLIER:
            raise UserError(
                self.env._("That are many contacts already. Take one back, or write to our buyer.")
            )
        if contact_sudo:
            contact_sudo.write({**values, 'may_admin': False, 'active': True})
        else:
            partner_sudo = supplier_sudo.child_ids.filtered(
                lambda person: person.email_normalized == address and not person.is_company
            )[:1] or supplier_sudo.create(
                {'name': name, 'email': address, 'parent_id': supplier_sudo.id}
            )
            contact_sudo = self.sudo().create({**values, 'partner_id': partner_sudo.id})
        supplier_sudo.message_post(
            body=self.env._(
                "%(inviter)s has invited %(name)s (%(address)s) as a contact.",
                inviter=self.partner_id.name,
                name=contact_sudo.partner_id.name,
                address=address,
            )
        )
        return contact_sudo

    def _get_roles(self):
        """Return what the contact may do now."""
        return [role for role in ('orders', 'invoices', 'feed', 'admin') if self._may(role)]
