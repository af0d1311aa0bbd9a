from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..const import JSON_LIMIT_BYTES
from .own_designs import is_id
from .shop import GiftWebsiteSale

SAVE_URL = '/gift/order/correct'
CORRECTIONS_PER_LINE = 20
WINDOW_S = 3600


def get_correctable_line(line_id, access_token):
    """Return the order line (sudo) whose design the visitor may correct, or an empty recordset.

    Opens for the holder of the order's link and for its customer. Staff correct designs on the
    proof, where they say so, and not in the customer's place.
    """
    lines_sudo = request.env['sale.order.line'].sudo()
    if not is_id(line_id):
        return lines_sudo
    line_sudo = lines_sudo.search([('id', '=', int(line_id))])
    user = request.env.user
    if not line_sudo.gift_revision_id or (
        user._is_internal() and line_sudo.order_partner_id != user.partner_id
    ):
        return lines_sudo
    is_token = isinstance(access_token, str) and access_token.isascii()
    try:
        CustomerPortal()._document_check_access(
            'sale.order', line_sudo.order_id.id, access_token=access_token if is_token else None
        )
    except (AccessError, MissingError):
        return lines_sudo
    return line_sudo


class GiftCorrectionPage(GiftWebsiteSale):
    def _prepare_product_values(
        self, product, category, gift_correct=None, access_token=None, **kwargs
    ):
        """Override of `website_sale` to open the design of a paid line in the designer.

        :param gift_correct: id of the order line.
        :param access_token: token of its order.
        """
        values = super()._prepare_product_values(product, category, **kwargs)
        line_sudo = get_correctable_line(gift_correct, access_token)
        if not gift_correct or line_sudo.product_template_id != product or 'gift' not in values:
            return values
        if not line_sudo._gift_can_be_corrected():
            return values
        partner = None if request.env.user._is_public() else request.env.user.partner_id
        gift = line_sudo.product_id.sudo(False)._gift_prepare_designer(
            line_sudo.gift_revision_id,
            values['combination_info'],
            edited_line=line_sudo,
            partner=partner,
        )
        gift.update(correction=line_sudo, save_url=SAVE_URL, save_token=access_token or '')
        return {**values, 'gift': gift}

    @route(
        SAVE_URL,
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def gift_correct(self, line_id=None, access_token=None, values=None, key=None, **_kwargs):
        """Save the corrected design of a paid line.

        :return: ``{'redirect': address of the new proof}``, or ``{'error': sentence}``.
        """
        try:
            line_sudo = self._gift_count_correction(line_id, access_token)
            with request.env.cr.savepoint():
                proof_sudo = self._gift_correct(line_sudo, values, key)
        except UserError as error:
            return {'error': str(error)}
        return {'redirect': proof_sudo.get_portal_url()}

    def _gift_count_correction(self, line_id, access_token):
        """Return the line (sudo) of an attempt, which counts whether it succeeds or not."""
        line_sudo = get_correctable_line(line_id, access_token)
        if not line_sudo:
            raise UserError(
                request.env._(
                    "This gift cannot be opened. Please use the button on your order's page again.",
                )
            )
        request.env['gift.rate.limit']._gift_count(
            'correct', str(line_sudo.id), limit=CORRECTIONS_PER_LINE, seconds=WINDOW_S
        )
        return line_sudo

    def _gift_correct(self, line_sudo, values, key):
        design_sudo = request.env['gift.design']._find_by_key(key)
        if not design_sudo or design_sudo.product_id != line_sudo.product_id:
            raise UserError(
                request.env._(
                    "The variant of a paid gift cannot be changed here. Please write to us.",
                )
            )
        design_sudo._save_values(values)
        user = request.env.user
        author = line_sudo.order_partner_id if user._is_public() else user.partner_id
        return line_sudo._gift_correct(design_sudo, author=author)
