from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from .gift_consent import EMAIL

LOOK_BACK = timedelta(days=3)
LATE = timedelta(days=30)  # an arrival that is told later, a complaint that was open meanwhile
DESIGN_HOURS = 24


class GiftFlow(models.Model):
    """What begins a flow, whether it still holds, and what its mails tell: one set per trigger.

    ``_find_<trigger>()`` yields (address, event, record, partner); ``_holds_<trigger>(run,
    record)`` and ``_tell_<trigger>(run, record)`` are there where the usual answer is not enough.
    """

    _inherit = 'gift.flow'

    def _find_people(self):
        """Return who may enter the flow now; who is in it for the event enters no second time."""
        self.ensure_one()
        find = getattr(self, f'_find_{self.trigger}', None)
        return find() if find and self.step_ids else []

    def _get_since(self):
        """Return the moment after which events count: a late job misses none of three days."""
        now = fields.Datetime.now()
        return max(self.activated_on or now, now - LOOK_BACK)

    def _is_still_true(self, run):
        """Return whether what began the flow still holds."""
        holds = getattr(self, f'_holds_{self.trigger}', None)
        record = run._get_record()
        if run.res_model and not record:
            return False
        return holds(run, record) if holds else True

    def _get_lang(self, run):
        return run.partner_id.lang or self.env.company.partner_id.lang or 'en_US'

    def _get_target(self, run):
        """Return the path or address that the button of a mail leads to."""
        record = run._get_record()
        lead = getattr(self, f'_lead_{self.trigger}', None)
        return lead(run, record) if lead and record else '/shop'

    def _get_values(self, run):
        """Return what can be filled in, in the language of the environment."""
        self.ensure_one()
        record = run._get_record()
        tell = getattr(self, f'_tell_{self.trigger}', None)
        return {
            'customer': run.partner_id.name or '',
            'shop': self.env.company.name,
            **(tell(run, record) if tell and record else {}),
        }

    def _get_foot(self, run, base_url):
        """Return what stands below a mail: why it came and how to stop it."""
        consents, code = self.env['gift.consent'], self.purpose_id.code
        who = f'p{run.partner_id.id}' if run.partner_id else ''
        return {
            'purpose': self.purpose_id,
            'stop': code and base_url + consents._get_stop_path(run.email, code, who),
            'preferences': base_url + consents._get_preferences_path(run.email, who),
        }

    def _show_gifts(self, lines, run):
        """Return the pictures and texts of gifts as markup."""
        base_url = run.get_base_url()
        return Markup().join(
            self.env['ir.qweb']._render(
                'gift_personalization.mail_gift',
                {'line': line, 'revision': line.gift_revision_id, 'base_url': base_url},
            )
            for line in lines.filtered('gift_revision_id')[:5]
        )

    # === WELCOME === #

    def _find_welcome(self):
        given_sudo = (
            self.env['gift.consent']
            .sudo()
            .search(
                [
                    ('purpose_id', '=', self.purpose_id.id),
                    ('channel', '=', EMAIL),
                    ('state', '=', 'given'),
                    ('date', '>=', self._get_since()),
                ],
                order='id',
            )
        )
        return [(row.email, 'welcome', row, row.partner_id) for row in given_sudo]

    # === CART, DESIGN === #

    def _holds_cart(self, run, cart):
        return cart.state in ('draft', 'sent') and bool(cart.order_line)

    def _lead_cart(self, run, cart):
        cart._portal_ensure_token()
        return f'/shop/cart?id={cart.id}&access_token={cart.access_token}&revive_method=squash'

    def _tell_cart(self, run, cart):
        return {
            'gifts': self._show_gifts(cart.order_line, run),
            'product': cart.order_line[:1].product_id.name or '',
        }

    def _find_design(self):
        until = fields.Datetime.now() - timedelta(hours=DESIGN_HOURS)
        designs_sudo = (
            self.env['gift.design']
            .sudo()
            .search(
                Domain('partner_id', '!=', False)
                & Domain('saved_date', '>=', self._get_since() - timedelta(hours=DESIGN_HOURS))
                & Domain('saved_date', '<=', until),
                order='id',
            )
        )
        used = self._get_used(designs_sudo)
        return [
            (design.partner_id.email, f'design:{design.id}', design, design.partner_id)
            for design in designs_sudo - used
        ]

    def _get_used(self, designs):
        """Return those designs that stand in an order or a cart."""
        lines_sudo = self.env['sale.order.line'].sudo()
        domain = [('gift_design_id', 'in', designs.ids), ('state', '!=', 'cancel')]
        return lines_sudo.search(domain).gift_design_id

    def _holds_design(self, run, design):
        return not self._get_used(design)

    def _lead_design(self, run, design):
        return '/my/designs'

    def _tell_design(self, run, design):
        return {'product': design.product_id.name}

    # === ORDERS === #

    def _find_purchase(self):
        orders_sudo = (
            self.env['sale.order']
            .sudo()
            .search(
                [
                    ('state', '=', 'sale'),
                    ('website_id', '!=', False),
                    ('date_order', '>=', self._get_since()),
                ],
                order='id',
            )
        )
        return [
            (order.partner_id.email, f'order:{order.id}', order, order.partner_id)
            for order in orders_sudo
        ]

    def _holds_purchase(self, run, order):
        return order.state == 'sale'

    def _lead_purchase(self, run, order):
        return order.get_portal_url()

    def _tell_purchase(self, run, order):
        return {'order': order.name, 'gifts': self._show_gifts(order.order_line, run)}

    def _find_review(self):
        """Find gifts that arrived as many days ago as the flow says: one question for an order."""
        until = fields.Datetime.now() - timedelta(days=max(self.days, 0))
        after = max(until - LATE, self.activated_on - timedelta(days=max(self.days, 0)))
        lines_sudo = self.env['sale.order.line'].sudo()._gift_find_reviewable(after, until)
        return [
            (line.order_partner_id.email, f'review:{line.order_id.id}', line, line.order_partner_id)
            for line in lines_sudo
        ]

    def _holds_review(self, run, line):
        return not line._gift_get_review()

    def _lead_review(self, run, line):
        return line._gift_get_review_url()

    def _tell_review(self, run, line):
        return {'product': line.product_id.name, 'gifts': self._show_gifts(line, run)}

    def _find_winback(self):
        """Find who ordered last as many days ago as the flow says."""
        until = fields.Datetime.now() - timedelta(days=max(self.days, 1))
        self.env['sale.order'].flush_model(['state', 'partner_id', 'date_order'])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM (SELECT DISTINCT ON (partner_id) id, date_order FROM sale_order"
                "  WHERE state = 'sale' ORDER BY partner_id, date_order DESC, id DESC) last"
                " WHERE date_order BETWEEN %s AND %s ORDER BY id",
                until - LOOK_BACK,
                until,
            )
        )
        orders_sudo = self.env['sale.order'].sudo().browse([row[0] for row in rows])
        return [
            (order.partner_id.email, f'winback:{order.id}', order, order.partner_id)
            for order in orders_sudo
        ]

    def _tell_winback(self, run, order):
        return self._tell_purchase(run, order)

    # === OCCASION, STOCK, POINTS === #

    def _holds_occasion(self, run, occasion):
        return occasion.is_reminding

    def _lead_occasion(self, run, occasion):
        line = occasion._get_past_line()
        return f'/my/gifts/again/{line.id}' if line else '/shop'

    def _tell_occasion(self, run, occasion):
        order_by = occasion._get_order_by(occasion.next_date)
        return {
            'product': occasion._get_label(),
            'gifts': self._show_gifts(occasion._get_past_line(), run),
            'day': format_date(self.env, order_by or occasion.next_date, date_format='full'),
        }

    def _holds_stock(self, run, product):
        return product.sale_ok and product.is_published and not product._is_sold_out()

    def _lead_stock(self, run, product):
        return product.website_url

    def _tell_stock(self, run, product):
        return {'product': product.with_context(lang=self.env.lang).display_name}

    def _find_points(self):
        ending = self.env['gift.points.wallet'].sudo()._find_ending(max(self.days, 1))
        return [
            (wallet.partner_id.email, f'points:{wallet.id}:{day}', wallet, wallet.partner_id)
            for wallet, (_points, day) in ending.items()
        ]

    def _get_ending(self, wallet):
        """Return ``[(last day, points)]`` of what ends within the days of the flow."""
        if not (wallet.card_id.active and wallet.program_id.active):
            return []
        today = fields.Date.context_today(self)
        until = today + timedelta(days=max(self.days, 1))
        return [(day, points) for day, points in wallet._get_ending() if today <= day <= until]

    def _holds_points(self, run, wallet):
        return bool(self._get_ending(wallet))

    def _lead_points(self, run, wallet):
        return '/my/loyalty'

    def _tell_points(self, run, wallet):
        ending = self._get_ending(wallet) or wallet._get_ending()[:1]  # the latter in a preview
        if not ending:
            return {}
        return {
            'points': wallet.card_id._format_points(sum(points for _day, points in ending)),
            'day': format_date(self.env, ending[0][0], date_format='long'),
        }
