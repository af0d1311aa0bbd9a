from odoo import api, models

EVENTS, PICTURES, PEOPLE = 20, 12, 12


class GiftProfile(models.AbstractModel):
    """What is known of a customer on one page, by blocks.

    An addon or a file adds a block: a method that returns the values of its template, one query
    for each kind of record however much there is, and an entry in :meth:`_get_blocks`. A block that
    returns nothing is not shown.
    """

    _name = 'gift.profile'
    _description = 'Profile of a customer'

    @api.model
    def _get_blocks(self):
        """Hook: return ``[(method, template, is also for the customer), …]`` in their order."""
        return [
            (self._read_figures, 'gift_loyalty.profile_figures', False),
            (self._read_points, 'gift_loyalty.profile_points', True),
            (self._read_people, 'gift_loyalty.profile_people', True),
            (self._read_gifts, 'gift_loyalty.profile_gifts', True),
            (self._read_timeline, 'gift_loyalty.profile_timeline', False),
            (self._read_consents, 'gift_loyalty.profile_consents', False),
        ]

    @api.model
    def _render(self, partner, *, for_customer=False):
        """Return the page's inside as HTML. The caller has checked who asks for whom.

        :param partner: res.partner in sudo, one.
        """
        family = partner if for_customer else self._get_family(partner)
        parts = []
        for read, template, is_shown in self._get_blocks():
            values = read(partner, family) if is_shown or not for_customer else None
            if values:
                values.update({'partner': partner, 'for_customer': for_customer})
                parts.append(self.env['ir.qweb']._render(template, values))
        return self.env['ir.qweb']._render('gift_loyalty.profile', {'parts': parts})

    @api.model
    def _get_family(self, partner):
        """Return the contacts that are one customer: those of a company, or the person alone."""
        if not partner.commercial_partner_id.is_company:
            return partner
        return partner.search([('commercial_partner_id', '=', partner.commercial_partner_id.id)])

    # === BLOCKS === #

    @api.model
    def _read_figures(self, partner, family):
        """Return recency, frequency and monetary value: last order, how many, how much."""
        domain = [('partner_id', 'in', family.ids), ('state', '=', 'sale')]
        found = (
            self.env['sale.order']
            .sudo()
            ._read_group(domain, ['currency_id'], ['date_order:max', '__count', 'amount_total:sum'])
        )
        if not found:
            return {}
        return {
            'last': max(last for _currency, last, _count, _sum in found),
            'count': sum(count for _currency, _last, count, _sum in found),
            'sums': [(currency, total) for currency, _last, _count, total in found],
        }

    @api.model
    def _read_points(self, partner, family):
        wallets = partner._gift_get_wallets()
        tier = partner._gift_get_tier()
        return {'wallets': wallets, 'tier': tier} if wallets or tier else {}

    @api.model
    def _read_gifts(self, partner, family):
        """Return the newest designs that were ordered, each once."""
        lines = (
            self.env['sale.order.line']
            .sudo()
            .search(
                [
                    ('order_partner_id', 'in', family.ids),
                    ('state', '=', 'sale'),
                    ('gift_revision_id', '!=', False),
                ],
                order='id desc',
                limit=4 * PICTURES,
            )
        )
        first = {}
        for line in lines:
            first.setdefault(line.gift_revision_id, line)
        return {'lines': list(first.values())[:PICTURES]} if first else {}

    @api.model
    def _read_people(self, partner, family):
        """Return for whom there were gifts, and whose days are remembered."""
        parcels = (
            self.env['gift.parcel']
            .sudo()
            ._read_group(
                [('order_id.partner_id', 'in', family.ids), ('order_id.state', '=', 'sale')],
                ['name'],
                ['__count', 'id:max'],
                order='id:max desc',
                limit=PEOPLE,
            )
        )
        occasions = (
            self.env['gift.occasion'].sudo().search([('partner_id', '=', partner.id)], limit=PEOPLE)
        )
        if not parcels and not occasions:
            return {}
        return {'recipients': [(name, count) for name, count, _last in parcels], 'days': occasions}

    @api.model
    def _read_timeline(self, partner, family):
        """Return what happened, the newest first."""
        events = [event for read in self._get_event_readers() for event in read(family)]
        events.sort(key=lambda event: event['date'], reverse=True)
        return {'events': events[:EVENTS]} if events else {}

    @api.model
    def _get_event_readers(self):
        """Hook: return methods that read events: dicts of date, icon, text and record."""
        return [self._read_orders, self._read_proofs, self._read_mails, self._read_reviews]

    @api.model
    def _read_orders(self, family):
        orders = self.env['sale.order'].search(
            [('partner_id', 'in', family.ids), ('state', 'in', ('sale', 'cancel'))],
            order='date_order desc, id desc',
            limit=EVENTS,
        )
        return [
            {
                'date': order.date_order,
                'icon': 'fa-shopping-cart',
                'text': self.env._(
                    "Order %(name)s, %(amount)s",
                    name=order.name,
                    amount=order.currency_id.format(order.amount_total),
                )
                if order.state == 'sale'
                else self.env._("Order %s was cancelled", order.name),
                'record': order,
            }
            for order in orders
        ]

    @api.model
    def _read_proofs(self, family):
        proofs = self.env['gift.proof'].search(
            [('order_id.partner_id', 'in', family.ids)], order='write_date desc', limit=EVENTS
        )
        states = dict(proofs._fields['state']._description_selection(self.env))
        return [
            {
                'date': proof.write_date,
                'icon': 'fa-eye',
                'text': self.env._(
                    "Proof of %(order)s: %(state)s",
                    order=proof.order_id.name,
                    state=states[proof.state],
                ),
                'record': proof,
            }
            for proof in proofs
        ]

    @api.model
    def _read_mails(self, family):
        messages = (
            self.env['mail.message']
            .sudo()
            .search(
                [
                    ('partner_ids', 'in', family.ids),
                    ('message_type', 'in', ('email', 'email_outgoing', 'auto_comment', 'comment')),
                    ('subject', '!=', False),
                ],
                order='id desc',
                limit=EVENTS,
            )
        )
        return [
            {
                'date': message.date,
                'icon': 'fa-envelope-o',
                'text': self.env._("Mail: %s", message.subject),
                'record': None,
            }
            for message in messages
        ]

    @api.model
    def _read_reviews(self, family):
        reviews = self.env['gift.review'].search(
            [('partner_id', 'in', family.ids)], order='id desc', limit=EVENTS
        )
        return [
            {
                'date': review.create_date,
                'icon': 'fa-star',
                'text': self.env._(
                    "Review of %(product)s: %(stars)s of 5 stars",
                    product=review.product_tmpl_id.name,
                    stars=review.stars,
                ),
                'record': review,
            }
            for review in reviews
        ]

    @api.model
    def _read_consents(self, partner, family):
        purposes = self.env['gift.consent.purpose'].sudo().search([])
        allowed = [
            (purpose, bool(partner._gift_filter_allowing(purpose.code))) for purpose in purposes
        ]
        elsewhere = self.env['gift.consent']._get_elsewhere(partner.email_normalized)
        return {'purposes': allowed, 'elsewhere': elsewhere} if allowed and partner.email else {}
