from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """A line that carries a frozen design."""

    _inherit = 'sale.order.line'

    gift_design_id = fields.Many2one(
        'gift.design',
        string="Design workspace",
        copy=False,
        ondelete='set null',
    )
    gift_revision_id = fields.Many2one(
        'gift.design.revision',
        string="Design",
        copy=True,
        readonly=True,
        ondelete='restrict',
        index='btree_not_null',
    )
    gift_recipient = fields.Char(
        string="Recipient", help="For whom the gift is: packing sorts by it."
    )

    # === TEXT === #

    @api.depends('gift_revision_id', 'gift_recipient')
    def _compute_name(self):
        """Override of `sale` to read the design back in the description."""
        super()._compute_name()

    def _get_sale_order_line_multiline_description_variants(self):
        """Override of `sale` to read the design back, one line per entry."""
        description = super()._get_sale_order_line_multiline_description_variants()
        return description + ''.join(f'\n{text}' for text in self._gift_get_texts())

    def _gift_get_texts(self):
        """Return the read-back of the design: ``["Name: Anna", …]``, and for whom it is."""
        self.ensure_one()
        if not self.gift_revision_id:
            return []
        recipient = self.gift_recipient
        return [
            *([self.env._("For: %(name)s", name=recipient)] if recipient else []),
            *(
                self.env._(
                    "%(label)s: %(text)s",
                    label=label,
                    text=' / '.join(filter(None, text.split('\n'))),
                )
                for label, text in self.gift_revision_id.sudo()._get_text_summary()
            ),
        ]

    def get_description_following_lines(self):
        """Override of `website_sale` to keep the order of the design's entries."""
        lines = super().get_description_following_lines()
        return reversed(list(lines)) if self.gift_revision_id else lines

    # === PRICE === #

    def _get_pricelist_price(self):
        """Override of `sale` to add the price of the design, which no pricelist discounts."""
        return super()._get_pricelist_price() + self._gift_get_price_extra()

    def _get_pricelist_price_before_discount(self):
        """Override of `sale` to add the price of the design on both sides of a discount."""
        return super()._get_pricelist_price_before_discount() + self._gift_get_price_extra()

    def _gift_get_price_extra(self):
        """Return the price of the design per unit of the line, in the order's currency."""
        self.ensure_one()
        if not self.gift_revision_id:
            return 0.0
        product = self.product_id
        extra = product.uom_id._compute_price(
            self.gift_revision_id.sudo()._gift_get_price_extra(),
            self.product_uom_id,
        )
        return self._convert_to_sol_currency(extra, product.currency_id)

    # === SHOP === #

    def _gift_is_design_missing(self):
        """Return whether the line cannot be made because it has no design of its variant."""
        self.ensure_one()
        if not self.product_id or not self.product_template_id._gift_is_personalised():
            return False
        return self.gift_revision_id.sudo().product_id != self.product_id

    def _gift_get_preview_url(self):
        """Return the address of the design's picture, or an empty string."""
        self.ensure_one()
        return self.gift_revision_id.sudo()._get_preview_url() if self.gift_revision_id else ''

    def _gift_get_page_url(self, parameter='gift_line'):
        """Return the product page with the line's design filled in.

        :param str parameter: ``gift_line`` to edit it, ``gift_again`` to make a new one from it.
        """
        self.ensure_one()
        url = self.product_id.website_url
        return f"{url}{'&' if '?' in url else '?'}{parameter}={self.id}"

    def _is_reorder_allowed(self):
        """Override of `website_sale` so that designed lines are reordered with their design."""
        if self.env.context.get('gift_skip_designed') and self.gift_revision_id:
            return False
        return super()._is_reorder_allowed()
