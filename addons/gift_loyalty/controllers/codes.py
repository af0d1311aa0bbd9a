from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.website_sale_loyalty.controllers.main import WebsiteSale

from ..const import CODES_PER_CALLER, CODES_WINDOW_S


def count_code():
    """Count that the caller tries a code; return a sentence when it was too often."""
    address = request.httprequest.remote_addr or ''
    try:
        request.env['gift.rate.limit']._gift_count(
            'code', address, limit=CODES_PER_CALLER, seconds=CODES_WINDOW_S
        )
    except UserError as error:
        return str(error)
    return ''


class GiftCodes(WebsiteSale):
    """Codes are tried a limited number of times, whichever route takes them and however."""

    @route()
    def pricelist(self, promo='', reward_id=None, **post):
        """Override of `website_sale_loyalty` to count the attempt."""
        code = self._read_code(promo)
        if code and self._is_refused():
            return self._go_back(post)
        return super().pricelist(code, reward_id=self._read_id(reward_id), **post)

    @route()
    def activate_coupon(self, code, r='/shop', **kw):
        """Override of `website_sale_loyalty` to count the attempt."""
        if self._is_refused():
            return self._go_back({'r': '/shop/cart'})
        return super().activate_coupon(self._read_code(code), r=r, **kw)

    @route()
    def claim_reward(self, reward_id='', code=None, **post):
        """Override of `website_sale_loyalty` to count the attempt."""
        if self._is_refused():
            return self._go_back(post)
        product_id = post.pop('product_id', None)
        if self._read_id(product_id):
            post['product_id'] = product_id
        if not self._read_id(reward_id):
            return self._go_back(post)
        return super().claim_reward(reward_id, code=code, **post)

    def _is_refused(self):
        problem = count_code()
        if problem:
            request.session['error_promo_code'] = problem
        return bool(problem)

    def _go_back(self, post):
        return request.redirect(post.get('r') or '/shop/cart')

    def _read_code(self, sent):
        return request.env['loyalty.card']._gift_clean_code(sent)

    def _read_id(self, sent):
        """Return the id that was sent, or None when it is none."""
        text = str(sent or '')
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
        return number if 0 < number < 2**31 else None
