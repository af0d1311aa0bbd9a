"""Errors that the shop's pages can answer with a next step."""

from odoo.exceptions import UserError


class GiftDesignRequired(UserError):
    """A product was about to be sold without its design.

    The browser reads ``context`` of the serialised error and leads to the product page.
    """

    def __init__(self, message, url):
        """:param str url: relative address of the page where the product is personalised."""
        super().__init__(message)
        self.context = {'gift_product_url': url}
