from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_date, formatLang

from odoo.addons.gift_personalization.models.guarded import guarded
from odoo.addons.gift_personalization.models.working_days import WorkingDays

OFFERS_TOLD = 5


class GiftSupplierAnswerLine(models.Model):
    """Who else could deliver what a supplier does not, for the buyer who decides."""

    _inherit = 'gift.supplier.answer.line'

    alternatives = fields.Text(
        string="Who else could", readonly=True, groups='purchase.group_purchase_user',
        help="When the supplier has answered.",
    )  # fmt: skip

    def _needs_alternatives(self):
        """Return whether the proposal leaves something open that somebody else could deliver."""
        self.ensure_one()
        is_less = self.quantity < self.asked_quantity
        return self.kind in ('decline', 'substitute') or is_less or self.is_promise_late

    def _note_alternatives(self):
        """Write down who else could, in the buyer's language; writes nothing else."""
        for line in self.filtered(lambda line: line._needs_alternatives()):
            with guarded(line.order_id, self.env._("The gift needs somebody else")):
                share = line.purchase_line_id.gift_share_id
                line.alternatives = share._tell_options() if share else line._tell_offers()

    def _tell_offers(self):
        """Return in words what other suppliers ask for the product, the cheapest first."""
        self.ensure_one()
        today = WorkingDays(self.company_id).today()
        product = self.product_id.with_company(self.company_id)
        quantity = self.asked_quantity - (0 if self.kind == 'substitute' else self.quantity)
        asked = {'quantity': quantity or self.asked_quantity, 'date': today,
                 'uom_id': self.purchase_line_id.product_uom_id}  # fmt: skip
        partners = product.seller_ids.partner_id.filtered(
            lambda partner: partner.commercial_partner_id != self.supplier_id.commercial_partner_id
        )
        sellers = product.seller_ids.browse()
        for partner in partners:
            sellers |= product._select_seller(partner_id=partner, **asked)
        told = product._gift_get_supplier_stock().get(product.id, {})
        offers = sellers.sorted(self._get_offer_price)[:OFFERS_TOLD]
        texts = [self._tell_offer(seller, told, today) for seller in offers]
        return '\n'.join(texts) or self.env._("Nobody else sells it to us.")

    def _get_offer_price(self, seller):
        return seller.currency_id._convert(
            seller.price_discounted, self.currency_id, self.company_id, round=False
        )

    def _tell_offer(self, seller, told, today):
        partner = seller.partner_id.commercial_partner_id
        _quantity, available_from, _told_at = told.get(partner.id) or (0.0, False, None)
        day = max(today, available_from or today) + timedelta(days=seller.delay)
        return self.env._(
            "%(supplier)s: %(price)s each, there on %(day)s",
            supplier=partner.name,
            price=formatLang(
                self.env, seller.price_discounted, dp='Product Price',
                currency_obj=seller.currency_id,
            ),
            day=format_date(self.env, day),
        )  # fmt: skip


class GiftLineShare(models.Model):
    _inherit = 'gift.line.share'

    def _tell_options(self):
        """Return in words who else could make it (sudo), the best first."""
        self.ensure_one()
        book, found = self._get_alternatives()
        texts = [self._tell_option(book, option) for _reason, option in found if option]
        return '\n'.join(texts) or self.env._("Nobody else can make it.")
