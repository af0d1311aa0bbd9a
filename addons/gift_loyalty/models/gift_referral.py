from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.gift_base.insert import insert_once

from ..engine.referrals import plain_address, plain_mail, signs

STATES = [
    ('bound', "Has signed up or ordered"),
    ('review', "To be looked at"),
    ('rewarded', "Rewarded"),
    ('refused', "Refused"),
    ('void', "Order was given back"),
]
SAME_LINE_DAYS, SAME_LINE_LIMIT = 7, 3


class GiftReferral(models.Model):
    """One customer who came by somebody's link. Both get points when the order is there to stay."""

    _name = 'gift.referral'
    _inherit = ['mail.thread']
    _description = 'Invited customer'
    _order = 'id desc'
    _rec_name = 'friend_id'

    link_id = fields.Many2one('gift.referral.link', required=True, readonly=True, index=True,
                              ondelete='restrict')  # fmt: skip
    giver_id = fields.Many2one(related='link_id.partner_id', string="Invited by")
    company_id = fields.Many2one(related='link_id.company_id', store=True)
    friend_id = fields.Many2one(
        'res.partner', string="New customer", required=True, readonly=True, ondelete='restrict'
    )
    order_id = fields.Many2one(
        'sale.order', string="First order", readonly=True, index=True, ondelete='set null'
    )
    state = fields.Selection(STATES, required=True, readonly=True, default='bound', tracking=True)
    line = fields.Char(readonly=True, help="Fingerprint of the line it came from.")
    signs = fields.Char(readonly=True, string="In common", help="What the two have in common.")
    reason = fields.Char(readonly=True, tracking=True)

    _once = models.Constraint('UNIQUE(friend_id)', "A new customer was invited once.")
    _lines = models.Index('(line, create_date)')

    # === WHO CAME BY A LINK === #

    @api.model
    def _bind(self, partner, code, company, line='', order=None):
        """Note that a customer came by a link; nothing for who has bought before.

        :return: the referral (sudo), empty when it does not count.
        """
        link_sudo = self.env['gift.referral.link']._find(code, company)
        friend = partner.commercial_partner_id
        found_sudo = self.sudo().search([('friend_id', '=', friend.id)])
        if found_sudo or not link_sudo or partner.is_public or self._has_bought(friend, order):
            return found_sudo
        self.env.flush_all()
        values = {
            'link_id': link_sudo.id,
            'company_id': company.id,
            'friend_id': friend.id,
            'state': 'bound',
            'line': line or None,
        }
        insert_once(self, values)
        return self.sudo().search([('friend_id', '=', friend.id)])

    def _has_bought(self, friend, order):
        domain = [('partner_id', 'child_of', friend.id), ('state', '=', 'sale')]
        bought = self.env['sale.order'].sudo().search(domain, limit=2)
        return bool(bought - (order or bought.browse()))

    # === SIGNS === #

    def _find_signs(self):
        """Return the names of what speaks for somebody who invited himself."""
        self.ensure_one()
        giver, friend = self.link_id.partner_id.commercial_partner_id, self.friend_id
        found = signs(
            {**self._get_traits(giver), 'line': {self.link_id.line}},
            {**self._get_traits(friend), 'line': {self.line}},
        )
        since = self.create_date - timedelta(days=SAME_LINE_DAYS)
        same_line = [('line', '=', self.line), ('create_date', '>', since)]
        if self.line and self.search_count(same_line) > SAME_LINE_LIMIT:
            found.append('many')  # counted over all links: a new link does not begin anew
        if self._count_rewarded() >= self.company_id.gift_referral_cap:
            found.append('cap')
        return found

    def _get_traits(self, partner):
        people = partner | partner.child_ids
        tokens_sudo = self.env['payment.token'].sudo().search([('partner_id', 'in', people.ids)])
        return {
            'customer': {partner.id},
            'mail': {plain_mail(person.email) for person in people},
            'address': {
                plain_address(person.street, person.zip, person.country_id.code)
                for person in people
            },
            'payment': {
                f'{token.provider_id.id}:{token.payment_method_id.id}:{token.payment_details}'
                for token in tokens_sudo
                if token.payment_details
            },
        }

    def _count_rewarded(self):
        since = fields.Datetime.now() - timedelta(days=30)
        return self.search_count(
            [
                ('giver_id', '=', self.giver_id.id),
                ('state', '=', 'rewarded'),
                ('write_date', '>', since),
            ]
        )

    # === WHAT BECOMES OF IT === #

    @api.model
    def _look_at_orders(self, settlements):
        """Reward or take back what hangs on these orders (gift.order.settlement)."""
        referrals = self.sudo().search([('order_id', 'in', settlements.order_id.ids)])
        rows = {row.order_id: row for row in settlements}
        for referral in referrals:
            row = rows[referral.order_id]
            enough = row.amount > 0 and row.amount >= row.company_id.gift_referral_min_amount
            if referral.state == 'bound' and row.settled_on and enough:
                referral._ripen()
            elif referral.state in ('rewarded', 'review') and not enough:
                referral._revoke()

    def _ripen(self):
        """The order is paid and delivered: promise the points, or have somebody look at it."""
        self.signs = ", ".join(self._find_signs())
        if self.signs:
            self.state = 'review'
        else:
            self._reward()

    def _reward(self):
        """Give both their points, usable when the return window has passed. Once."""
        self.ensure_one()
        company = self.company_id
        days = self.env['loyalty.program']._gift_find_main(company).gift_return_days
        row = self.env['gift.order.settlement'].search([('order_id', '=', self.order_id.id)])
        until = (row.settled_on or fields.Date.context_today(self)) + timedelta(days=days)
        for partner, points, reason in self._get_shares():
            if points:
                partner._gift_post_bonus(
                    points, self._get_key(), reason, pending_until=until, company=company
                )
        self.state = 'rewarded'
        if self.giver_id._gift_allows('points'):
            self.env['gift.notice']._send_once(
                self, 'rewarded', 'gift_loyalty.mail_template_referral'
            )

    def _get_key(self):
        return f'referral:{self.id}'

    def _get_shares(self):
        company = self.company_id
        giver, friend = (
            partner.with_context(lang=partner.lang) for partner in (self.giver_id, self.friend_id)
        )
        return [
            (giver, company.gift_referral_giver_points, giver.env._("For inviting somebody")),
            (friend, company.gift_referral_friend_points, friend.env._("For your first order")),
        ]

    def _revoke(self):
        """The order did not stay: take the points back."""
        for partner, _points, _reason in self._get_shares():
            for wallet_sudo in partner._gift_get_wallets():
                wallet_sudo._revoke_bonus(
                    self._get_key(), self.env._("The first order was given back")
                )
        self.state = 'void'

    # === BY HAND === #

    def _check_reviewer(self):
        if not self.env.su and not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Invitations are looked at by the shop's team."))

    def action_approve(self):
        """Reward what was to be looked at."""
        self._decide('rewarded')

    def action_refuse(self):
        """Refuse what was to be looked at; nobody gets points."""
        self._decide('refused')

    def _decide(self, state):
        self._check_reviewer()
        for referral_sudo in self.sudo():  # rights were checked; nobody writes it directly
            if referral_sudo.state != 'review':
                raise UserError(
                    self.env._(
                        "The invitation of %(friend)s is not to be looked at any more.",
                        friend=referral_sudo.friend_id.display_name,
                    )
                )
            referral_sudo.reason = self.env._("Decided by %(user)s", user=self.env.user.name)
            if state == 'rewarded':
                referral_sudo._reward()
            else:
                referral_sudo.state = state
