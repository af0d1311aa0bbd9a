"""What a browser may send to the route that adds to the cart."""

from odoo.exceptions import UserError
from odoo.http import request

from .own_designs import is_id

MOST_PIECES = 10**6


def check_cart_params(product_template_id=None, product_id=None, linked_products=None, **others):
    """Refuse what the route cannot read, with a sentence instead of an error of the server.

    :raise UserError: the product, a quantity or a choice is missing or is none.
    """
    fine = _is_record(product_template_id) and _is_product({'product_id': product_id, **others})
    templates = {product_template_id} if fine else set()
    for linked in _list(linked_products):
        fine = fine and _is_linked(linked, templates)
        if fine:
            templates.add(linked['product_template_id'])
    if not fine:
        raise UserError(
            request.env._("This was not added to your cart. Please reload the page and try again.")
        )


def _is_linked(linked, templates):
    keys = {'quantity', 'product_custom_attribute_values', 'no_variant_attribute_value_ids'}
    return (
        isinstance(linked, dict)
        and keys <= linked.keys()
        and _is_product(linked)
        and _is_record(linked.get('product_template_id'))
        and _is_record(linked.get('parent_product_template_id'))
        and linked['parent_product_template_id'] in templates
    )


def _is_product(sent):
    choices = _list(sent.get('no_variant_attribute_value_ids'))
    return (
        _is_record(sent.get('product_id'))
        and _is_quantity(sent.get('quantity'))
        and (not sent.get('uom_id') or _is_record(sent['uom_id']))
        and all(is_id(choice) for choice in choices)
        and all(
            isinstance(custom, dict)
            and is_id(custom.get('custom_product_template_attribute_value_id'))
            and isinstance(custom.get('custom_value'), str)
            for custom in _list(sent.get('product_custom_attribute_values'))
        )
    )


def _list(sent):
    """Return a list that was sent; what is none makes every check of its items fail."""
    return sent if isinstance(sent, list) else [None] if sent else []


def _is_record(sent):
    return isinstance(sent, int) and is_id(sent)


def _is_quantity(sent):
    try:
        return abs(int(sent)) < MOST_PIECES
    except (TypeError, ValueError, OverflowError):
        return False
