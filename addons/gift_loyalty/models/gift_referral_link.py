import base64
import secrets

from odoo import api, fields, models

from odoo.addons.gift_base.insert import insert_once

CODE_BYTES = 10  # 80 bits


class GiftReferralLink(models.Model):
    """The link by which a customer invites others; one for each customer."""

    _name = 'gift.referral.link'
    _description = 'Link to invite others'
    _order = 'id'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one('res.partner', string="Customer", required=True, readonly=True,
                                 ondelete='cascade')  # fmt: skip
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    code = fields.Char(required=True, readonly=True)
    line = fields.Char(readonly=True, help="Fingerprint of the line it was made from.")
    active = fields.Boolean(default=True)
    referral_ids = fields.One2many('gift.referral', 'link_id')

    _once = models.Constraint('UNIQUE(partner_id, company_id)', "A customer has one link.")
    _code_once = models.Constraint('UNIQUE(code)', "This code is in use.")

    @api.model
    def _open(self, partner, company, line=''):
        """Return the link (sudo) of a customer, made when it is missing."""
        link_sudo = self._get_of(partner, company)
        if not link_sudo:
            code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
            values = {'partner_id': partner.id, 'company_id': company.id, 'code': code}
            self.env.flush_all()
            insert_once(self, {**values, 'line': line or None, 'active': True})
            link_sudo = self._get_of(partner, company)
        return link_sudo

    @api.model
    def _get_of(self, partner, company):
        """Return the link (sudo) of a customer, empty when there is none."""
        return self.sudo().search(
            [('partner_id', '=', partner.id), ('company_id', '=', company.id)]
        )

    @api.model
    def _find(self, code, company):
        """Return the link (sudo) of a code, empty for anything else."""
        if not company.gift_referral_on or not isinstance(code, str):
            return self.sudo().browse()
        return self.sudo().search(
            [('code', '=', code.strip().lower()[:64]), ('company_id', '=', company.id)]
        )

    def _get_url(self):
        self.ensure_one()
        return f'{self.get_base_url()}/r/{self.code}'

    def _get_counts(self):
        """Return ``(waiting, rewarded)`` invitations, for the customer's page."""
        states = self.referral_ids.mapped('state')
        waiting = sum(state in ('bound', 'review') for state in states)
        return waiting, states.count('rewarded')
